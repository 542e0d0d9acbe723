"""``/data/v1/``: the data as JSON, CSV and GeoJSON, with the JSON Schema of each record."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from sitegen.model.page import Plain, Plan

FOLDER = "data/v1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SCHEMAS = Path(__file__).resolve().parents[2] / "data/schema"
# Columns in the order of the record. Lists of words are joined by "|", what has parts of its own is JSON.
COLUMNS = (
    "id", "name", "province", "city", "city_note", "kind", "status", "status_note", "succeeded_by", "address", "postal_code", "phone", "email", "website",
    "treatments", "conditions", "referral", "languages", "virtual_care", "prices", "funding", "confirmed", "sources", "location", "pages",
)  # fmt: skip
WORD_LISTS = ("treatments", "conditions", "languages", "funding")
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection); the apostrophe itself is marked so that the way back is sure.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def emit_export(plan: Plan, base: str) -> dict[str, bytes]:
    """All files of the open data, by path."""
    clinics = [_absolute(record, base) for record in plan.data["clinics"]]
    provinces = [_absolute(record, base) for record in plan.data["provinces"]]
    changes = [_absolute(record, base) if "pages" in record else record for record in plan.data["changes"]]
    about = {"title": plan.chrome["en"]["title"], "licence": LICENCE, "documentation": base + plan.chrome["en"]["addresses"]["data"]}
    return {
        f"{FOLDER}/clinics.json": _json({"$schema": f"{base}/{FOLDER}/schema/clinics.json", **about, "clinics": clinics}),
        f"{FOLDER}/provinces.json": _json({"$schema": f"{base}/{FOLDER}/schema/provinces.json", **about, "provinces": provinces}),
        f"{FOLDER}/changes.json": _json({"$schema": f"{base}/{FOLDER}/schema/changes.json", **about, "changes": changes}),
        f"{FOLDER}/clinics.csv": _csv(clinics),
        f"{FOLDER}/clinics.geojson": _json(_geojson(clinics)),
        f"{FOLDER}/schema/changes.json": _schema("changes", "Change", {"pages": _PAGES}),
        f"{FOLDER}/schema/clinics.json": _schema("clinics", "Clinic", {"pages": _PAGES, "location": _LOCATION}),
        f"{FOLDER}/schema/provinces.json": _schema("provinces", "Province", {"pages": _PAGES}),
    }


def write_cell(value: Any, column: str) -> str:
    """One value as text of a cell; :func:`read_cell` gives it back."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else "|".join(value) if column in WORD_LISTS else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_RISKY) else text


def read_cell(text: str, column: str) -> Any:
    """The value of a cell; None for an empty one."""
    if not text:
        return None
    text = text.removeprefix("'")
    if column in WORD_LISTS:
        return text.split("|")
    return json.loads(text) if column in ("city_note", "status_note", "virtual_care", "prices", "confirmed", "sources", "location", "pages") else text


def _csv(clinics: list[Plain]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([write_cell(record.get(column), column) for column in COLUMNS] for record in clinics)
    return out.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets that the accents are UTF-8


def _geojson(clinics: list[Plain]) -> Plain:
    """A point for each listing whose town is known (RFC 7946: longitude first). The point is that of the town, not of the clinic."""
    features = [
        {
            "type": "Feature", "id": record["id"],
            "geometry": {"type": "Point", "coordinates": [record["location"]["longitude"], record["location"]["latitude"]]},
            "properties": {key: record.get(key) for key in ("name", "province", "city", "kind", "status", "treatments", "pages")},
        }
        for record in clinics if "location" in record
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


_PAGES = {"type": "object", "properties": {lang: {"type": "string", "format": "uri"} for lang in ("en", "fr")}, "required": ["en", "fr"]}
_LOCATION = {
    "type": "object", "required": ["of", "latitude", "longitude"],
    "properties": {"of": {"const": "city"}, "latitude": {"type": "number"}, "longitude": {"type": "number"}},
}  # fmt: skip


def _schema(name: str, noun: str, added: Plain) -> bytes:
    """The schema of a file: that of the editors' file, in its envelope, with what the build adds to each record."""
    own = json.loads((_SCHEMAS / f"{name}.json").read_bytes())
    definitions = own["$defs"]
    definitions[noun]["properties"] |= added
    envelope = {key: {"type": "string"} for key in ("$schema", "title", "licence", "documentation")} | {name: {"type": "array", "items": own["items"]}}
    return _json({"$schema": own["$schema"], "type": "object", "properties": envelope, "required": list(envelope), "$defs": definitions})


def _absolute(record: Plain, base: str) -> Plain:
    return record | {"pages": {lang: base + address for lang, address in record["pages"].items()}}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
