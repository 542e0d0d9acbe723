"""Figures, bodies and assets: what is made of plain data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sitegen.emit.assets import emit_assets
from sitegen.emit.body import render_body
from sitegen.emit.figures import canada, draw
from sitegen.emit.language import load_languages
from sitegen.emit.words import LABELS
from tests.roots import PROJECT

LANGUAGES = load_languages(PROJECT / "locale")
NOTHING: dict[str, Any] = {"body": "", "links": {}, "figures": [], "terms": []}


def body(html: str, **context: Any) -> str:
    return str(
        render_body(NOTHING | {"body": html} | context, LANGUAGES["en"], lambda address: f"/base{address}", lambda number, planned: f"[figure {number}]")
    )


def cells(outline: str) -> set[tuple[int, int]]:
    """The column and row of each person that an outline of whole cells covers."""
    bands = [tuple(int(n) for n in re.findall(r"-?\d+", band)) for band in outline.split("M")[1:]]
    return {(x // 16 + step, y // 24) for x, y, width, _height, _back in bands for step in range(width // 16)}


@pytest.mark.parametrize(("count", "of"), [(0, 100), (1, 100), (27, 100), (30, 100), (100, 100), (3, 20)])
def test_an_icon_array_draws_as_many_people_as_the_number_says(count: int, of: int) -> None:
    (group,) = draw("icon-array", {"groups": [{"label": "a", "count": count}], "of": str(of)})
    filled, empty = cells(group["filled"]), cells(group["empty"])
    assert (len(filled), len(empty), len(filled | empty)) == (count, of - count, of)
    assert filled == {(index % 10, index // 10) for index in range(count)}


def test_bars_are_shares_of_the_longest() -> None:
    bars = draw("bar-chart", {"bars": [{"label": "a", "value": "50"}, {"label": "b", "value": "200"}]})
    assert [bar["share"] for bar in bars] == [25.0, 100.0]


def test_a_full_bar_stands_for_the_whole_when_the_whole_is_given() -> None:
    bars = draw("bar-chart", {"most": "100", "bars": [{"label": "a", "value": "55"}, {"label": "b", "value": "41"}]})
    assert [bar["share"] for bar in bars] == [55.0, 41.0]


def test_every_province_has_an_outline_on_the_map() -> None:
    (shape,) = canada([{"code": "NU", "name": "Nunavut", "address": "/x/", "count": 0}])
    assert shape["path"].startswith("M") and shape["name"] == "Nunavut"


def test_links_by_key_become_addresses_below_the_base_path() -> None:
    html = body('<p><a href="ref:article:risks/a#b">x</a></p>', links={"ref:article:risks/a#b": "/en/guide/a/#b"})
    assert html == '<p><a href="/base/en/guide/a/#b">x</a></p>'


def test_a_glossary_word_is_a_button_that_opens_its_definition() -> None:
    html = body('<a href="term:off-label">hors <em>x</em></a> <a href="term:off-label"></a>', terms=[{"id": "off-label", "term": "off-label"}])
    assert html == (
        '<button type="button" class="term" popovertarget="term-off-label">hors <em>x</em></button> '
        '<button type="button" class="term" popovertarget="term-off-label">off-label</button>'
    )


def test_an_elided_article_and_a_full_stop_stay_with_the_word_they_touch() -> None:
    html = body('<p>l’<a href="term:off-label">usage</a>. Et <a href="term:off-label">usage</a> aussi</p>', terms=[{"id": "off-label", "term": "off-label"}])
    button = '<button type="button" class="term" popovertarget="term-off-label">usage</button>'
    assert html == f'<p><span class="together">l’{button}.</span> Et {button} aussi</p>'


def test_emergency_numbers_in_the_text_can_be_dialled_but_no_link_stands_in_a_link() -> None:
    html = body('<p>Call 9-8-8, not 19-8-8. <a href="https://x.example/">9-1-1</a></p>')
    assert html == '<p>Call <a class="dial" href="tel:988">9-8-8</a>, not 19-8-8. <a href="https://x.example/">9-1-1</a></p>'


def test_callouts_get_a_title_and_tables_a_region_with_a_name_of_its_own() -> None:
    html = body('<div class="callout callout-unknown">\n<p>x</p>\n</div><table></table><table></table>')
    assert '<p class="callout-title">What is not known</p>' in html
    assert 'aria-label="Table 1"' in html and 'aria-label="Table 2"' in html


def test_a_slot_takes_the_figure_of_its_number() -> None:
    assert body('<div class="figure-slot" id="figure-slot-1"></div>', figures=[{}, {}]) == "[figure 1]"


def test_an_asset_changes_its_name_with_its_content_only(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/reset.css").write_text("/* why */\na { color: red; }\n")
    first = emit_assets([tmp_path])
    assert emit_assets([tmp_path]) == first
    (tmp_path / "css/reset.css").write_text("a { color: blue; }\n")
    assert emit_assets([tmp_path]).addresses["css/site.css"] != first.addresses["css/site.css"]


def test_the_stylesheet_declares_its_layers_once_and_holds_no_comment(tmp_path: Path) -> None:
    (tmp_path / "css/components").mkdir(parents=True)
    (tmp_path / "css/components/card.css").write_text("/* why */ .card { border: 0; }")
    (css,) = emit_assets([tmp_path]).files.values()
    assert css.decode().startswith("@layer reset, tokens, elements, layout, components, utilities, print;")
    assert "@layer components{.card{border: 0;}" in css.decode() and b"why" not in css


def test_every_value_that_the_models_allow_has_words() -> None:
    from typing import get_args

    from sitegen.model import clinics, figures, references, scalars

    values = [
        *get_args(clinics.KINDS),
        *get_args(clinics.STATUSES),
        *get_args(clinics.TREATMENTS),
        *get_args(clinics.CONDITIONS),
        *get_args(clinics.FUNDING),
        *get_args(clinics.FACTS),
    ]
    values += [*get_args(references.SOURCE_KINDS), *get_args(scalars.Copy)]
    for model, name in ((clinics.Price, "item"), (clinics.ClinicSource, "kind"), (scalars.Provenance, "kind"), (figures.IconArray, "certainty")):
        values += get_args(model.model_fields[name].annotation)
    assert [value for value in values if value not in LABELS] == []
