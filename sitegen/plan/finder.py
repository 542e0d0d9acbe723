"""What the scripts of the directory read: places with the number of their listings, listings by town, and listings by what they say."""

from __future__ import annotations

from sitegen.model.page import Plain
from sitegen.model.site import Site
from sitegen.plan.directory import NOT_OFFERING
from sitegen.plan.facets import FIELDS, values_of
from sitegen.plan.near import towns


def plan_finder(site: Site) -> Plain:
    """``places``, the largest first, with degrees and number of listings; ``towns``: listings by province and town; ``facets`` and ``listings``,
    which name their facets by position. Listings that no longer offer care are left out everywhere."""
    there = {id(city): clinics for city, _, clinics in towns(site)}
    places = []
    by_province: dict[str, Plain] = {}
    for city in sorted((entry.noun for entry in site.cities), key=lambda city: -city.population):
        clinics = there.get(id(city), [])
        places.append([city.name.en, city.name.fr if city.name.fr != city.name.en else 0, city.province, city.latitude, city.longitude, len(clinics)])
        if clinics:
            by_province.setdefault(city.province, {})[city.name.en] = [[c.id, c.name, c.kind, c.status] for c in clinics]
    offering = [entry.noun for entry in site.clinics if entry.noun.status not in NOT_OFFERING]
    stated = [[(field, value) for field in FIELDS for value in values_of(clinic, field)] for clinic in offering]
    facets = sorted({pair for pairs in stated for pair in pairs}, key=lambda pair: (FIELDS.index(pair[0]), pair[1]))
    position = {pair: index for index, pair in enumerate(facets)}
    listings = [[c.id, c.name, c.province, c.city or 0, [position[pair] for pair in pairs]] for c, pairs in zip(offering, stated, strict=True)]
    return {"places": places, "towns": by_province, "facets": facets, "listings": listings}
