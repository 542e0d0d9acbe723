"""Articles and standing pages: their front matter, and their bodies once Markdown has been read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from sitegen.model.figures import FORMS
from sitegen.model.page import TOOLS
from sitegen.model.scalars import Day, Kebab, Lang, Noun, OldAddress, Text, YesNo
from sitegen.problems import Origin


class Review(Noun):
    """Who reviewed an article, as what, and when."""

    by: Text
    role: Text
    on: Day


class Heading(Noun):
    """What every page of Markdown says of itself."""

    title: Annotated[Text, Field(max_length=70)]
    summary: Annotated[Text, Field(max_length=170)]
    changed: Day
    translates: Annotated[str, Field(pattern="^[0-9a-f]{8,64}$")] | None = None


class StandingFrontMatter(Heading):
    """Front matter of a page that exists once, such as about or decide; ``paper`` says what of it is printed."""

    paper: Literal["page", "sheet"] = "page"


class FrontMatter(Heading):
    """Front matter of one language of an article."""

    slug: Kebab | None = None
    order: Annotated[int, Field(ge=0, le=1_000_000)]
    takeaways: Annotated[tuple[Text, ...], Field(min_length=2, max_length=5)]
    review: Review | None = None
    review_due: Day | None = None
    keywords: tuple[Text, ...] = ()
    aliases: tuple[OldAddress, ...] = ()
    draft: YesNo = False
    publish_on: Day | None = None

    @property
    def due(self) -> dt.date:
        """When the text should be read again: as stated, else twelve months after its last change."""
        if self.review_due:
            return self.review_due
        year = min(self.changed.year + 1, dt.MAXYEAR)
        return self.changed.replace(year=year, day=28) if (self.changed.month, self.changed.day) == (2, 29) else self.changed.replace(year=year)


@dataclass(frozen=True, slots=True)
class Head:
    """One heading of a body."""

    level: int
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One use of something by key (a link's target, a source, a term) and its place in the file."""

    kind: str
    key: str
    anchor: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One block of data: its kind, its plain values, its line."""

    kind: str
    data: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """How hard a body is to read. ``score`` is the Flesch-Kincaid grade in English, lower is easier; the ease of Kandel and Moles in
    French, of 100, higher is easier. ``mean`` is words a sentence, ``longest`` the longest sentence and ``longest_words`` its words.
    """

    score: float
    mean: float
    longest: str
    longest_words: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A body, ready for its page."""

    html: str
    headings: tuple[Head, ...]
    mentions: tuple[Mention, ...]
    citations: tuple[str, ...]
    figures: tuple[Figure, ...]
    words: int
    callouts: tuple[str, ...]
    text: str
    reading: ReadingLevel


@dataclass(frozen=True, slots=True)
class Article:
    """One language of one article. ``digest`` names the meaning of its text, so that a translation can say what it renders."""

    section: str
    key: str
    lang: Lang
    path: str
    meta: FrontMatter
    origin: Origin
    prose: Prose
    digest: str

    @property
    def identity(self) -> str:
        """Section and key, the same in both languages."""
        return f"{self.section}/{self.key}"


@dataclass(frozen=True, slots=True)
class StandingPage:
    """One language of a page that exists once: about the guide (about, privacy…), or one that readers use (decide, questions…)."""

    key: str
    lang: Lang
    path: str
    meta: StandingFrontMatter
    origin: Origin
    prose: Prose
    digest: str

    @property
    def identity(self) -> str:
        """Folder and key, the same in both languages."""
        return f"pages/{self.key}"

    @property
    def advises(self) -> bool:
        """Whether readers use this page to act, as they do an article; else it is about the guide."""
        return self.key in TOOLS

    @property
    def is_worksheet(self) -> bool:
        """Whether readers fill something in."""
        return any(figure.kind in FORMS for figure in self.prose.figures)
