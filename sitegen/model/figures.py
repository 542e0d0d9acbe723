"""Blocks of data inside articles: what each kind of figure takes, and each kind of form that readers fill in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sitegen.model.scalars import Kebab, Noun, Text, fault


class Group(Noun):
    """One row of an icon array."""

    label: Text
    count: Annotated[int, Field(ge=0, le=1000)]


class IconArray(Noun):
    """People out of 100: the same denominator for each group."""

    title: Text
    counts: Text
    time: Text
    of: Literal["10", "20", "50", "100"] = "100"
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=4)]
    certainty: Literal["high", "moderate", "low", "very-low", "not-rated"]
    sources: Annotated[tuple[Kebab, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _within(self) -> IconArray:
        for group in self.groups:
            if group.count > int(self.of):
                raise fault("figure/count", f"{group.label}: {group.count} is more than {self.of}", f"write a number from 0 to {self.of}")
        return self


class Bar(Noun):
    """One bar of a chart."""

    label: Text
    value: Annotated[Decimal, Field(ge=0, le=1_000_000)]


class BarChart(Noun):
    """Amounts of one unit beside each other; a full bar stands for ``most``, such as 100 people, or else for the largest amount."""

    title: Text
    unit: Text
    most: Annotated[Decimal, Field(gt=0, le=1_000_000)] | None = None
    bars: Annotated[tuple[Bar, ...], Field(min_length=2, max_length=12)]
    sources: Annotated[tuple[Kebab, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _within(self) -> BarChart:
        for bar in self.bars:
            if self.most is not None and bar.value > self.most:
                raise fault("figure/value", f"{bar.label}: {bar.value} is more than {self.most}", "raise most:, or correct the value")
        return self


class Step(Noun):
    """One step of a timeline."""

    when: Text
    what: Text


class Timeline(Noun):
    """What happens in order."""

    title: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=12)]
    sources: Annotated[tuple[Kebab, ...], Field(min_length=1)]


CITATION = re.compile(r" ?\[(@[a-z0-9-]+(?:; ?@[a-z0-9-]+)*)\]")  # as in the text around the figure


def cited_in(words: str) -> list[str]:
    """The sources that the words of a cell cite, in order."""
    return [key.strip().removeprefix("@") for match in CITATION.finditer(words) for key in match[1].split(";")]


class OptionRow(Noun):
    """One question asked of every option; an answer may cite its own sources, as ``[@id]``."""

    question: Text
    answers: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]


class OptionTable(Noun):
    """Options side by side: every row answers one question for each of them. ``sources`` names those that no answer cites."""

    title: Text
    options: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    rows: Annotated[tuple[OptionRow, ...], Field(min_length=1, max_length=20)]
    sources: tuple[Kebab, ...] = ()

    @model_validator(mode="after")
    def _even(self) -> OptionTable:
        for row in self.rows:
            if len(row.answers) != len(self.options):
                raise fault("figure/answers", f'"{row.question}" has {len(row.answers)} answers for {len(self.options)} options', "give each option one answer")
        if not self.sources and not any(cited_in(answer) for row in self.rows for answer in row.answers):
            raise fault("figure/no-source", f'"{self.title}" names no source', "cite one in an answer with [@id], or name it in sources:")
        return self


class Checklist(Noun):
    """Things to tick, or to choose one of, with ``own`` empty lines for what the list lacks."""

    title: Text
    pick: Literal["one", "many"] = "many"
    items: Annotated[tuple[Text, ...], Field(min_length=2, max_length=24)]
    own: Annotated[int, Field(ge=0, le=6)] = 0


class Values(Noun):
    """Statements that readers weigh, each from not important to very important."""

    title: Text
    items: Annotated[tuple[Text, ...], Field(min_length=3, max_length=12)]


class Notes(Noun):
    """Empty lines to write on."""

    title: Text
    hint: Text | None = None
    lines: Annotated[int, Field(ge=1, le=12)]


FIGURES: dict[str, type[Noun]] = {
    "icon-array": IconArray, "bar-chart": BarChart, "timeline": Timeline, "option-table": OptionTable,
    "checklist": Checklist, "values": Values, "notes": Notes,
}  # fmt: skip
FORMS = frozenset(("checklist", "values", "notes"))  # what readers fill in: only a worksheet has a place for these
