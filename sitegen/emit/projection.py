"""Where a point of Canada falls on the map of Canada: the one projection that the outlines and the city dots share.

Lambert conformal conic on the sphere with standard parallels 49° and 77° N and central meridian 95° W, the usual view of
Canada. Formulas: J. P. Snyder, Map Projections — A Working Manual, U.S. Geological Survey Professional Paper 1395 (1987),
pages 106–107, equations 14-1, 14-2, 14-4 and 15-1 to 15-3. Against the ellipsoid a point moves by less than half a unit, and
outlines and dots move together.
"""

from __future__ import annotations

from math import cos, log, pi, radians, sin, tan

WIDTH = 800
HEIGHT = 682
SOUTH_PARALLEL = 49.0
NORTH_PARALLEL = 77.0
CENTRAL_MERIDIAN = -95.0

# Chosen so that the thirteen outlines fill the box with a margin of four units; scripts/make_map.py refuses a box that does not fit.
SCALE = 946.0  # map units for one radius of the sphere
LEFT = 350.0  # x of the central meridian
POLE = -117.6  # y of the North Pole, where the meridians meet


def _half_angle(latitude: float) -> float:
    """tan(π/4 + φ/2), the term that Snyder's equations 15-1 to 15-3 share; latitude in degrees."""
    return tan(pi / 4 + radians(latitude) / 2)


_CONE = log(cos(radians(SOUTH_PARALLEL)) / cos(radians(NORTH_PARALLEL))) / log(_half_angle(NORTH_PARALLEL) / _half_angle(SOUTH_PARALLEL))  # n, 15-3
_RADIUS = SCALE * cos(radians(SOUTH_PARALLEL)) * _half_angle(SOUTH_PARALLEL) ** _CONE / _CONE  # R·F, 15-2


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The place of a point in the map's box: x to the right and y downwards, in map units from the upper left corner.

    Latitude and longitude are in degrees, north and east positive; a point outside Canada may fall outside the box. Latitude
    must lie strictly between -90 and 90. Source: Snyder 1987, equations 14-1, 14-2, 14-4 and 15-1.
    """
    rho = _RADIUS / _half_angle(latitude) ** _CONE
    theta = _CONE * radians(longitude - CENTRAL_MERIDIAN)
    return LEFT + rho * sin(theta), POLE + rho * cos(theta)
