"""The map of Canada and the projection that places points on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import cos, dist, pi, sin
from pathlib import Path
from typing import Any

import pytest

from sitegen.emit import projection
from sitegen.emit.projection import project

MAP = Path(__file__).resolve().parents[2] / "sitegen" / "emit" / "canada.json"
Point = tuple[float, float]

# One place of each unit, some way from the shore.
PLACES = {
    "BC": (49.88, -119.49),  # Kelowna
    "AB": (51.05, -114.09),  # Calgary
    "SK": (50.45, -104.62),  # Regina
    "MB": (49.88, -97.15),  # Winnipeg
    "ON": (45.41, -75.70),  # Ottawa
    "QC": (45.40, -71.90),  # Sherbrooke
    "NB": (45.95, -66.67),  # Fredericton
    "NS": (45.37, -63.27),  # Truro
    "PE": (46.36, -63.35),  # Hunter River
    "NL": (48.95, -54.62),  # Gander
    "YT": (60.72, -135.05),  # Whitehorse
    "NT": (62.45, -114.37),  # Yellowknife
    "NU": (64.32, -96.02),  # Baker Lake
}
OFFSHORE = {"NB", "NS", "PE", "NL"}
BADGE = 14.0  # units: radius of a count badge


def rings(path: str) -> Iterator[list[Point]]:
    """The points of each ring of a path written as `M x y l dx dy … z`."""
    for part in path.split("z")[:-1]:
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", part)]
        x, y = numbers[:2]
        points = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        yield points


def contains(outline: list[list[Point]], point: Point) -> bool:
    """Even-odd rule: a line from the point to the right crosses the outline an odd number of times."""
    x, y = point
    crossings = 0
    for ring in outline:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
    return crossings % 2 == 1


def to_shore(outline: list[list[Point]], point: Point) -> float:
    """Distance from a point to the nearest piece of the outline, in map units."""
    x, y = point
    nearest = float("inf")
    for ring in outline:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
            along = min(1.0, max(0.0, along))
            nearest = min(nearest, dist(point, (ax + along * (bx - ax), ay + along * (by - ay))))
    return nearest


@pytest.fixture(scope="module")
def canada() -> Any:
    return json.loads(MAP.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outlines(canada: Any) -> dict[str, list[list[Point]]]:
    return {code: list(rings(province["path"])) for code, province in canada["provinces"].items()}


def test_the_map_has_the_thirteen_provinces_and_territories(canada: Any) -> None:
    assert set(canada["provinces"]) == set(PLACES)


def test_the_map_is_small_enough_to_stand_inside_a_page() -> None:
    assert MAP.stat().st_size <= 40_000


def test_paths_are_closed_rings_of_plain_numbers(canada: Any) -> None:
    for province in canada["provinces"].values():
        assert re.fullmatch(r"(M\d+(\.\d)? \d+(\.\d)?l[-\d. ]+z)+", province["path"])


def test_every_outline_stays_in_the_box(canada: Any, outlines: dict[str, list[list[Point]]]) -> None:
    for outline in outlines.values():
        for ring in outline:
            assert len(ring) >= 3
            assert all(0 <= x <= canada["width"] and 0 <= y <= canada["height"] for x, y in ring)


def test_the_map_was_drawn_with_the_constants_that_place_points(canada: Any) -> None:
    assert (canada["width"], canada["height"]) == (projection.WIDTH, projection.HEIGHT)
    assert canada["projection"] == {
        "kind": "Lambert conformal conic, sphere",
        "south_parallel": projection.SOUTH_PARALLEL,
        "north_parallel": projection.NORTH_PARALLEL,
        "central_meridian": projection.CENTRAL_MERIDIAN,
        "scale": projection.SCALE,
        "left": projection.LEFT,
        "pole": projection.POLE,
    }


@pytest.mark.parametrize("code", PLACES)
def test_a_place_falls_in_its_own_province_and_no_other(code: str, outlines: dict[str, list[list[Point]]]) -> None:
    assert [unit for unit, outline in outlines.items() if contains(outline, project(*PLACES[code]))] == [code]


def test_neighbours_share_their_border_to_the_point(outlines: dict[str, list[list[Point]]]) -> None:
    corners = {code: {point for ring in outline for point in ring} for code, outline in outlines.items()}
    for west, east in (("BC", "AB"), ("ON", "QC"), ("QC", "NL"), ("YT", "NT")):
        assert len(corners[west] & corners[east]) >= 8


def test_prince_edward_island_can_be_seen(outlines: dict[str, list[list[Point]]]) -> None:
    xs, ys = zip(*outlines["PE"][0], strict=True)
    assert max(xs) - min(xs) > 20
    assert max(ys) - min(ys) > 8


def test_north_is_up_and_east_is_right() -> None:
    assert project(83, -95)[1] < project(60, -95)[1] < project(49, -95)[1]
    assert project(50, -120)[0] < project(50, -95)[0] < project(50, -60)[0]


def test_the_central_meridian_is_upright_and_the_sides_mirror_each_other() -> None:
    assert project(45, -95)[0] == pytest.approx(project(80, -95)[0])
    (west, low), (east, high) = project(60, -115), project(60, -75)
    assert low == pytest.approx(high)
    assert (west + east) / 2 == pytest.approx(project(60, -95)[0])


def test_scale_is_true_along_the_standard_parallels_and_smaller_between_them() -> None:
    def unit_of_ground(latitude: float) -> float:
        """Map units for one radius of the sphere, going north."""
        step = 0.001
        return dist(project(latitude - step / 2, -80), project(latitude + step / 2, -80)) / (step * pi / 180)

    assert unit_of_ground(projection.SOUTH_PARALLEL) == pytest.approx(projection.SCALE, rel=1e-6)
    assert unit_of_ground(projection.NORTH_PARALLEL) == pytest.approx(projection.SCALE, rel=1e-6)
    assert 0.96 < unit_of_ground(65) / projection.SCALE < 1


def test_shapes_keep_their_angles() -> None:
    step = 0.001
    for latitude, longitude in PLACES.values():
        here = project(latitude, longitude)
        north = dist(here, project(latitude + step, longitude))
        east = dist(here, project(latitude, longitude + step)) / cos(latitude * pi / 180)
        assert north == pytest.approx(east, rel=1e-4)


def test_a_known_distance_comes_out_right() -> None:
    kilometres = dist(project(51.05, -114.09), project(53.55, -113.47)) / projection.SCALE * 6371  # Calgary to Edmonton: about 281 km
    assert 270 < kilometres < 290


def test_badges_do_not_touch_one_another_and_stay_in_the_box(canada: Any) -> None:
    labels = {code: tuple(province["label"]) for code, province in canada["provinces"].items()}
    for (_, one), (_, other) in combinations(labels.items(), 2):
        assert dist(one, other) >= 2 * BADGE + 2
    for x, y in labels.values():
        assert BADGE <= x <= canada["width"] - BADGE
        assert BADGE <= y <= canada["height"] - BADGE


@pytest.mark.parametrize("code", PLACES)
def test_a_badge_lies_in_its_province_or_offshore_beside_it(code: str, canada: Any, outlines: dict[str, list[list[Point]]]) -> None:
    x, y = canada["provinces"][code]["label"]
    rim = [(x + BADGE * cos(turn * pi / 36), y + BADGE * sin(turn * pi / 36)) for turn in range(72)]
    touched = {unit for unit, outline in outlines.items() if any(contains(outline, point) for point in [*rim, (x, y)])}
    shores = {unit: to_shore(outline, (x, y)) for unit, outline in outlines.items()}
    assert min(shores.values()) > BADGE
    if code in OFFSHORE:
        assert touched == set()
        assert shores[code] < 2.5 * BADGE
    else:
        assert touched == {code}
