"""Plain words, measured: each bar with a text that misses it and one that meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import ENGLISH, FRENCH, LEAN, E, F, Files, edit

Problems = Callable[[Files], list[str]]
HARD = "Pharmacological neuromodulation necessitates interdisciplinary psychiatric evaluation. " * 20
HARD_FRENCH = "La neuromodulation pharmacologique nécessite une évaluation psychiatrique interdisciplinaire approfondie. " * 12
SETTINGS = "data/site.yaml"
WORDS = "Ask early about [[ketamine]]."


def test_english_beyond_grade_eight_is_reported(problems: Problems) -> None:
    (line,) = problems({E: edit(ENGLISH, ("Ask early", f"{HARD}Ask early"))})
    assert line.startswith(f"{E}:1:1: error: reading/level: reading this takes school grade ")
    assert line.endswith("; the bar is 8; use shorter sentences and shorter words")


def test_french_below_an_ease_of_65_is_reported(problems: Problems) -> None:
    (line,) = problems({F: edit(FRENCH, ("Ask early", f"{HARD_FRENCH}Ask early"))})
    assert line.startswith(f"{F}:1:1: error: reading/level: the ease of reading (Kandel-Moles) is ")
    assert line.endswith(" of 100; the bar is 65; use shorter sentences and shorter words")


def test_the_plainest_pages_have_a_lower_bar(problems: Problems) -> None:
    middling = edit(ENGLISH, ("Ask early", "Some people feel dizzy for an hour after treatment, and the nurses check on them. " * 20 + "Ask early"))
    assert problems({E: middling}) == []
    (line,) = problems({E: middling, SETTINGS: LEAN[SETTINGS] + "plainest: [risks/side-effects]\n"})
    assert "; the bar is 6; " in line


def test_a_plainest_page_that_is_not_there_is_reported(problems: Problems) -> None:
    assert problems({SETTINGS: LEAN[SETTINGS] + "plainest: [risks/side-effects, risks/lost]\n"}) == [
        f'{SETTINGS}:10:32: warning: site/unknown-page: there is no page "risks/lost"; write section/key, as in risks/side-effects'
    ]


def test_a_sentence_of_21_words_is_reported_with_its_beginning(problems: Problems) -> None:
    sentence = "One two three four five six seven eight nine ten a b c d e f g h i j{}."
    assert problems({E: edit(ENGLISH, ("Ask early", sentence.format("") + " Ask early"))}) == []
    assert problems({E: edit(ENGLISH, ("Ask early", sentence.format(" k") + " Ask early"))}) == [
        f'{E}:1:1: error: reading/long-sentence: "One two three four five six seven eight…" has 21 words; the bar is 20; split it in two'
    ]


def test_sentences_that_are_long_on_average_are_reported(problems: Problems) -> None:
    (line,) = problems({E: edit(ENGLISH, ("Ask early", "You can ask the nurse or the doctor who is on the ward to help you to sit up. " * 20 + "Ask"))})
    assert line.startswith(f"{E}:1:1: error: reading/mean-sentence: sentences have 1")
    assert line.endswith(" words on average; the bar is 15; split the longest ones")


@pytest.mark.parametrize("text", ["Nausea is common.", "People often get dizzy.", "Sedation is rare, and relapse is likely."])
def test_a_risk_without_a_number_is_reported(text: str, problems: Problems) -> None:
    (line,) = problems({E: edit(ENGLISH, (WORDS, text))})
    assert line.startswith(f"{E}:1:1: warning: editorial/uncounted-risk: ")
    assert line.endswith(" without a number; write how many in 100, against what; link to the page that says so; or say that no figure was found")


@pytest.mark.parametrize(
    "text",
    [
        "Nausea is common: 28 in 100 people get it, against 9 on placebo.[@trial-2020]",
        "Nausea is common. No figure was found.",
        "How often people get nausea is not known.",
        "Nausea can happen.",
        "Visits are often long.",
    ],
)
def test_a_risk_with_its_number_or_with_none_found_is_not(text: str, problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, (WORDS, text))}) == []
