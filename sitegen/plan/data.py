"""The data as others may reuse it: every listing and province as they stand in the files of ``data/``, with addresses and places."""

from __future__ import annotations

from sitegen.model.page import Plain
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses


def plan_data(site: Site, addresses: Addresses) -> Plain:
    """``clinics`` and ``provinces``: plain records with ``pages`` (addresses by language); a listing also has ``location``, that of its town in degrees."""
    towns = {(name, entry.noun.province): entry.noun for entry in site.cities for name in (entry.noun.name.en, entry.noun.name.fr)}
    clinics = []
    for entry in site.clinics:
        town = towns.get((entry.noun.city or "", entry.noun.province))
        record = entry.noun.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        record["pages"] = {lang: addresses.clinic(entry.noun, lang) for lang in LANGUAGES}
        if town:
            record["location"] = {"of": "city", "latitude": town.latitude, "longitude": town.longitude}
        clinics.append(record)
    provinces = []
    for entry_ in site.provinces:
        record = entry_.noun.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        provinces.append(record | {"pages": {lang: addresses.province(entry_.noun.code, lang) for lang in LANGUAGES}})
    return {"clinics": clinics, "provinces": provinces}
