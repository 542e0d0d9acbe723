"""What an author types is shown as typed: never taken for the marks that our own pipeline leaves in a body."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.pipeline import Options, build
from tests.lean import CLINIC, ENGLISH, TODAY, C, E, Files, edit, write

PAGE = "en/guide/side-effects/index.html"


def published(folder: Path, files: Files, page: str = PAGE) -> str:
    """The HTML of one page of the lean root with ``files`` in place of its own."""
    build(Options(write(folder / "root", files), folder / "site", TODAY, quiet=True))
    return (folder / "site" / page).read_text("utf-8")


def article(words: str) -> Files:
    return {E: edit(ENGLISH, ("Ask early", words))}


@pytest.mark.parametrize(
    "typed",
    [
        'href="ref:page:nowhere"',
        'href="ref:article:risks/side-effects"',
        'aria-label="Table"',
        'id="cite-1-',
        "&lt;div class=&quot;figure-slot&quot; id=&quot;figure-slot-7&quot;&gt;",
        "{{ 7*7 }}",
    ],
)
def test_code_that_looks_like_our_marks_is_shown_as_typed(tmp_path: Path, typed: str) -> None:
    html = published(tmp_path, article(f"Say `{typed}` and ask early"))
    assert f"<code>{typed.replace('&', '&amp;')}</code>" in html


def test_code_that_looks_like_a_citation_adds_no_way_back(tmp_path: Path) -> None:
    html = published(tmp_path, article('Say `id="cite-1-2"` and ask early'))
    assert 'href="#cite-1-1"' in html and 'href="#cite-1-2"' not in html


def test_the_long_form_of_an_abbreviation_cannot_leave_its_attribute(tmp_path: Path) -> None:
    long_form = "x &gt; 9-8-8 &lt;script src=https://evil.example&gt;&lt;/script&gt; &lt;table&gt;"
    html = published(tmp_path, article(f"Take ABC. Ask early about [[ketamine]].\n\n*[ABC]: {long_form}\n\nAsk again"))
    assert f'<abbr title="{long_form}">ABC</abbr>' in html
    assert "<script src" not in html


def test_tables_are_regions_with_names_of_their_own(tmp_path: Path) -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    html = published(tmp_path, article(f"One.\n\n{table}\nTwo.\n\n{table}\nAsk early"))
    assert [html.count(f'aria-label="Table {number}"') for number in (1, 2, 3)] == [1, 1, 0]


def test_a_page_about_the_guide_may_use_words_of_the_glossary(tmp_path: Path) -> None:
    about = "---\ntitle: About\nsummary: What this is.\nchanged: 2026-11-01\n---\n\nOn [[ketamine]] and [the medicine][[ketamine]].\n"
    html = published(tmp_path, {"content/pages/about.en.md": about}, "en/about/index.html")
    assert html.count('popovertarget="term-ketamine">') == 2
    assert '<div class="term-note" id="term-ketamine" popover>' in html


def test_names_with_quotes_angles_and_percent_signs_stay_text(tmp_path: Path) -> None:
    name = '"></script><b onclick=x> %(name)s %s'
    shown = "&#34;&gt;&lt;/script&gt;&lt;b onclick=x&gt; %(name)s %s"
    html = published(tmp_path, {C: edit(CLINIC, ("name: Harbour Clinic", f"name: '{name}'"))}, "en/clinics/ns-land/harbour-clinic/index.html")
    assert f"<h1>{shown}</h1>" in html
    assert "<b onclick" not in html and html.count("</script>") == html.count("<script ")
