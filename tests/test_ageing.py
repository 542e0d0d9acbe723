"""Facts that nobody has looked at for long say so, each on its own, and a confirmation makes all of them young again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.directory import plan_directory
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, LEAN, TODAY, C, Files, edit, write

WORDS = {lang: {"home": "Home", "clinics": "Care", "clinics_summary": "Care."} for lang in ("en", "fr")}
SETTINGS = "data/site.yaml"
# One fact rests on a page of its own, read later than the rest.
TWO = edit(CLINIC, ("status, postal_code, phone, website]", "status, postal_code, website]")) + (
    "    - { url: https://harbour.example/phone, kind: own-site, supports: [phone], read: 2026-11-20, copy: live }\n"
)


def old(root: Path, files: Files, today: str) -> dict[str, str]:
    site = load_site(Options(write(root, files), root / "output", TODAY), Cache(None), Progress(False), Report())
    pages = plan_directory(site, Addresses(site), WORDS, {"en": [], "fr": []}, dt.date.fromisoformat(today))
    (page,) = (page for page in pages if page.address.endswith("/harbour-clinic/") and page.lang == "en")
    found: dict[str, str] = page.context["not_seen_since"]
    return found


@pytest.mark.parametrize(("today", "expected"), [("2027-04-30", False), ("2027-05-01", True)])
def test_a_fact_grows_old_after_180_days(today: str, expected: bool, tmp_path: Path) -> None:
    assert ("name" in old(tmp_path, {}, today)) is expected


def test_each_fact_has_the_age_of_its_own_newest_source(tmp_path: Path) -> None:
    found = old(tmp_path, {C: TWO}, "2027-05-10")
    assert found["name"] == "2026-11-01"
    assert "phone" not in found


def test_editors_choose_the_number_of_days(tmp_path: Path) -> None:
    assert "name" in old(tmp_path, {SETTINGS: LEAN[SETTINGS] + "stale_after_days: 10\n"}, "2026-11-12")


def test_a_confirmation_makes_every_fact_young_again(tmp_path: Path) -> None:
    confirmed = edit(CLINIC, ("  sources:", "  confirmed: { on: 2027-04-01, how: phone }\n  sources:"))
    assert old(tmp_path, {C: confirmed}, "2027-05-10") == {}
