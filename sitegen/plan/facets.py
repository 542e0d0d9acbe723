"""Listings by what they say of themselves: a page for each treatment, condition, payer and the like that at least one listing names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.clinics import Clinic
from sitegen.model.page import Page, Plain
from sitegen.model.scalars import LANGUAGES, kebab_of
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses
from sitegen.plan.directory import MOST, NOT_OFFERING, plan_listing

Words = dict[str, dict[str, str]]
FIELDS = ("treatments", "conditions", "kind", "funding", "referral", "languages", "virtual_care", "status")


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of one field, and the listings that state it."""

    field: str
    value: str
    clinics: tuple[Clinic, ...]

    def name(self, words: Words, lang: str) -> str:
        """The value as readers know it."""
        return words[lang][f"language:{self.value}" if self.field == "languages" else self.value]

    def address(self, addresses: Addresses, words: Words, lang: str) -> str:
        """Where its listings stand: under the value's name in the language of the page."""
        return f"{addresses.listings(lang)}{kebab_of(self.name(words, lang))}/"


def facets(site: Site) -> list[Facet]:
    """Every facet with a listing, by field, in the order in which the model names the values."""
    found: dict[tuple[str, str], list[Clinic]] = {}
    offering = [entry.noun for entry in site.clinics if entry.noun.status not in NOT_OFFERING]
    for field in FIELDS:
        for clinic in offering:
            for value in values_of(clinic, field):
                found.setdefault((field, value), []).append(clinic)
    ordered = sorted(found.items(), key=lambda item: (FIELDS.index(item[0][0]), -len(item[1]), item[0][1]))
    return [Facet(field, value, tuple(clinics)) for (field, value), clinics in ordered]


def plan_groups(site: Site, addresses: Addresses, words: Words, lang: str) -> list[Plain]:
    """All facets as links with counts, by field."""
    groups: dict[str, list[Plain]] = {}
    for facet in facets(site):
        link = {"name": facet.name(words, lang), "value": facet.value, "address": facet.address(addresses, words, lang), "count": len(facet.clinics)}
        groups.setdefault(facet.field, []).append(link)
    return [{"field": field, "links": links} for field, links in groups.items()]


def plan_facets(site: Site, addresses: Addresses, words: Words) -> Iterator[Page]:
    """One page a facet, in both languages."""
    for lang in LANGUAGES:
        trail = ((words[lang]["home"], addresses.page("home", lang)), (words[lang]["clinics"], addresses.page("clinics", lang)))
        names = {entry.noun.code: entry.noun.name[lang] for entry in site.provinces}
        groups = {group["field"]: group["links"] for group in plan_groups(site, addresses, words, lang)}
        for facet in facets(site):
            inner = (*trail, (facet.name(words, lang), facet.address(addresses, words, lang)))
            alternates = {other: facet.address(addresses, words, other) for other in LANGUAGES}
            by_province = {code: [clinic for clinic in facet.clinics if clinic.province == code] for code in names}
            is_long = len(facet.clinics) > MOST
            context: Plain = {"field": facet.field, "count": len(facet.clinics), "part": None, "others": groups[facet.field]}
            context["provinces"] = [
                {"name": names[code], "count": len(clinics), "address": _part(alternates[lang], addresses, code, lang, 1), "listings": []}
                if is_long
                else {"name": names[code], "listings": [plan_listing(clinic, addresses, lang) for clinic in clinics]}
                for code, clinics in by_province.items()
                if clinics
            ]
            yield Page(alternates[lang], "facet", lang, facet.name(words, lang), "", context, alternates, trail)
            for code, clinics in by_province.items() if is_long else ():
                parts = range(1, -(-len(clinics) // MOST) + 1)
                for number in parts:
                    shown = [plan_listing(clinic, addresses, lang) for clinic in clinics[(number - 1) * MOST : number * MOST]]
                    there = {other: _part(alternates[other], addresses, code, other, number) for other in LANGUAGES}
                    part = {"province": names[code], "number": number, "all": [_part(alternates[lang], addresses, code, lang, n) for n in parts]}
                    here = context | {"part": part, "count": len(clinics), "provinces": [{"name": names[code], "listings": shown}]}
                    yield Page(there[lang], "facet", lang, facet.name(words, lang), "", here, there, inner)


def _part(address: str, addresses: Addresses, code: str, lang: str, number: int) -> str:
    """Where a part of the listings of one province stands, when a facet has too many for one page."""
    folder = f"{address}{addresses.province(code, lang).split('/')[-2]}/"
    return folder if number == 1 else f"{folder}{number}/"


def values_of(clinic: Clinic, field: str) -> tuple[str, ...]:
    """What a listing states of one field, as values of its facets."""
    value = getattr(clinic, field)
    if field == "virtual_care":
        return ("virtual_care",) if value else ()
    if field == "referral" and value == "either":
        return ("required", "self-referral")
    return value if isinstance(value, tuple) else (value,) if value else ()
