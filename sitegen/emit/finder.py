"""The files that the scripts of the directory fetch when a reader first uses them: ``/data/near/`` and ``/data/listings.json``.

They are made for these scripts and may change with them; what others may build on is ``/data/v1/``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sitegen.model.page import Plan

FOLDER = "data/near"
LISTINGS = "data/listings.json"
_AREAS = Path(__file__).with_name("postal-areas.json")


def emit_finder(plan: Plan) -> dict[str, bytes]:
    """``places.json`` (places and postal areas), a file of listings by town for each province that has some, and one of listings by what they say."""
    finder = plan.finder
    areas = _AREAS.read_bytes().strip()
    by_province = {f"{FOLDER}/{code.lower()}.json": _json(towns) for code, towns in finder["towns"].items()}
    places = b'{"places":' + _json(finder["places"]) + b',"areas":' + areas + b"}"
    return by_province | {f"{FOLDER}/places.json": places, LISTINGS: _json({"facets": finder["facets"], "listings": finder["listings"]})}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
