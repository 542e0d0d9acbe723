"""Rules against mistaking one practice for another: each with examples that break it and examples that do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import CLINIC, C, Files, edit

Problems = Callable[[Files], list[str]]


def second(name: str, **changes: str) -> str:
    """The listing, and another in the same city by its own phone and page."""
    other = edit(
        CLINIC,
        ("harbour-clinic", "inlet-clinic"),
        ("Harbour Clinic", name),
        ("902-555-0100", "902-555-0101"),
        ("https://harbour.example\n", "https://harbour.example/inlet\n"),
        *((old.replace("_", " "), new) for old, new in changes.items()),
    )
    return CLINIC + other


@pytest.mark.parametrize("name", ["Harbour Clinics", "Harbor Clinic", "Harbour Klinic", "Harbuor Clinic", "Clinic Harbour"])
def test_names_of_one_province_that_are_nearly_the_same_ask_for_a_look(name: str, problems: Problems) -> None:
    told = (
        f"{C}:17:9: warning: clinic/like-name: {name} is nearly the name of harbour-clinic (Harbour Clinic); "
        "merge the records if they are one clinic; if not, check that each source means its own"
    )
    assert problems({C: second(name)}) == [told]
    assert problems({C: second(name, Halifax="Sydney")}) == [told]


@pytest.mark.parametrize("name", ["Harvest Clinic", "Harbour", "Harbour Health Clinic"])
def test_names_that_differ_by_more_are_left_alone(name: str, problems: Problems) -> None:
    assert problems({C: second(name)}) == []


def test_one_name_in_two_towns_is_a_practice_with_two_doors(problems: Problems) -> None:
    assert problems({C: second("Harbour Clinic", Halifax="Sydney")}) == []


def test_nearly_the_same_name_in_another_province_is_left_alone(problems: Problems) -> None:
    ontario = second("Harbour Clinics").removeprefix(CLINIC)
    ontario = edit(ontario, ("province: NS", "province: ON"), ("city: Halifax", "city: Toronto"), ("B3H 1A1", "M5V 1A1"))
    assert problems({C: ontario + CLINIC}) == []


def test_short_names_differ_by_one_letter_too_easily_to_be_compared(problems: Problems) -> None:
    short = edit(second("ABD"), ("Harbour Clinic", "ABC"))
    assert problems({C: short}) == []


@pytest.mark.parametrize(
    ("name", "word", "letter"),
    [
        ("Clinic СОРЕ", "СОРЕ", "CYRILLIC CAPITAL LETTER ES"),
        ("ΤΟΡΟΝΤΟ Ketamine", "ΤΟΡΟΝΤΟ", "GREEK CAPITAL LETTER TAU"),
    ],
)
def test_a_word_that_only_looks_latin_asks_for_a_look(name: str, word: str, letter: str, problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("Harbour Clinic", name))}) == [
        f'{C}:2:9: warning: clinic/look-alike: "{word}" is written in letters that only look Latin ({letter}); '
        "type it in Latin letters, unless the practice itself writes its name so"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Clinique Cœur d’Émeraude",
        "ᐃᓄᓕᕆᔨᒃᑯᑦ",  # Inuktitut
        "Łíídlįį Kúę́ Clinic",  # Dene
        "W̱SÁNEĆ House",  # SENĆOŦEN
        "χʷəy̓əm Health",  # Halkomelem, with one Greek letter
        "Ψ Centre",
        "Київ Клініка",
        "Мост",
        "Αθήνα",
    ],
)
def test_names_as_they_are_written_in_canada_are_left_alone(name: str, problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("Harbour Clinic", name))}) == []


def test_a_host_name_of_another_alphabet_is_refused(problems: Problems) -> None:
    # What these letters spell to the eye is the name of a large seller of telephones; all of them are Cyrillic.
    told = 'xn--80ak6aa92e.example shows as "аррӏе.example", with letters that only look Latin; type the address anew'
    website = edit(CLINIC, ("https://harbour.example\n", "https://xn--80ak6aa92e.example\n"))
    assert f"{C}:9:12: error: clinic/look-alike: {told}" in problems({C: website})
    source = edit(CLINIC, ("https://harbour.example/about", "https://xn--80ak6aa92e.example/about"), ("own-site", "news"))
    assert problems({C: source}) == [f"{C}:11:12: error: clinic/look-alike: {told}"]


def test_a_host_name_that_cannot_be_read_is_refused(problems: Problems) -> None:
    website = edit(CLINIC, ("https://harbour.example\n", "https://xn--99999999.example\n"))
    assert any("error: clinic/look-alike: xn--99999999.example" in line for line in problems({C: website}))


@pytest.mark.parametrize("host", ["xn--clinique-sant-nhb.example", "ᐃᓄᒃ.example".encode("idna").decode()])
def test_a_host_name_with_accents_or_in_syllabics_is_sound(host: str, problems: Problems) -> None:
    assert problems({C: CLINIC.replace("harbour.example", host)}) == []


@pytest.mark.parametrize(
    "site", ["https://www.facebook.com/harbourclinic", "https://harbour.janeapp.com", "https://maps.google.com/?q=harbour", "https://linktr.ee/harbour"]
)
def test_a_page_that_anybody_can_open_is_not_the_website_of_a_clinic(site: str, problems: Problems) -> None:
    host = site.removeprefix("https://").removeprefix("www.").partition("/")[0]
    assert problems({C: edit(CLINIC, ("https://harbour.example\n", f"{site}\n"))}) == [
        f"{C}:9:12: warning: clinic/sellers-site: anybody can open a page at {host}; "
        "give the clinic's own website, or leave website out and keep the page as a source"
    ]


def test_a_website_of_ones_own_at_a_large_host_is_sound(problems: Problems) -> None:
    assert problems({C: CLINIC.replace("https://harbour.example", "https://sites.google.com/harbour")}) == []


def test_a_website_elsewhere_than_the_clinics_own_pages_asks_for_a_look(problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("https://harbour.example\n", "https://harbour-clinic.example\n"))}) == [
        f"{C}:9:12: warning: clinic/host-differs: the website is at harbour-clinic.example, but its own pages were read at harbour.example; "
        "check that both belong to the clinic, then read a page of the website as a source"
    ]


@pytest.mark.parametrize("site", ["https://www.harbour.example", "https://halifax.harbour.example"])
def test_a_website_at_or_below_the_clinics_own_host_is_sound(site: str, problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("https://harbour.example\n", f"{site}\n"))}) == []


def test_a_website_that_only_others_name_is_not_compared(problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("https://harbour.example/about", "https://news.example/harbour"), ("own-site", "news"))}) == []


def email(address: str) -> str:
    return edit(CLINIC, ("  website:", f"  email: {address}\n  website:"), ("phone, website]", "phone, email, website]"))


def test_an_email_elsewhere_than_the_website_asks_for_a_look(problems: Problems) -> None:
    assert problems({C: email("info@inlet.example")}) == [
        f"{C}:9:10: warning: clinic/host-differs: the e-mail is at inlet.example, but the website is at harbour.example; check that both belong to the clinic"
    ]


@pytest.mark.parametrize("address", ["info@harbour.example", "info@mail.harbour.example", "harbour@gmail.com"])
def test_an_email_of_the_website_or_of_a_common_mailbox_is_sound(address: str, problems: Problems) -> None:
    assert problems({C: email(address)}) == []
