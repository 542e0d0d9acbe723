"""The index of search and the topics from A to Z, as a build makes them; tests/browser/test_search.py asks them questions."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sitegen.emit.assets import emit_assets
from sitegen.model.page import Page
from sitegen.model.synonyms import Synonyms
from sitegen.plan.search import LEAD, MOST, plan_index, plan_topics
from tests.roots import ENGLISH, PROJECT, SMALL, TODAY, run_build, write_root

# MiniSearch 7.2.0 as its authors publish it (dist/es/index.js of the package); docs/decisions/0012-search.md says how to take a newer one.
ENGINE = PROJECT / "assets/js/vendor/minisearch.js"
ENGINE_SHA256 = "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3"
WORDS: dict[str, dict[str, str]] = {"en": {}, "fr": {}}
NOTHING = Synonyms.model_validate({"en": {"groups": []}, "fr": {"groups": []}})


def article(title: str, body: str, address: str = "/en/guide/a/", **context: Any) -> Page:
    return Page(address, "article", "en", title, "What it says.", {"body": body, "figures": [], "takeaways": [], "keywords": []} | context, {"en": address})


def build(root: Path, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run_build("build", "--root", str(root), "--output", str(output), "--today", TODAY, "--quiet", *more)


def index(output: Path, lang: str) -> Any:
    return json.loads((output / f"data/search/{lang}.json").read_text("utf-8"))


def entry(page: Page) -> list[Any]:
    (found,) = plan_index([page], NOTHING, WORDS)["en"]["pages"]
    return list(found)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    article = ENGLISH.replace("changed:", 'keywords: [Spravato, "nasal spray"]\nchanged:')
    done = build(write_root(folder / "root", SMALL | {"content/risks/side-effects.en.md": article}), folder / "output")
    assert done.returncode == 0, done.stderr
    return folder / "output"


def test_articles_listings_provinces_towns_terms_and_help_are_in_the_index(built: Path) -> None:
    for lang in ("en", "fr"):
        kinds = {page[1] for page in index(built, lang)["pages"]}
        assert kinds >= {"article", "clinic", "province", "near", "term", "help-now", "standing", "facet"}


def test_keywords_and_the_title_in_the_other_language_are_among_the_words_of_an_article(built: Path) -> None:
    (page,) = (page for page in index(built, "en")["pages"] if page[0] == "/en/guide/side-effects/")
    assert page[2:5] == ["Side effects", "What people feel during and after.", "Effets indésirables · Spravato · nasal spray"]
    assert page[5][1][:2] == ["bladder", "Bladder"]


def test_the_index_holds_what_readers_see_and_no_sign_of_markup(built: Path) -> None:
    text = (built / "data/search/en.json").read_text("utf-8")
    assert not re.search(r"</?[a-z]+[ >]|&amp;|figure-slot|ref:|term:", text)


def test_the_same_input_gives_the_same_bytes_in_another_folder(built: Path, tmp_path: Path) -> None:
    root = built.parent / "root"
    assert build(root, tmp_path / "again", "--no-cache", "--jobs", "2").returncode == 0
    for lang in ("en", "fr"):
        assert (tmp_path / f"again/data/search/{lang}.json").read_bytes() == (built / f"data/search/{lang}.json").read_bytes()


def test_without_search_there_is_no_index_and_no_script_but_the_topics_stay(built: Path, tmp_path: Path) -> None:
    assert build(built.parent / "root", tmp_path / "plain", "--no-search").returncode == 0
    assert not (tmp_path / "plain/data/search").exists()
    for address in ("en/search", "fr/recherche"):
        plain, whole = ((folder / address / "index.html").read_text("utf-8") for folder in (tmp_path / "plain", built))
        assert 'type="module"' in whole and 'role="search"' in whole
        assert 'type="module"' not in plain and 'role="search"' not in plain
        assert "script-src" not in plain
        assert 'class="topics"' in plain


def test_a_section_keeps_its_beginning_and_the_rare_words_of_the_rest() -> None:
    rest = "dalketclin " + "often " * 80
    pages = [article("One", f'<h2 id="a">Head</h2>\n<p>{"Begins so. " * 20}{rest}</p>')]
    pages += [article(str(number), f"<p>{'often ' * 80}</p>", f"/en/guide/{number}/") for number in range(5)]
    found = plan_index(pages, NOTHING, WORDS)["en"]["pages"]
    (one,) = (page for page in found if page[2] == "One")
    key, heading, lead, rare = one[5][1]
    assert (key, heading, rare) == ("a", "Head", "dalketclin")
    assert len(lead) <= LEAD + 1 and lead.endswith("…")


def test_marks_of_sources_are_left_out_and_figures_are_read() -> None:
    body = '<p>Rare &amp; mild.<sup class="cite"><a href="#source-1" id="cite-1-1">1</a></sup></p><div class="figure-slot" id="figure-slot-0"></div>'
    figure = {"kind": "option-table", "data": {"title": "Side by side", "rows": [{"question": "A < b?", "answers": [{"text": "Yes"}]}], "sources": ["key"]}}
    assert entry(article("One", body, figures=[figure]))[5] == [["", "", "Rare & mild. Side by side A < b? Yes", ""]]


def test_pages_that_are_not_for_search_are_not_in_the_index() -> None:
    home = Page("/en/", "home", "en", "Home", "", {}, {"en": "/en/"})
    lost = Page("/404.html", "not-found", "en", "404", "", {}, {}, indexed=False)
    assert plan_index([home, lost], NOTHING, WORDS)["en"]["pages"] == []


def test_topics_stand_in_dictionary_order_under_their_letters() -> None:
    titles = ["Zopiclone", "état", "Effets", "à jeun", "Œdème", "9-8-8", "Oral", "abus"]
    topics = plan_topics([article(title, "", f"/en/guide/{number}/") for number, title in enumerate(titles)], "Glossary")
    assert [(group["letter"], [topic["label"] for topic in group["topics"]]) for group in topics] == [
        ("0–9", ["9-8-8"]),
        ("A", ["à jeun", "abus"]),
        ("E", ["Effets", "état"]),
        ("O", ["Œdème", "Oral"]),
        ("Z", ["Zopiclone"]),
    ]


def test_a_topic_of_many_pages_leads_to_those_that_name_it_first() -> None:
    pages = [article(f"Page {number}", "", f"/en/guide/{number}/", keywords=["driving"]) for number in range(MOST + 1)]
    pages.append(article("When driving is safe", "", "/en/guide/z/", keywords=["Driving"]))
    (topic,) = (topic for group in plan_topics(pages, "Glossary") for topic in group["topics"] if topic["label"] == "driving")
    assert topic["links"][0]["title"] == "When driving is safe"
    assert len(topic["links"]) == MOST


def test_the_engine_is_what_its_authors_publish() -> None:
    assert hashlib.sha256(ENGINE.read_bytes()).hexdigest() == ENGINE_SHA256
    assert ENGINE_SHA256 in (PROJECT / "docs/decisions/0012-search.md").read_text("utf-8")


def test_the_engine_goes_out_with_its_licence_and_without_its_comments() -> None:
    assets = emit_assets([PROJECT / "assets"])
    script = assets.files[assets.addresses["js/vendor/minisearch.js"].lstrip("/")].decode()
    licence = (ENGINE.parent / "minisearch.LICENSE.txt").read_text("utf-8")
    assert script.startswith(f"/*!\n{licence.strip()}\n*/\n")
    assert script.count("/*") == 1 and "sourceMappingURL" not in script and "http" not in script
    assert len(script) < len(ENGINE.read_text("utf-8")) / 2


def test_a_vendored_script_without_a_licence_beside_it_cannot_be_published(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="LICENSE"):
        emit_assets([write_root(tmp_path, {"js/vendor/other.js": "go();"})])


def test_the_script_of_search_keeps_nothing_runs_no_text_and_knows_no_address() -> None:
    script = (PROJECT / "assets/js/search.js").read_text("utf-8")
    for word in ("Storage", "cookie", "indexedDB", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function(", "http", "://", "sendBeacon"):
        assert word not in script, word
