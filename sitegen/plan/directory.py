"""The directory: Canada, and each listing. Pages of provinces are planned beside, in ``provinces.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode

from sitegen.model.clinics import Clinic
from sitegen.model.page import Page, Plain
from sitegen.model.references import City, Province
from sitegen.model.scalars import LANGUAGES, Statement, host_of
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses
from sitegen.plan.chrome import plan_provenance

NOT_OFFERING = ("closed", "renamed")
MOST = 100  # listings on one page; more are reached by town or by province
CORRECTION_FORM, CORRECTION_FIELD = "correct-listing.yml", "listing"  # in .github/ISSUE_TEMPLATE: the form and the id of its field


def plan_directory(site: Site, addresses: Addresses, words: dict[str, dict[str, str]], facet_groups: dict[str, list[Plain]], today: dt.date) -> Iterator[Page]:
    """The national page (with links to the facets), and one page a listing, in both languages."""
    by_province: dict[str, list[Clinic]] = {entry.noun.code: [] for entry in site.provinces}
    for entry in site.clinics:
        by_province[entry.noun.province].append(entry.noun)
    by_id = {entry.noun.id: entry.noun for entry in site.clinics}
    old = today - dt.timedelta(days=site.settings.noun.stale_after_days)
    for lang in LANGUAGES:
        alternates = {other: addresses.page("clinics", other) for other in LANGUAGES}
        home = (words[lang]["home"], addresses.page("home", lang))
        counts = plan_counts(site, addresses, lang)
        names = {entry.noun.code: entry.noun.name[lang] for entry in site.provinces}
        public = [c for clinics in by_province.values() for c in clinics if is_public(c) and c.status not in NOT_OFFERING]
        context: Plain = {
            "facets": facet_groups[lang],
            "provinces": counts,
            "towns": plan_towns(site, addresses, lang),
            "public": [plan_listing(c, addresses, lang) | {"province": names[c.province]} for c in public[:MOST]],
        }
        yield Page(alternates[lang], "clinics", lang, words[lang]["clinics"], words[lang]["clinics_summary"], context, alternates, (home,))
        trail = (home, (words[lang]["clinics"], alternates[lang]))
        for entry_ in site.provinces:
            province, clinics = entry_.noun, by_province[entry_.noun.code]
            inner = (*trail, (province.name[lang], addresses.province(province.code, lang)))
            for clinic in clinics:
                correct = correction_address(site.settings.noun.repository, clinic)
                yield _clinic_page(province, clinic, by_id.get(clinic.succeeded_by or ""), addresses, lang, inner, old, correct)


def plan_counts(site: Site, addresses: Addresses, lang: str) -> list[Plain]:
    """Each province with the number of its listings that may be treating people."""
    counts: dict[str, int] = {}
    for entry in site.clinics:
        if entry.noun.status not in NOT_OFFERING:
            counts[entry.noun.province] = counts.get(entry.noun.province, 0) + 1
    return [
        {"code": e.noun.code, "name": e.noun.name[lang], "address": addresses.province(e.noun.code, lang), "count": counts.get(e.noun.code, 0)}
        for e in site.provinces
    ]


def plan_listing(clinic: Clinic, addresses: Addresses, lang: str) -> Plain:
    """What a list shows of a clinic."""
    return {
        "id": clinic.id,
        "name": clinic.name,
        "city": clinic.city,
        "city_note": clinic.city_note[lang] if clinic.city_note else None,
        "kind": clinic.kind,
        "status": clinic.status,
        "treatments": list(clinic.treatments),
        "referral": clinic.referral,
        "address": addresses.clinic(clinic, lang),
    }


def plan_towns(site: Site, addresses: Addresses, lang: str) -> list[Plain]:
    """Each town that listings which may be treating people name, with their number, its page and its place in degrees, the most listings first."""
    named: dict[tuple[str, str], City] = {(name, e.noun.province): e.noun for e in site.cities for name in (e.noun.name.en, e.noun.name.fr)}
    counts: dict[tuple[str, str], int] = {}
    for entry in site.clinics:
        key = (entry.noun.city or "", entry.noun.province)
        if key in named and entry.noun.status not in NOT_OFFERING:
            counts[key] = counts.get(key, 0) + 1
    return [
        {
            "name": named[city, code].name[lang],
            "city": city,
            "code": code,
            "page": addresses.near(named[city, code], lang),
            "count": count,
            "latitude": named[city, code].latitude,
            "longitude": named[city, code].longitude,
        }
        for (city, code), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def is_public(clinic: Clinic) -> bool:
    """Whether a listing is one of the public health system."""
    return clinic.kind == "public-programme"


def plan_statements(statements: tuple[Statement, ...], lang: str) -> list[Plain]:
    """Statements of one subject, each with its source."""
    return [{"text": s.text[lang], "source": plan_provenance(s.source)} for s in statements]


def _clinic_page(
    province: Province,
    clinic: Clinic,
    successor: Clinic | None,
    addresses: Addresses,
    lang: str,
    trail: tuple[tuple[str, str], ...],
    old: dt.date,
    correct: str | None,
) -> Page:
    values = _values(clinic, province, lang)
    stated = clinic.facts()
    context: Plain = {
        "id": clinic.id,
        "code": clinic.province,
        "correct": correct,
        "values": values,
        "supported": {fact: clinic.sources_of(fact) for fact in stated},
        "not_seen_since": {fact: clinic.seen(fact).isoformat() for fact in stated if clinic.seen(fact) < old},
        "not_stated": [fact for fact in values if fact not in stated],
        "status_note": clinic.status_note[lang] if clinic.status_note else None,
        "city_note": clinic.city_note[lang] if clinic.city_note else None,
        "successor": {"name": successor.name, "address": addresses.clinic(successor, lang)} if successor else None,
        "confirmed": clinic.confirmed.model_dump(mode="json") if clinic.confirmed else None,
        "sources": [{"number": n, "supports": list(s.supports)} | plan_provenance(s) for n, s in enumerate(clinic.sources, 1)],
        "province": {
            "name": province.name[lang],
            "locative": province.locative[lang],
            "address": addresses.province(province.code, lang),
            "register": province.regulator.register_ or province.regulator.website,
            "regulator": province.regulator.name.in_language(lang)[0],
            "regulator_lang": province.regulator.name.in_language(lang)[1],
        },
    }
    alternates = {other: addresses.clinic(clinic, other) for other in LANGUAGES}
    return Page(alternates[lang], "clinic", lang, clinic.name, "", context, alternates, trail)


def correction_address(repository: str | None, clinic: Clinic) -> str | None:
    """The form that corrects a listing, filled in with its id, where the repository has such forms (GitHub); None elsewhere."""
    if repository is None or host_of(repository) != "github.com":
        return None
    return f"{repository.rstrip('/')}/issues/new?" + urlencode({"template": CORRECTION_FORM, "title": f"Correction: {clinic.id}", CORRECTION_FIELD: clinic.id})


def _values(clinic: Clinic, province: Province, lang: str) -> Plain:
    """Every fact that a listing may state, by name, ready to show; what it does not state is None or empty."""
    return {
        "name": clinic.name,
        "province": province.name[lang],
        "city": clinic.city,
        "kind": clinic.kind,
        "status": clinic.status,
        "address": clinic.address,
        "postal_code": clinic.postal_code,
        "phone": clinic.phone,
        "email": clinic.email,
        "website": clinic.website,
        "treatments": list(clinic.treatments),
        "conditions": list(clinic.conditions),
        "referral": clinic.referral,
        "languages": list(clinic.languages),
        "virtual_care": clinic.virtual_care,
        "prices": [
            {"item": p.item, "amount": str(p.amount), "up_to": str(p.up_to) if p.up_to is not None else None, "note": p.note[lang] if p.note else None}
            for p in clinic.prices
        ],
        "funding": list(clinic.funding),
    }
