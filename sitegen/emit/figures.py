"""The geometry of figures: people out of 100, bars, the maps of Canada and of one province. Templates draw them; words stay there."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.emit.projection import project

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


FRAME, MARGIN = 340, 14  # the longer side of a province's map and the space around it
_LETTER, _LINE = 8.2, 17.0  # the room that a letter and a line of a name take at the size that canada.css gives them

Box = tuple[float, float, float, float]  # left, top, right, bottom


def dots(towns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The dot of each town on the map of Canada; its area grows with its listings. Small dots come last, so that none is hidden."""
    return [{"name": town["name"], "count": town["count"], "r": round(3.5 * math.sqrt(town["count"]), 1)} | _at(town) for town in towns]


def province_map(code: str, towns: list[dict[str, Any]]) -> dict[str, Any]:
    """One province in a frame of its own: the outline and how to move it there, and dots with the names that fit, in units of the frame."""
    path = _outlines()["provinces"][code]["path"]
    left, top, right, bottom = _bounds(path)
    scale = (FRAME - 2 * MARGIN) / max(right - left, bottom - top)
    width, height = FRAME, round((bottom - top) * scale) + 2 * MARGIN
    dx, dy = (width - (left + right) * scale) / 2, (height - (top + bottom) * scale) / 2
    placed: list[dict[str, Any]] = []
    for town in towns:
        at = _at(town)
        x, y = round(at["x"] * scale + dx, 1), round(at["y"] * scale + dy, 1)
        placed.append({"name": town["name"], "count": town["count"], "x": x, "y": y, "r": round(5 * math.sqrt(town["count"]), 1)})
    _name(placed, width, height)
    return {"width": width, "height": height, "path": path, "move": f"translate({dx:.1f} {dy:.1f}) scale({scale:.3f})", "towns": placed}


def _at(town: dict[str, Any]) -> dict[str, float]:
    x, y = project(town["latitude"], town["longitude"])
    return {"x": round(x, 1), "y": round(y, 1)}


def _bounds(path: str) -> Box:
    """The box around an outline of canada.json: rings of one absolute start and relative steps."""
    xs, ys = [], []
    for ring in path.split("z"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", ring)]
        x = y = 0.0
        for step in range(0, len(numbers), 2):
            x, y = x + numbers[step], y + numbers[step + 1]
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def _name(towns: list[dict[str, Any]], width: float, height: float) -> None:
    """Give each town the side of its dot on which its name hides nothing; None when there is none, for the list beside names all."""
    taken: list[Box] = [(t["x"] - t["r"], t["y"] - t["r"], t["x"] + t["r"], t["y"] + t["r"]) for t in towns]
    for town in towns:
        town["side"] = None
        for side, box in _places_of_name(town):
            if box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height and not any(_overlap(box, other) for other in taken):
                town["side"] = side
                taken.append(box)
                break


def _places_of_name(town: dict[str, Any]) -> list[tuple[str, Box]]:
    x, y, gap, long = town["x"], town["y"], town["r"] + 3, len(town["name"]) * _LETTER
    half = _LINE / 2
    return [
        ("right", (x + gap, y - half, x + gap + long, y + half)),
        ("left", (x - gap - long, y - half, x - gap, y + half)),
        ("above", (x - long / 2, y - gap - _LINE, x + long / 2, y - gap)),
        ("below", (x - long / 2, y + gap, x + long / 2, y + gap + _LINE)),
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
