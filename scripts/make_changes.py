#!/usr/bin/env python3
"""Write data/changes.yaml, the log of what happened to the listings, from the git history of data/clinics.yaml.

The build needs no git: it publishes the log as it stands. What is not committed yet counts as a change of today. Run it in a whole clone;
the history of a shallow one begins too late.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from sitegen.load.yaml import parse  # noqa: E402
from sitegen.problems import Report  # noqa: E402

LISTINGS, LOG = "data/clinics.yaml", "data/changes.yaml"
HEAD = "# What happened to the listings, newest first. Made from the history of data/clinics.yaml by: make changes\n"
GONE = ("closed", "renamed")
Records = dict[str, dict[str, Any]]


def git(repository: Path, *arguments: str) -> str:
    """What git says; stops with its own words when it fails."""
    done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    return done.stdout


def records_of(text: str) -> Records | None:
    """The listings of one version by id; None for a version that cannot be read, which the next one makes good."""
    document = parse(text, LISTINGS, Report())
    if document is None or not isinstance(document.data, list):
        return None
    return {str(record["id"]): record for record in document.data if isinstance(record, dict) and "id" in record}


def versions(repository: Path, today: dt.date) -> Iterator[tuple[str, Records]]:
    """The listings at the end of each day that changed them, as the main line of history has it, and as they lie on disk."""
    if git(repository, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise SystemExit("This clone is shallow, so its history begins too late. Fetch the rest: git fetch --unshallow")
    days: dict[str, Records] = {}
    latest = ""
    for line in git(repository, "log", "--first-parent", "--reverse", "--format=%H %as", "--", LISTINGS).splitlines():
        commit, day = line.split()
        latest = max(latest, day)  # the day on which it was written; a clock that went wrong cannot turn the order of history
        there = git(repository, "ls-tree", commit, "--", LISTINGS)
        records = records_of(git(repository, "show", f"{commit}:{LISTINGS}")) if there else {}
        if records is not None:
            days[latest] = records
    yield from days.items()
    now = records_of((repository / LISTINGS).read_text("utf-8"))
    if now is None:
        raise SystemExit(f"{LISTINGS} cannot be read; run: python build.py check")
    if not days or now != list(days.values())[-1]:
        yield max(latest, today.isoformat()), now


def changes(history: Iterator[tuple[str, Records]]) -> list[str]:
    """One line a change, newest day first, listings in the order of the alphabet."""
    days: list[list[str]] = []
    before: Records = {}
    for day, after in history:
        found = [line for key in sorted(before.keys() | after.keys()) if (line := _change(day, key, before.get(key), after.get(key)))]
        days.insert(0, found)
        before = after
    return [line for day_ in days for line in day_]


def _change(day: str, key: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before == after:
        return ""
    fields = ""
    if before is None or after is None:
        what = "added" if before is None else "removed"
    else:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not names:
            return ""
        what = "closed" if after.get("status") in GONE and before.get("status") not in GONE else "changed"
        fields = f", fields: [{', '.join(names)}]"
    return f"- {{ on: {day}, listing: {key}, what: {what}{fields} }}\n"


def log(repository: Path, today: dt.date) -> str:
    """The whole text of the log."""
    return HEAD + ("".join(changes(versions(repository, today))) or "[]\n")


if __name__ == "__main__":
    (PROJECT / LOG).write_text(log(PROJECT, dt.date.today()), "utf-8")
