"""The data as others may reuse it: every listing and province as they stand in the files of ``data/``, with addresses and places."""

from __future__ import annotations

from sitegen.model.page import Plain
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses

DAYS = 30  # days shown on the page; the file holds all


def plan_data(site: Site, addresses: Addresses) -> Plain:
    """``clinics``, ``provinces`` and ``changes``: plain records with ``pages`` (addresses by language); a listing also has the ``location`` of its town."""
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
    pages = {record["id"]: record["pages"] for record in clinics}
    changes = [entry.noun.model_dump(mode="json", exclude_defaults=True) for entry in site.changes]
    changes = [record | ({"pages": pages[record["listing"]]} if record["listing"] in pages else {}) for record in changes]
    return {"clinics": clinics, "provinces": provinces, "changes": changes}


def plan_history(site: Site, addresses: Addresses, lang: str) -> list[Plain]:
    """The last days on which listings changed, newest first; what happened to several on one day stands together."""
    by_id = {entry.noun.id: entry.noun for entry in site.clinics}
    days: dict[str, dict[str, list[Plain]]] = {}
    for entry in site.changes:
        change, clinic = entry.noun, by_id.get(entry.noun.listing)
        shown = {"id": change.listing, "name": clinic.name if clinic else None, "address": addresses.clinic(clinic, lang) if clinic else None}
        days.setdefault(change.on.isoformat(), {}).setdefault(change.what, []).append(shown | {"fields": list(change.fields)})
    return [{"on": day, "what": [{"what": what, "listings": found} for what, found in kinds.items()]} for day, kinds in list(days.items())[:DAYS]]
