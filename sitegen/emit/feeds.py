"""Sitemap, robots and feeds, through one XML serialiser."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from sitegen.model.page import Page, Plain, Plan

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
FEEDS = {"en": "en/feed.xml", "fr": "fr/flux.xml"}


def emit_feeds(plan: Plan, base: str) -> dict[str, bytes]:
    """``sitemap.xml``, ``robots.txt`` and one Atom feed a language, by path."""
    files = {"sitemap.xml": _sitemap(plan, base), "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n".encode()}
    for lang, path in FEEDS.items():
        files[path] = _feed([page for page in plan.pages if page.lang == lang and page.kind == "article"], plan.chrome[lang], base, path)
    return files


def _sitemap(plan: Plan, base: str) -> bytes:
    etree.register_namespace("", _SITEMAP)
    etree.register_namespace("xhtml", _XHTML)
    root = etree.Element(f"{{{_SITEMAP}}}urlset")
    for page in sorted((page for page in plan.pages if page.indexed), key=lambda page: page.address):
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = base + page.address
        if page.changed:
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = page.changed
        for lang, address in sorted(page.alternates.items()):
            etree.SubElement(url, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": f"{lang}-CA", "href": base + address})
    return _bytes(root)


def _feed(pages: list[Page], chrome: Plain, base: str, path: str) -> bytes:
    etree.register_namespace("", _ATOM)
    root = etree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": f"{chrome['lang']}-CA"})
    newest = sorted(pages, key=lambda page: (page.changed or "", page.address), reverse=True)[:50]
    home = base + chrome["addresses"]["home"]
    for name, text in (("id", home), ("title", chrome["title"]), ("updated", f"{max((p.changed or '' for p in newest), default='1970-01-01')}T00:00:00Z")):
        etree.SubElement(root, f"{{{_ATOM}}}{name}").text = text
    etree.SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "href": f"{base}/{path}"})
    etree.SubElement(root, f"{{{_ATOM}}}link", {"href": home})
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    etree.SubElement(author, f"{{{_ATOM}}}name").text = chrome["title"]
    for page in newest:
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        for name, text in (("id", base + page.address), ("title", page.title), ("updated", f"{page.changed}T00:00:00Z"), ("summary", page.description)):
            etree.SubElement(entry, f"{{{_ATOM}}}{name}").text = text
        etree.SubElement(entry, f"{{{_ATOM}}}link", {"href": base + page.address})
    return _bytes(root)


def _bytes(root: etree.Element) -> bytes:
    etree.indent(root, " ")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
