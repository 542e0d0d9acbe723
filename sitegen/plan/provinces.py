"""The page of each province and territory: rules, who pays, the licence, listings by town, and the nearest care over its border."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.clinics import Clinic
from sitegen.model.page import Page, Plain
from sitegen.model.references import City, Province
from sitegen.model.scalars import LANGUAGES, kebab_of
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses
from sitegen.plan.chrome import plan_lines, plan_provenance
from sitegen.plan.directory import MOST, NOT_OFFERING, is_public, plan_counts, plan_listing, plan_statements, plan_towns
from sitegen.plan.near import Town, nearest, towns

FIELDS = ("rules", "coverage", "referral", "travel", "complaints")
PLACES = 3  # places shown whose nearest listing lies over the border


def plan_provinces(site: Site, addresses: Addresses, words: dict[str, dict[str, str]]) -> Iterator[Page]:
    """13 pages in both languages, each whole even where nothing was found: what lacks a source says so."""
    there = towns(site)
    over = {entry.noun.code: over_the_border(site, entry.noun.code, there) for entry in site.provinces}
    by_province: dict[str, list[Clinic]] = {entry.noun.code: [] for entry in site.provinces}
    for other in site.clinics:
        by_province[other.noun.province].append(other.noun)
    for lang in LANGUAGES:
        all_towns = plan_towns(site, addresses, lang)
        trail = ((words[lang]["home"], addresses.page("home", lang)), (words[lang]["clinics"], addresses.page("clinics", lang)))
        for entry in site.provinces:
            code = entry.noun.code
            dots = [town for town in all_towns if town["code"] == code]
            yield _province_page(site, entry.noun, by_province[code], dots, over[code], addresses, lang, trail)


Way = tuple[City, int, str | None, Clinic]


@dataclass(frozen=True, slots=True)
class Over:
    """Ways over the border; ``nearer`` says that from each of their places no listing of the province is as near."""

    nearer: bool
    ways: list[Way]


def over_the_border(site: Site, code: str, there: list[Town]) -> Over:
    """From the largest places whose nearest listing lies outside the province, the way to it; if there are none such, from its largest place."""
    places = sorted((entry.noun for entry in site.cities if entry.noun.province == code and entry.noun.is_listed), key=lambda place: -place.population)
    inside = [town for town in there if town[0].province == code]
    outside = [town for town in there if town[0].province != code]
    ways: list[Way] = []
    for place in places if outside else ():
        (km, wind, clinic), own = nearest(place, outside)[0], nearest(place, inside)
        if not own or km < own[0][0]:
            ways.append((place, km, wind, clinic))
        if len(ways) == PLACES:
            break
    return Over(True, ways) if ways else Over(False, [(place, *nearest(place, outside)[0]) for place in places[:1] if outside])


def _province_page(
    site: Site,
    province: Province,
    clinics: list[Clinic],
    dots: list[Plain],
    over: Over,
    addresses: Addresses,
    lang: str,
    trail: tuple[tuple[str, str], ...],
) -> Page:
    active = [clinic for clinic in clinics if clinic.status not in NOT_OFFERING]
    gone = [clinic for clinic in clinics if clinic.status in NOT_OFFERING]
    # Too many listings for one page are reached through the pages of their towns.
    shown = active if len(active) <= MOST else [clinic for clinic in active if clinic.city is None][:MOST]
    context: Plain = {
        "code": province.code,
        "name": province.name[lang],
        "locative": province.locative[lang],
        "regulator": _regulator(province, lang),
        "other_regulators": [
            {
                "profession": o.profession[lang],
                "name": o.name.in_language(lang)[0],
                "name_lang": o.name.in_language(lang)[1],
                "website": o.website,
                "source": plan_provenance(o.source),
            }
            for o in province.other_regulators
        ],
        "help_lines": plan_lines(list(province.help_lines), lang),
        "unknown": [text[lang] for text in province.unknown],
        "public": [plan_listing(c, addresses, lang) for c in shown if is_public(c)],
        "cities": _by_city([c for c in shown if not is_public(c)], addresses, lang),
        "gone": [plan_listing(c, addresses, lang) for c in gone],
        "count": len(active),
        "towns": _towns(dots, active, {clinic.city for clinic in shown if not is_public(clinic)}, shown == active),
        "over": [_way(site, way, addresses, lang) for way in over.ways],
        "over_is_nearer": over.nearer,
        "provinces": plan_counts(site, addresses, lang),
    } | {field: plan_statements(getattr(province, field), lang) for field in FIELDS}
    alternates = {other: addresses.province(province.code, other) for other in LANGUAGES}
    return Page(alternates[lang], "province", lang, province.name[lang], "", context, alternates, trail)


def _regulator(province: Province, lang: str) -> Plain:
    regulator = province.regulator
    name, name_lang = regulator.name.in_language(lang)
    return {
        "name": name,
        "name_lang": name_lang,
        "acronym": regulator.acronym,
        "website": regulator.website,
        "register": regulator.register_,
        "register_note": regulator.register_note[lang] if regulator.register_note else None,
        "source": plan_provenance(regulator.source),
    }


def _by_city(clinics: list[Clinic], addresses: Addresses, lang: str) -> list[Plain]:
    cities: dict[str, list[Plain]] = {}
    for clinic in clinics:
        cities.setdefault(clinic.city or "", []).append(plan_listing(clinic, addresses, lang))
    ordered = sorted(cities.items(), key=lambda item: (item[0] == "", item[0]))
    return [{"city": city or None, "id": _anchor(city), "listings": listings} for city, listings in ordered]


def _towns(dots: list[Plain], active: list[Clinic], private: set[str | None], on_page: bool) -> list[Plain]:
    """The towns of the map, with the heading under which the listings of each begin if they stand on this page, and at the end the listings that no
    map can show."""
    shown = [town | {"anchor": (_anchor(town["city"]) if town["city"] in private else "g-public") if on_page else None} for town in dots]
    rest = len(active) - sum(town["count"] for town in shown)
    return shown + ([{"name": None, "count": rest, "anchor": _anchor("") if None in private else "g-public"}] if rest else [])


def _anchor(city: str) -> str:
    return f"city-{kebab_of(city)}" if kebab_of(city) else "city-not-given"


def _way(site: Site, way: Way, addresses: Addresses, lang: str) -> Plain:
    place, km, wind, clinic = way
    names = {entry.noun.code: entry.noun.name[lang] for entry in site.provinces}
    return {
        "place": place.name[lang],
        "address": addresses.near(place, lang),
        "km": km,
        "wind": wind,
        "listing": plan_listing(clinic, addresses, lang),
        "province": names[clinic.province],
    }
