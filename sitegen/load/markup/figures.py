"""Fenced and named blocks of data (``icon-array`` and its kin), and plain fenced code."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)(?:(?P<end>^(?P=marks))[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block of a body: its name, its text, the offset at which it begins, and whether its end is marked."""

    name: str
    body: str
    start: int
    end: int
    closed: bool


def may_fence(text: str) -> bool:
    """Whether ``FENCE`` is worth trying: it looks at every line, and most texts hold no fence."""
    return "```" in text or "~~~" in text


def fences(text: str) -> list[Fence]:
    """All fenced blocks, in order."""
    if not may_fence(text):
        return []
    return [Fence(m["info"].strip(), m["body"], m.start(), m.end(), m["end"] is not None) for m in FENCE.finditer(text)]


class _Fences(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text, count, parts, end = "\n".join(lines), 0, [], 0
        for fence in fences(text):
            if fence.name:
                block = f'<div class="figure-slot" id="figure-slot-{count}"></div>'
                count += 1
            else:
                block = f"<pre><code>{html.escape(fence.body)}</code></pre>"
            parts += [text[end : fence.start], f"\n\n{self.md.htmlStash.store(block)}\n\n"]
            end = fence.end
        return ("".join(parts) + text[end:]).split("\n")


class Figures(Extension):
    """A named block becomes an empty slot, numbered in order; the figure is drawn when the page is made."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(_Fences(md), "figures", 27)
