"""What makes a page stale: a build on top of another equals a clean one whatever of its inputs changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.emit.assets import Assets
from sitegen.emit.language import Language, load_languages
from sitegen.emit.pages import Pages
from sitegen.model.page import Page
from sitegen.pipeline import Options, build
from tests.lean import LEAN, TODAY, Files, edit, write
from tests.roots import PROJECT, tree

MAIN = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>[words]{% endblock %}'
SECTION = "templates/pages/section.html"


def same_as_clean(folder: Path, before: Files, change: Callable[[Path], object]) -> dict[str, bytes]:
    """Build, change the root, build again: the tree, once shown to be that of a clean build."""
    root = write(folder / "root", before)
    onto = Options(root, folder / "onto", TODAY, cache=folder / "cache", quiet=True)
    build(onto)
    change(root)
    build(onto)
    build(dataclasses.replace(onto, output=folder / "clean", cache=None))
    assert tree(folder / "onto") == tree(folder / "clean")
    return tree(folder / "onto")


def section_with(words: str) -> str:
    return MAIN.replace("[words]", words)


@pytest.mark.parametrize(
    "included", ['{% include "parts/a.html" %}', '{% include "parts/" ~ "ab"[0] ~ ".html" %}', '{% from "parts/a.html" import say %}{{ say() }}']
)
def test_a_part_that_changed(tmp_path: Path, included: str) -> None:
    part = "{% macro say() %}OLD{% endmacro %}OLD"
    files: Files = {SECTION: section_with(included), "templates/parts/a.html": part}
    after = same_as_clean(tmp_path, files, lambda root: (root / "templates/parts/a.html").write_text(part.replace("OLD", "NEW")))
    assert b"NEW" in after["en/guide/risks/index.html"]


def test_a_template_of_the_root_that_is_gone(tmp_path: Path) -> None:
    after = same_as_clean(tmp_path, {SECTION: section_with("OLD")}, lambda root: (root / SECTION).unlink())
    assert b"OLD" not in after["en/guide/risks/index.html"]


def test_a_template_that_is_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(section_with("OLD"))
    root = write(tmp_path / "root", {})
    (root / SECTION).parent.mkdir(parents=True)
    (root / SECTION).symlink_to(elsewhere)
    after = same_as_clean(tmp_path, {}, lambda root: elsewhere.write_text(section_with("NEWER")))
    assert b"NEWER" in after["en/guide/risks/index.html"]


def test_the_address_of_the_site_in_a_template_that_writes_one_out(tmp_path: Path) -> None:
    site = LEAN["data/site.yaml"]
    files: Files = {SECTION: section_with('<a href="{{ "/en/"|href }}">x</a>')}
    moved = edit(site, ("https://guide.example", "https://guide.example/below"))
    after = same_as_clean(tmp_path, files, lambda root: (root / "data/site.yaml").write_text(moved, "utf-8"))
    assert b'href="/below/en/">x<' in after["en/guide/risks/index.html"]


def test_each_language_has_its_own_words_where_a_template_names_a_value(tmp_path: Path) -> None:
    after = same_as_clean(tmp_path, {SECTION: section_with('<i>{{ "open"|label }}</i>')}, lambda root: None)
    assert b"<i>Presented as open</i>" in after["en/guide/risks/index.html"]
    assert b"<i>Presented as open</i>" not in after["fr/guide/risques/index.html"]


def pages(cache: Cache, languages: dict[str, Language] | None = None) -> Pages:
    chrome = {lang: {"base_url": "https://guide.example"} for lang in ("en", "fr")}
    return Pages([PROJECT / "templates"], languages or load_languages(PROJECT / "locale"), chrome, Assets({}, {}), "code", cache)


def test_the_order_of_what_a_page_lists() -> None:
    made = pages(Cache(None))
    one, other = (Page("/", "section", "en", "", "", {"facts": facts}, {}) for facts in ({"name": 1, "city": 2}, {"city": 2, "name": 1}))
    assert made.digest(one) != made.digest(other)


def test_a_word_of_the_catalogue() -> None:
    languages = load_languages(PROJECT / "locale")
    languages |= {"fr": dataclasses.replace(languages["fr"], messages=languages["fr"].messages | {(None, "Home"): "Chez nous"})}
    page = Page("/", "section", "en", "", "", {}, {})
    assert pages(Cache(None)).digest(page) != pages(Cache(None), languages).digest(page)


def test_a_cache_that_is_a_file_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    build(Options(write(tmp_path / "root", {}), tmp_path / "site", TODAY, cache=tmp_path / "cache", quiet=True))


def test_a_cache_on_a_full_or_read_only_disk_stops_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "cache/templates").mkdir(parents=True)
    monkeypatch.setattr("sitegen.cache._write", refuse)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    build(Options(write(tmp_path / "root", {}), tmp_path / "site", TODAY, cache=tmp_path / "cache", quiet=True))


def test_what_a_desktop_leaves_in_a_folder_is_not_published(tmp_path: Path) -> None:
    build(Options(write(tmp_path / "root", {"assets/img/.DS_Store": "x"}), tmp_path / "site", TODAY, quiet=True))
    assert not [path for path in tree(tmp_path / "site") if "DS_Store" in path]
