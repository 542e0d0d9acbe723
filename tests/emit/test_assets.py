"""Styles, scripts and images: names that change with content, and what our own scripts may not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.emit.assets import emit_assets
from tests.roots import PROJECT, write_root

LARGEST_SCRIPT = 8_000  # bytes: what a page may run in all
OURS = emit_assets([PROJECT / "assets"])
SCRIPTS = {name: OURS.files[OURS.addresses[name].lstrip("/")].decode() for name in ("js/near.js", "js/filter.js")}


def emitted(folder: Path, script: str) -> str:
    (text,) = (data for path, data in emit_assets([write_root(folder, {"js/near.js": script})]).files.items() if path.endswith(".js"))
    return text.decode()


def test_a_script_has_a_name_that_changes_with_what_it_says(tmp_path: Path) -> None:
    names = {emit_assets([write_root(tmp_path / text, {"js/near.js": f"go({text});"})]).addresses["js/near.js"] for text in ("1", "2")}
    assert len(names) == 2
    assert all(re.fullmatch(r"/assets/js/near\.[0-9a-f]{12}\.js", name) for name in names)


def test_a_script_of_the_root_stands_for_that_of_the_project(tmp_path: Path) -> None:
    folders = [write_root(tmp_path / "project", {"js/near.js": "one();"}), write_root(tmp_path / "root", {"js/near.js": "two();"})]
    assert [data for path, data in emit_assets(folders).files.items() if path.endswith(".js")] == [b"two();\n"]


@pytest.mark.parametrize("path", ["js/near.mjs", "js/near.js.map", "js/deep/near.js", "near.js", "css/near.js"])
def test_what_is_no_script_in_its_place_is_not_published(path: str, tmp_path: Path) -> None:
    assert all("near" not in name for name in emit_assets([write_root(tmp_path, {path: "x"})]).files)


def test_comments_and_indentation_are_left_out(tmp_path: Path) -> None:
    assert emitted(tmp_path, "// Why.\nif (a) {\n  // Because.\n  go(`//`); // now\n}\n") == "if (a) {\ngo(`//`); // now\n}\n"


def test_a_script_with_a_text_over_several_lines_stays_as_it_is(tmp_path: Path) -> None:
    script = "go(`\n  // a text\n`);\n"
    assert emitted(tmp_path, script) == script


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_the_directory_is_small(name: str) -> None:
    assert len(SCRIPTS[name].encode()) <= LARGEST_SCRIPT


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_of_the_directory_keep_nothing_run_no_text_and_know_no_address(name: str) -> None:
    for word in ("Storage", "cookie", "indexedDB", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval", "Function(", "http", "://", "import", "sendBeacon"):
        assert word not in SCRIPTS[name], word


def test_a_page_names_one_script_at_most_and_only_the_base_holds_the_element() -> None:
    sources = {file.name: file.read_text("utf-8") for file in (PROJECT / "templates").rglob("*.html")}
    named = {name: re.findall(r'{% set script = "([^"]+)" %}', source) for name, source in sources.items()}
    assert named["clinics.html"] == ["js/filter.js"] and named["places.html"] == ["js/near.js"]
    assert all(len(scripts) <= 1 for scripts in named.values())
    assert [name for name, source in sources.items() if "<script" in source] == ["base.html"]
