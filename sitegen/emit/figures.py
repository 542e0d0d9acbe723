"""The geometry of figures: people out of 100, bars, the map of Canada. Templates draw them; words stay there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PER_ROW = 10
CELL_WIDTH, CELL_HEIGHT = 16, 24
# One little person in its cell: a head and a body, drawn once and repeated by moving.
_PERSON = "m8 1.5a3.5 3.5 0 1 0 .01 0zm-4 9h8a2 2 0 0 1 2 2v5h-3v5h-6v-5h-3v-5a2 2 0 0 1 2-2z"


def draw(kind: str, data: dict[str, Any]) -> Any:
    """What the figure's template needs beside the plain values: shapes for icon arrays, shares for bars, nothing else."""
    if kind == "icon-array":
        return [_people(group["label"], int(group["count"]), int(data["of"])) for group in data["groups"]]
    if kind == "bar-chart":
        most = float(data.get("most") or max(float(bar["value"]) for bar in data["bars"])) or 1.0
        return [{"label": bar["label"], "value": bar["value"], "share": round(100 * float(bar["value"]) / most, 1)} for bar in data["bars"]]
    return None


def _people(label: str, count: int, of: int) -> dict[str, Any]:
    places = [(index % PER_ROW * CELL_WIDTH, index // PER_ROW * CELL_HEIGHT) for index in range(of)]
    return {
        "label": label, "count": count, "of": of,
        "filled": _shape(places[:count]), "empty": _shape(places[count:]),
        "width": PER_ROW * CELL_WIDTH, "height": -(-of // PER_ROW) * CELL_HEIGHT,
    }  # fmt: skip


def _shape(places: list[tuple[int, int]]) -> str:
    return "".join(f"M{x} {y}{_PERSON}" for x, y in places)


@cache
def _outlines() -> dict[str, Any]:
    outlines: dict[str, Any] = json.loads((Path(__file__).parent / "canada.json").read_bytes())
    return outlines


def canada_box() -> tuple[float, float]:
    """Width and height of the map, in its own units."""
    return _outlines()["width"], _outlines()["height"]


def canada(provinces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each province with its outline and the place of its count."""
    shapes = _outlines()["provinces"]
    return [
        province | {"path": shapes[province["code"]]["path"], "x": shapes[province["code"]]["label"][0], "y": shapes[province["code"]]["label"][1]}
        for province in provinces
    ]
