"""No two pages, and no old address, share an address."""

from __future__ import annotations

from collections.abc import Callable

from tests.lean import ENGLISH, FRENCH, E, F, Files, edit

Problems = Callable[[Files], list[str]]
SECOND = "content/risks/second"


def second(*, english: str = "order: 20", french: str = "order: 20\nslug: second") -> Files:
    return {
        f"{SECOND}.en.md": edit(ENGLISH, ("order: 10", english)),
        f"{SECOND}.fr.md": edit(FRENCH, ("\nslug: effets-indesirables", ""), ("order: 10", french)),
    }


def test_pages_of_their_own_share_none(problems: Problems) -> None:
    assert problems(second(english="order: 20\naliases: [/en/guide/old/, /en/old/]")) == []


def test_two_articles_with_one_address_are_both_named(problems: Problems) -> None:
    clash = "{file}:{line}:1: error: address/taken: the address {address} is already that of {holder}"
    assert [line.split(";")[0] for line in problems(second(english="order: 20\nslug: side-effects"))] == [
        clash.format(file=f"{SECOND}.en.md", line=5, address="/en/guide/side-effects/", holder=E)
    ]
    assert [line.split(";")[0] for line in problems(second(french="order: 20\nslug: effets-indesirables"))] == [
        clash.format(file=f"{SECOND}.fr.md", line=5, address="/fr/guide/effets-indesirables/", holder=F)
    ]


def test_an_article_cannot_take_the_address_of_a_section(problems: Problems) -> None:
    assert "the address /en/guide/risks/ is already that of" in problems(second(english="order: 20\nslug: risks"))[0]


def test_an_old_address_cannot_lie_over_a_page(problems: Problems) -> None:
    for alias in ("/en/about/", "/en/guide/side-effects/", "/fr/cliniques/", "/en/clinics/ns-land/harbour-clinic/", "/en/guide/risks/"):
        found = problems(second(english=f"order: 20\naliases: [{alias}]"))
        assert len(found) == 1
        assert f"error: address/taken: the address {alias} is already that of" in found[0]
        assert found[0].startswith(f"{SECOND}.en.md:")


def test_two_articles_cannot_claim_one_old_address(problems: Problems) -> None:
    aliased: Files = {E: edit(ENGLISH, ("order: 10", "order: 10\naliases: [/en/guide/old/]"))}
    found = problems(second(english="order: 20\naliases: [/en/guide/old/]") | aliased)
    assert len(found) == 1
    assert "the address /en/guide/old/ is already that of" in found[0]
