"""``## Words {#id}``: the one attribute that content may set."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

IDENTITY = re.compile(r"[ \t]*\{#([^{}\s]+)\}[ \t]*$")


class _HeadingIds(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for level in "123456":
            for heading in root.iter(f"h{level}"):
                match = IDENTITY.search(heading.text or "")
                if match:
                    heading.set("id", match[1])
                    heading.text = (heading.text or "")[: match.start()]


class HeadingIds(Extension):
    """Runs before inline patterns, so that the id is still the tail of the heading's raw text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_HeadingIds(md), "heading-ids", 27)
