"""What the guide promises its readers: each rule with one example that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import ENGLISH, LEAN, E, Files, edit

Problems = Callable[[Files], list[str]]
CARD = "> [!EMERGENCY]\n> Call 9-1-1."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A miracle cure.", ['editorial/hype: "miracle" stands in the text; say plainly what was found']),
        ("A game-changing drug.", ['editorial/hype: "game-changing" stands in the text; say plainly what was found']),
        (
            "A Board-certified doctor.",
            ['editorial/board-certified: "Board-certified" stands in the text; write of the licence with the provincial college'],
        ),
        (
            "Suicidal thoughts.",
            ["editorial/no-help-card: suicide is spoken of without the help card beside it; add a > [!EMERGENCY] callout with 9-8-8 and 9-1-1"],
        ),
        ("We think so.", ['editorial/first-person: "We" stands in the text; say it without I or we, or put it as a question']),
        (
            "Ask early.\n\nIt helps 27 in 100 people",
            ['editorial/uncited-number: "27 in 100" stands in a paragraph without a source; cite one with [@id]'],
        ),
    ],
)
def test_words_that_the_guide_does_not_use_are_reported(text: str, expected: list[str], problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, ("Ask early", text))}) == [f"{E}:1:1: error: {line}" for line in expected]


@pytest.mark.parametrize(
    "text",
    [
        "One ad calls it “a miracle”.",
        "An ad: “board-certified”.",
        f"Thoughts of suicide.\n\n{CARD}\n\nAsk",
        "A discovery was made.",
        "How will we know?",
        "Schedule I drugs.",
        "Ask.\n\nIt helps 27 in 100.[@trial-2020]",
    ],
)
def test_words_that_it_may_use_are_not(text: str, problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, ("Ask early", text))}) == []


def test_titles_and_key_points_are_held_to_the_same_words(problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, ("title: ", "title: A miracle of "))}) == [
        f'{E}:1:1: error: editorial/hype: "miracle" stands in the text; say plainly what was found'
    ]


def test_every_article_says_what_is_not_known(problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, ("[!UNKNOWN]", "[!NOTE]"))}) == [
        f"{E}:1:1: error: editorial/no-unknowns: nothing is said about what is not known; add a section with a > [!UNKNOWN] callout"
    ]


def test_every_article_cites_a_source(problems: Problems) -> None:
    assert f"{E}:1:1: error: editorial/no-citation: no source is cited; cite each claim with [@id]" in problems({E: edit(ENGLISH, ("[@trial-2020]", ""))})


def test_every_source_is_cited_somewhere(problems: Problems) -> None:
    path, about, twin = "data/sources.yaml", "content/pages/about.en.md", "content/pages/about.fr.md"
    two: Files = {path: LEAN[path] + LEAN[path].replace("trial-2020", "trial-2021")}
    assert problems(two) == [f"{path}:8:7: warning: source/unused: trial-2021 is cited nowhere; cite it, or delete the record"]
    cited = ("Words.", "Words.[@trial-2021]")
    assert problems({**two, about: edit(LEAN[about], cited), twin: edit(LEAN[twin], cited)}) == []
    assert problems({**two, "data/glossary.yaml": edit(LEAN["data/glossary.yaml"], ("[trial-2020]", "[trial-2020, trial-2021]"))}) == []
