"""The geometry of figures: people out of 100, bars, the map of Canada. Templates draw them; words stay there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PER_ROW = 10
CELL_WIDTH, CELL_HEIGHT = 16, 24
# One little person in its cell: a head and a body, drawn once a figure and repeated as a pattern.
_PERSON = "M8 1.5a3.5 3.5 0 1 0 .01 0zM4 10.5h8a2 2 0 0 1 2 2v5h-3v5h-6v-5h-3v-5a2 2 0 0 1 2-2z"


def draw(kind: str, data: dict[str, Any]) -> Any:
    """What the figure's template needs beside the plain values: shapes for icon arrays, shares for bars, nothing else."""
    if kind == "icon-array":
        return [_people(group["label"], int(group["count"]), int(data["of"])) for group in data["groups"]]
    if kind == "bar-chart":
        most = float(data.get("most") or max(float(bar["value"]) for bar in data["bars"])) or 1.0
        return [{"label": bar["label"], "value": bar["value"], "share": round(100 * float(bar["value"]) / most, 1)} for bar in data["bars"]]
    return None


def _people(label: str, count: int, of: int) -> dict[str, Any]:
    return {
        "label": label, "count": count, "of": of, "person": _PERSON, "cell": (CELL_WIDTH, CELL_HEIGHT),
        "filled": _cells(0, count), "empty": _cells(count, of),
        "width": PER_ROW * CELL_WIDTH, "height": -(-of // PER_ROW) * CELL_HEIGHT,
    }  # fmt: skip


def _cells(start: int, stop: int) -> str:
    """The outline of the cells from ``start`` to before ``stop``, row by row."""
    rows = [(row, max(start, row), min(stop, row + PER_ROW)) for row in range(start // PER_ROW * PER_ROW, stop, PER_ROW)]
    return "".join(
        f"M{(first - row) * CELL_WIDTH} {row // PER_ROW * CELL_HEIGHT}h{(last - first) * CELL_WIDTH}v{CELL_HEIGHT}h-{(last - first) * CELL_WIDTH}z"
        for row, first, last in rows
    )


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
