"""The guarded dialect of YAML: plain mappings, lists and text, with the place of every value.

No tags, anchors, aliases, merge keys, directives or second documents; no duplicate keys; every scalar is text until a model gives
it a type, so ``ON`` is Ontario and ``10:30`` stays as written. Depth and size are bounded on the event stream, before anything recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from sitegen.problems import UNSEEN, Origin, Problem, Report

MAX_DEPTH = 16
MAX_NODES = 2_000_000
_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Events come by the hundred thousand, and their classes have no subclasses: to compare is several times faster than to ask for the kind.
_NODES = frozenset((yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent))
_ENDS = frozenset((yaml.MappingEndEvent, yaml.SequenceEndEvent))


@dataclass(slots=True)
class Document:
    """Plain data (dict, list, str) and where each part of it stands."""

    data: Any
    origin: Origin


class _Refused(Exception):
    def __init__(self, event: Any, rule: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.mark, self.rule, self.message, self.fix = event.start_mark, rule, message, fix


def parse(text: str, path: str, report: Report, first_line: int = 1) -> Document | None:
    """Read one document; every fault becomes a problem of ``path``, and None is returned after a fatal one.

    ``first_line`` is the line of the file on which ``text`` begins (front matter does not begin on line 1).
    """
    try:
        return _build(text, path, report, first_line)
    except _Refused as fault:
        report.error(path, fault.mark.line + first_line, fault.mark.column + 1, fault.rule, fault.message, fault.fix)
    except yaml.YAMLError as fault:
        said = str(getattr(fault, "problem", "") or fault)
        mark = getattr(fault, "problem_mark", None)
        if any(words in said for words in _OPENED):
            mark = getattr(fault, "context_mark", None) or mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        report.error(path, line + first_line, column + 1, "yaml/syntax", *_plain_words(said, text, line, column))
    return None


def _build(text: str, path: str, report: Report, first_line: int) -> Document | None:
    around: list[tuple[Any, Any]] = []  # what this container stands in: each container and its node
    container: Any = None
    parent: Any = None
    key: str | None = None  # waits for a value
    result: Document | None = None
    count = documents = 0
    event: Any
    for event in yaml.parse(text, Loader=_EVENTS):
        kind = type(event)
        if kind in _ENDS:
            container, parent = around.pop()
            continue
        if kind is yaml.DocumentStartEvent:
            documents += 1
            _refuse_document(event, documents)
        if kind not in _NODES:
            continue
        if kind is not yaml.ScalarEvent or event.style == '"' or event.anchor or event.tag:
            _refuse_extras(event)
        count += 1
        if count > MAX_NODES:
            raise _Refused(event, "yaml/too-large", "the file holds too many values", "split it")
        mark = event.start_mark
        node = Origin(path, mark.line + first_line, mark.column + 1)
        value: Any = event.value if kind is yaml.ScalarEvent else {} if kind is yaml.MappingStartEvent else []
        if key is None and type(container) is dict:
            key = _take_key(event, value, node, container, parent, report)
            continue
        if result is None:
            result = Document(value, node)
        elif key is None:
            parent.children[len(container)] = node
            container.append(value)
        else:
            if value == "" and not event.style:
                report.extend([empty(parent.keys.get(key, node), key)])
            container[key] = value
            parent.children[key] = node
            key = None
        if kind is not yaml.ScalarEvent:
            if len(around) >= MAX_DEPTH:
                raise _Refused(event, "yaml/too-deep", f"values are nested more than {MAX_DEPTH} deep", "make the structure flatter")
            around.append((container, parent))
            container, parent = value, node
    return result


def empty(origin: Origin, key: str) -> Problem:
    """The problem of a key that is followed by nothing."""
    return origin.error("yaml/empty", f"{key} has no value", "write one after the colon, or delete the line")


def _take_key(event: Any, value: Any, node: Origin, container: dict[str, Any], parent: Origin, report: Report) -> str:
    if not isinstance(value, str):
        raise _Refused(event, "yaml/key", "a key must be a plain word", "write it as text before the colon")
    if value == "<<" and not event.style:
        raise _Refused(event, "yaml/merge-key", "the merge key << is not part of our YAML", "write the values out")
    if value in container:
        first = parent.keys[value].line
        report.extend([node.error("yaml/duplicate-key", f"{value} stands here a second time (first on line {first})", "keep one of them")])
    parent.keys.setdefault(value, node)
    return value


def _refuse_document(event: Any, documents: int) -> None:
    if documents > 1:
        raise _Refused(event, "yaml/documents", "a second document begins here", "keep one document in a file and delete this ---")
    if event.version or event.tags:
        raise _Refused(event, "yaml/directive", "a % directive is not part of our YAML", "delete the line")


def _refuse_extras(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(event, "yaml/alias", f"the alias *{event.anchor} is not part of our YAML", "write the value out (put text that begins with * in quotes)")
    if isinstance(event, yaml.ScalarEvent) and event.style == '"' and UNSEEN.search(event.value):
        raise _Refused(
            event, "yaml/hidden-character", "an escape in this text makes a character that readers cannot see", "delete the escape (the \\ and what follows)"
        )
    if event.anchor:
        raise _Refused(event, "yaml/anchor", f"the anchor &{event.anchor} is not part of our YAML", "delete it (put text that begins with & in quotes)")
    if event.tag:
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise _Refused(event, "yaml/tag", f"the tag {shown} is not part of our YAML", "delete it (put text that begins with ! in quotes)")


_REWORDED = [
    ("mapping values are not allowed", "a second colon makes this line unreadable", "put the text after the first colon in quotes"),
    ("could not find expected ':'", "a key without a colon", "write key: value, with a space after the colon"),
    ("did not find expected key", "this line does not fit the lines above it", "check that it is indented like its neighbours and that quotes are closed"),
    ("expected <document start>", "this line does not fit the lines above it", "check that it is indented like its neighbours and has a colon or a -"),
    ("did not find expected '-' indicator", "this line does not fit the list above it", "begin list items with - at the same depth"),
    ("a tab character", "this line is indented with a tab", "indent with spaces"),
    ("found character that cannot start any token", "this character cannot begin a value", "put the text in quotes"),
    ("found unexpected end of stream", "a quotation mark is never closed", "close it"),
    ("found unexpected document indicator", "a quotation mark is never closed", "close it"),
    ("URI", "a ! cannot begin a value", "put the text in quotes"),
    ("escape", "a \\ in a text with double quotes", "write the text in single quotes, or double the \\"),
    ("hexdecimal", "a \\ in a text with double quotes", "write the text in single quotes, or double the \\"),
    ("did not find expected node content", "a [ or { is never closed, or a value is missing", "close it, or put the text in quotes"),
    ("did not find expected ',' or", "a [ or { is never closed", "close it, or put the text in quotes"),
    ("found unexpected ':'", "a colon stands where it cannot", "put the text in quotes"),
    ("block sequence entries are not allowed", "a list begins in the middle of a line", "put - on a line of its own"),
    ("mapping keys are not allowed", "a question mark with a space cannot begin a value", "put the text in quotes"),
    ("comment or line break", "words after | or >", "begin the text on the next line"),
    ("indentation indicator", "a number after | or >", "delete it"),
    ("directive", "a % cannot begin a line", "put the text in quotes, or delete the line"),
    ("non-alphabetical", "a % cannot begin a line", "put the text in quotes, or delete the line"),
    ("alphabetic or numeric", "a * or & cannot begin a value", "put the text in quotes"),
    ("tag handle", "a ! cannot begin a value", "put the text in quotes"),
    ("whitespace or line break", "a ! cannot begin a value", "put the text in quotes"),
    ("expected '>'", "a ! cannot begin a value", "put the text in quotes"),
    ("control characters are not allowed", "a character that readers cannot see", "delete it"),
]


# Problems of something that was opened: where it begins says more than where the reader gave up.
_OPENED = ("did not find expected ',' or", "found unexpected end of stream", "found unexpected document indicator")


def _plain_words(problem: str, text: str, line: int, column: int) -> tuple[str, str]:
    here = dict(enumerate(text.split("\n"))).get(line, "")
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "this line is indented with a tab", "indent with spaces"
    if "mapping values" in problem and ": " not in here[:column]:
        return "this line does not fit the lines above it", "write a colon after the key above, and indent this line like its neighbours"
    for start, what, fix in _REWORDED:
        if start in problem:
            return what, fix
    return f"this is not readable as YAML ({problem})", "compare it with the lines above"
