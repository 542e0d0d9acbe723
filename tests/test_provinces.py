"""Pages of provinces: the same subjects on all 13, towns on a map and in a list, and the nearest care over the border."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.emit.figures import FRAME, MARGIN, dots, province_map
from sitegen.model.page import Page
from sitegen.model.scalars import PROVINCES
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.directory import MOST, plan_directory, plan_towns
from sitegen.plan.provinces import PLACES, plan_provinces
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, LEAN, TODAY, C, Files, edit, write
from tests.roots import PROJECT

WORDS = {lang: {"home": "Home", "clinics": "Care", "clinics_summary": "All."} for lang in ("en", "fr")}
PLACES_FILE = "data/places.yaml"


def pages(root: Path, files: Files) -> dict[str, Page]:
    """The English pages of provinces by code."""
    site = load_site(Options(write(root, files), root / "output", TODAY), Cache(None), Progress(False), Report())
    return {page.context["code"]: page for page in plan_provinces(site, Addresses(site), WORDS) if page.lang == "en"}


def ways(page: Page) -> list[tuple[str, int, str, str]]:
    return [(way["place"], way["km"], way["wind"], way["listing"]["id"]) for way in page.context["over"]]


def in_toronto(clinic: str) -> str:
    return edit(
        clinic, ("harbour-clinic", "lake-clinic"), ("Harbour Clinic", "Lake Clinic"), ("province: NS", "province: ON"), ("city: Halifax", "city: Toronto")
    )


def places(*rows: tuple[str, str, float, float, int]) -> str:
    return LEAN[PLACES_FILE] + "".join(
        f"- {{ name: {{ en: {name}, fr: {name} }}, province: {code}, latitude: {north}, longitude: {east}, population: {people} }}\n"
        for name, code, north, east, people in rows
    )


def test_all_thirteen_have_a_page_in_both_languages(tmp_path: Path) -> None:
    found = pages(tmp_path, {})
    assert tuple(found) == PROVINCES
    assert found["NU"].alternates == {"en": "/en/clinics/nu-land/", "fr": "/fr/cliniques/nu-pays/"}


def test_a_province_without_a_listing_shows_the_nearest_from_its_largest_places(tmp_path: Path) -> None:
    rows = [("Winnipeg", "MB", 49.88, -97.15, 705244), ("Brandon", "MB", 49.85, -99.95, 48883), ("Steinbach", "MB", 49.53, -96.68, 17806)]
    page = pages(tmp_path, {PLACES_FILE: places(*rows, ("Thompson", "MB", 55.74, -97.85, 15000)), C: in_toronto(CLINIC)})["MB"]
    assert [place for place, *_ in ways(page)] == ["Winnipeg", "Brandon", "Steinbach"]
    assert len(ways(page)) == PLACES
    assert ways(page)[0] == ("Winnipeg", 1511, "e", "lake-clinic")
    assert page.context["over_is_nearer"]
    assert page.context["towns"] == []
    assert page.context["over"][0]["address"] == "/en/near/winnipeg-mb/"


def test_only_places_with_nothing_as_near_inside_look_over_the_border(tmp_path: Path) -> None:
    rows = [("Kenora", "ON", 49.77, -94.49, 15096), ("Winnipeg", "MB", 49.88, -97.15, 705244)]
    winnipeg = edit(CLINIC, ("harbour-clinic", "river-clinic"), ("province: NS", "province: MB"), ("city: Halifax", "city: Winnipeg"))
    page = pages(tmp_path, {PLACES_FILE: places(*rows), C: winnipeg + in_toronto(CLINIC)})["ON"]
    assert ways(page) == [("Kenora", 191, "w", "river-clinic")]
    assert page.context["over"][0]["province"] == "Province MB"


def test_where_the_nearest_is_always_inside_the_largest_place_names_the_next_one(tmp_path: Path) -> None:
    page = pages(tmp_path, {C: in_toronto(CLINIC) + CLINIC})["NS"]
    assert ways(page) == [("Halifax", 1265, "w", "lake-clinic")]
    assert not page.context["over_is_nearer"]


def test_without_a_listing_elsewhere_there_is_no_way_over_the_border(tmp_path: Path) -> None:
    assert ways(pages(tmp_path, {})["NS"]) == []


def test_the_list_beside_the_map_counts_every_listing_once_and_leads_to_it(tmp_path: Path) -> None:
    public = edit(CLINIC, ("harbour-clinic", "ward"), ("private-clinic", "public-programme"), ("city: Halifax", "city: Sydney"))
    nowhere = edit(CLINIC, ("harbour-clinic", "online"), ("  city: Halifax\n", "  city_note: { en: Online., fr: En ligne. }\n"))
    closed = edit(CLINIC, ("harbour-clinic", "gone"), ("status: unconfirmed", "status: closed"))
    context = pages(tmp_path, {C: nowhere + CLINIC + edit(CLINIC, ("harbour-clinic", "second")) + closed + public})["NS"].context
    assert [(town["name"], town["count"], town["anchor"]) for town in context["towns"]] == [
        ("Halifax", 2, "city-halifax"),
        ("Sydney", 1, "g-public"),
        (None, 1, "city-not-given"),
    ]
    assert context["count"] == 4
    assert [city["id"] for city in context["cities"]] == ["city-halifax", "city-not-given"]


def test_the_national_page_has_a_dot_for_each_town_with_listings(tmp_path: Path) -> None:
    site = load_site(Options(write(tmp_path, {C: in_toronto(CLINIC) + CLINIC}), tmp_path / "output", TODAY), Cache(None), Progress(False), Report())
    national = next(iter(plan_directory(site, Addresses(site), WORDS, {"en": [], "fr": []}, TODAY)))
    assert [(town["name"], town["count"]) for town in national.context["towns"]] == [("Halifax", 1), ("Toronto", 1)]


def towns_of(code: str) -> list[dict[str, object]]:
    site = load_site(Options(PROJECT, PROJECT / "output", TODAY), Cache(PROJECT / ".cache"), Progress(False), Report())
    return [town for town in plan_towns(site, Addresses(site), "en") if town["code"] == code]


@pytest.mark.parametrize("code", ["BC", "AB", "SK", "ON", "QC", "NB", "NS", "PE", "NL"])
def test_every_town_lies_in_the_frame_of_its_province(code: str) -> None:
    drawn = province_map(code, towns_of(code))
    assert max(drawn["width"], drawn["height"]) == FRAME
    for town in drawn["towns"]:
        assert MARGIN / 2 < town["x"] < drawn["width"] - MARGIN / 2, town["name"]
        assert MARGIN / 2 < town["y"] < drawn["height"] - MARGIN / 2, town["name"]
    assert any(town["side"] for town in drawn["towns"])


def test_the_more_listings_the_larger_the_dot_by_area() -> None:
    place = {"name": "A", "latitude": 45.0, "longitude": -75.0}
    one, four = dots([place | {"count": 1}, place | {"count": 4}])
    assert four["r"] == 2 * one["r"]


def test_a_name_that_finds_no_room_is_left_to_the_list() -> None:
    place = {"name": "Fort-St-James-on-the-Lake", "count": 1, "latitude": 49.0, "longitude": -95.0}
    crowd = [place | {"latitude": 48.0 + step / 5, "longitude": -91 + other} for step in range(5) for other in range(3)]
    sides = [town["side"] for town in province_map("ON", crowd)["towns"]]
    assert None in sides
    assert any(sides)


def test_a_province_with_more_listings_than_fit_leads_to_the_pages_of_its_towns(tmp_path: Path) -> None:
    many = "".join(CLINIC.replace("harbour-clinic", f"clinic-{n:03}") for n in range(MOST + 1))
    context = pages(tmp_path, {C: many})["NS"].context
    assert (context["count"], context["public"], context["cities"]) == (MOST + 1, [], [])
    assert [(town["anchor"], town["page"]) for town in context["towns"]] == [(None, "/en/near/halifax-ns/")]
