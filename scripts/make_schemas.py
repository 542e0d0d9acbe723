#!/usr/bin/env python3
"""Write data/schema/*.json from the models: what editors' programs complete and check while someone types."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from pydantic import TypeAdapter  # noqa: E402

from sitegen.model.articles import FrontMatter, StandingFrontMatter  # noqa: E402
from sitegen.model.changes import Change  # noqa: E402
from sitegen.model.clinics import Clinic  # noqa: E402
from sitegen.model.figures import FIGURES  # noqa: E402
from sitegen.model.references import City, HelpLine, Province, Settings, Source, Term  # noqa: E402
from sitegen.model.synonyms import Synonyms  # noqa: E402

SCHEMAS: dict[str, Any] = {
    "article": FrontMatter, "page": StandingFrontMatter, "clinics": list[Clinic], "provinces": list[Province], "places": list[City],
    "sources": list[Source], "changes": list[Change], "glossary": list[Term], "help-lines": list[HelpLine], "site": Settings, "synonyms": Synonyms,
    **FIGURES,
}  # fmt: skip


def schemas() -> dict[str, str]:
    """The text of every schema by file name."""
    texts = {}
    for name, model in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(model).json_schema(by_alias=True)}
        texts[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return texts


if __name__ == "__main__":
    folder = PROJECT / "data/schema"
    folder.mkdir(exist_ok=True)
    for file_name, text in schemas().items():
        (folder / file_name).write_text(text, "utf-8")
