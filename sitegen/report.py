"""What editors owe: numbers to confirm, listings that grow old, reviews due, translations behind."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.site import Site


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing to do: its kind, where, and in plain words what."""

    kind: str
    file: str
    line: int
    subject: str
    what: str


def debts(site: Site, today: dt.date) -> list[Debt]:
    """Everything owed on ``today``, the most dangerous first: help lines, then listings, provinces, reviews and translations."""
    return [*_lines(site), *_listings(site, today), *_provinces(site, today), *_reviews(site, today), *_translations(site)]


def as_text(owed: list[Debt]) -> str:
    """One line a debt."""
    return "\n".join(f"{debt.file}:{debt.line}: {debt.kind}: {debt.subject}: {debt.what}" for debt in owed)


def as_json(owed: list[Debt]) -> str:
    """A list of objects with the fields of :class:`Debt`."""
    return json.dumps([dataclasses.asdict(debt) for debt in owed], ensure_ascii=False, indent=2)


def as_markdown(owed: list[Debt]) -> str:
    """A table in the Markdown of GitHub, for an issue that a scheduled job opens."""
    rows = [f"| {_cell(debt.kind)} | {_cell(debt.subject)} | {_cell(debt.what)} | `{debt.file}:{debt.line}` |" for debt in owed]
    return "\n".join(["| Kind | What | To do | Where |", "|---|---|---|---|", *rows])


def _cell(text: str) -> str:
    """The text as it stands in a cell: no bar that would end it, and nothing that would become HTML or call somebody."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("@", "&#64;")


def _lines(site: Site) -> Iterator[Debt]:
    lines = [(entry.noun, entry.origin) for entry in site.lines]
    lines += [(line, entry.origin.at("help_lines", index)) for entry in site.provinces for index, line in enumerate(entry.noun.help_lines)]
    for line, origin in lines:
        if line.could_not_confirm:
            age = f"its source is dated {line.source.dated}" if line.source.dated else "its source shows no date"
            yield Debt("help-line", origin.file, origin.line, line.name.en, f"call it, then write the new source ({age})")


def _listings(site: Site, today: dt.date) -> Iterator[Debt]:
    for entry in site.clinics:
        clinic, origin = entry.noun, entry.origin
        if clinic.status in ("closed", "renamed"):
            continue
        if clinic.confirmed is None:
            yield Debt("listing-unconfirmed", origin.file, origin.line, clinic.id, "confirm it with the clinic")
        old = today - dt.timedelta(days=site.settings.noun.stale_after_days)
        stale = {fact: clinic.seen(fact) for fact in clinic.facts() if clinic.seen(fact) < old}
        if stale:
            whole = len(stale) == len(clinic.facts())
            yield Debt("listing-stale", origin.file, origin.line, clinic.id, _read_again(stale, "everything in it" if whole else ""))


def _provinces(site: Site, today: dt.date) -> Iterator[Debt]:
    old = today - dt.timedelta(days=site.settings.noun.stale_after_days)
    for entry in site.provinces:
        province = entry.noun
        read = {"regulator": province.regulator.source.read}
        for subject in ("rules", "coverage", "referral", "travel", "complaints"):
            if statements := getattr(province, subject):
                read[subject] = min(statement.source.read for statement in statements)
        stale = {subject: day for subject, day in read.items() if day < old}
        if stale:
            yield Debt("province-stale", entry.origin.file, entry.origin.line, province.name.en, _read_again(stale))


def _read_again(stale: dict[str, dt.date], whole: str = "") -> str:
    """What to read again, all that was last read on one day together, the oldest first."""
    days: dict[dt.date, list[str]] = {}
    for name, day in stale.items():
        days.setdefault(day, []).append(name)
    parts = [f"{whole if len(days) == 1 and whole else ', '.join(names)} (last read {day})" for day, names in sorted(days.items())]
    return f"read again the sources of {'; '.join(parts)}"


def _reviews(site: Site, today: dt.date) -> Iterator[Debt]:
    for article in site.articles:
        if article.meta.due < today:
            yield Debt("review-due", article.path, 1, article.meta.title, f"read it against its sources again (due {article.meta.due})")
        if article.meta.review is None:
            yield Debt("review-missing", article.path, 1, article.meta.title, "ask a clinician to review it")


def _translations(site: Site) -> Iterator[Debt]:
    english = {article.identity: article for article in site.articles if article.lang == "en"}
    french = {article.identity: article for article in site.articles if article.lang == "fr"}
    for identity, article in english.items():
        twin = french.get(identity)
        if twin is None:
            yield Debt("translation-missing", article.path, 1, article.meta.title, "translate it into French")
        elif twin.meta.translates not in (None, article.digest):
            yield Debt("translation-behind", twin.path, 1, twin.meta.title, f"bring it up to date, then write translates: {article.digest}")
    for identity in french.keys() - english.keys():
        yield Debt("translation-missing", french[identity].path, 1, french[identity].meta.title, "translate it into English")
