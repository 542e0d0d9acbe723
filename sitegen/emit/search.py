"""The files that the script of search fetches when a reader first types: ``/data/search/<lang>.json``.

They are made for that script and may change with it; what others may build on is ``/data/v1/``.
"""

from __future__ import annotations

import json

from sitegen.model.page import Plan

FOLDER = "data/search"


def emit_search(plan: Plan) -> dict[str, bytes]:
    """One file a language, or none when the site is built without search."""
    return {f"{FOLDER}/{lang}.json": json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode() for lang, index in plan.search.items()}
