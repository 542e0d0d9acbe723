"""Roots as people have them: half filled, moved, mistyped. Every fault of the input is words with a place, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sitegen.pipeline import Options, build
from tests.lean import ENGLISH, FRENCH, LEAN, TODAY, E, F, Files, edit, write
from tests.roots import run_build

Problems = Callable[[Files], list[str]]
SITE = "data/site.yaml"
SECOND = """\
  - key: decide
    slug: { en: decide, fr: choisir }
    name: { en: Decide, fr: Choisir }
    summary: { en: How to choose., fr: Comment choisir. }
"""


def published(folder: Path, files: Files, page: str) -> str:
    build(Options(write(folder / "root", files), folder / "site", TODAY, quiet=True))
    return (folder / "site" / page).read_text("utf-8")


def test_a_root_given_by_a_relative_path_with_spaces_and_accents(tmp_path: Path) -> None:
    write(tmp_path / "mon räot", {})
    for words in ("made anew", "nothing had changed"):
        done = run_build("--root", "mon räot", "--output", "sorti é", "--today", str(TODAY), cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "") and words in done.stdout


def test_a_root_with_content_only_borrows_all_data(tmp_path: Path) -> None:
    (tmp_path / "root/content").mkdir(parents=True)
    done = run_build("--root", str(tmp_path / "root"), "--output", str(tmp_path / "site"), "--today", str(TODAY))
    assert (done.returncode, done.stderr) == (0, "")


def test_sixty_articles_read_by_two_processes_are_those_read_by_one(tmp_path: Path) -> None:
    many: Files = {f"content/risks/a{number}.en.md": edit(ENGLISH, ("title: Side", f"title: S{number}")) for number in range(60)}
    root = write(tmp_path / "root", many)
    one, two = (build(Options(root, tmp_path / f"site-{jobs}", TODAY, jobs=jobs, quiet=True)) for jobs in (1, 2))
    assert one.digest == two.digest


@pytest.mark.parametrize("absent", [E, F])
def test_an_article_in_one_language_only_is_published_and_leads_to_the_guide_of_the_other(tmp_path: Path, absent: str) -> None:
    page, guide = ("fr/guide/effets-indesirables", "/en/guide/") if absent == E else ("en/guide/side-effects", "/fr/guide/")
    assert f'<a class="language" href="{guide}"' in published(tmp_path, {absent: None}, f"{page}/index.html")


def test_a_section_that_is_gone_while_its_articles_remain(problems: Problems) -> None:
    found = problems({SITE: LEAN[SITE].replace("key: risks", "key: decide")})
    assert [line.split(": ")[2] for line in found] == ["article/unknown-section"] * 2


def test_a_section_that_stands_twice(problems: Problems) -> None:
    assert problems({SITE: LEAN[SITE] + SECOND.replace("key: decide", "key: risks")}) == [
        "data/site.yaml:10:10: error: site/duplicate-section: risks stands here a second time (first on line 6); give each record its own"
    ]


def test_two_sections_with_one_address(problems: Problems) -> None:
    assert problems({SITE: LEAN[SITE] + SECOND.replace("en: decide", "en: risks")}) == [
        "data/site.yaml:11:1: error: address/taken: the address /en/guide/risks/ is already that of the section risks; give one of them another slug"
    ]


def test_two_provinces_with_one_address(problems: Problems) -> None:
    found = problems({"data/provinces.yaml": edit(LEAN["data/provinces.yaml"], ("fr: ab-pays", "fr: bc-pays"))})
    assert found[0].startswith("data/provinces.yaml:8:1: error: address/taken: the address /fr/cliniques/bc-pays/ is already that of the province BC;")


def test_two_provinces_of_thirteen(problems: Problems) -> None:
    records = yaml.load(LEAN["data/provinces.yaml"], yaml.BaseLoader)[:2]
    found = problems({"data/provinces.yaml": json.dumps(records)})
    assert sum("province/missing" in line for line in found) == 11


@pytest.mark.parametrize("term", ["%", "– to", "5-HT2A"])
def test_a_word_of_the_glossary_that_begins_with_a_sign(tmp_path: Path, term: str) -> None:
    glossary = LEAN["data/glossary.yaml"] + f'- id: percent\n  term: {{ en: "{term}", fr: "{term}" }}\n  definition: {{ en: A sign., fr: Un signe. }}\n'
    html = published(tmp_path, {"data/glossary.yaml": glossary}, "en/glossary/index.html")
    letter = {"%": "p", "– to": "t", "5-HT2A": "5"}[term]
    assert f'<h2 id="g-{letter}">' in html and f"<dt>{term}</dt>" in html


def test_an_old_address_that_is_the_present_one_does_not_lead_in_circles(tmp_path: Path) -> None:
    files: Files = {E: edit(ENGLISH, ("order: 10", "order: 10\naliases: [/en/guide/side-effects/, /en/guide/old/]"))}
    assert published(tmp_path, files, "_redirects") == "/en/guide/old/ /en/guide/side-effects/ 301\n"


@pytest.mark.parametrize("end", ["?a=b", "#top"])
def test_an_address_of_the_site_that_no_page_can_follow(problems: Problems, end: str) -> None:
    found = problems({SITE: edit(LEAN[SITE], ("https://guide.example", f'"https://guide.example/{end}"'))})
    assert found[0].startswith("data/site.yaml:3:11: error: site/base-url: ")


def test_the_output_cannot_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    done = run_build("--root", str(write(tmp_path / "root", {})), "--output", str(tmp_path / "site"))
    assert done.returncode == 1 and done.stderr == f"Nothing was published: {tmp_path}/site is a file; choose another --output.\n"


@pytest.mark.parametrize("command", [["report"], ["new", "clinic", "some-clinic"], ["new", "article", "sleep", "--section", "risks"]])
def test_commands_that_build_nothing_say_what_keeps_them_from_reading(tmp_path: Path, command: list[str]) -> None:
    root = write(tmp_path / "root", {SITE: ""})
    done = run_build(*command, "--root", str(root))
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "data/site.yaml:1:1: error: yaml/nothing: the file is empty; put the records back, or delete the file\n1 error, 0 warnings. Mend these first.\n"
    )


def test_a_listing_cannot_begin_in_a_file_that_is_not_text(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"data/clinics.yaml": b"\xff\xfe"})
    done = run_build("new", "clinic", "some-clinic", "--root", str(root))
    assert done.returncode == 2 and done.stderr == "Nothing was written: data/clinics.yaml is not stored as UTF-8; save it as UTF-8 first.\n"


def test_an_article_cannot_begin_where_a_file_has_the_name_of_its_folder(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {E: None, F: None, "content/risks": ""})
    done = run_build("new", "article", "sleep", "--section", "risks", "--root", str(root))
    assert done.returncode == 2 and done.stderr == f"Nothing was written: {root}/content/risks cannot be written (File exists).\n"


def test_an_article_changed_on_the_last_day_of_all_is_still_reported(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {F: edit(FRENCH, ("changed: 2026-11-20", "changed: 9999-12-31"))})
    assert run_build("report", "--root", str(root), "--today", str(TODAY)).returncode == 0
