"""Every kind of page, in both languages, as a browser and the people who depend on it meet it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sitegen.check.reading import EASE, PLAINEST_GRADE
from sitegen.load.reading import measure

KINDS = {
    "languages": ["/"],
    "home": ["/en/", "/fr/"],
    "guide": ["/en/guide/", "/fr/guide/"],
    "section": ["/en/guide/understand/", "/fr/guide/comprendre/"],
    "article": ["/en/guide/does-it-work-for-depression/", "/fr/guide/efficacite-contre-la-depression/"],
    "article with timelines": ["/en/guide/what-happens-in-a-session/", "/fr/guide/comment-se-passe-une-seance/"],
    "directory": ["/en/clinics/", "/fr/cliniques/"],
    "facet": ["/en/listings/esketamine-nasal-spray-spravato/", "/fr/fiches/douleur-chronique/"],
    "province": ["/en/clinics/ontario/", "/fr/cliniques/ontario/"],
    "territory without a listing": ["/en/clinics/nunavut/", "/fr/cliniques/nunavut/"],
    "clinic": ["/en/clinics/british-columbia/roots-to-thrive/", "/fr/cliniques/colombie-britannique/roots-to-thrive/"],
    "closed clinic": ["/en/clinics/ontario/numinus-toronto/", "/fr/cliniques/ontario/numinus-toronto/"],
    "places": ["/en/near/", "/fr/pres-de/"],
    "nearest care": ["/en/near/thunder-bay-on/", "/fr/pres-de/iqaluit-nu/"],
    "help now": ["/en/help-now/", "/fr/aide-immediate/"],
    "data": ["/en/data/", "/fr/donnees/"],
    "glossary": ["/en/glossary/", "/fr/glossaire/"],
    "search": ["/en/search/", "/fr/recherche/"],
    "sources": ["/en/sources/", "/fr/sources/"],
    "about": ["/en/about/", "/fr/a-propos/"],
    "privacy": ["/en/privacy/", "/fr/confidentialite/"],
    "accessibility": ["/en/accessibility/", "/fr/accessibilite/"],
    "corrections": ["/en/corrections/", "/fr/corrections/"],
    "decision aid": ["/en/decide/", "/fr/decider/"],
    "appointment sheet": ["/en/questions/", "/fr/questions/"],
    "companion's sheet": ["/en/companion/", "/fr/accompagner/"],
    "check of a clinic": ["/en/real-clinic/", "/fr/vraie-clinique/"],
    "not found": ["/404.html"],
}
ADDRESSES = [address for addresses in KINDS.values() for address in addresses]
SCRIPTED = [*KINDS["directory"], *KINDS["places"], *KINDS["search"]]
# The guide's bar: WCAG 2.2 AA, axe's best practices, and contrast of 7 to 1 from AAA.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}


def findings(page: Page) -> list[str]:
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in violations for node in v["nodes"]]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_in_light_dark_and_narrow(page: Page, address: str) -> None:
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 320)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address)
        assert findings(page) == [], f"{scheme} at {width} px"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visit_leaves_no_trace_and_asks_nobody_else(page: Page, site: str, address: str) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    assert [url for url in requests if not url.startswith(f"{site}/")] == []
    assert len(requests) <= 3, "a first view takes at most three requests"
    assert complaints == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    scripts = page.locator("script:not([type='application/ld+json'])")
    assert scripts.count() == (1 if address in SCRIPTED else 0)
    assert all("/assets/js/" in (script.get_attribute("src") or "") for script in scripts.all())


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_needs_sideways_scrolling(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", ADDRESSES)
def test_help_comes_first_after_the_skip_link(page: Page, address: str) -> None:
    page.goto(address)
    links = page.locator("a[href]")
    first = [links.nth(index).get_attribute("href") for index in range(4)]
    assert first[0] is not None and first[0].startswith("#")
    assert set(first[1:]) >= {"tel:988", "sms:988", "tel:911"}


@pytest.mark.parametrize("address", [a for kind, addresses in KINDS.items() if kind not in ("languages", "not found") for a in addresses])
def test_each_page_leads_to_its_exact_twin_and_back(page: Page, address: str) -> None:
    other = "fr" if address.startswith("/en/") else "en"
    page.goto(address)
    page.locator(f"header a[hreflang^='{other}']").first.click()
    assert page.url.split("/", 3)[3].startswith(f"{other}/")
    assert page.locator("html").get_attribute("lang") == f"{other}-CA"
    page.locator(f"header a[hreflang^='{'en' if other == 'fr' else 'fr'}']").first.click()
    assert page.url.endswith(address)


def test_the_skip_link_moves_the_keyboard_to_the_content(page: Page) -> None:
    page.goto("/en/guide/side-effects/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#g-main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('g-main').contains(document.activeElement)")


def test_a_definition_opens_and_closes_from_the_keyboard_where_the_word_stands(page: Page) -> None:
    page.goto("/en/guide/what-is-ketamine-therapy/")
    word = page.locator("button.term").first
    note = page.locator(f"#{word.get_attribute('popovertarget')}")
    assert not note.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()


def test_every_citation_leads_to_its_source_and_back(page: Page) -> None:
    page.goto("/en/guide/side-effects/")
    page.locator("sup.cite a").first.click()
    assert page.evaluate("document.querySelector(location.hash).closest('li').id") == "source-1"
    page.locator("#source-1 a[href='#cite-1-1']").click()
    assert page.evaluate("location.hash") == "#cite-1-1"


@pytest.mark.context(java_script_enabled=False)
def test_a_reader_without_script_finds_a_clinic_from_the_first_page(page: Page) -> None:
    page.goto("/")
    page.locator("main a[href='/en/']").first.click()
    page.locator("main a[href='/en/clinics/']").first.click()
    page.locator("main li a[href='/en/clinics/nova-scotia/']").first.click()
    page.locator("main a[href^='/en/clinics/nova-scotia/']").first.click()
    assert page.locator("h1").count() == 1


def test_the_help_page_is_small_and_whole_without_styles(page: Page) -> None:
    for address in KINDS["help now"]:
        response = page.goto(address)
        assert response is not None
        assert len(response.body()) < 40_000
        page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.remove())")
        assert page.locator("main a[href='tel:988']").first.is_visible()


@pytest.mark.parametrize("address", ["/en/guide/side-effects/", "/en/clinics/ontario/"])
def test_print_leaves_out_navigation_and_writes_out_addresses(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    outside = page.locator("main a[href^='https:']").first
    assert outside.evaluate("link => getComputedStyle(link, '::after').content").startswith('" <http')


def test_an_address_that_leads_nowhere_says_so_in_both_languages(page: Page) -> None:
    response = page.goto("/en/nowhere/")
    assert response is not None and response.status == 404
    assert page.locator("main [lang='fr-CA'], main [lang='fr']").count() >= 1


def test_the_help_page_is_in_the_plainest_words(page: Page) -> None:
    page.goto("/en/help-now/")
    assert measure(page.locator("main").inner_html(), "en").score <= PLAINEST_GRADE
    page.goto("/fr/aide-immediate/")
    assert measure(page.locator("main").inner_html(), "fr").score >= EASE


@pytest.mark.parametrize(("address", "words"), [("/en/guide/side-effects/", "Reading level: grade"), ("/fr/decider/", "Facilité de lecture\u00a0:")])
def test_each_page_shows_how_hard_it_is_to_read(page: Page, address: str, words: str) -> None:
    page.goto(address)
    assert words in page.locator(".age").inner_text()
