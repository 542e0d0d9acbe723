"""Incremental equals clean, byte for byte, after any sequence of edits, renames and deletions."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.pipeline import Options, build
from tests.roots import CLINICS, SMALL, TODAY, tree, write_root

LANGUAGES = ("en", "fr")


def edit(root: Path, choice: int) -> None:
    """Another paragraph, and a title that other pages show."""
    for lang in LANGUAGES:
        file = root / f"content/treatment/first-day.{lang}.md"
        if file.exists():
            file.write_text(file.read_text("utf-8").replace("Ask early.", f"Ask early. {choice}").replace("order: 10", f"order: {choice}"), "utf-8")


def rename(root: Path, choice: int) -> None:
    """A new key, and a new address with it."""
    for lang in LANGUAGES:
        file = root / f"content/risks/side-effects.{lang}.md"
        if file.exists():
            file.rename(root / f"content/risks/effects-{choice}.{lang}.md")


def add(root: Path, choice: int) -> None:
    """One more article in both languages."""
    for lang in LANGUAGES:
        text = SMALL[f"content/treatment/first-day.{lang}.md"].replace("premier-jour", f"jour-{choice}")
        (root / f"content/risks/day-{choice}.{lang}.md").write_text(text, "utf-8")


def delete(root: Path, choice: int) -> None:
    """One article fewer, in both languages."""
    added = sorted((root / "content/risks").glob("day-*.en.md"))
    if added:
        victim = added[choice % len(added)]
        victim.unlink()
        victim.with_name(victim.name.replace(".en.", ".fr.")).unlink()


def edit_clinic(root: Path, choice: int) -> None:
    """A listing that changes its status or goes."""
    texts = [CLINICS, CLINICS.replace("unconfirmed", "open"), CLINICS.replace("Harbour Clinic", f"Harbour {choice}"), CLINICS.replace("Halifax", "Sydney")]
    (root / "data/clinics.yaml").write_text(texts[choice % len(texts)], "utf-8")


ACTIONS = (edit, rename, add, delete, edit_clinic)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 3)), min_size=1, max_size=4))
def test_a_build_on_top_of_others_equals_a_clean_build(tmp_path: Path, steps: list[tuple[object, int]]) -> None:
    shutil.rmtree(tmp_path / "work", ignore_errors=True)
    root = write_root(tmp_path / "work/root")
    day = dt.date.fromisoformat(TODAY)
    onto = Options(root, tmp_path / "work/onto", day, cache=tmp_path / "work/cache", quiet=True)
    build(onto)
    for number, (action, choice) in enumerate(steps):
        action(root, choice)  # type: ignore[operator]
        build(onto)
        clean = Options(root, tmp_path / f"work/clean-{number}", day, quiet=True)
        build(clean)
        assert tree(onto.output) == tree(clean.output)


def test_one_edited_article_makes_only_the_pages_anew_that_show_it(tmp_path: Path) -> None:
    root = write_root(tmp_path / "root")
    options = Options(root, tmp_path / "site", dt.date.fromisoformat(TODAY), cache=tmp_path / "cache", quiet=True)
    everything = build(options)
    assert everything.rendered == everything.pages
    file = root / "content/risks/side-effects.en.md"
    file.write_text(file.read_text("utf-8").replace("Ask early.", "Ask very early."), "utf-8")
    assert build(options).rendered == 1
    (root / "data/clinics.yaml").write_text(CLINICS.replace("902-555-0100", "902-555-0101"), "utf-8")
    assert build(options).rendered == 2
