"""What the guide promises its readers, as rules over the text that they may act on: run by ``check``, not by a build."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sitegen.model.articles import Article, StandingPage
from sitegen.model.site import Site
from sitegen.problems import Problem

_HYPE = re.compile(
    r"\b(breakthrough|game[- ]chang\w+|life[- ]changing|miracle|revolutionary|cutting[- ]edge|world[- ]class|hit(?:s|ting)? the reset"
    r"|révolutionnaire|miraculeu\w+|percée majeure)\b",
    re.IGNORECASE,
)
_BOARD = re.compile(r"\bboard[- ]certifi\w+", re.IGNORECASE)
_PARTS = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)
_NUMBER = re.compile(r"\d+ (?:in|sur) 10{1,3}\b|\d+(?:[.,]\d+)? ?%|\$ ?\d[\d,.]*|\d[\d .,]* \$")
_PERSON = {
    "en": re.compile(r"(?<!Schedule )\bI\b|\b(?:[Ww]e|[Oo]urs?|[Uu]s|[Mm]y|[Mm]ine)\b"),
    "fr": re.compile(r"\b(?:je|nous|notre|nos|mon|ma|mes)\b|\bj’", re.IGNORECASE),
}
_SUICIDE = re.compile(r"\bsuicid\w*", re.IGNORECASE)


def check_unknowns(site: Site) -> Iterator[Problem]:
    """Every article, and every other page with a claim, says in an [!UNKNOWN] callout what is not known."""
    for page in site.advice():
        claims = isinstance(page, Article) or page.prose.citations
        if claims and "unknown" not in page.prose.callouts:
            yield Problem(
                page.path, 1, 1, "error", "editorial/no-unknowns", "nothing is said about what is not known", "add a section with a > [!UNKNOWN] callout"
            )


def check_help_card(site: Site) -> Iterator[Problem]:
    """A page that speaks of suicide carries an [!EMERGENCY] callout."""
    for page in site.advice():
        if _SUICIDE.search(_told(page)) and "emergency" not in page.prose.callouts:
            yield Problem(
                page.path,
                1,
                1,
                "error",
                "editorial/no-help-card",
                "suicide is spoken of without the help card beside it",
                "add a > [!EMERGENCY] callout with 9-8-8 and 9-1-1",
            )


def check_words(site: Site) -> Iterator[Problem]:
    """No hype, and no \"board certified\", which is not a Canadian licence."""
    for page in site.advice():
        quoted = re.sub(r"[“«\"].{0,200}?[”»\"]", "", _told(page))
        for pattern, rule, fix in (
            (_HYPE, "editorial/hype", "say plainly what was found"),
            (_BOARD, "editorial/board-certified", "write of the licence with the provincial college"),
        ):
            for match in pattern.finditer(quoted):
                yield Problem(page.path, 1, 1, "error", rule, f'"{match[0]}" stands in the text', fix)


def check_sources_used(site: Site) -> Iterator[Problem]:
    """Every entry of data/sources.yaml is cited somewhere."""
    if "data/sources.yaml" in site.lent:
        return
    used = {mention.key for page in site.pages() for mention in page.prose.mentions if mention.kind == "source"}
    used |= {key for entry in site.terms for key in entry.noun.sources}
    for entry in site.sources:
        if entry.noun.id not in used:
            yield entry.origin.at("id").warning("source/unused", f"{entry.noun.id} is cited nowhere", "cite it, or delete the record")


def check_citations(site: Site) -> Iterator[Problem]:
    """An article cites at least one source."""
    for article in site.articles:
        if not article.prose.citations:
            yield Problem(article.path, 1, 1, "error", "editorial/no-citation", "no source is cited", "cite each claim with [@id]")


def check_numbers_cited(site: Site) -> Iterator[Problem]:
    """A paragraph or list item with a proportion or a price cites a source."""
    for page in site.advice():
        for part in _PARTS.findall(page.prose.html):
            plain = html.unescape(re.sub(r"<[^>]+>", "", part))
            match = _NUMBER.search(plain)
            if match and 'class="cite"' not in part:
                yield Problem(
                    page.path, 1, 1, "error", "editorial/uncited-number", f'"{match[0]}" stands in a paragraph without a source', "cite one with [@id]"
                )


def check_person(site: Site) -> Iterator[Problem]:
    """The guide does not speak of itself in the first person, but for questions that a reader may ask."""
    for page in site.advice():
        told = re.sub(r"[“«\"].{0,200}?[”»\"]", "", _told(page))
        for sentence in re.split(r"(?<=[.!?:])\s+", told):
            match = None if sentence.endswith("?") else _PERSON[page.lang].search(sentence)
            if match:
                yield Problem(
                    page.path, 1, 1, "error", "editorial/first-person", f'"{match[0]}" stands in the text', "say it without I or we, or put it as a question"
                )


def _told(page: Article | StandingPage) -> str:
    """All that a page tells its readers: title, summary, key points and body."""
    takeaways = page.meta.takeaways if isinstance(page, Article) else ()
    return " ".join([page.meta.title, page.meta.summary, *takeaways, page.prose.text])
