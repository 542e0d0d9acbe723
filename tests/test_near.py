"""Nearest care: distance, direction, borders, and what is said when it is far."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.model.page import Page
from sitegen.model.references import City
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.near import NEAREST, direction, distance_km, plan_near
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, LEAN, TODAY, C, Files, edit, write

WORDS = {lang: {"home": "Home", "clinics": "Care", "near": "Near", "near_summary": "By town.", "virtual_care": "Virtual care"} for lang in ("en", "fr")}


def place(latitude: float, longitude: float) -> City:
    return City.model_validate({"name": {"en": "A", "fr": "A"}, "province": "ON", "latitude": latitude, "longitude": longitude, "population": 0})


def pages(root: Path, files: Files) -> dict[str, Page]:
    site = load_site(Options(write(root, files), root / "output", TODAY), Cache(None), Progress(False), Report())
    return {page.address: page for page in plan_near(site, Addresses(site), WORDS)}


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((43.70, -79.42), (45.51, -73.59), 503),  # Toronto, Montréal
        ((49.25, -123.12), (47.56, -52.71), 5007),  # Vancouver, St. John's
        ((63.75, -68.52), (63.75, -68.52), 0),
    ],
)
def test_distance_is_that_of_the_great_circle_either_way(one: tuple[float, float], other: tuple[float, float], km: int) -> None:
    assert distance_km(place(*one), place(*other)) == pytest.approx(km, abs=1)
    assert distance_km(place(*other), place(*one)) == pytest.approx(distance_km(place(*one), place(*other)))


@pytest.mark.parametrize(
    ("step", "wind"), [((1, 0), "n"), ((1, 1.4), "ne"), ((0, 1), "e"), ((-1, 1.4), "se"), ((-1, 0), "s"), ((-1, -1.4), "sw"), ((0, -1), "w"), ((1, -1.4), "nw")]
)
def test_direction_is_one_of_eight_winds(step: tuple[float, float], wind: str) -> None:
    assert direction(place(45, -80), place(45 + step[0], -80 + step[1])) == wind


def test_a_place_shows_listings_of_other_places_and_provinces_by_distance(tmp_path: Path) -> None:
    far = CLINIC.replace("harbour-clinic", "lake-clinic").replace("province: NS", "province: ON").replace("city: Halifax", "city: Toronto")
    page = pages(tmp_path, {C: far + CLINIC})["/en/near/sydney-ns/"]
    assert [(item["id"], item["km"], item["wind"], item["province"]) for item in page.context["nearest"]] == [
        ("harbour-clinic", 312, "sw", "Province NS"),
        ("lake-clinic", 1533, "w", "Province ON"),
    ]
    assert page.alternates == {"en": "/en/near/sydney-ns/", "fr": "/fr/pres-de/sydney-ns/"}


def test_the_place_of_a_listing_says_so_in_place_of_a_direction(tmp_path: Path) -> None:
    (item,) = pages(tmp_path, {})["/en/near/halifax-ns/"].context["nearest"]
    assert (item["km"], item["wind"]) == (0, None)


def test_listings_that_have_closed_and_those_without_a_town_are_left_out(tmp_path: Path) -> None:
    closed = CLINIC.replace("status: unconfirmed", "status: closed\n  status_note: { en: Closed., fr: Fermée. }")
    assert pages(tmp_path, {C: closed})["/en/near/halifax-ns/"].context["nearest"] == []


def test_a_place_shows_all_its_own_listings_and_no_more_of_others_than_can_be_taken_in(tmp_path: Path) -> None:
    found = pages(tmp_path, {C: "".join(CLINIC.replace("harbour-clinic", f"clinic-{n:02}") for n in range(12))})
    assert len(found["/en/near/halifax-ns/"].context["nearest"]) == 12
    assert len(found["/en/near/sydney-ns/"].context["nearest"]) == NEAREST


def test_virtual_care_shows_a_few_listings_and_leads_to_all(tmp_path: Path) -> None:
    virtual = CLINIC.replace("  phone:", "  virtual_care: true\n  phone:")
    found = pages(tmp_path, {C: "".join(virtual.replace("harbour-clinic", f"clinic-{n:02}") for n in range(12))})
    context = found["/en/near/sydney-ns/"].context
    assert len(context["virtual"]) == NEAREST
    assert context["all_virtual"] == {"count": 12, "address": "/en/listings/virtual-care/"}


@pytest.mark.parametrize(("status", "far"), [("open", False), ("unconfirmed", True)])
def test_care_is_far_unless_a_listing_nearby_is_presented_as_open(status: str, far: bool, tmp_path: Path) -> None:
    assert pages(tmp_path, {C: edit(CLINIC, ("status: unconfirmed", f"status: {status}"))})["/en/near/halifax-ns/"].context["is_far"] is far


def test_small_places_have_no_page_but_those_of_the_territories_and_those_of_listings_do(tmp_path: Path) -> None:
    path = "data/places.yaml"
    small = "- {{ name: {{ en: {0}, fr: {0} }}, province: {1}, latitude: 62, longitude: -95, population: 900 }}\n"
    places = LEAN[path] + small.format("Arviat", "NU") + small.format("Tatamagouche", "NS") + small.format("Baddeck", "NS")
    found = pages(tmp_path, {path: places, C: CLINIC.replace("city: Halifax", "city: Baddeck")})
    assert "/en/near/arviat-nu/" in found
    assert "/en/near/tatamagouche-ns/" not in found
    assert "/fr/pres-de/baddeck-ns/" in found
