"""Rules between clinic records, and between a record and the rest of the data."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from sitegen.model.clinics import Clinic
from sitegen.model.scalars import PROVINCES, host_of
from sitegen.model.site import Entry, Site
from sitegen.problems import Origin, Problem, did_you_mean

# Canada Post: the first letter of a postal code names the province or a part of it.
POSTAL_DISTRICTS = {
    "A": ("NL",), "B": ("NS",), "C": ("PE",), "E": ("NB",), "G": ("QC",), "H": ("QC",), "J": ("QC",), "K": ("ON",), "L": ("ON",), "M": ("ON",),
    "N": ("ON",), "P": ("ON",), "R": ("MB",), "S": ("SK",), "T": ("AB",), "V": ("BC",), "X": ("NT", "NU"), "Y": ("YT",),
}  # fmt: skip
_NOTE_WANTED = ("closed", "renamed")


def check_support(site: Site) -> Iterator[Problem]:
    """Every published fact of a listing is supported by at least one of its sources."""
    for entry in site.clinics:
        clinic = entry.noun
        for fact in clinic.facts():
            if not clinic.sources_of(fact):
                yield entry.origin.key(fact).error(
                    "clinic/unsupported-fact",
                    f"no source of {clinic.id} supports {fact}",
                    f"add {fact} to the supports: of the source that states it, or delete the fact",
                )
        published = set(clinic.facts())
        for index, source in enumerate(clinic.sources):
            for number, fact in enumerate(source.supports):
                if fact not in published:
                    yield entry.origin.at("sources", index, "supports", number).warning(
                        "clinic/supports-nothing", f"{clinic.id} publishes no {fact}", f"add the fact, or take {fact} out of supports:"
                    )


def check_places(site: Site) -> Iterator[Problem]:
    """The city of a listing is in data/places.yaml, in the same province; without a city a note says what is known."""
    if "data/clinics.yaml" in site.lent and "data/places.yaml" not in site.lent:
        return  # a root with places of its own answers for its own listings only
    names: dict[str, set[str]] = {}
    for place in site.cities:
        names.setdefault(place.noun.province, set()).update((place.noun.name.en, place.noun.name.fr))
    for entry in site.clinics:
        clinic = entry.noun
        if clinic.city is None:
            if clinic.city_note is None:
                yield entry.origin.error("clinic/missing-key", "city is missing", "add city: …, or city_note: { en: …, fr: … } that says why none can be given")
        elif clinic.city not in names.get(clinic.province, set()) and site.lacks("place", clinic.city):
            elsewhere = sorted(code for code, there in names.items() if clinic.city in there)
            if elsewhere:
                message, fix = f"{clinic.city} is in {' and '.join(elsewhere)}, not in {clinic.province}", "correct the city or the province"
            else:
                message = f'"{clinic.city}" is not in data/places.yaml for {clinic.province}'
                fix = did_you_mean(clinic.city, names.get(clinic.province, set())) or "add the place there first"
            yield entry.origin.at("city").error("clinic/unknown-city", message, fix)


def check_postal_codes(site: Site) -> Iterator[Problem]:
    """The postal code of a listing lies in its province."""
    for entry in site.clinics:
        code = entry.noun.postal_code
        if code and entry.noun.province not in POSTAL_DISTRICTS[code[0]]:
            where = " or ".join(POSTAL_DISTRICTS[code[0]])
            yield entry.origin.at("postal_code").error(
                "clinic/postal-code", f"{code} lies in {where}, but the province is {entry.noun.province}", "correct the postal code or the province"
            )


def check_look_alikes(site: Site) -> Iterator[Problem]:
    """No two listings share a website or a phone number; near-identical names in one city ask for a look."""
    yield from _shared(site, "website", lambda clinic: _site_of(clinic.website))
    yield from _shared(site, "phone", lambda clinic: clinic.phone and clinic.phone.removeprefix("1-"))
    first: dict[tuple[str, str, str], Entry[Clinic]] = {}
    for entry in site.clinics:
        clinic = entry.noun
        key = (clinic.province, clinic.city or "", _folded(clinic.name))
        if key in first:
            yield entry.origin.at("name").warning(
                "clinic/same-name", f"{clinic.name} looks like {first[key].noun.id} in the same city", "merge the records if they are one clinic"
            )
        first.setdefault(key, entry)


def check_status(site: Site) -> Iterator[Problem]:
    """A closed or renamed listing says what became of it; a renamed one names a listing that is there."""
    ids = {entry.noun.id for entry in site.clinics}
    for entry in site.clinics:
        clinic = entry.noun
        if clinic.status in _NOTE_WANTED and clinic.status_note is None:
            yield entry.origin.key("status").error(
                "clinic/status-note",
                f"{clinic.id} is {clinic.status} without a note",
                "add status_note: { en: …, fr: … } that says since when and how that is known",
            )
        if clinic.status == "renamed" and clinic.succeeded_by is None:
            yield entry.origin.key("status").error(
                "clinic/succeeded-by", f"{clinic.id} is renamed, but to what is not said", "add succeeded_by: with the id of the listing that took its place"
            )
        if clinic.succeeded_by and clinic.succeeded_by not in ids and site.lacks("clinic", clinic.succeeded_by):
            yield entry.origin.at("succeeded_by").error(
                "clinic/succeeded-by", f'there is no listing "{clinic.succeeded_by}"', did_you_mean(clinic.succeeded_by, ids) or "write the id of a listing"
            )
        if clinic.succeeded_by == clinic.id:
            yield entry.origin.at("succeeded_by").error("clinic/succeeded-by", f"{clinic.id} cannot take its own place", "write the id of another listing")


def check_order(site: Site) -> Iterator[Problem]:
    """Listings stand in the order of provinces (west to east, then north), then city, then id."""
    before: tuple[int, str, str] | None = None
    for entry in site.clinics:
        clinic = entry.noun
        here = (PROVINCES.index(clinic.province), clinic.city or "", clinic.id)
        if before is not None and here < before:
            yield entry.origin.warning("clinic/order", f"{clinic.id} is out of order", f"move it above {before[2]} (province, then city, then id)")
        else:
            before = here


def check_dates(site: Site, today: dt.date) -> Iterator[Problem]:
    """No date lies in the future, and a page was not read before it was written."""
    # One day of grace: an editor in Whitehorse and a server in UTC do not share a calendar day.
    latest = today + dt.timedelta(days=1)
    for entry in site.clinics:
        clinic, origin = entry.noun, entry.origin
        if clinic.confirmed and clinic.confirmed.on > latest:
            yield _future(origin.at("confirmed", "on"), clinic.confirmed.on.isoformat())
        for index, source in enumerate(clinic.sources):
            where = origin.at("sources", index)
            if source.read > latest:
                yield _future(where.at("read"), source.read.isoformat())
            if source.dated and source.dated > latest.isoformat():
                yield _future(where.at("dated"), source.dated)
            elif source.dated and source.dated > source.read.isoformat():
                yield where.at("dated").error(
                    "clinic/date-order", f"the page is dated {source.dated}, after it was read ({source.read})", "correct one of the dates"
                )


def _future(origin: Origin, date: str) -> Problem:
    return origin.error("clinic/future-date", f"{date} lies in the future", "correct the date")


def _shared(site: Site, name: str, value: Callable[[Clinic], str | None]) -> Iterator[Problem]:
    first: dict[str, Entry[Clinic]] = {}
    for entry in site.clinics:
        key = value(entry.noun)
        if not key:
            continue
        if key in first:
            other = first[key]
            yield entry.origin.at(name).error(
                f"clinic/duplicate-{name}",
                f"{entry.noun.id} has the {name} of {other.noun.id} (line {other.origin.line})",
                "keep it on one of them, or merge the records",
            )
        first.setdefault(key, entry)


def _site_of(website: str | None) -> str | None:
    if website is None:
        return None
    parts = urlsplit(website)
    return host_of(website) + parts.path.rstrip("/") + ("?" + parts.query if parts.query else "")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
