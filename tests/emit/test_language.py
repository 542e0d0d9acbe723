from __future__ import annotations

import pytest

from sitegen.emit.language import load_languages
from tests.roots import PROJECT

LANGUAGES = load_languages(PROJECT / "locale")


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("2026-11-23", "November 23, 2026", "23 novembre 2026"),
        ("2026-11", "November 2026", "novembre 2026"),
        ("2026", "2026", "2026"),
        ("2026-08-01", "August 1, 2026", "1er août 2026"),
    ],
)
def test_dates_are_written_as_far_as_they_go(value: str, english: str, french: str) -> None:
    assert (LANGUAGES["en"].date(value), LANGUAGES["fr"].date(value)) == (english, french)


@pytest.mark.parametrize(("value", "english", "french"), [("450.00", "$450.00", "450,00\u00a0$"), ("5850.5", "$5,850.50", "5\u00a0850,50\u00a0$")])
def test_money_is_written_as_in_canada(value: str, english: str, french: str) -> None:
    assert (LANGUAGES["en"].money(value), LANGUAGES["fr"].money(value)) == (english, french)


@pytest.mark.parametrize(("count", "english", "french"), [(0, "listings", "listing"), (1, "listing", "listing"), (2, "listings", "listings")])
def test_zero_is_plural_in_english_and_singular_in_french(count: int, english: str, french: str) -> None:
    assert LANGUAGES["en"].ngettext("listing", "listings", count) == english
    assert LANGUAGES["fr"].ngettext("listing", "listings", count) == french


def test_languages_have_their_names_in_the_readers_language() -> None:
    assert (LANGUAGES["en"].language_name("fr"), LANGUAGES["fr"].language_name("fr")) == ("French", "français")
