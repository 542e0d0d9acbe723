"""Every key that a page or record names must be there: each rule with one example that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import ENGLISH, LEAN, E, F, Files, edit

Problems = Callable[[Files], list[str]]
PROVINCES = ["- code" + record for record in LEAN["data/provinces.yaml"].split("- code")[1:]]

# file, what stands there, what an editor writes in its place, what the editor is told
REFUSED = [
    (
        E,
        "Ask early",
        "[a](side-effect.en.md)",
        ["13:5: error: link/unknown-article: there is no content/risks/side-effect.en.md; did you mean ../risks/side-effects.en.md?"],
    ),
    (E, "Ask early", "[a](../zzz/qqq.en.md)", ["13:5: error: link/unknown-article: there is no content/zzz/qqq.en.md; check the path"]),
    (E, "Ask early", "[c](#blader)", ["13:5: error: link/missing-anchor: this page has no heading #blader; did you mean #bladder?"]),
    (E, "Ask early", "[c](#qqqqq)", ["13:5: error: link/missing-anchor: this page has no heading #qqqqq; put {#qqqqq} at the heading that is meant"]),
    (
        E,
        "Ask early",
        "[c](side-effects.en.md#blader)",
        ["13:5: error: link/missing-anchor: content/risks/side-effects.en.md has no heading #blader; did you mean #bladder?"],
    ),
    (
        E,
        "Ask early",
        "[d](clinic:harbor-clinic)",
        ['13:5: error: link/unknown-clinic: "harbor-clinic" is not in data/clinics.yaml; did you mean harbour-clinic?'],
    ),
    (E, "Ask early", "[d](clinic:zzzz)", ['13:5: error: link/unknown-clinic: "zzzz" is not in data/clinics.yaml; check the spelling']),
    (
        E,
        "Ask early",
        "[e](province:XX)",
        ['13:5: error: link/unknown-province: "XX" is not in data/provinces.yaml; write one of: BC, AB, SK, MB, ON, QC, NB, NS, PE, NL, YT, NT, NU'],
    ),
    (E, "Ask early", "[e](province:on)", ['13:5: error: link/unknown-province: "on" is not in data/provinces.yaml; did you mean ON?']),
    (E, "Ask early", "[f](page:glosary)", ['13:5: error: link/unknown-page: "glosary" is not a page of this site; did you mean glossary?']),
    (
        E,
        "Ask early",
        "[f](page:zzzz)",
        [
            (
                '13:5: error: link/unknown-page: "zzzz" is not a page of this site; pages are: home, guide, clinics, near, help-now, '
                "glossary, search, sources, about, accessibility, corrections, data, privacy"
            )
        ],
    ),
    (E, "Ask early", "[g](page:glossary#ketamin)", ["13:5: error: link/missing-anchor: page:glossary has no heading #ketamin; did you mean #ketamine?"]),
    (E, "Ask early", "[g](page:about#x)", ["13:5: error: link/missing-anchor: page:about has no heading #x; put {#x} at the heading that is meant"]),
    (
        E,
        "Ask early",
        "[d](clinic:harbour-clinic#x)",
        ["13:5: error: link/missing-anchor: clinic:harbour-clinic has no heading #x; leave out the # and what follows"],
    ),
    (E, "Ask early", "[e](province:ON#rules)", ["13:5: error: link/missing-anchor: province:ON has no heading #rules; leave out the # and what follows"]),
    (E, "[[ketamine]]", "[[ketamin]]", ['13:19: error: link/unknown-term: "ketamin" is not in data/glossary.yaml; did you mean ketamine?']),
    (E, "Ask early", "[x][[zzzz]]", ['13:6: error: link/unknown-term: "zzzz" is not in data/glossary.yaml; add the word there first']),
    (
        "content/pages/about.en.md",
        "Words.",
        "[a](../risks/side-effects.en.md)",
        ["7:5: error: link/from-standing-page: a page about the guide links to an article; link to page:guide, or to another page: by name"],
    ),
    (
        "data/glossary.yaml",
        "[trial-2020]",
        "[trial-2021]",
        ['4:13: error: term/unknown-source: "trial-2021" is not in data/sources.yaml; did you mean trial-2020?'],
    ),
    ("data/glossary.yaml", "[trial-2020]", "[zzzz]", ['4:13: error: term/unknown-source: "zzzz" is not in data/sources.yaml; add the source there first']),
    (
        "data/help-lines.yaml",
        "phone: 9-1-1",
        "phone: 613-555-0100",
        ["3:10: error: line/emergency: the phone of the line 9-1-1 is 613-555-0100; write phone: 9-1-1"],
    ),
    ("data/help-lines.yaml", "id: 9-1-1", "id: 9-1-2", ["1:1: error: line/emergency: the line 9-1-1 is missing; put back the record with id: 9-1-1"]),
]

SOUND = [
    "[a](side-effects.en.md) [b](../risks/side-effects.en.md#bladder) [c](#bladder)",
    "[d](clinic:harbour-clinic) [e](province:ON) [f](page:home) [g](page:glossary#ketamine) [h](page:help-now)",
    "[[ketamine]] and [words][[ketamine]].[@trial-2020; @trial-2020]",
    "[i](https://elsewhere.example/page#anything) [j](mailto:a@b.ca) [k](tel:9-8-8)",
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), REFUSED)
def test_a_key_that_leads_nowhere_is_reported_at_its_place(path: str, old: str, new: str, expected: list[str], problems: Problems) -> None:
    assert problems({path: edit(LEAN[path], (old, new))}) == [f"{path}:{line}" for line in expected]


def test_a_page_about_the_guide_cites_sources_that_are_there(problems: Problems) -> None:
    pages = [f"content/pages/about.{lang}.md" for lang in ("en", "fr")]
    assert problems({path: edit(LEAN[path], ("Words.", "A claim.[@trial-2021]")) for path in pages}) == [
        f'{path}:7:10: error: link/unknown-source: "trial-2021" is not in data/sources.yaml; did you mean trial-2020?' for path in pages
    ]


@pytest.mark.parametrize("text", SOUND)
def test_a_key_that_leads_somewhere_is_not(text: str, problems: Problems) -> None:
    assert problems({E: edit(ENGLISH, ("Ask early", text))}) == []


def test_an_article_that_is_held_back_cannot_be_linked(problems: Problems) -> None:
    other = {f"content/risks/other.{lang}.md": edit(LEAN[path], ("order: 10", "order: 20\ndraft: true")) for lang, path in (("en", E), ("fr", F))}
    assert problems({**other, E: edit(ENGLISH, ("Ask early", "[x](other.en.md)"))}) == [
        f"{E}:13:5: error: link/held-article: content/risks/other.en.md is not published (draft: true); remove the link until it is"
    ]
    assert problems(dict(other)) == []


@pytest.mark.parametrize(
    ("path", "rule", "key", "place", "first"),
    [
        ("data/sources.yaml", "source/duplicate-id", "trial-2020", "8:7", 1),
        ("data/glossary.yaml", "term/duplicate-id", "ketamine", "5:7", 1),
        ("data/help-lines.yaml", "line/duplicate-id", "9-1-1", "10:7", 1),
        ("data/provinces.yaml", "province/duplicate-code", "BC", "66:9", 1),
        ("data/places.yaml", "place/duplicate-name", "Toronto, ON", "4:11", 1),
    ],
)
def test_no_two_records_of_a_file_share_a_key(path: str, rule: str, key: str, place: str, first: int, problems: Problems) -> None:
    words = f"{key} stands here a second time (first on line {first}); give each record its own"
    assert f"{path}:{place}: error: {rule}: {words}" in problems({path: LEAN[path] * 2})


def test_the_crisis_line_takes_texts(problems: Problems) -> None:
    path, words = "data/help-lines.yaml", "error: line/emergency: the line 9-8-8 takes texts at 9-8-8; write text: { to: 9-8-8 }"
    assert problems({path: edit(LEAN[path], ("  text: { to: 9-8-8 }\n", ""))}) == [f"{path}:5:3: {words}"]
    assert problems({path: edit(LEAN[path], ("to: 9-8-8", "to: 741741"))}) == [f"{path}:9:15: {words}"]
    assert problems({path: edit(LEAN[path], ("to: 9-8-8", "to: 988"))}) == []


def test_all_thirteen_provinces_stand_in_their_order(problems: Problems) -> None:
    path = "data/provinces.yaml"
    assert problems({path: "".join(PROVINCES[1:])}) == [f"{path}:1:1: error: province/missing: BC is missing; add a record with code: BC"]
    assert problems({path: "".join([*PROVINCES[1:], PROVINCES[0]])}) == [
        f"{path}:1:3: error: province/order: the provinces are out of order; keep them as BC, AB, SK, MB, ON, QC, NB, NS, PE, NL, YT, NT, NU"
    ]
