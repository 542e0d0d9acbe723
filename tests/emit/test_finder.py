"""The files that the scripts of the directory read: complete, small, and without what no reader should be led to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.cache import Cache
from sitegen.emit.finder import emit_finder
from sitegen.model.page import Plan
from sitegen.model.scalars import PROVINCES
from sitegen.pipeline import Options, load_site
from sitegen.plan.finder import plan_finder
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, TODAY, C, edit, write
from tests.roots import write_root

LARGEST = 55_000  # bytes of places.json before compression; compressed it is less than a third
SECOND = CLINIC.replace("harbour-clinic", "second-clinic")
STATED = ("  phone: 902", "  treatments: [iv-ketamine]\n  referral: either\n  phone: 902")


def files(root: Path, clinics: str) -> dict[str, Any]:
    site = load_site(Options(write(root, {C: clinics}), root / "output", TODAY), Cache(None), Progress(False), Report())
    return {path: json.loads(data) for path, data in emit_finder(Plan(finder=plan_finder(site))).items()}


def test_a_place_has_its_names_position_and_number_of_listings_the_largest_first(tmp_path: Path) -> None:
    places = files(tmp_path, CLINIC + SECOND)["data/near/places.json"]["places"]
    assert places == [["Toronto", 0, "ON", 43.7, -79.4, 0], ["Halifax", 0, "NS", 44.65, -63.57, 2], ["Sydney", 0, "NS", 46.14, -60.19, 0]]


def test_listings_stand_by_province_and_town(tmp_path: Path) -> None:
    made = files(tmp_path, CLINIC)
    assert made["data/near/ns.json"] == {"Halifax": [["harbour-clinic", "Harbour Clinic", "private-clinic", "unconfirmed"]]}
    assert "data/near/on.json" not in made


def test_what_a_listing_says_stands_by_position(tmp_path: Path) -> None:
    found = files(tmp_path, edit(CLINIC, STATED))["data/listings.json"]
    ((key, name, province, city, positions),) = found["listings"]
    assert (key, name, province, city) == ("harbour-clinic", "Harbour Clinic", "NS", "Halifax")
    assert [found["facets"][position] for position in positions] == [
        ["treatments", "iv-ketamine"],
        ["kind", "private-clinic"],
        ["referral", "required"],
        ["referral", "self-referral"],
        ["status", "unconfirmed"],
    ]


@pytest.mark.parametrize("status", ["closed", "renamed"])
def test_listings_that_no_longer_offer_care_are_in_no_file(status: str, tmp_path: Path) -> None:
    made = files(tmp_path, edit(CLINIC, ("status: unconfirmed", f"status: {status}\n  status_note: {{ en: Gone., fr: Parti. }}")))
    assert "harbour" not in json.dumps(made)


def test_postal_areas_lie_in_canada_and_only_those_of_the_far_north_have_no_point(tmp_path: Path) -> None:
    areas = files(tmp_path, CLINIC)["data/near/places.json"]["areas"]
    assert set(areas) == set(PROVINCES)
    points = {code: point for group in areas.values() for code, point in group.items()}
    assert len(points) > 1600 and "H0H" not in points
    assert sorted(code for code, point in points.items() if point is None) == ["X0A", "X0B", "X0C", "X0E", "X0G", "Y0A", "Y0B"]
    assert all(41.6 < point[0] < 70 and -141.1 < point[1] < -52.6 for point in points.values() if point)
    assert points["P7B"] == [48.43, -89.25]  # Thunder Bay: where its people live, not the middle of its land


def test_the_places_of_the_guide_and_all_postal_areas_are_a_small_file(tmp_path: Path) -> None:
    root = write_root(tmp_path)
    site = load_site(Options(root, root / "output", TODAY), Cache(None), Progress(False), Report())
    assert len(emit_finder(Plan(finder=plan_finder(site)))["data/near/places.json"]) <= LARGEST
