"""No article, however made, is read for long: what is too long, deep or tangled is a problem with a place, and all the rest is a page soon."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sitegen.load.manuscript import MAX_LINE, MAX_LINES, MAX_MARKS, MAX_NESTING, Manuscript, check_bounds
from sitegen.load.prose import load_prose
from tests.roots import PROJECT

HANG = 60  # seconds for all of a group; each of its texts takes about one


def faults(text: str) -> list[str]:
    work = Manuscript(text, "f.md", "risks", "en", 10)
    check_bounds(work)
    return [str(problem).removeprefix("f.md:") for problem in work.report]


FEWER = "split it, or remove stray marks"
REFUSED = {
    "50 MB": ("x " * 25_000_000, "10:1: error: markup/too-long: the text has 50000000 characters; at most 60000 fit on a page; split the article"),
    "one line of 10 MB": ("x" * 10_000_000, "10:1: error: markup/too-long: the text has 10000000 characters; at most 60000 fit on a page; split the article"),
    "a long line": ("x\n\n" + "x" * 8_001, "12:1: error: markup/too-long: this line has 8001 characters; at most 8000 fit; break it into paragraphs"),
    "many lines": ("x\n" * 1_501, "10:1: error: markup/too-long: the text has 1501 lines; at most 1500 fit on a page; split the article"),
    "20 kB of brackets": (
        "a\n\n" + ("[" * 5_000 + "\n") * 4,
        f"12:1: error: markup/tangled: this paragraph or table has 20000 brackets, stars or other marks; at most 500 fit; {FEWER}",
    ),
    "brackets between bars": (
        "[|" * 501,
        f"10:1: error: markup/tangled: this paragraph or table has 501 brackets, stars or other marks; at most 500 fit; {FEWER}",
    ),
    "brackets in code": (
        "`\n`" + "[" * 501 + "`",
        f"10:1: error: markup/tangled: this paragraph or table has 504 brackets, stars or other marks; at most 500 fit; {FEWER}",
    ),
    "brackets on a page": (
        ("[" * 400 + "\n\n") * 11,
        "10:1: error: markup/tangled: the text has 4400 brackets, stars or other marks; at most 4000 fit on a page; split the article, or remove stray marks",
    ),
    "quotes 300 deep": (
        "> " * 300 + "x",
        "10:1: error: markup/too-deep: this line is indented, listed or quoted more than 8 levels deep; make the structure flatter",
    ),
    "lists 150 deep": (
        "\n".join("    " * depth + "- x" for depth in range(150)),
        "18:1: error: markup/too-deep: this line is indented, listed or quoted more than 8 levels deep; make the structure flatter",
    ),
    "lists 300 deep on one line": (
        "- 1. " * 150 + "x",
        "10:1: error: markup/too-deep: this line is indented, listed or quoted more than 8 levels deep; make the structure flatter",
    ),
    "many lists inside each other": (
        ("- " * 7 + "x\n") * 500,
        "10:1: error: markup/too-deep: this text has too many lists and quotes inside each other; split the article, or make the structure flatter",
    ),
    "a wide table": (
        "|" * 200 + "\n" + "|-" * 200 + "\n" + "x\n" * 20,
        "10:1: error: markup/tangled: the tables have about 4600 cells; at most 3000 fit on a page; split the article, or shorten the tables",
    ),
    "footnotes": (
        "a[^1]\n\n" * 301,
        "10:1: error: markup/tangled: the text has 301 footnotes and marks of footnotes; at most 300 fit on a page; "
        "split the article, or cite sources with [@id]",
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_too_long_too_deep_or_too_tangled_is_a_problem_at_its_place(text: str, expected: str) -> None:
    assert faults(text) == [expected]
    prose, problems = load_prose(text, "f.md", "risks", "en", 10)
    assert prose is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        ("word " * 1_500 + "\n\n") * 7,
        "x\n" * MAX_LINES,
        "x" * MAX_LINE,
        "[" * MAX_MARKS,
        "> " * MAX_NESTING + "x",
        "\n".join("    " * depth + "- x" for depth in range(MAX_NESTING)),
        "```\n" + "[" * 5_000 + "\n```",
        "| a | b |\n|---|---|\n" + "| c[@d] | e |\n" * 200,
        "- [@a] x\n" * 240,
        "* * *\n\n---\n\n***\n",
    ],
)
def test_an_article_ten_times_as_long_as_ours_fits(text: str) -> None:
    assert faults(text) == []


# What is slow in Python-Markdown: head, unit and tail of a text whose unit stands as often as the bounds let it.
SLOW = {
    "blocks": [
        ("", "- x\n", ""),
        ("- x\n", "\n    y\n", ""),
        ("a\n", ":   b\n", ""),
        ("", "## a\n", ""),
        ("", "a\n---\n", ""),
        ("", "> " * 7 + "x\n\n", ""),
        ("", "- " * 7 + "x\n\n", ""),
        ("", "> - 1. > - x\n", ""),
    ],
    "lines": [
        ("a|b\n-|-\n", "a\n", ""),
        ("", "|a|\n|-|\n|b|\n\n", ""),
        ("", "```\n~~~\n", ""),
        ("", "```" + " " * 7_000 + "`\n", ""),
        ("", "x" + " " * 7_000 + "x\n", ""),
    ],
    "marks": [
        ("", "[" * 499 + "\n\n", ""),
        ("", "a*" * 499 + "\n\n", ""),
        ("", "[@a] " * 249 + "\n\n", ""),
        ("", "*a _b " * 60 + "c_ d*" * 60 + "\n\n", ""),
        ("", "[a " * 80 + "x" + " b](#a)" * 80 + "\n\n", ""),
        ("", '[a](b "' + '" ' * 3_000 + "\n\n", ""),
        ("", "`\n`" + "x" * 7_000 + "`\n\n", ""),
        ("", "[^a]: x[^a]\n\n", "a[^a]"),
        ("[^a]: x\n\n", "w[^a]\n\n", ""),
        ("", "\"'" * 3_900 + "\n\n", ""),
        ("", "\\" * 7_900 + "\n\n", ""),
    ],
    "links": [
        ("", "[b](https://a.ca)\n\n", ""),
        ("", "[b](x)\n\n", ""),
        ("", "<https://a.ca/> " * 300 + "\n\n", ""),
        ("", "*[A]: x\n\n", "A " * 3_000),
        ("", "## a {#a}\n", ""),
        ("", "{#a} " * 1_500 + "\n\n", ""),
        ("", "```timeline\nx: 1\n```\n", ""),
    ],
}
READ = """
import sys
from sitegen.load.manuscript import Manuscript, check_bounds
from sitegen.load.prose import load_prose

def fits(text):
    work = Manuscript(text, "f.md", "risks", "en", 1)
    check_bounds(work)
    return not work.report.errors

for head, unit, tail in {texts!r}:
    few, many = 0, 60_000 // len(unit) + 1
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (middle, many) if fits(head + unit * middle + tail) else (few, middle)
    assert few, unit
    prose, problems = load_prose(head + unit * few + tail, "f.md", "risks", "en", 1)
    assert prose is not None or problems, unit
print("read")
"""


@pytest.mark.parametrize("texts", SLOW.values(), ids=SLOW.keys())
def test_the_slowest_texts_within_the_bounds_are_read_without_a_hang_or_a_crash(texts: list[tuple[str, str, str]]) -> None:
    done = subprocess.run([sys.executable, "-c", READ.format(texts=texts)], cwd=PROJECT, capture_output=True, text=True, timeout=HANG, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "read\n", "")
