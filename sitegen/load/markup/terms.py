"""``[words][[term]]`` and ``[[term]]``: words of ``data/glossary.yaml``."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from sitegen.load.markup.links import OWN

PATTERN = r"\[(?:([^\[\]]+)\]\[\[|\[)([^\[\]\n]+)\]\]"  # begins with a literal, which is found several times faster


class _Term(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        link = etree.Element("a", {"href": f"term:{m[2].strip()}", "rel": OWN})
        link.text = m[1] or ""
        return link, m.start(0), m.end(0)


class Terms(Extension):
    """Each term becomes a link with the scheme ``term:``; without words of its own it takes the glossary's."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(_Term(PATTERN, md), "term", 177)
