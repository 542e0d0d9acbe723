"""Nearest care: for each place of some size, the listings around it by distance and direction, across provincial borders."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

from sitegen.model.clinics import Clinic
from sitegen.model.page import Page, Plain
from sitegen.model.references import City
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses, near_places
from sitegen.plan.directory import NOT_OFFERING, plan_listing, plan_statements
from sitegen.plan.facets import Facet

NEAREST = 8  # listings shown
FAR_KM = 100  # without an open listing nearer than this the page says what to do when care is far
EARTH_KM = 6371.0088  # mean radius of the Earth (IUGG)
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def distance_km(one: City, other: City) -> float:
    """Great-circle distance in kilometres between two places on a sphere, by the haversine formula (Sinnott, 1984)."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    chord = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def direction(one: City, other: City) -> str:
    """The wind, one of :data:`WINDS`, in which ``other`` lies as one sets out from ``one`` on the shortest way."""
    north, other_north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    bearing = math.atan2(
        math.sin(east) * math.cos(other_north),
        math.cos(north) * math.sin(other_north) - math.sin(north) * math.cos(other_north) * math.cos(east),
    )
    return WINDS[round(math.degrees(bearing) / 45) % 8]


def plan_near(site: Site, addresses: Addresses, words: dict[str, dict[str, str]]) -> Iterator[Page]:
    """The list of places, and a page for each, in both languages."""
    places = [entry.noun for entry in near_places(site)]
    there = towns(site)
    around = {id(place): nearest(place, there) for place in places}
    provinces = {entry.noun.code: entry.noun for entry in site.provinces}
    virtual: dict[str, list[Clinic]] = {}
    for entry in site.clinics:
        if entry.noun.virtual_care and entry.noun.status not in NOT_OFFERING:
            virtual.setdefault(entry.noun.province, []).append(entry.noun)
    all_virtual = Facet("virtual_care", "virtual_care", ())
    for lang in LANGUAGES:
        alternates = {other: addresses.page("near", other) for other in LANGUAGES}
        trail = ((words[lang]["home"], addresses.page("home", lang)), (words[lang]["clinics"], addresses.page("clinics", lang)))
        groups = [
            {
                "name": province.name[lang],
                "code": code,
                "places": [{"name": place.name[lang], "address": addresses.near(place, lang)} for place in places if place.province == code],
            }
            for code, province in provinces.items()
        ]
        everywhere = [{"code": code, "name": province.name[lang], "address": addresses.province(code, lang)} for code, province in provinces.items()]
        context: Plain = {"provinces": [group for group in groups if group["places"]], "everywhere": everywhere}
        yield Page(alternates[lang], "places", lang, words[lang]["near"], words[lang]["near_summary"], context, alternates, trail)
        names = {code: province.name[lang] for code, province in provinces.items()}
        inner = (*trail, (words[lang]["near"], alternates[lang]))
        for place in places:
            province = provinces[place.province]
            context = {
                "place": place.name[lang],
                "province": {"name": province.name[lang], "code": province.code, "address": addresses.province(province.code, lang)},
                "nearest": [
                    plan_listing(clinic, addresses, lang) | {"province": names[clinic.province], "km": km, "wind": wind}
                    for km, wind, clinic in around[id(place)]
                ],
                "virtual": [plan_listing(clinic, addresses, lang) for clinic in virtual.get(place.province, ())[:NEAREST]],
                "all_virtual": {"count": len(virtual.get(place.province, ())), "address": all_virtual.address(addresses, words, lang)},
                "travel": plan_statements(province.travel, lang),
                "is_far": not any(km < FAR_KM and clinic.status == "open" for km, _, clinic in around[id(place)]),
            }
            both = {other: addresses.near(place, other) for other in LANGUAGES}
            yield Page(both[lang], "near", lang, f"{place.name[lang]} ({province.name[lang]})", "", context, both, inner)


Vector = tuple[float, float, float]
Town = tuple[City, Vector, list[Clinic]]


def towns(site: Site) -> list[Town]:
    """Each town that a listing which may be treating people names, its direction from the middle of the Earth, and those listings."""
    named = {(name, entry.noun.province): entry.noun for entry in site.cities for name in (entry.noun.name.en, entry.noun.name.fr)}
    found: dict[int, Town] = {}
    for entry in site.clinics:
        city = named.get((entry.noun.city or "", entry.noun.province))
        if city and entry.noun.status not in NOT_OFFERING:
            found.setdefault(id(city), (city, _vector(city), []))[2].append(entry.noun)
    return list(found.values())


def nearest(place: City, there: list[Town]) -> list[tuple[int, str | None, Clinic]]:
    """The listings nearest to a place and all those in it, public programmes first at the same distance: whole kilometres, the wind (None in the place
    itself), the listing."""
    x, y, z = _vector(place)
    # The nearer of two towns is the one whose direction agrees more with ours: a sum of products, where a distance takes four angles.
    close = heapq.nlargest(NEAREST, there, key=lambda town: x * town[1][0] + y * town[1][1] + z * town[1][2])
    found = [
        (round(distance_km(place, city)), direction(place, city) if city is not place else None, clinic) for city, _, clinics in close for clinic in clinics
    ]
    found.sort(key=lambda item: (item[0], item[2].kind != "public-programme", item[2].id))
    return [item for rank, item in enumerate(found) if rank < NEAREST or item[1] is None]


def _vector(place: City) -> Vector:
    north, east = math.radians(place.latitude), math.radians(place.longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
