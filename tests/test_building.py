"""What a build promises: all or nothing, the same bytes everywhere, plain words when it cannot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.roots import ENGLISH, SMALL, TODAY, run_build, tree, write_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_root(tmp_path / "root")


def build(root: Path, output: Path, *more: str, env: dict[str, str] | None = None) -> None:
    done = run_build("--root", str(root), "--output", str(output), "--today", TODAY, "--quiet", *more, env=env)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_build_publishes_the_addresses_that_the_formats_promise(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "site"
    build(root, output)
    for path in (
        "index.html", "en/index.html", "fr/index.html", "en/guide/side-effects/index.html", "fr/guide/effets-indesirables/index.html",
        "en/clinics/index.html", "fr/cliniques/index.html", "en/clinics/nova-scotia/index.html", "fr/cliniques/nouvelle-ecosse/index.html",
        "en/clinics/nova-scotia/harbour-clinic/index.html", "fr/cliniques/nouvelle-ecosse/harbour-clinic/index.html", "en/help-now/index.html",
        "en/glossary/index.html", "en/sources/index.html", "en/about/index.html", "en/privacy/index.html",
        "en/accessibility/index.html", "en/corrections/index.html",
        "404.html", "sitemap.xml", "robots.txt", "en/feed.xml", "fr/flux.xml", "_headers", "_redirects", "build.json",
    ):  # fmt: skip
        assert (output / path).is_file(), path


def test_every_province_and_territory_has_its_page_in_both_languages(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path / "site")
    for folder in ("en/clinics", "fr/cliniques"):
        assert len([page for page in (tmp_path / "site" / folder).iterdir() if page.is_dir()]) == 13


def test_a_faulty_article_leaves_the_published_site_as_it_was(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "site"
    build(root, output)
    before = tree(output)
    (root / "content/risks/side-effects.en.md").write_text(ENGLISH.replace("#sleep", "#slep"), "utf-8")
    done = run_build("--root", str(root), "--output", str(output), "--today", TODAY)
    assert done.returncode == 1
    assert "content/risks/side-effects.en.md:9:" in done.stderr
    assert "link/missing-anchor" in done.stderr and "did you mean #sleep?" in done.stderr
    assert done.stderr.splitlines()[-1].endswith(f"Nothing was published; {output}/ is unchanged.")
    assert tree(output) == before


def test_a_first_build_that_fails_makes_no_output(root: Path, tmp_path: Path) -> None:
    (root / "data/clinics.yaml").write_text("- id: x\n", "utf-8")
    assert run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY).returncode == 1
    assert not (tmp_path / "site").exists()


def test_all_problems_come_in_one_run_as_json_for_tools(root: Path, tmp_path: Path) -> None:
    (root / "content/risks/side-effects.en.md").write_text(ENGLISH.replace("order: 10", "order: ten").replace("[[off-label]]", "[[off-lable]]"), "utf-8")
    (root / "data/clinics.yaml").write_text(SMALL["data/clinics.yaml"].replace("902-555-0100", "902 555 01"), "utf-8")
    done = run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY, "--format", "json")
    problems = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"article/order", "clinic/phone"} <= {problem["rule"] for problem in problems}
    assert set(problems[0]) == {"file", "line", "column", "severity", "rule", "message", "fix"}


@pytest.mark.parametrize(
    "setting",
    [{"TZ": "Asia/Tokyo"}, {"TZ": "America/St_Johns", "LC_ALL": "C"}, {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "LANG": "fr_CA.UTF-8"}],
    ids=lambda setting: "-".join(setting.values()).replace("/", "-"),
)
def test_the_same_input_gives_the_same_bytes_in_another_place_and_setting(root: Path, tmp_path: Path, setting: dict[str, str]) -> None:
    build(root, tmp_path / "here")
    elsewhere = write_root(tmp_path / "another folder" / "root")
    build(elsewhere, tmp_path / "another folder" / "site", "--no-cache", "--jobs", "2", env=setting)
    assert tree(tmp_path / "here") == tree(tmp_path / "another folder" / "site")


def test_the_umask_of_whoever_builds_does_not_reach_the_published_files(root: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        build(root, tmp_path / "site")
    finally:
        os.umask(before)
    assert {oct(file.stat().st_mode & 0o777) for file in (tmp_path / "site").rglob("*") if file.is_file()} == {"0o644"}


def test_a_second_build_has_nothing_to_do_and_says_so(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path / "site")
    done = run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY)
    assert "nothing had changed" in done.stdout


def test_a_page_that_somebody_edited_by_hand_in_the_output_is_made_anew(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path / "site")
    page = tmp_path / "site/en/guide/side-effects/index.html"
    good = page.read_bytes()
    page.write_bytes(b"tampered")
    build(root, tmp_path / "site")
    assert page.read_bytes() == good


def test_drafts_and_articles_for_later_are_held_back_and_named(root: Path, tmp_path: Path) -> None:
    for lang in ("en", "fr"):
        file = root / f"content/risks/later.{lang}.md"
        file.write_text(
            ENGLISH.replace("title: Side effects", "title: Later" + ("\nslug: plus-tard" if lang == "fr" else ""))
            .replace("changed:", "publish_on: 2026-12-01\nchanged:")
            .replace(".en.md", f".{lang}.md"),
            "utf-8",
        )
    done = run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY)
    assert "content/risks/later.en.md is held back (publish_on: 2026-12-01)." in done.stdout
    assert not (tmp_path / "site/en/guide/later").exists()
    build(root, tmp_path / "drafts", "--drafts")
    assert (tmp_path / "drafts/en/guide/later/index.html").is_file()


def test_an_old_address_leads_to_the_article(root: Path, tmp_path: Path) -> None:
    file = root / "content/risks/side-effects.en.md"
    file.write_text(ENGLISH.replace("changed:", "aliases: [/en/guide/old-name/]\nchanged:"), "utf-8")
    build(root, tmp_path / "site")
    assert (tmp_path / "site/_redirects").read_text() == "/en/guide/old-name/ /en/guide/side-effects/ 301\n"


def test_two_articles_with_one_address_are_both_named(root: Path, tmp_path: Path) -> None:
    (root / "content/treatment/first-day.en.md").write_text(SMALL["content/treatment/first-day.en.md"].replace("order:", "slug: side-effects\norder:"), "utf-8")
    done = run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY)
    assert "address/taken: the address /en/guide/side-effects/ is already that of content/risks/side-effects.en.md" in done.stderr


def test_template_signs_in_content_appear_as_typed(root: Path, tmp_path: Path) -> None:
    file = root / "content/risks/side-effects.en.md"
    file.write_text(ENGLISH.replace("Ask early.", "Ask early {{ 7*7 }} {% raw %}.").replace("title: Side effects", 'title: "{{ 7*7 }}"'), "utf-8")
    build(root, tmp_path / "site")
    html = (tmp_path / "site/en/guide/side-effects/index.html").read_text()
    assert "{{ 7*7 }} {% raw %}" in html and "<h1>{{ 7*7 }}</h1>" in html.replace("\n", "")


def test_a_folder_without_content_is_wrong_usage(tmp_path: Path) -> None:
    done = run_build("--root", str(tmp_path))
    assert done.returncode == 2
    assert "has no folder content/" in done.stderr


@pytest.mark.parametrize("arguments", [["--today", "tomorrow"], ["--jobs", "0"], ["--base-url", "guide"], ["publish"], ["--format", "xml"]])
def test_wrong_usage_is_answered_with_exit_code_2_and_words(arguments: list[str]) -> None:
    done = run_build(*arguments)
    assert done.returncode == 2
    assert "error:" in done.stderr and "Traceback" not in done.stderr


def test_check_builds_aside_and_leaves_the_output_alone(root: Path, tmp_path: Path) -> None:
    done = run_build("check", "--root", str(root), "--today", TODAY)
    assert done.returncode == 0, done.stderr
    assert not (root / "output").exists()


def test_the_base_path_of_the_address_stands_before_every_internal_link(root: Path, tmp_path: Path) -> None:
    build(root, tmp_path / "site", "--base-url", "https://host.example/guide")
    html = (tmp_path / "site/en/guide/side-effects/index.html").read_text()
    assert 'href="/guide/en/guide/first-day/#sleep"' in html
    assert 'href="/en/' not in html
