"""The forms by which readers tell of mistakes: GitHub takes them, both languages are there, and nobody is asked about their health."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from sitegen.load.records import load_list
from sitegen.load.yaml import parse
from sitegen.model.clinics import Clinic
from sitegen.plan.directory import CORRECTION_FIELD, CORRECTION_FORM, correction_address
from sitegen.problems import Report
from tests.lean import CLINIC
from tests.roots import PROJECT, SMALL, TODAY, run_build, write_root

FOLDER = PROJECT / ".github/ISSUE_TEMPLATE"
FORMS = sorted(file for file in FOLDER.glob("*.yml") if file.name != "config.yml")
# What GitHub takes: the keys of attributes by type of field (docs.github.com, "Syntax for GitHub's form schema").
KEYS = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}


def form(file: Path) -> dict[str, Any]:
    """A form as GitHub reads it."""
    data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return data


def fields(file: Path) -> list[dict[str, Any]]:
    return [part for part in form(file)["body"] if part["type"] != "markdown"]


def test_there_is_a_form_for_each_sort_of_mistake() -> None:
    assert [file.stem for file in FORMS] == ["add-listing", "article-error", "close-listing", "correct-listing", "translation"]


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_has_the_shape_that_github_takes(file: Path) -> None:
    data = form(file)
    assert set(data) == {"name", "description", "title", "labels", "body"}
    assert all(isinstance(data[key], str) and data[key].strip() for key in ("name", "description", "title"))
    for part in data["body"]:
        assert set(part) <= {"type", "id", "attributes", "validations"}
        assert set(part["attributes"]) <= KEYS[part["type"]]
        assert all(isinstance(value, (str, list)) for value in part["attributes"].values())
        assert part.get("validations", {"required": True}) == {"required": True}
    for part in fields(file):
        assert re.fullmatch(r"[a-z]+", part["id"])
        assert part["attributes"]["label"]
        options = part["attributes"].get("options", [])
        assert all(isinstance(option, str) for option in options) and len(set(options)) == len(options)
    for names in ([part["id"] for part in fields(file)], [part["attributes"]["label"] for part in fields(file)]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_word_that_a_reader_sees_is_in_both_languages(file: Path) -> None:
    data = form(file)
    seen = [data["name"], data["description"]]
    for part in fields(file):
        seen += [part["attributes"][key] for key in ("label", "description") if key in part["attributes"]] + part["attributes"].get("options", [])
    assert [words for words in seen if " · " not in words] == []


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_begins_by_saying_that_it_is_public_and_where_help_is(file: Path) -> None:
    first = form(file)["body"][0]
    assert first["type"] == "markdown"
    for words in ("This form is public.", "about your own health", "Ce formulaire est public.", "sur votre santé", "9-1-1", "9-8-8"):
        assert words in first["attributes"]["value"]


def test_the_choice_of_forms_leads_those_who_need_help_to_it() -> None:
    config = form(FOLDER / "config.yml")
    assert set(config) == {"blank_issues_enabled", "contact_links"}
    (link,) = config["contact_links"]
    assert set(link) == {"name", "url", "about"}
    assert "9-8-8" in link["about"] and link["url"].startswith("https://")


def test_the_link_of_a_listing_fills_in_a_form_and_a_field_that_are_there() -> None:
    (file,) = [file for file in FORMS if file.name == CORRECTION_FORM]
    assert CORRECTION_FIELD in [part["id"] for part in fields(file)]


def listing() -> Clinic:

    ((clinic, _),) = load_list(Clinic, parse(CLINIC, "data/clinics.yaml", Report()), "clinic", Report())
    return clinic


@pytest.mark.parametrize("repository", ["https://github.com/someone/guide", "https://github.com/someone/guide/"])
def test_a_listing_leads_to_the_form_with_its_id_filled_in(repository: str) -> None:
    address = correction_address(repository, listing())
    assert address is not None
    assert address.startswith("https://github.com/someone/guide/issues/new?")
    assert parse_qs(urlsplit(address).query) == {
        "template": ["correct-listing.yml"],
        "title": ["Correction: harbour-clinic"],
        "listing": ["harbour-clinic"],
    }


@pytest.mark.parametrize("repository", [None, "https://git.example/someone/guide"])
def test_without_a_repository_that_has_such_forms_there_is_no_link_to_one(repository: str | None) -> None:
    assert correction_address(repository, listing()) is None


@pytest.mark.parametrize("repository", ["https://github.com/someone/guide", None])
def test_the_page_of_a_listing_shows_the_form_only_where_there_is_one(repository: str | None, tmp_path: Path) -> None:
    files = SMALL | ({"data/site.yaml": (PROJECT / "data/site.yaml").read_text("utf-8") + f"repository: {repository}\n"} if repository else {})
    root = write_root(tmp_path / "root", files)
    assert run_build("--root", str(root), "--output", str(tmp_path / "site"), "--today", TODAY, "--quiet").returncode == 0
    page = (tmp_path / "site/en/clinics/nova-scotia/harbour-clinic/index.html").read_text("utf-8")
    link = "https://github.com/someone/guide/issues/new?template=correct-listing.yml&amp;title=Correction%3A+harbour-clinic&amp;listing=harbour-clinic"
    assert (f'href="{link}"' in page) is (repository is not None)
    assert ("Write nothing about your own health." in page) is (repository is not None)
    assert "How corrections are made" in page
