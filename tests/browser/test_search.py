"""Search as readers use it: their own words over the real index, from the keyboard, with nothing sent, and the topics when no script runs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, Request, expect

from tests.browser.test_every_kind import findings
from tests.roots import PROJECT

ADDRESSES = {"en": "/en/search/", "fr": "/fr/recherche/"}
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
BAR = 0.95  # of the questions; docs/decisions/0012-search.md says what was reached
LARGEST_INDEX = 400_000  # bytes before compression, about a quarter of that on the wire
FIRST = 3  # results among which an answer must stand
# The script of the page, its engine and its index, asked all questions in one go.
ASK_ALL = """async (questions) => {
  const section = document.querySelector(".search"), lang = document.documentElement.lang.slice(0, 2);
  const { searcher } = await import(document.querySelector("script[type=module]").src);
  const { default: MiniSearch } = await import(section.dataset.engine);
  const ask = searcher(MiniSearch, await (await fetch(section.dataset.index)).json(), lang);
  return questions.map((question) => ask(question).map(({ address }) => address));
}"""


def questions(lang: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((PROJECT / f"tests/search/queries.{lang}.yaml").read_text("utf-8")))


def answers(page: Page, lang: str, *asked: str) -> list[list[str]]:
    page.goto(ADDRESSES[lang])
    found: list[list[str]] = page.evaluate(ASK_ALL, list(asked))
    return found


def type_in(page: Page, words: str) -> None:
    page.locator("#g-ask").press_sequentially(words)
    expect(page.locator(".search-status")).not_to_be_empty()


def requested(page: Page) -> list[str]:
    """Filled with the path of all that the page asks for from here on; its icon may come late."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/assets/img/" not in request.url:
            asked.append("/" + request.url.split("/", 3)[3])

    page.on("request", note)
    return asked


@BOTH
def test_the_words_of_readers_lead_to_the_page_that_answers(page: Page, lang: str) -> None:
    asked = questions(lang)
    assert len(asked) >= 80
    found = answers(page, lang, *(question["ask"] for question in asked))
    missed = [
        f"{question['ask']}: {results[:FIRST]}"
        for question, results in zip(asked, found, strict=True)
        if not {f"/{lang}/{address}" for address in question["want"]} & set(results[:FIRST])
    ]
    assert len(missed) <= len(asked) * (1 - BAR), "\n".join(missed)


@BOTH
def test_the_index_is_small_and_its_addresses_are_those_of_pages(page: Page, lang: str) -> None:
    page.goto(ADDRESSES[lang])
    index = page.request.get(str(page.locator(".search").get_attribute("data-index"))).body()
    assert len(index) < LARGEST_INDEX
    pages = {entry[0].partition("#")[0] for entry in json.loads(index)["pages"]}
    # One of each kind is asked for; audit asks for all that the topics lead to.
    for address in {re.sub(r"[^/]+/$", "", address): address for address in sorted(pages)}.values():
        assert page.request.get(address).status == 200, address


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [("en", "KÉTAMINE", "ketamine"), ("fr", "depression resistante", "dépression résistante"), ("fr", "coeur", "cœur"), ("en", "st johns", "St. John's")],
)
def test_accents_case_and_signs_make_no_difference(page: Page, lang: str, one: str, other: str) -> None:
    first, second = answers(page, lang, one, other)
    assert first and first == second


@pytest.mark.parametrize(("lang", "typed", "wanted"), [("en", "spravto", "guide/esketamine-spravato/"), ("en", "anxeity", "guide/other-conditions/"),
                                                       ("fr", "gatinau", "pres-de/gatineau-qc/"), ("fr", "alaitement", "guide/grossesse-et-age/")])  # fmt: skip
def test_small_typing_mistakes_are_forgiven(page: Page, lang: str, typed: str, wanted: str) -> None:
    (found,) = answers(page, lang, typed)
    assert f"/{lang}/{wanted}" in found[:FIRST]


@BOTH
def test_words_of_danger_lead_to_help_first(page: Page, lang: str) -> None:
    asked = {"en": ("suicide", "kill myself", "I want to die", "988"), "fr": ("suicide", "me tuer", "je veux mourir", "988")}[lang]
    help_now = {"en": "/en/help-now/", "fr": "/fr/aide-immediate/"}[lang]
    assert [help_now in found[:FIRST] for found in answers(page, lang, *asked)] == [True] * 4


def test_a_question_of_small_words_only_or_of_nothing_harms_nobody(page: Page) -> None:
    found = answers(page, "en", "how", "", "???", "xqzzv", "a" * 200, "<img src=x>", "constructor __proto__")
    assert found[1] == found[2] == found[3] == []


@BOTH
def test_nothing_is_fetched_before_the_reader_types_and_nothing_typed_is_sent_or_kept(page: Page, lang: str) -> None:
    page.goto(ADDRESSES[lang])
    asked = requested(page)
    page.locator("#g-ask").focus()
    page.wait_for_timeout(300)
    assert asked == []
    type_in(page, "spravato")
    assert sorted(re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in asked) == ["/assets/js/vendor/minisearch.js", f"/data/search/{lang}.json"]
    assert page.url.endswith(ADDRESSES[lang])
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_results_are_counted_for_those_who_listen_and_the_words_found_are_marked(page: Page) -> None:
    page.goto("/en/search/")
    type_in(page, "pee")
    expect(page.locator("[role=status]")).to_have_text(re.compile(r"^\d+ pages found\.$"))
    assert "bladder" in {text.lower() for text in page.locator("mark").all_inner_texts()}
    heading = page.locator(".search-headings a", has_text="Bladder").first
    heading.click()
    assert page.evaluate("document.querySelector(location.hash) !== null")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/en/search/")
    page.locator("#g-ask").focus()
    page.keyboard.type("when can i drive")
    page.keyboard.press("Enter")
    expect(page.locator("#g-found")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.search-title a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/guide/**")
    page.go_back()
    expect(page.locator("#g-ask")).to_have_value("when can i drive")
    expect(page.locator(".search-result").first).to_be_visible()


def test_more_results_come_when_asked_for_and_take_the_keyboard_along(page: Page) -> None:
    page.goto("/en/search/")
    type_in(page, "ontario")
    expect(page.locator(".search-result")).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".search-result")).to_have_count(20)
    assert page.evaluate("document.activeElement === document.querySelectorAll('.search-title a')[10]")


@BOTH
def test_a_question_can_be_shared_in_a_part_of_the_address_that_no_host_sees(page: Page, lang: str) -> None:
    page.goto(ADDRESSES[lang])
    type_in(page, "vessie" if lang == "fr" else "bladder")
    first = page.locator(".search-title a").first.inner_text()
    page.locator(".search-link").click()
    address = page.url
    assert "#q=" in address and "?" not in address
    fresh = page.context.new_page()
    fresh.goto(address)
    expect(fresh.locator(".search-title a").first).to_have_text(first)


def test_nothing_found_and_nothing_fetched_both_say_what_to_do(page: Page) -> None:
    page.goto("/en/search/")
    page.route("**/data/search/*", lambda route: route.abort())
    type_in(page, "bladder")
    expect(page.locator(".search-status")).to_have_text("Search could not be fetched. The topics below lead to the same pages.")
    page.unroute("**/data/search/*")
    page.locator("#g-ask").fill("xqzzv")
    expect(page.locator(".search-status")).to_have_text("Nothing found. Try another word, or choose from the topics below.")


@BOTH
def test_axe_finds_nothing_among_results(page: Page, lang: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(ADDRESSES[lang])
        page.locator("#g-ask").fill("spravato")
        expect(page.locator(".search-result").first).to_be_visible()
        assert findings(page) == [], f"{scheme} at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_does_not_move_when_the_field_appears(page: Page) -> None:
    page.add_init_script(
        "new PerformanceObserver((l) => { window.shift = (window.shift ?? 0) + l.getEntries().length; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/en/search/")
    page.wait_for_timeout(300)
    assert not page.evaluate("window.shift ?? 0")


@BOTH
@pytest.mark.context(java_script_enabled=False)
def test_without_script_the_topics_stand_alone_and_lead_to_pages(page: Page, lang: str) -> None:
    page.goto(ADDRESSES[lang])
    expect(page.locator("#g-ask")).to_be_hidden()
    page.locator(".letters a", has_text="S").first.click()
    assert page.url.endswith("#g-s")
    page.locator("#g-s + .topics a", has_text="Saskatchewan").click()
    expect(page.locator("h1")).to_have_text("Saskatchewan")


@BOTH
def test_every_page_leads_to_search_and_so_does_the_one_for_lost_addresses(page: Page, lang: str) -> None:
    for address in (f"/{lang}/", "/404.html"):
        page.goto(address)
        assert page.locator(f"a[href='{ADDRESSES[lang]}']").count() >= 1, address
