"""Any bytes at all, as YAML, as front matter or as Markdown, give a value or problems with places, and never anything unsafe."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.load.files import read_text
from sitegen.load.frontmatter import load_fenced
from sitegen.load.markup.links import BadLink, read_target
from sitegen.load.prose import load_prose
from sitegen.load.records import load_record
from sitegen.load.yaml import parse
from sitegen.model.articles import FrontMatter
from sitegen.model.clinics import Clinic
from sitegen.model.figures import FIGURES
from sitegen.model.references import City, HelpLine, Province, Settings, Source, Term
from sitegen.problems import Origin, Problem, Report
from tests import lean
from tests.lean import LEAN, C, E
from tests.load.browser_eyes import unsafe

PIECES = """
a é ᐃᖃ 1 . ; | || |- : :: # ## ### { } {#a} {: [ ] [] ( ) ]( [[ ]] [@ [@a] [^ [^1] [^1]: [a]: *[ * ** _ __ ` `` ``` ~~~ ~ > >>
- -- --- === + 1. < > <b> <a </ <!-- --> <https://a.ca> https://a.ca javascript: data: // \\ \\[ & &amp; &lt; &#x202e; &#106; " ' ! ![
[!NOTE] [!X] % @ $ = timeline icon-array clinic: page: province:ON ../risks/x.en.md #a {{ }} {% <script> onclick=x klzzwxh:0000
""".split()
SPACES = [" ", "  ", "    ", "\n", "\n\n", "\n    ", "\n> ", "\n- ", "\n1. ", "\n:   ", "\t", "\u00a0", "\u202f", "\x02", "\x03", "\u200b", "\u2028", "\x00"]
tangled = st.lists(st.sampled_from(PIECES + SPACES * 2), max_size=60).map("".join)
texts = tangled | st.text(max_size=80)
scalars = texts | st.sampled_from(["", "en", "ON", "true", "2026-11-23", "10:30", "450.00", "NaN", "-1", "9" * 5_000, "https://a.ca", "613-555-0100", "a-b"])
plain: st.SearchStrategy[Any] = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=8)
YAML = [
    "a",
    "b:",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "|",
    ">",
    "&a ",
    "*a",
    "!x ",
    "!!str ",
    "%YAML 1.2",
    "---",
    "...",
    "#",
    " #",
    "<<",
    "\\x",
    "@",
    "`",
    "~",
]
yamlish = st.lists(st.sampled_from(YAML + SPACES), max_size=40).map("".join)
MODELS = [FrontMatter, Clinic, Settings, Source, Term, HelpLine, Province, City, *FIGURES.values()]
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_places(problems: Report | list[Problem]) -> None:
    """Every problem has a place and words, and is one line."""
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert str(problem).isprintable() or "\n" not in str(problem)


@quick
@given(texts | yamlish | st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "replace")))
def test_any_text_is_yaml_or_a_problem_with_a_place(text: str) -> None:
    report = Report()
    document = parse(text, "f.yaml", report)
    check_places(report)
    assert document is None or all(problem.rule in ("yaml/empty", "yaml/duplicate-key") for problem in report)


@quick
@given(plain, st.sampled_from(MODELS))
def test_any_values_are_a_record_or_problems(data: Any, model: Any) -> None:
    known = dict.fromkeys(model.model_fields, data)
    for value in (data, known):
        report = Report()
        noun = load_record(model, value, Origin("f.yaml", 1, 1), "area", report)
        check_places(report)
        assert (noun is None) == (report.errors > 0)


@quick
@given(texts, st.sampled_from(["en", "fr"]))
def test_any_text_is_safe_prose_or_problems(text: str, lang: str) -> None:
    prose, problems = load_prose(text, "f.md", "risks", lang, 7)
    check_places(problems)
    assert prose is not None or problems
    assert unsafe(prose.html if prose else "") == []
    if prose and not problems:
        assert prose.html.count("figure-slot-") == len(prose.figures)
        assert "{#" not in prose.html or "{#" in text


@quick
@given(texts)
def test_any_link_is_a_target_or_a_bad_link(href: str) -> None:
    try:
        target = read_target(href, "risks", "en")
    except BadLink as fault:
        assert fault.message
        assert fault.fix
    else:
        assert unsafe(f'<a href="{target.href.replace("&", "&amp;")}">x</a>') == []


@quick
@given(texts | yamlish, texts)
def test_any_head_and_body_are_an_article_or_problems(head: str, body: str) -> None:
    report = Report()
    fenced = load_fenced(f"---\n{head}\n---\n{body}", "f.md", report)
    check_places(report)
    assert fenced is not None or report.errors
    if fenced is not None and "---" not in head:
        assert fenced.body.strip() == body.strip()


@quick
@given(st.binary(max_size=200) | texts.map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_file_or_problems(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "f.md").write_bytes(raw)
        report = Report()
        text = read_text(Path(folder), "f.md", report)
        check_places(report)
        assert (text is None) == (report.errors > 0)


def mutated(text: str) -> st.SearchStrategy[bytes]:
    """The bytes of a sound file with a part of it replaced."""
    raw = text.encode()
    return st.tuples(st.integers(0, len(raw)), st.integers(0, 30), texts | yamlish).map(
        lambda cut: raw[: cut[0]] + cut[2].encode("utf-8", "replace") + raw[cut[0] + cut[1] :]
    )


@settings(quick, max_examples=60)
@given(
    st.sampled_from([E, C, "data/site.yaml", "data/sources.yaml", "data/provinces.yaml"]).flatmap(lambda path: st.tuples(st.just(path), mutated(LEAN[path])))
)
def test_any_edit_of_a_sound_root_gives_a_site_or_problems(edit: tuple[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_places(lean.read(lean.write(Path(folder), {edit[0]: edit[1]})))
