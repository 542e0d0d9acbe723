"""Skeletons that an editor fills in: every empty key is a problem of ``check`` until it has a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.model.references import Settings
from sitegen.model.scalars import LANGUAGES, Fault, kebab

_ARTICLE = """\
---
title:                     # 70 characters at most
summary:                   # 170 characters at most; the lead of the page
{slug}order: 10                  # place inside the section
takeaways:                 # 2 to 5 short sentences
  - …
  - …
changed: {today}
---

The answer first.[@source-id]

## {heading} {{#what-is-not-known}}

> [!UNKNOWN]
> …
"""
_SLUG = "slug:                      # the French address: small letters without accents, and hyphens\n"
_HEADINGS = {"en": "What is not known", "fr": "Ce qu’on ne sait pas"}
_CLINIC = """
- id: {id}
  name:                      # as the clinic writes it
  province:                  # two letters, such as ON
  city:                      # a name in data/places.yaml
  kind:                      # private-clinic | public-programme | non-profit | research | virtual
  status: unconfirmed        # open | unconfirmed | closed | renamed | not-taking-patients
  sources:
    - url:                   # https://…
      kind:                  # own-site | news | government | regulator | directory
      supports: [name, province, city, kind, status]   # each fact above that this page states
      read: {today}
      copy: live             # live | archived
"""


class CannotBegin(Exception):
    """A skeleton cannot be written; the message says why."""


def new_article(root: Path, settings: Settings, section: str, key: str, today: dt.date) -> list[Path]:
    """Write both languages of an article; returns the files."""
    sections = [known.key for known in settings.sections]
    if section not in sections:
        raise CannotBegin(f"{section} is not a section; the sections are: {', '.join(sections)}")
    _refuse_odd(key)
    files = [root / "content" / section / f"{key}.{lang}.md" for lang in LANGUAGES]
    for file in files:
        if file.exists():
            raise CannotBegin(f"{file.relative_to(root)} is already there")
    with _in_words():
        files[0].parent.mkdir(parents=True, exist_ok=True)
        for file, lang in zip(files, LANGUAGES, strict=True):
            file.write_text(_ARTICLE.format(slug=_SLUG if lang == "fr" else "", today=today, heading=_HEADINGS[lang]), "utf-8")
    return files


def new_clinic(root: Path, known: set[str], identity: str, today: dt.date) -> Path:
    """Add the skeleton of a listing at the end of ``data/clinics.yaml``; returns the file."""
    _refuse_odd(identity)
    if identity in known:
        raise CannotBegin(f"{identity} is already in data/clinics.yaml; ids are never used twice")
    file = root / "data/clinics.yaml"
    with _in_words():
        file.parent.mkdir(exist_ok=True)
        before = file.read_text("utf-8").rstrip("\n") + "\n" if file.exists() else ""
        file.write_text(before + _CLINIC.format(id=identity, today=today).removeprefix("" if before else "\n"), "utf-8")
    return file


@contextmanager
def _in_words() -> Iterator[None]:
    """Raise :class:`CannotBegin` for what the system refuses, and for a file that is not text."""
    try:
        yield
    except OSError as error:
        raise CannotBegin(f"{error.filename} cannot be written ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise CannotBegin("data/clinics.yaml is not stored as UTF-8; save it as UTF-8 first") from error


def _refuse_odd(key: str) -> None:
    try:
        kebab(key)
    except Fault as fault:
        context = fault.context or {}
        raise CannotBegin(f"{context['message']}; {context['fix']}") from None
