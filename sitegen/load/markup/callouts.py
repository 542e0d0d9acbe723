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
        for quote in root.iter("blockquote"):
            first = quote[0] if len(quote) else None
            match = MARKER.match(first.text or "") if first is not None and first.tag == "p" else None
            if first is None or match is None or match[1].upper() not in KINDS:
                continue
            quote.tag = "div"
            quote.set("class", f"callout callout-{match[1].lower()}")
            first.text = (first.text or "")[match.end() :]
            if not first.text.strip():
                quote.remove(first)


class Callouts(Extension):
    """A marked block quote becomes ``div.callout``; its title is added when the page is made, in the page's language."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Callout(md), "callout", 28)
