"""The open data: the same records in every form, safe in a spreadsheet, and whole on the way back."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cache import Cache
from sitegen.emit.export import COLUMNS, FOLDER, WORD_LISTS, emit_export, read_cell, write_cell
from sitegen.load.clinics import load_clinics
from sitegen.load.tree import Tree
from sitegen.model.clinics import Clinic
from sitegen.model.page import Plan
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.data import plan_data
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import TODAY
from tests.roots import PROJECT

BASE = "https://guide.example"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    site = load_site(Options(PROJECT, PROJECT / "output", TODAY), Cache(PROJECT / ".cache"), Progress(False), Report())
    chrome = {"en": {"title": "Guide", "addresses": {"data": "/en/data/"}}}
    return emit_export(Plan(chrome=chrome, data=plan_data(site, Addresses(site))), BASE)


@pytest.fixture(scope="module")
def clinics() -> list[Clinic]:
    return [entry.noun for entry in load_clinics(Tree(PROJECT), Report())]


def rows(data: bytes) -> list[dict[str, Any]]:
    table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{column: value for column in COLUMNS if (value := read_cell(row[column], column)) is not None} for row in table]


def nouns(records: list[dict[str, Any]]) -> list[Clinic]:
    return [Clinic.model_validate({key: value for key, value in record.items() if key not in ("pages", "location")}) for record in records]


def test_json_and_csv_give_back_every_record_as_editors_wrote_it(files: dict[str, bytes], clinics: list[Clinic]) -> None:
    records = json.loads(files[f"{FOLDER}/clinics.json"])["clinics"]
    assert nouns(records) == clinics
    assert nouns(rows(files[f"{FOLDER}/clinics.csv"])) == clinics
    assert rows(files[f"{FOLDER}/clinics.csv"]) == records


def test_no_cell_begins_as_a_formula_does(files: dict[str, bytes]) -> None:
    table = list(csv.reader(io.StringIO(files[f"{FOLDER}/clinics.csv"].decode("utf-8-sig"), newline="")))
    assert len(table) > 60
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(min_size=1))
def test_any_text_is_the_same_after_a_cell_and_never_a_formula(text: str) -> None:
    cell = write_cell(text, "name")
    assert read_cell(cell, "name") == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("value", [["en", "fr"], ["en"]])
def test_lists_of_words_are_joined_by_a_bar(value: list[str]) -> None:
    assert write_cell(value, "languages") == "|".join(value)
    assert read_cell(write_cell(value, "languages"), "languages") == value


def test_every_field_of_the_record_has_its_column() -> None:
    assert set(COLUMNS) == {field.alias or name for name, field in Clinic.model_fields.items()} | {"pages", "location"}
    assert set(WORD_LISTS) < set(COLUMNS)


def test_points_lie_in_canada_longitude_first_and_name_their_listing(files: dict[str, bytes], clinics: list[Clinic]) -> None:
    features = json.loads(files[f"{FOLDER}/clinics.geojson"])["features"]
    assert {feature["id"] for feature in features} == {clinic.id for clinic in clinics if clinic.city}
    for feature in features:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -142 < longitude < -52
        assert 41 < latitude < 84


@pytest.mark.parametrize("name", ["clinics", "provinces"])
def test_each_file_names_its_schema_licence_and_page_and_holds_what_the_schema_requires(name: str, files: dict[str, bytes]) -> None:
    whole, schema = json.loads(files[f"{FOLDER}/{name}.json"]), json.loads(files[f"{FOLDER}/schema/{name}.json"])
    assert whole["$schema"] == f"{BASE}/{FOLDER}/schema/{name}.json"
    assert set(schema["required"]) <= set(whole)
    record = schema["$defs"]["Clinic" if name == "clinics" else "Province"]
    for entry in whole[name]:
        assert set(record["required"]) <= set(entry) <= set(record["properties"])
        assert entry["pages"]["fr"].startswith(f"{BASE}/fr/cliniques/")
