"""Both languages, equal: each rule with one example that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.pipeline import Options, load_site
from sitegen.problems import Report
from sitegen.progress import Progress
from tests import lean
from tests.lean import ENGLISH, FRENCH, E, F, Files, edit

Problems = Callable[[Files], list[str]]
CHART = "```bar-chart\ntitle: {title}\nunit: mg\nbars: [{{ label: {label}, value: {value} }}, {{ label: b, value: 2 }}]\nsources: [trial-2020]\n```"


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        (
            ("Ask early", "Ask"),
            ("## Bladder {#bladder}", "## Vessie {#vessie}"),
            "headings: the headings differ from {E} (missing: bladder; extra: vessie)",
        ),
        (("Ask early", "Ask.\n\n## A {#a}\n\nEarly"), ("## Bladder", "## A {#a}\n\n## Bladder"), "headings: the headings differ from {E} (in another order)"),
        (
            ("Ask early", CHART.format(title="A", label="a", value="1") + "\n\nAsk"),
            ("Ask early", CHART.format(title="A", label="a", value="3") + "\n\nAsk"),
            "figures: the figures differ from {E} (missing: bars=value=1 value=2 sources=trial-2020; extra: bars=value=3 value=2 sources=trial-2020)",
        ),
    ],
)
def test_twins_that_differ_are_reported(english: tuple[str, str], french: tuple[str, str], expected: str, problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, english), F: edit(FRENCH, french)}) == [f"{F}:1:1: warning: parity/{expected.format(E=E)}; make both languages agree"]


def test_twins_that_cite_other_sources_are_reported(problems: Problems) -> None:
    assert f"{F}:1:1: warning: parity/sources: the sources differ from {E} (missing: trial-2020); make both languages agree" in problems(
        {F: edit(FRENCH, ("[@trial-2020]", ""))}
    )


def test_twins_that_differ_in_words_only_are_equal(problems: Problems) -> None:
    changes: Files = {
        E: edit(ENGLISH, ("Ask early", CHART.format(title="Doses", label="low", value="1") + "\n\nAsk")),
        F: edit(FRENCH, ("Ask early", CHART.format(title="Les doses", label="faible", value="1") + "\n\nAsk"), ("## Bladder", "## La vessie")),
    }
    assert problems(changes) == []


def test_an_article_without_its_twin_is_reported(problems: Problems) -> None:
    missing = f"{E}:1:1: error: parity/missing-translation: {F} {{}}; translate it, or hold both back with draft: true"
    assert problems({F: None}) == [missing.format("is missing")]
    assert problems({F: edit(FRENCH, ("order: 10", "order: 10\ndraft: true"))}) == [missing.format("is held back")]
    assert problems({E: None})[0].startswith(f"{F}:1:1: error: parity/missing-translation: {E} is missing")


def test_a_translation_of_an_older_text_is_reported_with_the_digest_to_write(problems: Problems, tmp_path: Path) -> None:
    root = lean.write(tmp_path / "root", {})
    site = load_site(Options(root, root / "output", lean.TODAY), Cache(None), Progress(False), Report())
    digest = next(article.digest for article in site.articles if article.lang == "en")
    assert problems({F: edit(FRENCH, ("order: 10", f"order: 10\ntranslates: {digest}"))}) == []
    assert problems({F: edit(FRENCH, ("order: 10", "order: 10\ntranslates: 0123456789abcdef"))}) == [
        f"{F}:6:13: warning: parity/lagging-translation: the English text has changed since this was translated (it is now {digest}); "
        "bring the French up to date, set changed:, and run check --fix"
    ]


def test_an_article_lies_in_a_section(problems: Problems) -> None:
    there: Files = {"content/other/x.en.md": ENGLISH.replace("order", "slug: x\norder"), "content/other/x.fr.md": FRENCH.replace("effets", "x")}
    words = "other is not a section; move the file into one of: risks, or add the section to data/site.yaml"
    assert problems(there) == [f"content/other/x.{lang}.md:1:1: error: article/unknown-section: {words}" for lang in ("en", "fr")]


def test_nothing_was_changed_or_reviewed_in_the_future(problems: Problems) -> None:
    late = "lies in the future; write the day of the last change of meaning"
    assert problems({E: edit(ENGLISH, ("2026-11-20", "2026-11-24"))}) == []  # it is already tomorrow in the east
    assert problems({E: edit(ENGLISH, ("2026-11-20", "2026-11-25"))}) == [f"{E}:6:10: error: article/future-date: 2026-11-25 {late}"]
    about = "content/pages/about.en.md"
    assert problems({about: edit(lean.LEAN[about], ("2026-11-01", "2026-11-25"))}) == [f"{about}:4:10: error: article/future-date: 2026-11-25 {late}"]
    reviewed = "order: 10\nreview: { by: A. Tremblay, role: nurse, on: 2026-11-25 }"
    assert problems({E: edit(ENGLISH, ("order: 10", reviewed))}) == [
        f"{E}:5:45: error: article/future-date: 2026-11-25 lies in the future; write the day of the review"
    ]
