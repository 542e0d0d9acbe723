"""Links by file path, by key and to the outside: one rule for what a link may lead to."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from sitegen.model.scalars import Fault, web_address

OWN = "own"  # marks links that our own markup makes, which no author can write by hand
_ARTICLE = re.compile(r"(?P<section>[a-z0-9-]+)/(?P<key>[a-z0-9-]+)\.(?P<lang>en|fr)\.md")
_KEYED = re.compile(r"(?P<kind>clinic|province|page):(?P<key>[A-Za-z0-9-]+)")
_UNESCAPE = re.compile(f"{STX}([0-9]{{2,3}}){ETX}")  # how Markdown keeps a character that had a backslash before it
_SHAPES = {
    "mailto": "write it as mailto:name@clinic.ca", "tel": "write it as tel:613-555-0100", "sms": "write it as sms:988",
    "clinic": "write clinic: and the id of a listing, such as clinic:some-clinic", "province": "write province: and two letters, such as province:ON",
    "page": "write page: and the name of a page, such as page:glossary",
}  # fmt: skip
_ANCHOR = re.compile(r"[A-Za-z][\w:-]*")


class BadLink(Exception):
    """A link that leads nowhere a link may lead: rule id, what was found, what to write."""

    def __init__(self, rule: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.rule, self.message, self.fix = rule, message, fix


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: ``kind`` is article, clinic, province, page, here (an anchor of the same page) or outside."""

    kind: str
    key: str
    anchor: str = ""

    @property
    def href(self) -> str:
        """The form in which the target waits in cached HTML."""
        if self.kind == "outside":
            return self.key
        anchor = f"#{self.anchor}" if self.anchor else ""
        return anchor if self.kind == "here" else f"ref:{self.kind}:{self.key}{anchor}"


def read_target(href: str, section: str, lang: str) -> Target:
    """What an author's link means in a file of ``section`` and ``lang``; raises :class:`BadLink`."""
    address, _, anchor = href.partition("#")
    if anchor and not _ANCHOR.fullmatch(anchor):
        raise BadLink("link/anchor", f'"#{anchor[:60]}" is not the id of a heading', "write #id as in {#id} at the heading")
    if not address:
        if not anchor:
            raise BadLink("link/empty", "the link leads nowhere", "write an address between the round brackets")
        return Target("here", "", anchor)
    if match := _KEYED.fullmatch(address):
        return Target(match["kind"], match["key"], anchor)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address) or address.startswith("//"):
        return _outside(href)
    if address.startswith("/") or not address.endswith(".md"):
        raise BadLink(
            "link/form",
            f'"{href[:80]}" is not how links between pages are written',
            f"write the path of the file, such as ../risks/side-effects.{lang}.md, or page:glossary",
        )
    return _article(address, anchor, section, lang)


def _article(address: str, anchor: str, section: str, lang: str) -> Target:
    path = posixpath.normpath(posixpath.join(section, address))
    match = _ARTICLE.fullmatch(path)
    if not match:
        raise BadLink("link/unknown-article", f'"{address[:80]}" is not an article', f"write ../section/key.{lang}.md")
    if match["lang"] != lang:
        raise BadLink("link/other-language", f'"{address[:80]}" is the page in the other language', f"write {address[:-6]}.{lang}.md")
    return Target("article", f"{match['section']}/{match['key']}", anchor)


def _outside(href: str) -> Target:
    if re.fullmatch(r"mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|tel:\+?[0-9-]{3,16}|sms:\+?[0-9-]{3,16}", href):
        return Target("outside", href)
    if fix := _SHAPES.get(href.partition(":")[0].lower()):
        raise BadLink("link/form", f'"{href[:80]}" is not how such links are written', fix)
    try:
        return Target("outside", web_address(href))
    except Fault as fault:
        context = fault.context or {}
        raise BadLink("link/outside", str(context["message"]), str(context["fix"])) from None


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, extension: Links) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            href = link.get("href", "")
            if link.attrib.pop("rel", "") == OWN or link.get("class") in ("footnote-ref", "footnote-backref"):
                continue
            address = self.extension.found(_UNESCAPE.sub(lambda match: chr(int(match[1])), href))
            link.attrib.pop("title", None)
            if address is None:
                link.tag = "span"
                link.attrib.clear()
            else:
                link.set("href", address)


class Links(Extension):
    """Hands each author's link to ``found``, which gives the address to keep, or None for a link that is a problem; it is set anew for each text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Callable[[str], str | None] = lambda href: None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Links(md, self), "links", 4)
