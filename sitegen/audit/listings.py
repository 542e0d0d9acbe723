"""Rules for the files that tell machines and hosts what the site has: sitemap, feeds, robots and redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from sitegen.audit.addresses import Place, address_of
from sitegen.audit.links import Site
from sitegen.problems import Problem

SITEMAP = "sitemap.xml"
_ADDRESSES = frozenset(("loc", "id", "guid", "link", "url", "icon", "logo"))
_OURS_ONLY = frozenset(("loc", "link", "url"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One address in an XML file, with the name of the element that it stands in."""

    name: str
    url: str
    line: int
    column: int


class Unsound(Exception):
    """An XML text that cannot be read; the message says why."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


def check_sitemap(site: Site) -> Iterator[Problem]:
    """The sitemap lists each page that search engines may list, and nothing else."""
    if SITEMAP not in site.tree.files:
        yield Problem(SITEMAP, 1, 1, "error", "audit/sitemap", "there is no sitemap")
        return
    listed: dict[str, Entry] = {}
    for entry in _entries(site, SITEMAP):
        if isinstance(entry, Problem):
            return  # check_xml tells it
        if entry.name == "loc" and (place := site.tree.base.place(entry.url, "/")):
            listed[place.address] = entry
    for address, entry in listed.items():
        page = site.pages.get(address)
        if page and not page.indexed:
            yield Problem(SITEMAP, entry.line, entry.column, "error", "audit/sitemap", f"{entry.url} is listed, and asks not to be", "take it out")
    for page in site.pages.values():
        moved = any(link.place and link.place.address != page.address for link in page.canonicals)
        if page.indexed and not moved and page.address not in listed:
            yield page.fault("audit/sitemap", "this page is missing from the sitemap", 'list it, or give it <meta name="robots" content="noindex">')


def check_xml(site: Site) -> Iterator[Problem]:
    """Sitemap and feeds are sound XML, and the pages that they name are there."""
    for file in sorted(file for file in site.tree.files if file.endswith(".xml")):
        for entry in _entries(site, file):
            if isinstance(entry, Problem):
                yield entry
                continue
            place = site.tree.base.place(entry.url, address_of(file))
            if place is None and entry.name in _OURS_ONLY:
                yield Problem(file, entry.line, entry.column, "error", "audit/listing", f"{entry.url} leads away from this site")
            elif place is not None and (fault := site.lacks(place)):
                yield Problem(file, entry.line, entry.column, "error", "audit/listing", f"{entry.url} leads nowhere: {fault}")


def check_robots(site: Site) -> Iterator[Problem]:
    """The sitemap that robots.txt names is there."""
    for number, line in _lines(site, "robots.txt"):
        match = re.fullmatch(r"sitemap:\s*(\S*)\s*", line, re.IGNORECASE)
        place = site.tree.base.place(match[1], "/robots.txt") if match else None
        if match and (place is None or site.lacks(place)):
            yield Problem("robots.txt", number, 1, "error", "audit/listing", f"{match[1]} leads nowhere")


def check_redirects(site: Site) -> Iterator[Problem]:
    """An old address leads to a page that is there, in one step, and hides no page."""
    rules = [(number, line.split()) for number, line in _lines(site, "_redirects") if line.strip() and not line.startswith("#")]
    sources = {words[0] for _, words in rules if len(words) > 1}
    for number, words in rules:
        faults = [_fault_of_old(site, words[0]), _fault_of_target(site, words[1], sources)] if len(words) > 1 else ["this line names no target"]
        yield from (Problem("_redirects", number, 1, "error", "audit/redirect", fault) for fault in faults if fault)


def listed_first(text: str) -> str:
    """The shortest address that a sitemap lists: that of the whole site; empty when there is none."""
    try:
        return min((entry.url for entry in _parsed(text) if entry.name == "loc"), key=len, default="")
    except Unsound:
        return ""


def _fault_of_old(site: Site, url: str) -> str:
    """Why ``url`` may not be an old address: a host would send a page for it, with or without a slash at its end."""
    place = site.tree.base.place(url, "/")
    if place is None or not url.startswith("/"):
        return f"{url} is no address of this site"
    return f"{url} hides the page that is there" if any(Place(form).file in site.tree.files for form in _forms(place.address)) else ""


def _forms(address: str) -> tuple[str, ...]:
    bare = address.rstrip("/")
    return address, bare, f"{bare}/"


def _fault_of_target(site: Site, url: str, sources: set[str]) -> str:
    place = site.tree.base.place(url, "/")
    if place is None:
        return f"{url} leads away from this site"
    if url in sources:
        return f"{url} is itself an old address"
    if fault := site.lacks(place):
        return f"{url} leads nowhere: {fault}"
    page = site.leads(place)
    return f"{url} leads to no part of {page.file}" if page and place.fragment and place.fragment not in page.ids else ""


def _lines(site: Site, file: str) -> Iterator[tuple[int, str]]:
    return iter(enumerate(site.tree.read(file).splitlines(), 1)) if file in site.tree.files else iter(())


def _entries(site: Site, file: str) -> Iterator[Entry | Problem]:
    try:
        yield from _parsed(site.tree.read(file))
    except Unsound as reason:
        yield Problem(file, reason.line, reason.column, "error", "audit/listing", f"this is not XML that all programs read: {reason}")


def _parsed(text: str) -> list[Entry]:
    """The addresses in an XML text; raises :class:`Unsound`."""
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode(errors="replace"), True)
    except expat.ExpatError as error:
        raise Unsound(expat.ErrorString(error.code), error.lineno, error.offset + 1) from None
    return reader.found


class _Reader:
    """Gathers the addresses while expat reads."""

    def __init__(self) -> None:
        self.found: list[Entry] = []
        self._text: list[str] = []
        self._at = (1, 1)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        self._at = self._here()
        if "href" in attributes:
            self._note(name, attributes["href"])

    def _end(self, name: str) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        if text and _plain(name) in _ADDRESSES:
            self._note(name, text)

    def _note(self, name: str, url: str) -> None:
        self.found.append(Entry(_plain(name), url, *self._at))

    def _here(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _refuse(self, *_: object) -> None:
        """A document type may declare entities, which some programs expand without end."""
        raise Unsound("it has a document type", *self._here())


def _plain(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(" ")[2]
