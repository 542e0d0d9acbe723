"""Problems: one line each, once each, by place, in the three forms that people and machines read."""

from __future__ import annotations

import json

import pytest

from sitegen.problems import Origin, Problem, Report, did_you_mean

HERE = Problem("data/clinics.yaml", 4, 5, "error", "clinic/phone", '"613" is no number', "write it as 613-555-0100")


def test_a_problem_is_one_line_with_place_severity_rule_words_and_remedy() -> None:
    assert str(HERE) == 'data/clinics.yaml:4:5: error: clinic/phone: "613" is no number; write it as 613-555-0100'
    assert str(Problem("f", 1, 1, "warning", "a/b", "words")) == "f:1:1: warning: a/b: words"


@pytest.mark.parametrize("sly", ["a\nf:1:1: error: x/y: forged", "a\rb", "\x1b[31ma", "a\u202eb", "a\u2028b", "\udc80", "a\tb"])
def test_what_input_puts_into_a_message_can_neither_forge_a_line_nor_steer_a_terminal(sly: str) -> None:
    line = str(Problem(f"content/{sly}", 1, 1, "error", "a/b", sly, sly))
    assert line.splitlines() == [line]
    assert line.isprintable()
    line.encode("utf-8")


def test_words_in_french_and_in_indigenous_languages_stay_as_they_are() -> None:
    words = "« L’été » : 3\u202f000\u00a0$ ᐃᖃᓗᐃᑦ Behchokǫ̀ ʔəy̓"
    assert words in str(Problem("f", 1, 1, "error", "a/b", words))


def test_a_report_holds_each_problem_once_and_by_place() -> None:
    report = Report()
    report.error("b.md", 2, 1, "a/b", "late")
    report.warn("b.md", 1, 9, "a/b", "early")
    report.error("a.md", 10, 1, "a/b", "first")
    report.error("b.md", 2, 1, "a/b", "late")
    report.error("b.md", 10, 1, "a/b", "last")
    assert [problem.message for problem in report] == ["first", "early", "late", "last"]
    assert (report.errors, report.warnings, len(report)) == (3, 1, 4)
    assert report.as_text().count("\n") == 3


def test_a_report_is_a_list_of_objects_for_tools() -> None:
    assert json.loads(Report([HERE]).as_json()) == [
        {
            "file": "data/clinics.yaml",
            "line": 4,
            "column": 5,
            "severity": "error",
            "rule": "clinic/phone",
            "message": '"613" is no number',
            "fix": "write it as 613-555-0100",
        }
    ]
    assert json.loads(Report().as_json()) == []


def test_a_report_is_workflow_commands_that_input_cannot_forge() -> None:
    assert Report([HERE]).as_github() == ('::error file=data/clinics.yaml,line=4,col=5,title=clinic/phone::"613" is no number; write it as 613-555-0100')
    sly = Problem("a,line=9:b\n::error::x.md", 1, 1, "warning", "a/b", "100%\n::error::forged")
    assert Report([sly]).as_github() == "::warning file=a%2Cline=9%3Ab%0A%3A%3Aerror%3A%3Ax.md,line=1,col=1,title=a/b::100%25%0A::error::forged"


@pytest.mark.parametrize(
    ("word", "known", "remedy"),
    [
        ("titel", ["title", "summary"], "did you mean title?"),
        ("harbor-clinic", ["harbour-clinic"], "did you mean harbour-clinic?"),
        ("on", ["ON", "QC"], "did you mean ON?"),
        ("zzz", ["title"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_known_word_is_offered(word: str, known: list[str], remedy: str) -> None:
    assert did_you_mean(word, known) == remedy


def test_a_place_that_is_not_there_is_that_of_what_would_hold_it() -> None:
    inner = Origin("f", 3, 5)
    whole = Origin("f", 1, 1, children={"a": Origin("f", 2, 3, children={0: inner}, keys={})}, keys={"a": Origin("f", 2, 1)})
    assert whole.at("a", 0) is inner
    assert whole.at("a", 7).line == 2
    assert whole.at("b", "c") is whole
    assert (whole.key("a").line, whole.key("a").column) == (2, 1)
    assert whole.key("b") is whole
