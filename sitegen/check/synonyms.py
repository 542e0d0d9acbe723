"""The words of readers, for search: each stands once."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.model.synonyms import folded
from sitegen.problems import Origin, Problem


def check_repeated_words(site: Site) -> Iterator[Problem]:
    """No word stands in two groups of a language, or twice among those that are ignored: search could not tell which is meant."""
    if site.synonyms is None:
        return
    for lang in LANGUAGES:
        wording, origin = site.synonyms.noun[lang], site.synonyms.origin
        grouped = [(word, origin.at(lang, "groups", number, place)) for number, group in enumerate(wording.groups) for place, word in enumerate(group)]
        yield from _repeats(grouped, "merge the two groups, or take it out of one place")
        yield from _repeats([(word, origin.at(lang, "ignored", place)) for place, word in enumerate(wording.ignored)], "delete one of the two")


def _repeats(words: list[tuple[str, Origin]], remedy: str) -> Iterator[Problem]:
    first: dict[str, Origin] = {}
    for word, origin in words:
        holder = first.setdefault(folded(word), origin)
        if holder is not origin:
            yield origin.error("synonyms/repeated-word", f'"{word}" already stands on line {holder.line}', remedy)
