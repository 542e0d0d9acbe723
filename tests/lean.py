"""A whole root that lends nothing from the project and is read in a few milliseconds: what tests of reading and checking start from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sitegen.cache import Cache
from sitegen.model.scalars import PROVINCES
from sitegen.pipeline import Options, check_editorial, check_integrity, load_site
from sitegen.problems import Problem, Report, Stop
from sitegen.progress import Progress

TODAY = dt.date(2026, 11, 23)
Files = dict[str, str | bytes | None]  # path → text, bytes, or None for a file that is left out

_SOURCE = "{ url: https://college.example/rules, kind: regulator, read: 2026-11-01, copy: live }"
_STANDING = """\
---
title: {title}
summary: What this page says.
changed: 2026-11-01
---

Words.
"""
CLINIC = """\
- id: harbour-clinic
  name: Harbour Clinic
  province: NS
  city: Halifax
  kind: private-clinic
  status: unconfirmed
  postal_code: B3H 1A1
  phone: 902-555-0100
  website: https://harbour.example
  sources:
    - url: https://harbour.example/about
      kind: own-site
      supports: [name, province, city, kind, status, postal_code, phone, website]
      read: 2026-11-01
      copy: archived
"""
ENGLISH = """\
---
title: Side effects
summary: What people feel during and after.
order: 10
takeaways: [Some people feel sick., Most feel tired.]
changed: 2026-11-20
---

Ketamine is an anaesthetic.[@trial-2020]

## Bladder {#bladder}

Ask early about [[ketamine]].

> [!UNKNOWN]
> Nobody knows yet.
"""
FRENCH = ENGLISH.replace("title: Side effects", "title: Effets indésirables\nslug: effets-indesirables")
E, F, C = "content/risks/side-effects.en.md", "content/risks/side-effects.fr.md", "data/clinics.yaml"

LEAN: dict[str, str] = {
    E: ENGLISH,
    F: FRENCH,
    C: CLINIC,
    "data/site.yaml": """\
title: { en: Guide, fr: Guide }
description: { en: A guide., fr: Un guide. }
base_url: https://guide.example
published_since: 2026-11-01
sections:
  - key: risks
    slug: { en: risks, fr: risques }
    name: { en: Risks, fr: Risques }
    summary: { en: What can go wrong., fr: Ce qui peut mal tourner. }
""",
    "data/sources.yaml": """\
- id: trial-2020
  title: A trial
  kind: randomized-trial
  year: 2020
  doi: 10.1000/trial
  read: 2026-11-01
  copy: live
""",
    "data/glossary.yaml": """\
- id: ketamine
  term: { en: ketamine, fr: kétamine }
  definition: { en: An anaesthetic., fr: Un anesthésique. }
  sources: [trial-2020]
""",
    "data/help-lines.yaml": "".join(
        f"""\
- id: {number}
  name: {{ en: Line {number}, fr: Ligne {number} }}
  phone: {number}
  source: {_SOURCE}
{more}"""
        for number, more in (("9-1-1", ""), ("9-8-8", "  text: { to: 9-8-8 }\n"))
    ),
    "data/provinces.yaml": "".join(
        f"""\
- code: {code}
  name: {{ en: Province {code}, fr: Province {code} }}
  slug: {{ en: {code.lower()}-land, fr: {code.lower()}-pays }}
  locative: {{ en: in {code}, fr: en {code} }}
  regulator: {{ name: {{ en: College }}, source: {_SOURCE} }}
"""
        for code in PROVINCES
    ),
    "data/synonyms.yaml": "en: { groups: [] }\nfr: { groups: [] }\n",
    "data/places.yaml": """\
- { name: { en: Toronto, fr: Toronto }, province: ON, latitude: 43.7, longitude: -79.4, population: 2794356 }
- { name: { en: Halifax, fr: Halifax }, province: NS, latitude: 44.65, longitude: -63.57, population: 439819 }
- { name: { en: Sydney, fr: Sydney }, province: NS, latitude: 46.14, longitude: -60.19, population: 29904 }
""",
} | {f"content/pages/{key}.{lang}.md": _STANDING.format(title=key) for key in ("about", "accessibility", "corrections", "privacy") for lang in ("en", "fr")}


def write(root: Path, files: Files) -> Path:
    """Write the lean root with ``files`` in place of its own."""
    for path, text in (LEAN | files).items():
        if text is not None:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    (root / "content").mkdir(exist_ok=True)
    return root


def read(root: Path, *, drafts: bool = False) -> Report:
    """Every problem of the root by every rule, as ``check`` reports them before it builds."""
    options = Options(root, root / "output", TODAY, drafts=drafts)
    report = Report()
    try:
        site = load_site(options, Cache(None), Progress(False), report)
    except Stop:
        return report
    check_integrity(site, TODAY, report)
    check_editorial(site, report)
    return report


def edit(text: str, *changes: tuple[str, str]) -> str:
    """The text with each first part replaced once by the second; a part that is not there is a fault of the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def lines(problems: Report | list[Problem]) -> list[str]:
    """The problems as people read them."""
    return [str(problem) for problem in problems]
