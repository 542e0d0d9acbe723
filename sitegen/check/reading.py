"""Plain words, measured: how hard each page is to read, and how long its sentences are. Run by ``check``, not by a build."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.articles import Article, StandingPage
from sitegen.model.site import Site
from sitegen.problems import Problem

# Bars of the guide's promise to its readers, for each page.
GRADE, PLAINEST_GRADE, EASE = 8, 6, 65
MEAN, LONGEST = 15, 20  # words a sentence
SAMPLE = 100  # words: the formulas say nothing of less (Flesch, 1948)


def check_level(site: Site) -> Iterator[Problem]:
    """English reads at Flesch-Kincaid grade 8 or lower (6 where settings ask for the plainest words), French at Kandel-Moles 65 or higher."""
    for page in site.pages():
        level = page.prose.reading.score
        if page.prose.words < SAMPLE:
            continue
        most = PLAINEST_GRADE if page.identity in site.settings.noun.plainest else GRADE
        if page.lang == "en" and level > most:
            yield _fault(page, "reading/level", f"reading this takes school grade {level}; the bar is {most}", "use shorter sentences and shorter words")
        elif page.lang == "fr" and level < EASE:
            yield _fault(
                page, "reading/level", f"the ease of reading (Kandel-Moles) is {level} of 100; the bar is {EASE}", "use shorter sentences and shorter words"
            )


def check_sentences(site: Site) -> Iterator[Problem]:
    """Sentences have 15 words on average at most, and no sentence has more than 20."""
    for page in site.pages():
        level = page.prose.reading
        if level.mean > MEAN and page.prose.words >= SAMPLE:
            yield _fault(page, "reading/mean-sentence", f"sentences have {level.mean} words on average; the bar is {MEAN}", "split the longest ones")
        if level.longest_words > LONGEST:
            start = " ".join(level.longest.split()[:8])
            yield _fault(page, "reading/long-sentence", f'"{start}…" has {level.longest_words} words; the bar is {LONGEST}', "split it in two")


def check_plainest(site: Site) -> Iterator[Problem]:
    """The pages that settings ask to be the plainest are there."""
    known = {page.identity for page in site.pages()} | {held.path.removeprefix("content/").rsplit(".", 2)[0] for held in site.held}
    for index, identity in enumerate(site.settings.noun.plainest):
        unread = any(path.startswith(f"content/{identity}.") for path in site.unread)
        if identity not in known and not unread:
            yield site.settings.origin.at("plainest", index).warning(
                "site/unknown-page", f'there is no page "{identity}"', "write section/key, as in risks/side-effects"
            )


def _fault(page: Article | StandingPage, rule: str, message: str, fix: str) -> Problem:
    return Problem(page.path, 1, 1, "error", rule, message, fix)
