"""The words of readers, for search: faults of the file are told with their place, and each word stands once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import lean

Problems = Callable[[lean.Files], list[str]]
PATH = "data/synonyms.yaml"
SOUND = "en:\n  groups:\n    - [bladder, pee]\n    - [driving, car]\n  ignored: [the, a]\n  danger: [suicide]\nfr:\n  groups: []\n"
FAULTS = {
    "a word in two groups": (
        SOUND.replace("car]", "Pée]"),
        f'{PATH}:4:17: error: synonyms/repeated-word: "Pée" already stands on line 3; merge the two groups, or take it out of one place',
    ),
    "a word twice among those that are ignored": (
        SOUND.replace("[the, a]", "[the, a, The]"),
        f'{PATH}:5:21: error: synonyms/repeated-word: "The" already stands on line 5; delete one of the two',
    ),
    "a key that nobody knows": (
        SOUND.replace("  ignored:", "  ignore:"),
        f"{PATH}:5:3: error: synonyms/unknown-key: ignore is not a key that belongs here; did you mean ignored?",
    ),
    "a group of one word": (
        SOUND.replace("[driving, car]", "[driving]"),
        f"{PATH}:4:7: error: synonyms/groups: groups has 1 item; at least 2 must be there; add what is missing",
    ),
    "a language without groups": (
        SOUND.replace("fr:\n  groups: []\n", "fr:\n  ignored: [le]\n"),
        f"{PATH}:8:3: error: synonyms/missing-key: groups is missing from fr; add groups: …",
    ),
    "a list where keys are wanted": ("- [bladder, pee]\n", f"{PATH}:1:1: error: synonyms/shape: keys are wanted here; write key: value lines"),
}


def test_a_sound_file_is_no_problem(problems: Problems) -> None:
    assert problems({PATH: SOUND}) == problems({})


@pytest.mark.parametrize(("text", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(problems: Problems, text: str, line: str) -> None:
    assert line in problems({PATH: text})
