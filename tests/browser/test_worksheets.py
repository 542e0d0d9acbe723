"""Pages that readers fill in: what they choose stays with them, shows alone when asked, and prints on one sheet, all without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

WORKSHEETS = [
    "/en/decide/",
    "/fr/decider/",
    "/en/questions/",
    "/fr/questions/",
    "/en/companion/",
    "/fr/accompagner/",
    "/en/real-clinic/",
    "/fr/vraie-clinique/",
]
SHEETS = ["/en/questions/", "/fr/questions/", "/en/companion/", "/fr/accompagner/"]


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("address", WORKSHEETS)
def test_only_what_was_filled_in_shows_when_that_is_asked_for(page: Page, address: str) -> None:
    page.goto(address)
    chosen = page.locator(".choice").nth(1)
    chosen.locator("input").check()
    switch = page.locator("#g-mine")
    switch.check()
    expect(chosen).to_be_visible()
    expect(page.locator(".choice").nth(0)).to_be_hidden()
    expect(page.locator(".prose > p").first).to_be_hidden()
    expect(page.locator(".worksheet-nothing")).to_be_hidden()
    switch.uncheck()
    expect(page.locator(".choice").nth(0)).to_be_visible()


@pytest.mark.parametrize("address", WORKSHEETS)
def test_an_empty_sheet_says_so_and_the_button_empties_a_full_one(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#g-mine").check()
    expect(page.locator(".worksheet-nothing")).to_be_visible()
    page.locator("#g-mine").uncheck()
    page.locator(".choice input").first.check()
    page.locator("button[type=reset]").click()
    expect(page.locator(".choice input").first).not_to_be_checked()
    assert page.url.endswith(address)


def test_weights_and_words_show_in_the_summary(page: Page) -> None:
    page.goto("/en/decide/")
    item = page.locator(".values-item").nth(2)
    item.get_by_label("Quite").check()
    words = page.locator(".notes textarea").first
    words.fill("What about my night shifts?")
    page.locator("#g-mine").check()
    expect(item).to_contain_text("Quite")
    expect(item.get_by_text("Not important")).to_be_hidden()
    expect(page.locator(".values-item").nth(0)).to_be_hidden()
    expect(words).to_be_visible()
    expect(words).to_have_value("What about my night shifts?")


def test_nothing_that_is_filled_in_is_sent_or_kept(page: Page) -> None:
    page.goto("/en/questions/")
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.locator(".choice input").first.check()
    page.keyboard.press("Enter")
    page.locator("textarea").first.fill("My medicines")
    assert [url for url in requests if "/assets/" not in url] == []
    assert complaints == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.url.endswith("/en/questions/")
    page.reload()
    expect(page.locator(".choice input").first).not_to_be_checked()
    expect(page.locator("textarea").first).to_have_value("")


def test_a_worksheet_works_from_the_keyboard_alone(page: Page) -> None:
    page.goto("/en/questions/")
    box = page.locator(".choice input").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "checkbox"


@pytest.mark.parametrize("size", ["Letter", "A4"])
@pytest.mark.parametrize("address", SHEETS)
def test_a_sheet_prints_on_one_page_empty_or_filled_in(page: Page, address: str, size: str) -> None:
    page.goto(address)
    assert pages_in(page.pdf(format=size)) == 1
    for box in page.locator(".choice input").all()[:8]:
        box.check()
    page.locator("textarea").first.fill("One.\nTwo.\nThree.")
    assert pages_in(page.pdf(format=size)) == 1


def test_on_paper_a_sheet_holds_what_was_chosen_or_everything_when_nothing_was(page: Page) -> None:
    page.goto("/en/questions/")
    page.emulate_media(media="print")
    questions = page.locator(".checklist").nth(1).locator(".choice")
    assert all(question.is_visible() for question in questions.all())
    questions.nth(1).locator("input").check()
    assert [question.is_visible() for question in questions.all()] == [index == 1 for index in range(questions.count())]
    expect(page.locator(".help-band")).to_be_visible()
    expect(page.locator(".sources")).to_be_hidden()


@pytest.mark.context(java_script_enabled=False)
def test_the_summary_needs_no_script(page: Page) -> None:
    page.goto("/en/decide/")
    page.locator(".choice input").first.check()
    page.locator("#g-mine").check()
    expect(page.locator(".prose > p").first).to_be_hidden()
    expect(page.locator(".choice").first).to_be_visible()
