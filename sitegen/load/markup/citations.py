"""``[@id]`` and ``[@id1; @id2]``: citations of ``data/sources.yaml``."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from sitegen.load.markup.links import OWN

PATTERN = r"\[(@[^\[\]\n]+)\]"


def cited(inside: str) -> list[str]:
    """The source ids that the text between the brackets names."""
    return [part.strip().removeprefix("@") for part in inside.split(";")]


class _Citation(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        group = etree.Element("sup", {"class": "cite"})
        for key in cited(m[1]):
            etree.SubElement(group, "a", {"href": f"cite:{key}", "rel": OWN}).text = "?"
        return group, m.start(0), m.end(0)


class Citations(Extension):
    """Each citation becomes a link with the scheme ``cite:``; numbers follow once the whole page is known."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(_Citation(PATTERN, md), "citation", 176)
