"""The log of changes and the listings agree: examples that break the rule and examples that do not."""

from __future__ import annotations

from collections.abc import Callable

from tests.lean import CLINIC, C, Files, edit

Problems = Callable[[Files], list[str]]
LOG = "data/changes.yaml"
ADDED = "- { on: 2026-11-02, listing: harbour-clinic, what: added }\n"


def test_a_listing_that_the_log_knows_is_sound(problems: Problems) -> None:
    assert problems({C: CLINIC, LOG: ADDED}) == []


def test_a_listing_that_the_log_does_not_know_yet_is_told(problems: Problems) -> None:
    gone = ADDED.replace("added", "removed")
    for text in (ADDED.replace("harbour", "other"), gone + ADDED):
        assert f"{C}:1:7: warning: clinic/change-log: data/changes.yaml does not know harbour-clinic yet; run: make changes" in problems({C: CLINIC, LOG: text})


def test_a_listing_that_went_without_a_word_in_the_log_is_told_once(problems: Problems) -> None:
    before = "- { on: 2026-11-01, listing: inlet-clinic, what: added }\n"
    changed = "- { on: 2026-11-02, listing: inlet-clinic, what: changed, fields: [phone] }\n"
    told = f"{LOG}:2:30: warning: clinic/change-log: inlet-clinic has gone, and the log does not say so; run: make changes"
    assert problems({C: CLINIC, LOG: ADDED + changed + before}) == [told]
    assert problems({C: CLINIC, LOG: edit(changed, ("changed, fields: [phone]", "removed")) + ADDED + before}) == []


def test_a_root_with_listings_of_its_own_and_no_log_has_none(problems: Problems) -> None:
    assert problems({C: CLINIC}) == []
