"""``> [!NOTE]`` and its kin: block quotes that begin with a marker, as on GitHub."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

KINDS = ("NOTE", "WARNING", "EMERGENCY", "UNKNOWN")
MARKER = re.compile(r"\s*\[!([A-Za-z-]+)\][ \t]*\n?")


class _Callout(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, quote in reversed(list(enumerate(parent))):
                if quote.tag == "blockquote" and any(map(_kind, quote)):
                    parent[index : index + 1] = _split(quote)


def _split(quote: etree.Element) -> list[etree.Element]:
    """One block a marker: Python-Markdown runs quotes together that only a blank line parts, where GitHub does not."""
    blocks: list[etree.Element] = []
    for child in quote:
        kind = _kind(child)
        if kind:
            blocks.append(etree.Element("div", {"class": f"callout callout-{kind}"}))
            child.text = MARKER.sub("", child.text or "", count=1)
        elif not blocks:
            blocks.append(etree.Element("blockquote"))
        if not kind or (child.text or "").strip() or len(child):
            blocks[-1].append(child)
    return blocks


def _kind(child: etree.Element) -> str:
    """The kind of callout that a paragraph begins, in small letters, or nothing."""
    match = MARKER.match(child.text or "") if child.tag == "p" else None
    return match[1].lower() if match and match[1] in KINDS else ""


class Callouts(Extension):
    """A marked block quote becomes ``div.callout``; its title is added when the page is made, in the page's language."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Callout(md), "callout", 28)
