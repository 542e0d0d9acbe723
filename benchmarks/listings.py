#!/usr/bin/env python3
"""Write a root with many made-up listings over many made-up places, to see how the directory grows.

    python benchmarks/listings.py 10000 2000 work/listings
    python build.py --root work/listings

The words are made up and mean nothing. The same numbers give the same files. Each place lies near a real one.
"""

import random
import sys
from pathlib import Path

# A real town of each province, its place, the first half of a postal code there, and its share of the made-up places.
TOWNS = [
    ("BC", 49.26, -123.11, "V6B", 14), ("AB", 51.05, -114.07, "T2P", 12), ("SK", 52.13, -106.67, "S7K", 3), ("MB", 49.88, -97.15, "R3C", 4),
    ("ON", 43.70, -79.42, "M5V", 39), ("QC", 45.51, -73.59, "H3B", 22), ("NB", 46.12, -64.80, "E1C", 2), ("NS", 44.65, -63.57, "B3J", 2),
    ("PE", 46.24, -63.13, "C1A", 1), ("NL", 47.56, -52.71, "A1C", 1),
]  # fmt: skip
SPREAD = 4.0  # degrees around the real town
LETTERS = "ABCEGHJKLMNPRSTVWXYZ"
TREATMENTS = ("iv-ketamine", "im-ketamine", "oral-ketamine", "sublingual-ketamine", "esketamine-spravato", "ketamine-assisted-psychotherapy")
CONDITIONS = ("depression", "bipolar-depression", "ptsd", "anxiety", "ocd", "chronic-pain")
KINDS = ("private-clinic", "private-clinic", "private-clinic", "public-programme", "virtual")
ARTICLE = """\
---
title: One page
summary: A page.
order: 1
takeaways: [One thing., Another thing.]
changed: 2026-11-01
---

Words.

## What is not known {#what-is-not-known}

> [!UNKNOWN]
> All of it.
"""


def main(listings: int, places: int, out: Path) -> None:
    """Write ``content/`` and ``data/`` of the root."""
    chance = random.Random(f"{listings} over {places}")
    towns = []
    for number in range(places):
        province, north, east, area, _ = chance.choices(TOWNS, [town[-1] for town in TOWNS])[0]
        towns.append((province, f"Town {number:05}", north + chance.uniform(0, SPREAD), east - chance.uniform(0, SPREAD), area))
    order = {town[0]: number for number, town in enumerate(TOWNS)}
    records = []
    for number in range(listings):
        province, town, _, _, area = chance.choice(towns)
        identity = f"made-up-{number:05}"
        facts = {
            "name": f"Clinic {chance.getrandbits(64):016x}", "province": province, "city": town, "kind": chance.choice(KINDS),
            "status": chance.choice(("open", "unconfirmed")), "postal_code": f"{area} {chance.randrange(10)}{chance.choice(LETTERS)}{chance.randrange(10)}",
            "website": f"https://{identity}.example/", "treatments": f"[{', '.join(chance.sample(TREATMENTS, chance.randint(1, 3)))}]",
            "conditions": f"[{', '.join(chance.sample(CONDITIONS, chance.randint(1, 3)))}]", "referral": chance.choice(("required", "self-referral")),
            "languages": chance.choice(("[en]", "[en, fr]")), "virtual_care": chance.choice(("true", "false")),
        }  # fmt: skip
        source = f"https://{identity}.example/about, kind: own-site, supports: [{', '.join(facts)}], read: 2026-11-01, copy: archived"
        body = "".join(f"  {key}: {value}\n" for key, value in facts.items())
        records.append(((order[province], town, identity), f"- id: {identity}\n{body}  sources: [{{ url: {source} }}]\n"))
    (out / "data").mkdir(parents=True, exist_ok=True)
    (out / "data/clinics.yaml").write_text("".join(text for _, text in sorted(records)))
    (out / "data/places.yaml").write_text(
        "".join(f"- name: {{ en: {n}, fr: {n} }}\n  province: {p}\n  latitude: {y:.2f}\n  longitude: {x:.2f}\n  population: 20000\n" for p, n, y, x, _ in towns)
    )
    (out / "content/understand").mkdir(parents=True, exist_ok=True)
    (out / "content/understand/one-page.en.md").write_text(ARTICLE)
    (out / "content/understand/one-page.fr.md").write_text(ARTICLE.replace("order: 1", "order: 1\nslug: une-page"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
