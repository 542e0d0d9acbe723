"""Shortcuts through Python-Markdown that leave every byte as it is.

Stock tries some thirty inline patterns on every piece of text, and sixteen kinds of block on every block. Here a pattern is tried
only where a literal that it cannot match without is present, and a block that nothing but a paragraph can be goes straight to the
paragraphs. A pattern that is not known here is always tried, and for a kind of pattern that is not known here stock does it all.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import deque
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString, Registry

# Pattern → literals, one of which stands in every text that the pattern can change.
NEEDS = {
    "backtick": ("`",), "escape": ("\\",), "term": ("[[",), "citation": ("[@",), "footnote": ("[^",), "reference": ("[",), "link": ("](",),
    "short_reference": ("[",), "autolink": ("://",), "linebreak": ("  \n",), "entity": ("&",), "em_strong": ("*", "_"),
    "smarty-ellipses": ("...",), "smarty-em-dashes": ("---",), "smarty-en-dashes": ("--",),
    **{f"smarty-quotes-{number}": ("'",) for number in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{number}": ('"',) for number in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{number}": ("\"'",) for number in (2, 5)},
    **{f"smarty-quotes-{number}": ("'\"",) for number in (3, 4)},
}  # fmt: skip
BY_DEFINITION = ("reference", "short_reference")  # they change nothing in a text that defines no link

# Lines that only a paragraph can hold: none begins with a space, a digit or a mark of a block, and none has the pipe of a table.
_LINE = r"(?:\*{1,2}[^\W\d_]|[^\s\d#=*_+>:\[|-])[^\n|]*"
PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*")


class _Paragraphs(BlockProcessor):
    """Takes plain blocks before any other processor looks at them."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return PLAIN.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        paragraph = self.parser.blockprocessors["paragraph"]
        while blocks and PLAIN.fullmatch(blocks[0]):
            paragraph.run(parent, blocks)
        return None


class _Inline(InlineProcessor):
    """The stock walk through the tree, without the patterns and the pieces of text that it need not look at."""

    def __init__(self, md: Markdown, patterns: Any) -> None:
        super().__init__(md)
        self.inlinePatterns: Registry[Any] = patterns
        self._steps: list[tuple[InlinePattern, str, str]] = []
        self._marks: list[str] = []

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        if any(not isinstance(pattern, InlinePattern) or pattern.ANCESTOR_EXCLUDES for pattern in self.inlinePatterns):
            return super().run(tree, ancestors)
        self.stashed_nodes = {}
        self._choose()
        waiting = deque([tree])
        while waiting:
            waiting.extend(self._visit(waiting.popleft()))
        return tree

    def _choose(self) -> None:
        """The patterns worth trying on this text, each with the literals that it needs, and the marks of which every other text has none."""
        patterns = self.inlinePatterns
        needs = {id(patterns[name]): literals for name, literals in NEEDS.items() if name in patterns}
        idle = {id(patterns[name]) for name in BY_DEFINITION if name in patterns and not self.md.references}
        known = [(pattern, needs.get(id(pattern), ("",))) for pattern in patterns if id(pattern) not in idle]
        self._steps = [(pattern, literals[0], literals[-1]) for pattern, literals in known]
        literals = {literal for _, either in known for literal in either}
        self._marks = [mark for mark in literals if not any(other != mark and other in mark for other in literals)]

    def _visit(self, element: etree.Element) -> list[etree.Element]:
        """Apply the patterns below ``element``; gives what is to be visited next. What a tail becomes is met by this very loop."""
        following: list[etree.Element] = []
        inside: list[tuple[etree.Element, list[etree.Element]]] = []
        for child in element:
            text, tail = child.text, child.tail
            if text and not isinstance(text, AtomicString):
                child.text = text = self._apply(text)
                if INLINE_PLACEHOLDER_PREFIX in text:
                    child.text, found = self._unfold(text)
                    following += found
                    inside.append((child, found))
            if tail:
                child.tail = tail = self._apply(tail)
                if INLINE_PLACEHOLDER_PREFIX in tail:
                    child.tail, found = self._unfold(tail)
                    _insert(element, list(element).index(child) + 1, found)
            if len(child):
                following.append(child)
        for child, found in inside:
            _insert(child, 0, found)
        return following

    def _apply(self, text: str, first: int = 0) -> str:
        """The text with a placeholder for all that the patterns, from the ``first`` on, have found in it."""
        if isinstance(text, AtomicString):
            return text
        for mark in self._marks:
            if mark in text:
                break
        else:
            return text
        for number in range(first, len(self._steps)):
            pattern, literal, other = self._steps[number]
            if literal in text or other in text:
                text = self._apply_one(pattern, text, number)
        return text

    def _apply_one(self, pattern: InlinePattern, text: str, number: int) -> str:
        start = 0
        while True:
            for match in pattern.getCompiledRegExp().finditer(text, start):
                node, begin, end = pattern.handleMatch(match, text)
                if begin is not None and end is not None:
                    break
            else:
                return text
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                for child in [node, *node]:
                    if child.text:
                        child.text = self._apply(child.text, number + 1)
                    if child.tail:
                        child.tail = self._apply(child.tail, number)
            name = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[name] = node
            placeholder = INLINE_PLACEHOLDER % name
            text = f"{text[:begin]}{placeholder}{text[end:]}"
            start = begin + len(placeholder)

    def _unfold(self, text: str) -> tuple[str | None, list[etree.Element]]:
        """What the placeholders of a text stand for: the text before the first element, and the elements, each with its tail."""
        before: str | None = None
        found: list[etree.Element] = []

        def add(piece: str) -> None:
            nonlocal before
            if piece and found:
                found[-1].tail = f"{found[-1].tail}{piece}" if found[-1].tail else piece
            elif piece:
                before = f"{before}{piece}" if before else piece

        position = 0
        while (index := text.find(INLINE_PLACEHOLDER_PREFIX, position)) != -1:
            match = INLINE_PLACEHOLDER_RE.search(text, index)
            node = self.stashed_nodes.get(match[1]) if match else None
            if match is None or node is None:
                end = index + len(INLINE_PLACEHOLDER_PREFIX)
                add(text[position:end])
                position = end
                continue
            add(text[position:index])
            position = match.end()
            if isinstance(node, str):
                add(node)
            else:
                self._unfold_within(node)
                found.append(node)
        rest = text[position:]
        add(AtomicString(rest) if isinstance(text, AtomicString) else rest)
        return before, found

    def _unfold_within(self, node: etree.Element) -> None:
        for child in [node, *node]:
            if child.tail and INLINE_PLACEHOLDER_PREFIX in child.tail:
                child.tail, found = self._unfold(child.tail)
                _insert(node, 0 if child is node else list(node).index(child) + 1, found)
            if child.text and INLINE_PLACEHOLDER_PREFIX in child.text:
                child.text, found = self._unfold(child.text)
                _insert(child, 0, found)


def _insert(element: etree.Element, position: int, children: list[etree.Element]) -> None:
    for child in reversed(children):
        element.insert(position, child)


class Shortcuts(Extension):
    """Registered last, so that it finds what the others have registered."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.parser.blockprocessors.register(_Paragraphs(md.parser), "plain-paragraph", 101)
        md.treeprocessors.register(_Inline(md, md.inlinePatterns), "inline", 20)
        smarty: Any = md.treeprocessors["smarty"]
        md.treeprocessors.register(_Inline(md, smarty.inlinePatterns), "smarty", 6)
