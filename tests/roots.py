"""A whole small root in one literal: what tests of the build start from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-23"

ENGLISH = """\
---
title: Side effects
summary: What people feel during and after.
order: 10
takeaways: [Some people feel sick., Most feel tired.]
changed: 2026-11-20
---

Ketamine is an anaesthetic.[@ketamine-pm-sandoz] See [the first day](../treatment/first-day.en.md#sleep) and [[off-label]].

## Bladder {#bladder}

Ask early.

> [!UNKNOWN]
> Nobody knows yet.
"""
FRENCH = (
    ENGLISH.replace("title: Side effects", "title: Effets indésirables\nslug: effets-indesirables")
    .replace("What people feel during and after.", "Ce que l’on ressent pendant et après.")
    .replace(".en.md", ".fr.md")
)
OTHER = (
    ENGLISH.replace("Side effects", "The first day")
    .replace(" See [the first day](../treatment/first-day.en.md#sleep)", "")
    .replace("Bladder {#bladder}", "Sleep {#sleep}")
)
OTHER_FRENCH = OTHER.replace("title: The first day", "title: Le premier jour\nslug: premier-jour")
CLINICS = """\
- id: harbour-clinic
  name: Harbour Clinic
  province: NS
  city: Halifax
  kind: private-clinic
  status: unconfirmed
  phone: 902-555-0100
  sources:
    - url: https://harbour.example/about
      kind: own-site
      supports: [name, province, city, kind, status, phone]
      read: 2026-11-01
      copy: archived
"""
SMALL = {
    "content/risks/side-effects.en.md": ENGLISH,
    "content/risks/side-effects.fr.md": FRENCH,
    "content/treatment/first-day.en.md": OTHER,
    "content/treatment/first-day.fr.md": OTHER_FRENCH,
    "data/clinics.yaml": CLINICS,
}


def write_root(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write a root (the small one unless told) and return its folder."""
    for path, text in (SMALL if files is None else files).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def run_build(*arguments: str, env: dict[str, str] | None = None, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """The command line as a person runs it; a hang fails after two minutes."""
    command = [sys.executable, str(PROJECT / "build.py"), *arguments]
    return subprocess.run(command, cwd=cwd, env=os.environ | (env or {}), capture_output=True, text=True, timeout=120, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
