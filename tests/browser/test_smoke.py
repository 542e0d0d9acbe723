from __future__ import annotations

from playwright.sync_api import Page, expect


def test_the_browser_shows_the_english_home(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))

    answer = page.goto("/en/")

    assert answer is not None
    assert answer.status == 200
    assert "content-security-policy" in answer.headers
    assert (page.locator("html").get_attribute("lang") or "").startswith("en")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator('a[href="tel:988"]').first).to_be_visible()
    assert complaints == []
