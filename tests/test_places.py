"""data/places.yaml: the places that readers and listings name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.emit import projection
from sitegen.model.references import City

DATA = Path(__file__).resolve().parents[1] / "data"
ORDER = "BC AB SK MB ON QC NB NS PE NL YT NT NU".split()
ALWAYS = {
    "BC": ("Vancouver", "Victoria", "Nelson"),
    "AB": ("Calgary", "Edmonton"),
    "SK": ("Saskatoon", "Regina"),
    "MB": ("Winnipeg",),
    "ON": ("Toronto", "Ottawa", "Hamilton", "London", "Thornhill"),
    "QC": ("Montréal", "Québec", "Mont-Royal", "Westmount"),
    "NB": ("Moncton", "Fredericton", "Saint John"),
    "NS": ("Halifax",),
    "PE": ("Charlottetown", "Stratford"),
    "NL": ("St. John's",),
    "YT": ("Whitehorse",),
    "NT": ("Yellowknife",),
    "NU": ("Iqaluit",),
}


def records(name: str) -> list[dict[str, Any]]:
    """The records of a file, every scalar as text, so that ON is Ontario."""
    rows: list[dict[str, Any]] = yaml.load((DATA / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return rows


@pytest.fixture(scope="module")
def places() -> list[City]:
    return [City.model_validate(row) for row in records("places.yaml")]


def test_no_two_places_of_a_province_have_one_name(places: list[City]) -> None:
    for names in (Counter((p.province, p.name.en) for p in places), Counter((p.province, p.name.fr) for p in places)):
        assert [name for name, count in names.items() if count > 1] == []


def test_provinces_stand_in_the_order_of_the_site(places: list[City]) -> None:
    positions = [ORDER.index(place.province) for place in places]
    assert positions == sorted(positions)


def test_every_place_falls_inside_the_box_of_the_map(places: list[City]) -> None:
    for place in places:
        x, y = projection.project(place.latitude, place.longitude)
        assert 0 < x < projection.WIDTH, place.name.en
        assert 0 < y < projection.HEIGHT, place.name.en


@pytest.mark.parametrize(("code", "least"), [("YT", 5), ("NT", 12), ("NU", 12)])
def test_the_territories_have_their_communities_and_not_only_their_capitals(code: str, least: int, places: list[City]) -> None:
    assert sum(place.province == code for place in places) >= least


@pytest.mark.parametrize("code", ORDER)
def test_the_cities_that_readers_look_for_first_are_there(code: str, places: list[City]) -> None:
    assert set(ALWAYS[code]) <= {place.name.en for place in places if place.province == code}


def test_neighbourhoods_of_a_larger_city_are_left_out(places: list[City]) -> None:
    keys = {(place.province, place.name.en) for place in places}
    for neighbourhood in (("BC", "Kitsilano"), ("AB", "Beltline"), ("ON", "Etobicoke"), ("QC", "Ville-Marie"), ("NS", "Halifax North End")):
        assert neighbourhood not in keys


def test_names_are_written_as_their_places_write_them(places: list[City]) -> None:
    names = {(place.province, place.name.en, place.name.fr) for place in places}
    assert {("ON", "Greater Sudbury", "Grand Sudbury"), ("QC", "Trois-Rivières", "Trois-Rivières"), ("NB", "Saint John", "Saint John")} <= names


def test_every_city_of_a_listing_is_a_place(places: list[City]) -> None:
    known = {(place.province, place.name.en) for place in places}
    wanted = {(row["province"], row["city"]) for row in records("clinics.yaml") if "city" in row}
    assert wanted - known == set()
