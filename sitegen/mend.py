"""Faults with one right answer, mended in the source: ``check --fix``. Comments, quotes and every other line stay as they are.

What is wrong, and where, comes from the rules themselves; this module only knows how to write the answer down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from sitegen.load.files import read_text
from sitegen.model.articles import Article, StandingPage
from sitegen.model.scalars import PROVINCES
from sitegen.model.site import Site
from sitegen.problems import Origin, Problem, Report

Mended = dict[str, str]  # path → new text
_ANSWER = "write it as "
_CLINICS = "data/clinics.yaml"


def mend(root: Path, report: Report, site: Site | None) -> list[str]:
    """Mend what can be mended in the files of ``root``; one line for each, in words. ``site`` is None when the files could not be read as a site."""
    said: list[str] = []
    texts: Mended = {}
    for problem in sorted(set(report), reverse=True):  # from the end of each file, so that places before stay true
        if change := _change(problem):
            _edit(root, texts, problem, *change, said)
    if site is not None:
        for origin, digest in _digests(site):
            _write_digest(root, texts, origin, digest, said)
    if any(problem.rule == "clinic/order" for problem in report):
        _sort_clinics(root, texts, said)
    for path, text in texts.items():
        (root / path).write_text(text, "utf-8", newline="")
    return sorted(said)


def _change(problem: Problem) -> tuple[str, str] | None:
    """What stands there, and what should; None where people must decide."""
    if problem.rule == "markup/french-space":
        return " ", "" if "without" in problem.fix else "\u00a0"
    found = re.match(r'"([^"]+)" is not ', problem.message)
    if found and problem.fix.startswith(_ANSWER):
        wanted = problem.fix.removeprefix(_ANSWER)
        # An example of the form is no answer: the same letters and digits must stand in both.
        if _bare(found[1]) == _bare(wanted):
            return found[1], wanted
    return None


def _bare(text: str) -> str:
    bare = re.sub(r"\W", "", text).upper()
    return bare[1:] if re.fullmatch(r"1\d{10}", bare) else bare


def _edit(root: Path, texts: Mended, problem: Problem, old: str, new: str, said: list[str]) -> None:
    lines = _lines(root, texts, problem.file)
    if lines is None or problem.line > len(lines):
        return
    line, start = lines[problem.line - 1], problem.column - 1
    start += line[start : start + 1] in ("'", '"')
    if line[start:].startswith(old):
        lines[problem.line - 1] = line[:start] + new + line[start + len(old) :]
        texts[problem.file] = "".join(lines)
        said.append(f"{problem.file}:{problem.line}: {problem.rule}: {problem.message}: mended")


def _digests(site: Site) -> Iterable[tuple[Origin, str]]:
    """French pages that were changed no earlier than their English twin, and the digest that they should name."""
    english: dict[str, Article | StandingPage] = {page.identity: page for page in site.pages() if page.lang == "en"}
    for page in site.pages():
        twin = english.get(page.identity)
        if page.lang == "fr" and twin and page.meta.translates != twin.digest and page.meta.changed >= twin.meta.changed:
            yield page.origin, twin.digest


def _write_digest(root: Path, texts: Mended, origin: Origin, digest: str, said: list[str]) -> None:
    lines = _lines(root, texts, origin.file)
    if lines is None:
        return
    here = origin.keys.get("translates")
    if here:
        lines[here.line - 1] = f"translates: {digest}\n"
    else:
        lines.insert(origin.keys["changed"].line, f"translates: {digest}\n")
    texts[origin.file] = "".join(lines)
    said.append(f"{origin.file}:{here.line if here else origin.keys['changed'].line + 1}: translates: {digest} written")


def _sort_clinics(root: Path, texts: Mended, said: list[str]) -> None:
    lines = _lines(root, texts, _CLINICS)
    if lines is None:
        return
    # A record begins at "- ", and the comment right above it goes along.
    text = "".join(lines).rstrip("\n") + "\n"
    starts = [match.start() for match in re.finditer(r"(?m)^(?:#[^\n]*\n)*- ", text)]
    head, records = text[: starts[0]], [text[start:end] for start, end in pairwise([*starts, len(text)])]
    ordered = sorted(records, key=_place)
    if ordered != records:
        texts[_CLINICS] = head + "".join(ordered)
        said.append(f"{_CLINICS}: clinic/order: records put in order")


def _place(record: str) -> tuple[int, str, str]:
    province, city, identity = (_value(record, key) for key in ("province", "city", "id"))
    return PROVINCES.index(province) if province in PROVINCES else len(PROVINCES), city, identity


def _value(record: str, key: str) -> str:
    found = re.search(rf"(?m)^(?:- |  ){key}: *[\"']?([^\"'\n#]*)", record)
    return found[1].strip() if found else ""


def _lines(root: Path, texts: Mended, path: str) -> list[str] | None:
    text = texts.get(path) if path in texts else read_text(root, path, Report())
    return None if text is None else text.splitlines(keepends=True)
