"""Both languages, equal: each page of Markdown has its twin, with the same headings, citations and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sitegen.model.articles import Article, StandingPage
from sitegen.model.site import Site
from sitegen.problems import Problem


def check_sections(site: Site) -> Iterator[Problem]:
    """An article lies in a folder that data/site.yaml names as a section."""
    sections = [section.key for section in site.settings.noun.sections]
    for article in site.articles:
        if article.section not in sections:
            yield Problem(
                article.path,
                1,
                1,
                "error",
                "article/unknown-section",
                f"{article.section} is not a section",
                f"move the file into one of: {', '.join(sections)}, or add the section to data/site.yaml",
            )


def check_article_dates(site: Site, today: dt.date) -> Iterator[Problem]:
    """An article was not changed or reviewed in the future."""
    latest = today + dt.timedelta(days=1)
    for page in site.pages():
        if page.meta.changed > latest:
            yield page.origin.at("changed").error(
                "article/future-date", f"{page.meta.changed} lies in the future", "write the day of the last change of meaning"
            )
    for article in site.articles:
        if article.meta.review and article.meta.review.on > latest:
            yield article.origin.at("review", "on").error("article/future-date", f"{article.meta.review.on} lies in the future", "write the day of the review")


def check_twins(site: Site) -> Iterator[Problem]:
    """Every page exists in both languages."""
    present = {(page.identity, page.lang) for page in site.pages()}
    held = {held.path for held in site.held}
    for page in site.pages():
        other = "fr" if page.lang == "en" else "en"
        twin = f"content/{page.identity}.{other}.md"
        if (page.identity, other) not in present and twin not in site.unread:
            why = "is held back" if twin in held else "is missing"
            yield Problem(page.path, 1, 1, "warning", "parity/missing-translation", f"{twin} {why}", "translate it, or hold both back with draft: true")


def check_same_content(site: Site) -> Iterator[Problem]:
    """Twins have the same heading ids in the same order, cite the same sources and show the same figures."""
    english = {page.identity: page for page in site.pages() if page.lang == "en"}
    for french in (page for page in site.pages() if page.lang == "fr"):
        original = english.get(french.identity)
        if original is None:
            continue
        yield from _difference(french, original, "headings", [h.id for h in original.prose.headings], [h.id for h in french.prose.headings])
        yield from _difference(french, original, "sources", _sources(original), _sources(french))
        yield from _difference(
            french, original, "figures", [_numbers(f.data) for f in original.prose.figures], [_numbers(f.data) for f in french.prose.figures]
        )


def check_lag(site: Site) -> Iterator[Problem]:
    """A French page names, in translates, the digest of the English text that it renders."""
    english = {page.identity: page for page in site.pages() if page.lang == "en"}
    for french in (page for page in site.pages() if page.lang == "fr"):
        original = english.get(french.identity)
        if original and french.meta.translates and french.meta.translates != original.digest:
            yield french.origin.at("translates").warning(
                "parity/lagging-translation",
                f"the English text has changed since this was translated (it is now {original.digest})",
                "bring the French up to date, set changed:, and run check --fix",
            )


def _sources(page: Article | StandingPage) -> list[str]:
    return sorted({mention.key for mention in page.prose.mentions if mention.kind == "source"})


def _difference(french: Article | StandingPage, english: Article | StandingPage, what: str, wanted: list[str], found: list[str]) -> Iterator[Problem]:
    if wanted != found:
        missing = [item for item in wanted if item not in found]
        extra = [item for item in found if item not in wanted]
        detail = (
            "; ".join(filter(None, [f"missing: {', '.join(missing)}" if missing else "", f"extra: {', '.join(extra)}" if extra else ""])) or "in another order"
        )
        yield Problem(french.path, 1, 1, "warning", f"parity/{what}", f"the {what} differ from {english.path} ({detail})", "make both languages agree")


_WORDS = {"title", "label", "counts", "time", "when", "what", "unit", "question", "answers", "options", "items", "hint"}


def _numbers(data: object) -> str:
    """What a figure holds beside its words, and how long its lists of words are: what must be the same in both languages."""
    if isinstance(data, dict):
        told = ((key, value if key not in _WORDS else len(value) if isinstance(value, (list, tuple)) else None) for key, value in data.items())
        return " ".join(f"{key}={_numbers(value)}" for key, value in told if value is not None)
    if isinstance(data, (list, tuple)):
        return " ".join(_numbers(item) for item in data)
    return str(data)
