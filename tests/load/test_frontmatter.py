"""The fence at the head of an article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.load.frontmatter import load_fenced
from sitegen.problems import Report
from tests.lean import ENGLISH, E, Files

Problems = Callable[[Files], list[str]]

NONE = "article/no-front-matter: the file does not begin with front matter; begin it with a line ---, then title: and the other keys, then another line ---"
NOTHING = "article/no-front-matter: the front matter is empty; write title:, summary: and the other keys between the --- lines"
NO_KEYS = "article/front-matter: the front matter does not hold keys; write key: value lines between the --- lines"
REFUSED = [
    ("Words.", f"1:1: error: {NONE}"),
    ("", f"1:1: error: {NONE}"),
    (" ---\ntitle: x\n---\n", f"1:1: error: {NONE}"),
    ("\n---\ntitle: x\n---\n", f"1:1: error: {NONE}"),
    ("+++\ntitle = 1\n+++\n", f"1:1: error: {NONE}"),
    ('{"title": 1}', f"1:1: error: {NONE}"),
    ("---\ntitle: x\n\nWords.", "1:1: error: article/open-front-matter: the front matter is never closed; put a line --- below its last key"),
    ("---\n", "1:1: error: article/open-front-matter: the front matter is never closed; put a line --- below its last key"),
    ("---\n---\nWords.", f"1:1: error: {NOTHING}"),
    ("---\n\n\n---\nWords.", f"1:1: error: {NOTHING}"),
    ("---\n# only a remark\n---\nWords.", f"1:1: error: {NOTHING}"),
    ("---\n- a\n- b\n---\nWords.", f"2:1: error: {NO_KEYS}"),
    ("---\njust words\n---\nWords.", f"2:1: error: {NO_KEYS}"),
    ("---\n[a]\n---\nWords.", f"2:1: error: {NO_KEYS}"),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_a_file_without_a_sound_head_is_a_problem(text: str, expected: str, problems: Problems) -> None:
    assert problems({E: text}) == [f"{E}:{expected}"]


def test_blank_lines_below_the_fence_do_not_move_the_places_of_problems(problems: Problems) -> None:
    spaced = ENGLISH.replace("---\n", "---  \n\n \n", 1).replace("order: 10", "order: x")
    assert problems({E: spaced}) == [f'{E}:6:8: error: article/order: "x" is not a number that order takes; write a whole number, such as 10']


@pytest.mark.parametrize(
    ("text", "body", "first_line"),
    [
        ("---\na: b\n---\nWords.", "\nWords.", 3),
        ("---\na: b\n---\n---\nWords.", "\n---\nWords.", 3),
        ("---\na: b\n---\n\n\n    code\n", "\n    code\n", 5),
        ("---\na: b\n---\n\nOne.\n\n---\n\nTwo.\n", "\nOne.\n\n---\n\nTwo.\n", 4),
        ("---\na: b\n----\nWords.", "\nWords.", 3),
        ("---\na: b\n---", "", 3),
    ],
)
def test_the_body_is_all_that_follows_and_knows_its_line(text: str, body: str, first_line: int) -> None:
    fenced = load_fenced(text, "f.md", Report())
    assert fenced is not None
    assert (fenced.head.data, fenced.body, fenced.first_line) == ({"a": "b"}, body, first_line)


def test_a_body_that_begins_with_a_rule_is_kept(problems: Problems) -> None:
    assert problems({E: ENGLISH.replace("---\n\nKetamine", "---\n---\n\nKetamine")}) == []


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\r\n"])
def test_a_byte_order_mark_and_crlf_mean_nothing(mark: str, problems: Problems) -> None:
    text = ENGLISH.replace("\n", mark[1:] or "\n")
    assert problems({E: mark[0] + text}) == []
    assert problems({E: mark[0] + text.replace("[@trial-2020]", "[@trial-2021]")})[0].startswith(f"{E}:9:29: error: link/unknown-source")
