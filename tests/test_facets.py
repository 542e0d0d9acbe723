"""Listings by what they say of themselves: only what a listing states has a page, and the page says no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.emit.words import LABELS, PAGES
from sitegen.model.page import Page
from sitegen.model.site import Site
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.directory import MOST
from sitegen.plan.facets import facets, plan_facets, plan_groups
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, TODAY, C, edit, write

WORDS = {lang: LABELS | PAGES | {"language:fr": "French"} for lang in ("en", "fr")}
STATED = ("  phone: 902", "  treatments: [iv-ketamine]\n  referral: either\n  languages: [fr]\n  virtual_care: true\n  funding: [public]\n  phone: 902")


def site(root: Path, clinics: str) -> Site:
    return load_site(Options(write(root, {C: clinics}), root / "output", TODAY), Cache(None), Progress(False), Report())


def pages(root: Path, clinics: str) -> dict[str, Page]:
    read = site(root, clinics)
    return {page.address: page for page in plan_facets(read, Addresses(read), WORDS)}


def test_each_value_that_a_listing_states_has_a_page_with_that_listing_by_province(tmp_path: Path) -> None:
    found = pages(tmp_path, edit(CLINIC, STATED))
    page = found["/en/listings/ketamine-into-a-vein-infusion/"]
    assert [(province["name"], [item["id"] for item in province["listings"]]) for province in page.context["provinces"]] == [
        ("Province NS", ["harbour-clinic"])
    ]
    assert page.alternates["fr"].startswith("/fr/fiches/")
    assert {"/en/listings/french/", "/en/listings/virtual-care/", "/en/listings/public-health-plan/"} <= set(found)


def test_a_listing_that_takes_people_with_or_without_a_referral_stands_under_both(tmp_path: Path) -> None:
    values = {(facet.field, facet.value) for facet in facets(site(tmp_path, edit(CLINIC, STATED)))}
    assert {("referral", "required"), ("referral", "self-referral")} <= values
    assert ("referral", "either") not in values


def test_what_nobody_states_has_no_page(tmp_path: Path) -> None:
    assert {facet.field for facet in facets(site(tmp_path, CLINIC))} == {"kind", "status"}


@pytest.mark.parametrize("status", ["closed", "renamed"])
def test_listings_that_no_longer_offer_care_are_left_out(status: str, tmp_path: Path) -> None:
    assert facets(site(tmp_path, edit(CLINIC, ("status: unconfirmed", f"status: {status}\n  status_note: {{ en: Gone., fr: Parti. }}")))) == []


def test_links_carry_the_number_of_listings_that_their_page_shows(tmp_path: Path) -> None:
    read = site(tmp_path, edit(CLINIC, STATED) + edit(CLINIC, STATED).replace("harbour-clinic", "second-clinic"))
    shown = {page.address: page.context["count"] for page in plan_facets(read, Addresses(read), WORDS)}
    for group in plan_groups(read, Addresses(read), WORDS, "en"):
        for link in group["links"]:
            assert link["count"] == shown[link["address"]] == 2


def test_a_list_too_long_for_one_page_is_split_by_province_and_then_into_parts(tmp_path: Path) -> None:
    many = "".join(CLINIC.replace("harbour-clinic", f"clinic-{n:03}") for n in range(MOST + 1))
    found = pages(tmp_path, many)
    whole = found["/en/listings/private-clinic/"].context["provinces"]
    assert whole == [{"name": "Province NS", "count": MOST + 1, "address": "/en/listings/private-clinic/ns-land/", "listings": []}]
    first, second = found["/en/listings/private-clinic/ns-land/"], found["/en/listings/private-clinic/ns-land/2/"]
    assert [len(page.context["provinces"][0]["listings"]) for page in (first, second)] == [MOST, 1]
    assert first.context["part"]["all"] == [first.address, second.address]
    assert second.alternates["fr"] in found


def test_a_list_of_as_many_as_fit_is_one_page(tmp_path: Path) -> None:
    many = "".join(CLINIC.replace("harbour-clinic", f"clinic-{n:03}") for n in range(MOST))
    (province,) = pages(tmp_path, many)["/en/listings/private-clinic/"].context["provinces"]
    assert len(province["listings"]) == MOST
