"""``new`` and ``report``: what an editor starts from, and what editors owe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.report import Debt, as_markdown
from tests.roots import CLINICS, ENGLISH, FRENCH, SMALL, TODAY, run_build, write_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_root(tmp_path / "root")


def test_a_new_article_has_both_languages_and_every_gap_is_a_problem_until_it_is_filled(root: Path) -> None:
    done = run_build("new", "article", "sleep", "--section", "risks", "--root", str(root), "--today", TODAY)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "content/risks/sleep.en.md waits for you; python build.py check says what it still needs."
    problems = run_build("check", "--root", str(root), "--today", TODAY).stderr
    assert "content/risks/sleep.en.md:2:1: error: yaml/empty: title has no value" in problems
    assert "content/risks/sleep.fr.md:4:1: error: yaml/empty: slug has no value" in problems


def test_a_filled_skeleton_passes_check(root: Path) -> None:
    run_build("new", "article", "sleep", "--section", "risks", "--root", str(root), "--today", TODAY)
    for lang in ("en", "fr"):
        file = root / f"content/risks/sleep.{lang}.md"
        text = file.read_text("utf-8").replace("title:  ", "title: Sleep  ").replace("summary:  ", "summary: On sleep.  ")
        text = text.replace("slug:  ", "slug: sommeil  ").replace("source-id", "ketamine-pm-sandoz").replace("…", "Nobody knows.")
        file.write_text(text, "utf-8")
    done = run_build("check", "--root", str(root), "--today", TODAY)
    assert done.returncode == 0, done.stderr


def test_a_new_listing_stands_at_the_end_and_leaves_the_others_alone(root: Path) -> None:
    assert run_build("new", "clinic", "prairie-clinic", "--root", str(root), "--today", TODAY).returncode == 0
    text = (root / "data/clinics.yaml").read_text("utf-8")
    assert text.startswith(CLINICS) and "- id: prairie-clinic" in text
    problems = run_build("check", "--root", str(root), "--today", TODAY).stderr
    assert "data/clinics.yaml:16:3: error: yaml/empty: name has no value" in problems


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["article", "side-effects", "--section", "risks"], "content/risks/side-effects.en.md is already there"),
        (["article", "Side_Effects", "--section", "risks"], "cannot be used in an address"),
        (["article", "sleep", "--section", "nowhere"], "nowhere is not a section"),
        (["clinic", "harbour-clinic"], "ids are never used twice"),
    ],
)
def test_a_skeleton_never_overwrites_and_never_takes_an_odd_name(root: Path, arguments: list[str], words: str) -> None:
    before = (root / "data/clinics.yaml").read_text("utf-8")
    done = run_build("new", *arguments, "--root", str(root))
    assert done.returncode == 2 and words in done.stderr
    assert (root / "data/clinics.yaml").read_text("utf-8") == before


def owed(root: Path, today: str = TODAY) -> list[dict[str, object]]:
    done = run_build("report", "--root", str(root), "--today", today, "--format", "json")
    assert done.returncode == 0, done.stderr
    debts: list[dict[str, object]] = json.loads(done.stdout)
    return debts


def test_help_lines_that_could_not_be_confirmed_come_first(root: Path) -> None:
    kinds = [debt["kind"] for debt in owed(root)]
    assert kinds[0] == "help-line" and kinds.count("help-line") == kinds.index("listing-unconfirmed")


def test_a_listing_grows_stale_after_half_a_year_and_a_closed_one_never_does(root: Path) -> None:
    def stale(today: str) -> bool:
        return any(debt["kind"] == "listing-stale" for debt in owed(root, today))

    assert not stale("2027-04-30")
    assert stale("2027-05-01")
    closed = CLINICS.replace("status: unconfirmed", "status: closed\n  status_note: { en: Gone., fr: Fermée. }")
    (root / "data/clinics.yaml").write_text(closed, "utf-8")
    assert not stale("2027-05-01")


def test_a_review_is_due_a_year_after_the_last_change(root: Path) -> None:
    assert not any(debt["kind"] == "review-due" for debt in owed(root, "2027-11-20"))
    assert any(debt["kind"] == "review-due" and debt["subject"] == "Side effects" for debt in owed(root, "2027-11-21"))


def test_a_translation_that_lags_is_named_with_the_digest_to_write(root: Path) -> None:
    (root / "content/risks/side-effects.fr.md").write_text(FRENCH.replace("changed:", "translates: 0123456789abcdef\nchanged:"), "utf-8")
    (debt,) = [debt for debt in owed(root) if debt["kind"] == "translation-behind"]
    digest = str(debt["what"]).rsplit(" ", 1)[-1]
    (root / "content/risks/side-effects.fr.md").write_text(FRENCH.replace("changed:", f"translates: {digest}\nchanged:"), "utf-8")
    assert not any(debt["kind"] == "translation-behind" for debt in owed(root))
    (root / "content/risks/side-effects.en.md").write_text(ENGLISH.replace("Ask early.", "Ask later."), "utf-8")
    assert any(debt["kind"] == "translation-behind" for debt in owed(root))


def test_the_stale_facts_of_a_listing_are_one_debt_that_groups_them_by_day(root: Path) -> None:
    second = """\
    - url: https://news.example/harbour
      kind: news
      supports: [phone]
      read: 2027-02-01
      copy: live
"""
    (root / "data/clinics.yaml").write_text(CLINICS + second, "utf-8")

    def stale(today: str) -> list[object]:
        return [debt["what"] for debt in owed(root, today) if debt["kind"] == "listing-stale"]

    assert stale("2027-05-01") == ["read again the sources of name, province, city, kind, status (last read 2026-11-01)"]
    assert stale("2027-08-01") == ["read again the sources of name, province, city, kind, status (last read 2026-11-01); phone (last read 2027-02-01)"]
    (root / "data/clinics.yaml").write_text(CLINICS, "utf-8")
    assert stale("2027-08-01") == ["read again the sources of everything in it (last read 2026-11-01)"]


def test_what_a_province_page_says_grows_stale_too(root: Path) -> None:
    assert not any(debt["kind"] == "province-stale" for debt in owed(root))
    found = [debt for debt in owed(root, "2028-01-01") if debt["kind"] == "province-stale"]
    assert len(found) == 13
    assert str(found[0]["what"]).startswith("read again the sources of regulator, rules")


def test_the_markdown_report_is_a_table(root: Path) -> None:
    (root / "data/clinics.yaml").write_text(SMALL["data/clinics.yaml"], "utf-8")
    done = run_build("report", "--root", str(root), "--today", TODAY, "--format", "markdown")
    assert done.stdout.startswith("| Kind | What | To do | Where |\n|---|---|---|---|\n| help-line |")
    assert all(row.startswith("| ") and row.endswith(" |") and row.count(" | ") == 3 for row in done.stdout.splitlines() if "---" not in row)
    assert "| listing-unconfirmed | harbour-clinic | confirm it with the clinic | `data/clinics.yaml:1` |" in done.stdout


def test_a_report_on_faulty_input_asks_for_mending_first(root: Path) -> None:
    (root / "data/clinics.yaml").write_text("- id: x\n", "utf-8")
    done = run_build("report", "--root", str(root), "--today", TODAY)
    assert done.returncode == 1 and "Mend these first." in done.stderr


def test_a_cell_of_the_report_ends_no_table_makes_no_html_and_calls_nobody() -> None:
    table = as_markdown([Debt("review-due", "content/a.en.md", 1, "Dose | <b>risk</b> @someone", "read it \\")])
    assert table.splitlines()[2] == "| review-due | Dose \\| &lt;b>risk&lt;/b> &#64;someone | read it \\\\ | `content/a.en.md:1` |"
