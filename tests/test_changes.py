"""The log of changes: made from a real history, in step with the listings, and published."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path

import pytest

from scripts.make_changes import HEAD, LISTINGS, LOG, log
from sitegen.cache import Cache
from sitegen.emit.export import emit_export
from sitegen.load.references import load_changes
from sitegen.load.tree import Tree
from sitegen.model.page import Plan
from sitegen.pipeline import Options, load_site
from sitegen.plan.addresses import Addresses
from sitegen.plan.data import plan_data, plan_history
from sitegen.problems import Report
from sitegen.progress import Progress
from tests.lean import CLINIC, TODAY, edit, write
from tests.roots import PROJECT

OTHER = edit(CLINIC, ("harbour-clinic", "inlet-clinic"), ("Harbour Clinic", "Inlet Clinic"))


class History:
    """A small real repository whose listings change day by day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> None:
        moment = f"{day}T23:30:00-0330"
        settings = {
            "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@guide.example", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@guide.example",
        }  # fmt: skip
        subprocess.run(["git", *arguments], cwd=self.folder, env=os.environ | settings, check=True, capture_output=True)

    def write(self, text: str) -> None:
        file = self.folder / LISTINGS
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def commit(self, day: str, text: str) -> None:
        self.write(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=Listings", day=day)

    def log(self, today: str = "2026-12-31") -> list[str]:
        return log(self.folder, dt.date.fromisoformat(today)).splitlines()[1:]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


def test_each_day_says_what_was_added_changed_closed_and_removed(history: History) -> None:
    history.commit("2026-01-02", CLINIC + OTHER)
    history.commit("2026-01-03", edit(CLINIC, ("902-555-0100", "902-555-0199"), ("read: 2026-11-01", "read: 2026-11-02")) + OTHER)
    closed = edit(CLINIC, ("status: unconfirmed", "status: closed\n  status_note: { en: Gone., fr: Fermée. }"), ("902-555-0100", "902-555-0199"))
    history.commit("2026-01-05", closed)
    assert history.log() == [
        "- { on: 2026-01-05, listing: harbour-clinic, what: closed, fields: [status, sources, status_note] }",
        "- { on: 2026-01-05, listing: inlet-clinic, what: removed }",
        "- { on: 2026-01-03, listing: harbour-clinic, what: changed, fields: [phone, sources] }",
        "- { on: 2026-01-02, listing: harbour-clinic, what: added }",
        "- { on: 2026-01-02, listing: inlet-clinic, what: added }",
    ]


def test_several_commits_of_a_day_count_as_one_and_what_was_taken_back_not_at_all(history: History) -> None:
    history.commit("2026-01-02", CLINIC)
    history.commit("2026-01-03", edit(CLINIC, ("902-555-0100", "902-555-0199")))
    history.commit("2026-01-03", CLINIC)
    assert history.log() == ["- { on: 2026-01-02, listing: harbour-clinic, what: added }"]


def test_order_layout_and_remarks_are_no_change(history: History) -> None:
    history.commit("2026-01-02", CLINIC + OTHER)
    history.commit("2026-01-03", "# In order.\n" + OTHER + CLINIC.replace("name: Harbour Clinic", 'name: "Harbour Clinic"'))
    assert len(history.log()) == 2


def test_what_is_not_committed_yet_is_a_change_of_today(history: History) -> None:
    history.commit("2026-01-02", CLINIC)
    history.write(CLINIC + OTHER)
    assert history.log("2026-02-01")[0] == "- { on: 2026-02-01, listing: inlet-clinic, what: added }"


def test_a_version_that_cannot_be_read_is_made_good_by_the_next(history: History) -> None:
    history.commit("2026-01-02", CLINIC)
    history.commit("2026-01-03", "- id: [\n")
    history.commit("2026-01-04", CLINIC + OTHER)
    assert history.log()[0] == "- { on: 2026-01-04, listing: inlet-clinic, what: added }"
    assert len(history.log()) == 2


def test_what_a_branch_did_counts_on_the_day_of_the_merge(history: History) -> None:
    history.commit("2026-01-02", CLINIC)
    history.git("switch", "--quiet", "--create", "branch")
    history.commit("2026-01-03", CLINIC + OTHER)
    history.git("switch", "--quiet", "main")
    history.git("merge", "--quiet", "--no-ff", "--message=Merge", "branch", day="2026-01-09")
    assert history.log()[0] == "- { on: 2026-01-09, listing: inlet-clinic, what: added }"


def test_a_clock_that_went_wrong_does_not_turn_the_order(history: History) -> None:
    history.commit("2026-01-05", CLINIC)
    history.commit("2026-01-02", CLINIC + OTHER)
    assert history.log()[-1] == "- { on: 2026-01-05, listing: inlet-clinic, what: added }"


def test_a_shallow_clone_is_refused_because_its_history_begins_too_late(history: History, tmp_path_factory: pytest.TempPathFactory) -> None:
    history.commit("2026-01-02", CLINIC)
    history.commit("2026-01-03", CLINIC + OTHER)
    shallow = tmp_path_factory.mktemp("shallow")
    history.git("clone", "--quiet", "--depth=1", f"file://{history.folder}", str(shallow / "clone"))
    with pytest.raises(SystemExit, match="git fetch --unshallow"):
        log(shallow / "clone", TODAY)


ADDED = "- { on: 2026-11-02, listing: harbour-clinic, what: added }\n"


def test_the_log_of_the_project_is_in_order_and_says_one_thing_of_a_listing_and_day() -> None:
    changes = [entry.noun for entry in load_changes(Tree(PROJECT), Report())]
    days = [change.on for change in changes]
    assert days and days == sorted(days, reverse=True)
    assert len({(change.on, change.listing) for change in changes}) == len(changes)
    assert (PROJECT / LOG).read_text("utf-8").startswith(HEAD)


def test_the_log_is_published_with_the_pages_of_those_that_are_there(tmp_path: Path) -> None:
    removed = "- { on: 2026-11-03, listing: inlet-clinic, what: removed }\n- { on: 2026-11-03, listing: harbour-clinic, what: changed, fields: [phone] }\n"
    root = write(tmp_path, {LOG: removed + ADDED})
    site = load_site(Options(root, root / "output", TODAY), Cache(None), Progress(False), Report())
    addresses = Addresses(site)
    chrome = {"en": {"title": "Guide", "addresses": {"data": "/en/data/"}}}
    files = emit_export(Plan(chrome=chrome, data=plan_data(site, addresses)), "https://guide.example")
    page = {"en": "https://guide.example/en/clinics/ns-land/harbour-clinic/", "fr": "https://guide.example/fr/cliniques/ns-pays/harbour-clinic/"}
    assert json.loads(files["data/v1/changes.json"])["changes"] == [
        {"on": "2026-11-03", "listing": "inlet-clinic", "what": "removed"},
        {"on": "2026-11-03", "listing": "harbour-clinic", "what": "changed", "fields": ["phone"], "pages": page},
        {"on": "2026-11-02", "listing": "harbour-clinic", "what": "added", "pages": page},
    ]
    assert "pages" in json.loads(files["data/v1/schema/changes.json"])["$defs"]["Change"]["properties"]
    here = {"id": "harbour-clinic", "name": "Harbour Clinic", "address": "/en/clinics/ns-land/harbour-clinic/"}
    gone: dict[str, object] = {"id": "inlet-clinic", "name": None, "address": None, "fields": []}
    assert plan_history(site, addresses, "en") == [
        {"on": "2026-11-03", "what": [{"what": "removed", "listings": [gone]}, {"what": "changed", "listings": [here | {"fields": ["phone"]}]}]},
        {"on": "2026-11-02", "what": [{"what": "added", "listings": [here | {"fields": []}]}]},
    ]
