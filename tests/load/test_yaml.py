"""The guarded dialect: what it refuses, with the place and the remedy, and that all the rest is text."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.load.yaml import MAX_DEPTH, parse
from sitegen.problems import Origin, Report
from tests.roots import PROJECT

REFUSED = [
    ("a: 1\nb: 2\na: 3", ["3:1: error: yaml/duplicate-key: a stands here a second time (first on line 1); keep one of them"]),
    ("{ a: 1, a: 2 }", ["1:9: error: yaml/duplicate-key: a stands here a second time (first on line 1); keep one of them"]),
    ("a: *x", ["1:4: error: yaml/alias: the alias *x is not part of our YAML; write the value out (put text that begins with * in quotes)"]),
    ("a: &x 1", ["1:4: error: yaml/anchor: the anchor &x is not part of our YAML; delete it (put text that begins with & in quotes)"]),
    ("<<: { a: 1 }", ["1:1: error: yaml/merge-key: the merge key << is not part of our YAML; write the values out"]),
    (
        "a: !!python/object:os.system x",
        ["1:4: error: yaml/tag: the tag !!python/object:os.system is not part of our YAML; delete it (put text that begins with ! in quotes)"],
    ),
    ("a: !x 1", ["1:4: error: yaml/tag: the tag !x is not part of our YAML; delete it (put text that begins with ! in quotes)"]),
    ("%YAML 1.1\n---\na: 1", ["1:1: error: yaml/directive: a % directive is not part of our YAML; delete the line"]),
    ("%TAG ! x\n---\na: 1", ["1:1: error: yaml/directive: a % directive is not part of our YAML; delete the line"]),
    ("%FOO\n---\na: 1", ["1:5: error: yaml/syntax: a % cannot begin a line; put the text in quotes, or delete the line"]),
    ("a: 1\n---\nb: 2", ["2:1: error: yaml/documents: a second document begins here; keep one document in a file and delete this ---"]),
    (
        "a: 1\n...\nb: 2",
        ["3:1: error: yaml/syntax: this line does not fit the lines above it; check that it is indented like its neighbours and has a colon or a -"],
    ),
    ("a: [[[[[[[[[[[[[[[[[", ["1:19: error: yaml/too-deep: values are nested more than 16 deep; make the structure flatter"]),
    ("? [a]\n: b", ["1:3: error: yaml/key: a key must be a plain word; write it as text before the colon"]),
    ("{ [a]: b }", ["1:3: error: yaml/key: a key must be a plain word; write it as text before the colon"]),
    ("a: 1\nb:\nc: 3", ["2:1: error: yaml/empty: b has no value; write one after the colon, or delete the line"]),
    (
        'a: "x\\u202ey"',
        ["1:4: error: yaml/hidden-character: an escape in this text makes a character that readers cannot see; delete the escape (the \\ and what follows)"],
    ),
    (
        'a: "\\0"',
        ["1:4: error: yaml/hidden-character: an escape in this text makes a character that readers cannot see; delete the escape (the \\ and what follows)"],
    ),
    (
        'a: "\\uFEFF"',
        ["1:4: error: yaml/hidden-character: an escape in this text makes a character that readers cannot see; delete the escape (the \\ and what follows)"],
    ),
    ("a: b: c", ["1:5: error: yaml/syntax: a second colon makes this line unreadable; put the text after the first colon in quotes"]),
    (
        "a\nb: c",
        ["2:2: error: yaml/syntax: this line does not fit the lines above it; write a colon after the key above, and indent this line like its neighbours"],
    ),
    (
        "a: 1\n  b: 2",
        ["2:4: error: yaml/syntax: this line does not fit the lines above it; write a colon after the key above, and indent this line like its neighbours"],
    ),
    ("a: 'b", ["1:4: error: yaml/syntax: a quotation mark is never closed; close it"]),
    ('a: "b\n...\n', ["1:4: error: yaml/syntax: a quotation mark is never closed; close it"]),
    (
        "a: 'b' c",
        ["1:8: error: yaml/syntax: this line does not fit the lines above it; check that it is indented like its neighbours and that quotes are closed"],
    ),
    ('a: "b\\q"', ["1:6: error: yaml/syntax: a \\ in a text with double quotes; write the text in single quotes, or double the \\"]),
    ('a: "b\\x"', ["1:8: error: yaml/syntax: a \\ in a text with double quotes; write the text in single quotes, or double the \\"]),
    ("a: [1", ["1:4: error: yaml/syntax: a [ or { is never closed; close it, or put the text in quotes"]),
    ("a: { b: 1", ["1:4: error: yaml/syntax: a [ or { is never closed; close it, or put the text in quotes"]),
    ("a: ]", ["1:4: error: yaml/syntax: a [ or { is never closed, or a value is missing; close it, or put the text in quotes"]),
    ("- a\nb: 1", ["2:1: error: yaml/syntax: this line does not fit the list above it; begin list items with - at the same depth"]),
    (
        "a: b\n- c",
        ["2:1: error: yaml/syntax: this line does not fit the lines above it; check that it is indented like its neighbours and that quotes are closed"],
    ),
    ("a:\n\t- b", ["2:1: error: yaml/syntax: this line is indented with a tab; indent with spaces"]),
    ("a: 1\n\tb: 2", ["2:1: error: yaml/syntax: this line is indented with a tab; indent with spaces"]),
    ("a: @b", ["1:4: error: yaml/syntax: this character cannot begin a value; put the text in quotes"]),
    ("a: - b", ["1:4: error: yaml/syntax: a list begins in the middle of a line; put - on a line of its own"]),
    ("a: ? b", ["1:4: error: yaml/syntax: a question mark with a space cannot begin a value; put the text in quotes"]),
    ("a: |x\n b", ["1:5: error: yaml/syntax: words after | or >; begin the text on the next line"]),
    ("a: |0\n b", ["1:5: error: yaml/syntax: a number after | or >; delete it"]),
    ("a: *", ["1:5: error: yaml/syntax: a * or & cannot begin a value; put the text in quotes"]),
    ("a: !<b", ["1:7: error: yaml/syntax: a ! cannot begin a value; put the text in quotes"]),
    ("a: !e!b c", ["1:4: error: yaml/syntax: a ! cannot begin a value; put the text in quotes"]),
    ("a: !%", ["1:5: error: yaml/syntax: a ! cannot begin a value; put the text in quotes"]),
    ("a: [,&a \\&>:,", ["1:5: error: yaml/syntax: a [ or { is never closed, or a value is missing; close it, or put the text in quotes"]),
]

TEXT = [
    ("province: ON", {"province": "ON"}),
    ("at: 10:30", {"at": "10:30"}),
    ("on: 2026-02-31", {"on": "2026-02-31"}),
    ("phone: 6135550100", {"phone": "6135550100"}),
    ("a: [yes, no, true, null, ~, 0o7, 0x1F, 1e3, .inf, 1_000]", {"a": ["yes", "no", "true", "null", "~", "0o7", "0x1F", "1e3", ".inf", "1_000"]}),
    ("'<<': 1", {"<<": "1"}),
    ("'&a': '*b !c'", {"&a": "*b !c"}),
    ('"é\\u00e9\\u00a0": "\\u202f"', {"éé\u00a0": "\u202f"}),
    ("---\na: 1\n...\n", {"a": "1"}),
    ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
    ("a: >-\n  b\n  c\n", {"a": "b c"}),
    ("a: {}\nb: []\nc: ''", {"a": {}, "b": [], "c": ""}),
    ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_the_dialect_lacks_is_a_problem_at_its_place(text: str, expected: list[str]) -> None:
    report = Report()
    parse(text, "f.yaml", report)
    assert [str(problem).removeprefix("f.yaml:") for problem in report] == expected


@pytest.mark.parametrize(("text", "value"), TEXT)
def test_every_scalar_is_text_as_written(text: str, value: object) -> None:
    report = Report()
    document = parse(text, "f.yaml", report)
    assert document is not None
    assert list(report) == []
    assert value is None or document.data == value


def test_every_value_and_key_knows_its_place() -> None:
    document = parse("- id: a\n  list:\n    - x\n    - { k: v }\n", "f.yaml", Report(), first_line=3)
    assert document is not None
    origin = document.origin
    assert (origin.at(0, "list", 1, "k").line, origin.at(0, "list", 1, "k").column) == (6, 12)
    assert (origin.key(0, "list").line, origin.key(0, "list").column) == (4, 3)
    assert (origin.at(0, "missing").line, origin.at(0, "missing").column) == (3, 3)


def check_node(node: yaml.Node, data: object, origin: Origin) -> None:
    """What PyYAML itself makes of a document, value by value and place by place."""
    assert (origin.line, origin.column) == (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        assert isinstance(data, dict)
        assert list(data) == list(origin.children) == list(origin.keys) == [key.value for key, _ in node.value]
        for key, value in node.value:
            assert (origin.keys[key.value].line, origin.keys[key.value].column) == (key.start_mark.line + 1, key.start_mark.column + 1)
            check_node(value, data[key.value], origin.children[key.value])
    elif isinstance(node, yaml.SequenceNode):
        assert isinstance(data, list)
        assert list(origin.children) == list(range(len(node.value))) == list(range(len(data)))
        for index, value in enumerate(node.value):
            check_node(value, data[index], origin.children[index])
    else:
        assert (data, origin.children, origin.keys) == (node.value, {}, {})


words = st.text(alphabet="aé1 :-#'\"\n,[]{}yes~|>%@&*!", min_size=1, max_size=12)
documents = st.recursive(words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20)


@settings(max_examples=200, deadline=None)
@given(documents, st.sampled_from([None, True, False]), st.sampled_from([None, "'", "|", ">"]))
def test_any_document_has_the_values_and_places_that_pyyaml_finds(data: object, flow: bool | None, style: str | None) -> None:
    text = yaml.dump(data, default_flow_style=flow, default_style=style, allow_unicode=True, Dumper=Untagged)
    report = Report()
    document = parse(text, "f.yaml", report)
    assert document is not None, report.as_text()
    assert (document.data, list(report)) == (data, [])
    node = yaml.compose(text, Loader=yaml.BaseLoader)
    assert node is not None
    check_node(node, document.data, document.origin)


class Untagged(yaml.SafeDumper):
    """Writes no anchors; and no tags, because all is text."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.load.yaml.MAX_NODES", 5)
    report = Report()
    assert parse("a: [1, 2]", "f.yaml", report) is not None
    assert parse("a: [1, 2, 3]", "f.yaml", report) is None
    assert [str(problem) for problem in report] == ["f.yaml:1:11: error: yaml/too-large: the file holds too many values; split it"]


# Each is an expression, so that the text itself is made in the process that may die of it.
HOSTILE = {
    "brackets": ("'[' * 400_000", "1:17: error: yaml/too-deep"),
    "braces": ("'{a: ' * 100_000", "1:65: error: yaml/too-deep"),
    "keys": ("'? ' * 200_000", "1:3: error: yaml/key"),
    "lists": ("'- ' * 200_000", "1:33: error: yaml/too-deep"),
    "a quotation": ("'\"' + 'x' * 3_900_000", "1:1: error: yaml/syntax"),
    "aliases": ("'a: &a [x, x]\\n' + ''.join(f'k{i}: [*a, *a]\\n' for i in range(99_999))", "1:4: error: yaml/anchor"),
    "one long line": ("'a: ' + 'x' * 3_900_000", ""),
    "one long key": ("'x' * 3_900_000 + ': y'", "1:3900001: error: yaml/syntax"),
    "many keys": ("''.join(f'k{i}: x\\n' for i in range(50_000))", ""),
    "many repeats": ("'a: 1\\n' * 20_000", "2:1: error: yaml/duplicate-key"),
    "indentation": ("'\\n'.join(' ' * i + 'a:' for i in range(2_000))", "17:17: error: yaml/too-deep"),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_yaml_ends_the_reader_neither_by_a_signal_nor_by_a_hang(text: str, expected: str) -> None:
    code = f"from sitegen.load.yaml import parse; from sitegen.problems import Report; r = Report(); parse({text}, 'f.yaml', r); print(r.as_text()[:300])"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.removeprefix("f.yaml:").startswith(expected)
    assert expected or not done.stdout.strip()
