"""Alignment of table columns as classes: a strict content security policy refuses style attributes."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Alignment(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for row in root.iter("tr"):
            for cell in row:
                side = cell.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";")
                if side in ("right", "center"):
                    cell.set("class", f"align-{side}")
                if cell.tag == "th" and not (cell.text or len(cell)):
                    cell.tag = "td"  # the corner above row heads heads nothing
                elif cell.tag == "th":
                    cell.set("scope", "col")


class TableAlignment(Extension):
    """Turns the inline style of an aligned cell into a class, and gives column heads their scope; an empty head is none."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Alignment(md), "table-alignment", 26)
