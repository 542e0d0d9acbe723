"""The scripts of the directory: the nearest listings and the filters, worked out on the reader's device and whole without script."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from sitegen.model.references import City
from sitegen.plan.near import direction, distance_km
from tests.browser.test_every_kind import findings

NEAR = ["/en/near/", "/fr/pres-de/"]
CLINICS = ["/en/clinics/", "/fr/cliniques/"]
HALIFAX = {"latitude": 44.65, "longitude": -63.57}
SHOW_NEAR = pytest.mark.parametrize("address", NEAR)
SHOW_CLINICS = pytest.mark.parametrize("address", CLINICS)


def ask(page: Page, words: str) -> None:
    """Ask from the keyboard, and wait for the answer."""
    page.locator("#g-where").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(".near-status")).not_to_be_empty()


def data_asked_for(page: Page) -> list[str]:
    """Filled with the paths of all data that the page fetches from here on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/data/" in request.url:
            asked.append(request.url.partition("/data/")[2])

    page.on("request", note)
    return asked


# Near you


@pytest.mark.parametrize("town", ["thunder-bay-on", "halifax-ns", "vancouver-bc", "iqaluit-nu", "ottawa-on"])
def test_a_town_gives_what_its_own_page_gives(page: Page, town: str) -> None:
    page.goto(f"/en/near/{town}/")
    lines = page.locator("section[aria-labelledby=g-nearest] .listing-distance").all_inner_texts()
    listings = [str(link.get_attribute("href")) for link in page.locator("section[aria-labelledby=g-nearest] .listing-name a").all()]
    name = page.locator("h1").inner_text().partition(": ")[2].partition(" (")[0]
    page.goto("/en/near/")
    ask(page, name)
    expect(page.locator(".near-results h3")).to_have_text(f"Nearest care: {name}")
    assert [link.get_attribute("href") for link in page.locator(".listing-name a").all()] == listings
    assert page.locator(".listing-distance").all_inner_texts() == lines
    expect(page.locator(f".near-results > p > a[href$='/near/{town}/']")).to_be_visible()


@pytest.mark.parametrize(("typed", "place"), [("  TROIS rivieres", "Trois-Rivières"), ("st johns", "St. John's"), ("Montreal, QC", "Montréal")])
def test_accents_case_and_signs_are_forgiven(page: Page, typed: str, place: str) -> None:
    page.goto("/en/near/")
    ask(page, typed)
    expect(page.locator(".near-results h3")).to_have_text(f"Nearest care: {place}")


@pytest.mark.parametrize("typed", ["P7B", "p7b 5e1", "P7B-5E1", "P7B5"])
def test_a_postal_code_gives_the_listings_around_its_area(page: Page, typed: str) -> None:
    page.goto("/en/near/")
    ask(page, typed)
    expect(page.locator(".near-results h3")).to_have_text("Nearest care: P7B")
    expect(page.locator(".listing").first).to_contain_text("Thunder Bay")
    expect(page.locator(".near-status")).to_contain_text("nearest first")


def test_the_nearest_come_first_across_borders(page: Page) -> None:
    page.goto("/en/near/")
    ask(page, "K1A")
    texts = page.locator(".listing").all_inner_texts()
    assert any("Quebec" in text for text in texts) and any("Ontario" in text for text in texts)
    distances = [int(re.sub(r"\D", "", text.partition(" km")[0])) for text in page.locator(".listing-distance").all_inner_texts()]
    assert all(one <= other for one, other in pairwise(distances))


def test_a_wide_area_says_that_its_distances_are_rough(page: Page) -> None:
    page.goto("/en/near/")
    ask(page, "P0V")
    expect(page.locator(".near-results")).to_contain_text("P0V is a wide area")


def test_the_areas_of_the_far_north_lead_to_communities_by_name(page: Page) -> None:
    page.goto("/fr/pres-de/")
    ask(page, "X0A 0H0")
    expect(page.locator(".near-status")).to_contain_text("Nunavut")
    assert page.locator(".listing").count() == 0
    page.get_by_role("button", name="Iqaluit").click()
    expect(page.locator(".near-results h3")).to_contain_text("Iqaluit")
    assert page.locator(".listing").count() > 0


def test_names_that_more_than_one_place_has_are_a_choice(page: Page) -> None:
    page.goto("/en/near/")
    ask(page, "saint")
    choices = page.locator(".near-choices button")
    assert 2 <= choices.count() <= 8
    choices.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".near-results h3")).to_be_focused()


@pytest.mark.parametrize(("typed", "said"), [("", "Type the name"), ("zzzz", "not in our list"), ("A9Z 1A1", "do not know that postal code")])
def test_what_is_not_known_is_said_in_plain_words(page: Page, typed: str, said: str) -> None:
    page.goto("/en/near/")
    ask(page, typed)
    expect(page.locator(".near-status")).to_contain_text(said)
    assert page.locator(".listing").count() == 0


@pytest.mark.context(permissions=["geolocation"], geolocation=HALIFAX)
def test_a_location_is_asked_for_only_when_the_button_is_pressed_and_is_sent_to_nobody(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url + (request.post_data or "")))
    page.add_init_script("window.asked = 0; const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
                         "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; ask(...all); }")  # fmt: skip
    page.goto("/en/near/")
    ask(page, "Sydney")
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".near-results h3")).to_have_text("Nearest care: where you are")
    expect(page.locator(".listing").first).to_contain_text("Halifax")
    assert page.evaluate("window.asked") == 1
    assert not any("44.6" in request or "63.5" in request for request in requests)


def test_a_refused_location_is_said_in_plain_words_and_a_town_still_works(page: Page) -> None:
    page.goto("/en/near/")
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".near-status")).to_have_text("Your browser did not let this page know where you are. Type your town instead.")
    ask(page, "Halifax")
    expect(page.locator(".near-results h3")).to_have_text("Nearest care: Halifax")


def test_a_list_that_does_not_come_is_said_and_can_be_asked_for_again(page: Page) -> None:
    page.goto("/en/near/")
    page.route("**/data/near/places.json", lambda route: route.abort())
    ask(page, "Halifax")
    expect(page.locator(".near-status")).to_contain_text("could not be fetched")
    page.unroute("**/data/near/places.json")
    page.keyboard.press("Enter")
    expect(page.locator(".near-results h3")).to_have_text("Nearest care: Halifax")


def test_only_the_provinces_nearby_are_fetched_and_nothing_before_the_first_use(page: Page) -> None:
    asked = data_asked_for(page)
    page.goto("/en/near/")
    page.locator("#g-where").fill("Vancouver")
    assert asked == []
    ask(page, "Vancouver")
    expect(page.locator(".listing").first).to_be_visible()
    assert asked[0] == "near/places.json"
    assert set(asked[1:]) <= {"near/bc.json", "near/ab.json"}


def test_the_script_and_the_build_agree_about_distance_and_direction(page: Page) -> None:
    page.goto("/en/near/")
    chance = random.Random(4)
    pairs = [[(chance.uniform(42, 83), chance.uniform(-141, -53)) for _ in range(2)] for _ in range(300)]
    source = page.locator("script[type=module]").get_attribute("src")
    answers: list[Any] = page.evaluate(
        """async ([source, pairs]) => {
            const { distanceKm, direction } = await import(source);
            const point = ([lat, lon]) => ({ lat, lon });
            return pairs.map(([one, other]) => [distanceKm(point(one), point(other)), direction(point(one), point(other))]);
        }""",
        [source, pairs],
    )
    for (one, other), (km, wind) in zip(pairs, answers, strict=True):
        cities = [City.model_construct(latitude=latitude, longitude=longitude) for latitude, longitude in (one, other)]
        assert km == pytest.approx(distance_km(cities[0], cities[1]), rel=1e-9)
        assert wind == direction(cities[0], cities[1])


@SHOW_NEAR
def test_answers_hold_nothing_that_axe_finds(page: Page, address: str) -> None:
    for words in ("Ottawa", "saint", "X0A"):
        for scheme, width in (("light", 1280), ("dark", 320)):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(address)
            ask(page, words)
            expect(page.locator(".near-results > *").first).to_be_visible()
            assert findings(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@SHOW_NEAR
@pytest.mark.context(java_script_enabled=False)
def test_without_script_there_is_no_field_and_every_town_has_its_page(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#g-where")).to_be_hidden()
    assert page.locator("main section li a").count() > 250


# Filters


def tick(page: Page, field: str, value: int) -> None:
    """Open a group and tick one of its boxes from the keyboard."""
    group = page.locator(f"details[data-field={field}]")
    if not group.evaluate("group => group.open"):
        group.locator("summary").focus()
        page.keyboard.press("Enter")
    group.locator("input").nth(value).focus()
    page.keyboard.press("Space")
    expect(group.locator("input").nth(value)).to_be_checked()


@SHOW_CLINICS
def test_filters_work_from_the_keyboard_and_leave_an_address_that_gives_the_same(page: Page, address: str) -> None:
    page.goto(address)
    tick(page, "treatments", 0)
    expect(page.locator(".filter-results .listing").first).to_be_visible()
    wide = shown_in_filter(page)
    tick(page, "status", 0)
    expect(page.locator(".filter-bar [role=status]")).to_contain_text(re.compile(r"\d"))
    narrow, said, there = shown_in_filter(page), page.locator(".filter-bar [role=status]").inner_text(), page.url
    assert 0 < len(narrow) < len(wide)
    assert re.search(r"\?treatments=[a-z-]+&status=[a-z-]+#g-by$", there)
    page.goto("about:blank")
    page.goto(there)
    expect(page.locator(".filter-bar [role=status]")).to_have_text(said)
    assert shown_in_filter(page) == narrow
    expect(page.locator("details[data-field=treatments]")).to_have_attribute("open", "")


def shown_in_filter(page: Page) -> list[str]:
    expect(page.locator(".filter-results .listing").first).to_be_visible()
    return [str(link.get_attribute("href")) for link in page.locator(".filter-results .listing-name a").all()]


def test_one_tick_gives_the_listings_of_its_page_and_the_number_that_it_bears(page: Page) -> None:
    page.goto("/en/listings/esketamine-nasal-spray-spravato/")
    there = {str(link.get_attribute("href")) for link in page.locator(".listing-name a").all()}
    page.goto("/en/clinics/?treatments=esketamine-spravato")
    assert set(shown_in_filter(page)) == there
    expect(page.locator("label:has(input:checked) .filter-count")).to_have_text(f"({len(there)})")


def test_within_a_group_one_is_enough_and_between_groups_each_must_hold(page: Page) -> None:
    page.goto("/en/clinics/?treatments=esketamine-spravato")
    one = set(shown_in_filter(page))
    page.goto("/en/clinics/?treatments=esketamine-spravato,group-therapy")
    either = set(shown_in_filter(page))
    page.goto("/en/clinics/?treatments=esketamine-spravato,group-therapy&kind=public-programme")
    public = set(shown_in_filter(page))
    assert one < either
    assert public < either
    assert all("Public programme" in text for text in page.locator(".filter-results .listing").all_inner_texts())


def test_public_programmes_come_first(page: Page) -> None:
    page.goto("/en/clinics/?status=open,unconfirmed")
    shown_in_filter(page)
    kinds = ["Public programme" in text for text in page.locator(".filter-results .listing").all_inner_texts()]
    assert kinds[0] and kinds == sorted(kinds, reverse=True)


def test_a_long_list_shows_its_rest_when_asked_and_moves_the_keyboard_there(page: Page) -> None:
    page.goto("/en/clinics/?status=open,unconfirmed")
    assert len(shown_in_filter(page)) == 20
    page.get_by_role("button", name="Show all").press("Enter")
    assert len(shown_in_filter(page)) > 40
    assert page.evaluate("document.activeElement === document.querySelectorAll('.filter-results .listing-name a')[20]")


def test_all_ticks_are_cleared_at_once(page: Page) -> None:
    page.goto("/en/clinics/?treatments=esketamine-spravato&kind=public-programme")
    shown_in_filter(page)
    page.get_by_role("button", name="Clear all").press("Enter")
    expect(page.locator(".filter-results")).to_be_hidden()
    assert page.locator(".filter input:checked").count() == 0
    expect(page.locator(".filter-bar [role=status]")).to_be_empty()
    assert page.url.endswith("/en/clinics/")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_other_language_shows_the_same_choices(page: Page) -> None:
    page.goto("/en/clinics/")
    tick(page, "treatments", 0)
    listings = [link.rpartition("/clinics/")[2].split("/")[1] for link in shown_in_filter(page)]
    page.locator("header a[hreflang^='fr']").first.click()
    assert [link.split("/")[4] for link in shown_in_filter(page)] == listings
    expect(page.locator(".filter-bar [role=status]")).to_contain_text("fiches")


def test_an_address_with_values_that_do_not_exist_changes_nothing(page: Page) -> None:
    asked = data_asked_for(page)
    page.goto("/en/clinics/?treatments=%3Cb%3E,nothing&colour=red")
    expect(page.locator(".filter-boxes").first).to_be_attached()
    assert page.locator(".filter input:checked").count() == 0
    assert asked == []


def test_choices_that_nothing_fits_say_so(page: Page) -> None:
    page.goto("/en/clinics/?treatments=esketamine-spravato&kind=virtual")
    expect(page.locator(".filter-bar [role=status]")).to_have_text("No listing says all of this. Take a tick away.")
    expect(page.locator(".filter-results")).to_be_hidden()


def test_when_the_list_does_not_come_the_links_are_back(page: Page) -> None:
    page.route("**/data/listings.json", lambda route: route.abort())
    page.goto("/en/clinics/")
    group = page.locator("details[data-field=treatments]")
    group.locator("summary").click()
    group.locator("input").first.click()
    expect(group.locator("a").first).to_be_visible()
    expect(group.locator("summary")).to_be_focused()
    expect(page.locator(".filter-bar [role=status]")).to_contain_text("could not be fetched")


def test_nothing_is_fetched_or_kept_before_the_first_choice_and_nothing_is_kept_after(page: Page) -> None:
    asked = data_asked_for(page)
    page.goto("/en/clinics/")
    page.locator("details[data-field=treatments] summary").click()
    assert asked == []
    tick(page, "treatments", 0)
    shown_in_filter(page)
    assert asked == ["listings.json"]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


@SHOW_CLINICS
def test_narrowed_lists_hold_nothing_that_axe_finds(page: Page, address: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{address}?treatments=esketamine-spravato&status=open")
        shown_in_filter(page)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@SHOW_CLINICS
@pytest.mark.context(java_script_enabled=False)
def test_without_script_the_links_stay_and_there_is_nothing_to_tick(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".filter-how")).to_be_hidden()
    page.locator("details[data-field=treatments] summary").click()
    page.locator("details[data-field=treatments] a").first.click()
    expect(page.locator(".listing").first).to_be_visible()


@pytest.mark.parametrize("address", [*NEAR, *CLINICS])
def test_nothing_moves_when_the_script_starts(page: Page, address: str) -> None:
    page.goto(address)
    shift = page.evaluate(
        """new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shift == 0
