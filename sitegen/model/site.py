"""Everything that was read, in one value: what the later stages work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sitegen.model.articles import Article, StandingPage
from sitegen.model.changes import Change
from sitegen.model.clinics import Clinic
from sitegen.model.references import City, HelpLine, Province, Settings, Source, Term
from sitegen.model.synonyms import Synonyms
from sitegen.problems import Origin

NounT = TypeVar("NounT")


@dataclass(frozen=True, slots=True)
class Entry(Generic[NounT]):
    """One record and where it stands."""

    noun: NounT
    origin: Origin


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is kept out of the site for a stated reason."""

    path: str
    reason: str


@dataclass(slots=True)
class Site:
    """The nouns of one build, in the order in which they are shown.

    ``lent`` names data files that the root took from the project. ``unread`` names what is there but has problems of its own: files of
    articles by path, records as ``clinic:some-id``, all records of a file as ``clinic:*``; that they are missing is nobody else's fault.
    """

    settings: Entry[Settings]
    articles: list[Article] = field(default_factory=list)
    standing: list[StandingPage] = field(default_factory=list)
    clinics: list[Entry[Clinic]] = field(default_factory=list)
    changes: list[Entry[Change]] = field(default_factory=list)
    provinces: list[Entry[Province]] = field(default_factory=list)
    cities: list[Entry[City]] = field(default_factory=list)
    sources: list[Entry[Source]] = field(default_factory=list)
    terms: list[Entry[Term]] = field(default_factory=list)
    lines: list[Entry[HelpLine]] = field(default_factory=list)
    synonyms: Entry[Synonyms] | None = None
    held: list[Held] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    lent: frozenset[str] = frozenset()

    def lacks(self, kind: str, key: str) -> bool:
        """Whether a record that is not among the nouns is truly missing, and not only part of what could not be read."""
        return f"{kind}:*" not in self.unread and f"{kind}:{key}" not in self.unread

    def pages(self) -> list[Article | StandingPage]:
        """Everything that is written in Markdown."""
        return [*self.articles, *self.standing]

    def advice(self) -> list[Article | StandingPage]:
        """Everything that a reader may act on: the articles, and the pages that readers use."""
        return [*self.articles, *(page for page in self.standing if page.advises)]

    def articles_in(self, lang: str) -> Iterator[Article]:
        """Articles of one language, by section and place inside it."""
        return (article for article in self.articles if article.lang == lang)
