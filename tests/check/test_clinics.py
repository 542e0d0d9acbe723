"""Rules between listings, and between a listing and the rest of the data: each with one example that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import CLINIC, LEAN, C, Files, edit

Problems = Callable[[Files], list[str]]
OTHER = edit(
    CLINIC,
    ("harbour-clinic", "inlet-clinic"),
    ("Harbour Clinic", "Inlet Clinic"),
    ("902-555-0100", "902-555-0101"),
    ("https://harbour.example\n", "https://harbour.example/inlet\n"),
)
THERE = "inlet-clinic has the {what} of harbour-clinic (line 1); keep it on one of them, or merge the records"

# file, what stands there, what an editor writes in its place, what the editor is told
REFUSED = [
    (
        C,
        ", website]",
        "]",
        [
            (
                "9:3: error: clinic/unsupported-fact: no source of harbour-clinic supports website; add website to the supports: of "
                "the source that states it, or delete the fact"
            )
        ],
    ),
    (
        C,
        "website]",
        "website, email]",
        ["13:83: warning: clinic/supports-nothing: harbour-clinic publishes no email; add the fact, or take email out of supports:"],
    ),
    (C, "city: Halifax", "city: Halifaks", ['4:9: error: clinic/unknown-city: "Halifaks" is not in data/places.yaml for NS; did you mean Halifax?']),
    (C, "city: Halifax", "city: Toronto", ["4:9: error: clinic/unknown-city: Toronto is in ON, not in NS; correct the city or the province"]),
    (C, "city: Halifax", "city: Nowhere", ['4:9: error: clinic/unknown-city: "Nowhere" is not in data/places.yaml for NS; add the place there first']),
    (
        C,
        "  city: Halifax\n",
        "",
        [
            "1:3: error: clinic/missing-key: city is missing; add city: …, or city_note: { en: …, fr: … } that says why none can be given",
            "12:34: warning: clinic/supports-nothing: harbour-clinic publishes no city; add the fact, or take city out of supports:",
        ],
    ),
    (C, "B3H 1A1", "M5V 1A1", ["7:16: error: clinic/postal-code: M5V 1A1 lies in ON, but the province is NS; correct the postal code or the province"]),
    (C, "B3H 1A1", "X0A 0H0", ["7:16: error: clinic/postal-code: X0A 0H0 lies in NT or NU, but the province is NS; correct the postal code or the province"]),
    (
        C,
        "status: unconfirmed",
        "status: closed",
        [
            (
                "6:3: error: clinic/status-note: harbour-clinic is closed without a note; add status_note: { en: …, fr: … } that says "
                "since when and how that is known"
            )
        ],
    ),
    (
        C,
        "status: unconfirmed",
        "status: renamed\n  status_note: { en: a, fr: b }",
        [
            (
                "6:3: error: clinic/succeeded-by: harbour-clinic is renamed, but to what is not said; add succeeded_by: with the id of "
                "the listing that took its place"
            )
        ],
    ),
    (
        C,
        "status: unconfirmed",
        "status: renamed\n  status_note: { en: a, fr: b }\n  succeeded_by: harbor-clinic",
        ['8:17: error: clinic/succeeded-by: there is no listing "harbor-clinic"; did you mean harbour-clinic?'],
    ),
    (
        C,
        "status: unconfirmed",
        "status: renamed\n  status_note: { en: a, fr: b }\n  succeeded_by: harbour-clinic",
        ["8:17: error: clinic/succeeded-by: harbour-clinic cannot take its own place; write the id of another listing"],
    ),
    (
        C,
        "  phone:",
        "  confirmed: { on: 2026-11-25, how: phone }\n  phone:",
        ["8:20: error: clinic/future-date: 2026-11-25 lies in the future; correct the date"],
    ),
    (C, "      read: 2026-11-01", "      read: 2026-11-25", ["14:13: error: clinic/future-date: 2026-11-25 lies in the future; correct the date"]),
    (
        C,
        "      read: 2026-11-01",
        "      dated: 2026-11-20\n      read: 2026-11-01",
        ["14:14: error: clinic/date-order: the page is dated 2026-11-20, after it was read (2026-11-01); correct one of the dates"],
    ),
    (C, "      read: 2026-11-01", "      dated: 2027\n      read: 2026-11-01", ["14:14: error: clinic/future-date: 2027 lies in the future; correct the date"]),
]

SOUND = [
    ("  city: Halifax\n", "  city_note: { en: Online only., fr: En ligne seulement. }\n", ("name, province, city,", "name, province,")),
    ("B3H 1A1", "B9Z 9Z9", None),
    ("status: unconfirmed", "status: closed\n  status_note: { en: Closed., fr: Fermée. }", None),
    ("  phone:", "  confirmed: { on: 2026-11-24, how: phone }\n  phone:", None),  # it is already tomorrow in the east
    ("      read: 2026-11-01", "      dated: 2026-11\n      read: 2026-11-01", None),
    ("      read: 2026-11-01", "      dated: 2026-11-01\n      read: 2026-11-01", None),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), REFUSED)
def test_a_listing_that_breaks_a_rule_is_reported_at_its_place(path: str, old: str, new: str, expected: list[str], problems: Problems) -> None:
    assert problems({path: edit(LEAN[path], (old, new))}) == [f"{path}:{line}" for line in expected]


@pytest.mark.parametrize(("old", "new", "also"), SOUND)
def test_a_listing_that_breaks_none_is_not(old: str, new: str, also: tuple[str, str] | None, problems: Problems) -> None:
    assert problems({C: edit(CLINIC, (old, new), *([also] if also else []))}) == []


def test_a_second_listing_of_its_own_is_no_look_alike(problems: Problems) -> None:
    assert problems({C: CLINIC + OTHER}) == []


def test_a_renamed_listing_that_names_its_successor_is_sound(problems: Problems) -> None:
    renamed = edit(CLINIC, ("status: unconfirmed", "status: renamed\n  status_note: { en: Renamed., fr: Renommée. }\n  succeeded_by: inlet-clinic"))
    assert problems({C: renamed + OTHER}) == []


@pytest.mark.parametrize(
    ("what", "change", "place"),
    [
        ("phone", ("902-555-0101", "902-555-0100"), "23:10"),
        ("phone", ("902-555-0101", "1-902-555-0100"), "23:10"),
        ("website", ("https://harbour.example/inlet\n", "https://harbour.example\n"), "24:12"),
        ("website", ("https://harbour.example/inlet\n", "https://www.harbour.example/\n"), "24:12"),
    ],
)
def test_two_listings_cannot_share_a_phone_or_a_website(what: str, change: tuple[str, str], place: str, problems: Problems) -> None:
    assert problems({C: CLINIC + edit(OTHER, change)}) == [f"{C}:{place}: error: clinic/duplicate-{what}: {THERE.format(what=what)}"]


@pytest.mark.parametrize("name", ["HARBOUR clinic", "Harbour-Clinic", "Hârbour  Clinic"])
def test_two_names_of_one_city_that_look_alike_ask_for_a_look(name: str, problems: Problems) -> None:
    look = f"{' '.join(name.split())} looks like harbour-clinic in the same city; merge the records if they are one clinic"
    assert problems({C: CLINIC + edit(OTHER, ("Inlet Clinic", name))}) == [f"{C}:17:9: warning: clinic/same-name: {look}"]
    elsewhere = edit(OTHER, ("Inlet Clinic", name), ("city: Halifax", "city: Sydney"))
    assert problems({C: CLINIC + elsewhere}) == []


def test_two_listings_cannot_share_an_id(problems: Problems) -> None:
    assert problems({C: CLINIC + edit(OTHER, ("inlet-clinic", "harbour-clinic"))}) == [
        f"{C}:16:7: error: clinic/duplicate-id: harbour-clinic stands here a second time (first on line 1); give each record its own"
    ]


def test_listings_stand_in_order_of_province_city_and_id(problems: Problems) -> None:
    late = "{there}: warning: clinic/order: {what} is out of order; move it above {before} (province, then city, then id)"
    assert problems({C: OTHER + CLINIC}) == [late.format(there=f"{C}:16:3", what="harbour-clinic", before="inlet-clinic")]
    ontario = edit(OTHER, ("province: NS", "province: ON"), ("city: Halifax", "city: Toronto"), ("B3H 1A1", "M5V 1A1"))
    assert problems({C: CLINIC + ontario}) == [late.format(there=f"{C}:16:3", what="inlet-clinic", before="harbour-clinic")]
    assert problems({C: ontario + CLINIC}) == []


def test_a_root_with_places_of_its_own_does_not_answer_for_the_listings_of_the_project(problems: Problems) -> None:
    assert [line for line in problems({C: None}) if "unknown-city" in line] == []
