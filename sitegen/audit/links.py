"""Rules for the whole site, about what pages say of one another: links, anchors, translations, titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sitegen.audit.addresses import Place, address_of
from sitegen.audit.markup import Page, Reference
from sitegen.audit.reading import is_indexed
from sitegen.audit.tree import Tree
from sitegen.problems import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Link:
    """One address on a page: as written, where it stands and, when it is ours, where it leads; ``lang`` is its hreflang."""

    file: str
    url: str
    line: int
    column: int
    place: Place | None
    lang: str = ""

    def fault(self, rule: str, message: str, fix: str = "") -> Problem:
        """A problem at this link."""
        return Problem(self.file, self.line, self.column, "error", rule, message, fix)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the rest of the site needs to know of one page."""

    file: str
    address: str
    lang: str
    title: str
    title_at: tuple[int, int]
    indexed: bool
    ids: frozenset[str]
    links: tuple[Link, ...]
    canonicals: tuple[Link, ...]
    alternates: tuple[Link, ...]
    first_words: tuple[str, ...]

    def fault(self, rule: str, message: str, fix: str = "") -> Problem:
        """A problem of the page as a whole."""
        return Problem(self.file, 1, 1, "error", rule, message, fix)


@dataclass(slots=True)
class Site:
    """The tree and all its pages by address; ``drawings`` are the SVG files."""

    tree: Tree
    pages: dict[str, Summary] = field(default_factory=dict)
    drawings: dict[str, Summary] = field(default_factory=dict)

    def lacks(self, place: Place) -> str:
        """Why ``place`` leads nowhere; empty when it leads to a page or a file."""
        if place.file in self.tree.files:
            return ""
        if f"{place.address}/".lstrip("/") + "index.html" in self.tree.files:
            return "the slash at its end is missing"
        return f"there is no {place.file}"

    def leads(self, place: Place) -> Summary | None:
        """The page or drawing at ``place``."""
        address = address_of(place.file)
        return self.pages.get(address) or self.drawings.get(address)


def summarise(page: Page) -> Summary:
    """The page without its tags."""
    title = next((tag for tag in page.named("title") if not tag.within("svg")), None)
    html = next(iter(page.named("html")), None)
    ids = {tag.get("id") for tag in page.tags if "id" in tag.attributes} | {tag.get("name") for tag in page.named("a") if "name" in tag.attributes}
    links: list[Link] = []
    canonicals: list[Link] = []
    alternates: list[Link] = []
    for reference in page.references:
        kinds = reference.tag.get("rel").lower().split() if reference.tag.name == "link" else []
        link = _link(page, reference)
        if "canonical" in kinds:
            canonicals.append(link)
        elif "alternate" in kinds and link.lang:
            alternates.append(link)
        elif link.place:
            links.append(link)
    lang, said = html.get("lang")[:2].lower() if html else "", page.says(title) if title else ""
    title_at = (title.line, title.column) if title else (1, 1)
    return Summary(
        page.file, page.address, lang, said, title_at, is_indexed(page), frozenset(ids), tuple(links), tuple(canonicals), tuple(alternates), _first_words(page)
    )


def check_links(site: Site) -> Iterator[Problem]:
    """Each address of our own leads to a page or file that is there."""
    for summary in [*site.pages.values(), *site.drawings.values()]:
        for link in summary.links:
            if link.place and (fault := site.lacks(link.place)):
                yield link.fault("audit/broken-link", f"{link.url} leads nowhere: {fault}")


def check_anchors(site: Site) -> Iterator[Problem]:
    """An address that names a part of a page names one that is there."""
    for summary in [*site.pages.values(), *site.drawings.values()]:
        for link in summary.links:
            if link.place and link.place.fragment not in ("", "top") and (target := site.leads(link.place)) and link.place.fragment not in target.ids:
                remedy = did_you_mean(link.place.fragment, target.ids)
                yield link.fault("audit/broken-anchor", f"{link.url} leads to no part of {target.file}", remedy)


def check_canonicals(site: Site) -> Iterator[Problem]:
    """A page that search engines may list names one address as its own, and a page is there."""
    for summary in site.pages.values():
        if summary.indexed and not summary.canonicals:
            yield summary.fault("audit/canonical", "this page has no canonical address")
        for link in summary.canonicals[1:]:
            yield link.fault("audit/canonical", "this is a second canonical address")
        for link in summary.canonicals:
            if link.place is None or link.place.address not in site.pages:
                yield link.fault("audit/canonical", f"{link.url} is no page of this site")


def check_alternates(site: Site) -> Iterator[Problem]:
    """Translations of a page are there, are in the language that is said, and name the page in turn."""
    for summary in site.pages.values():
        if summary.alternates and summary.address not in _addresses(summary):
            yield summary.alternates[0].fault("audit/alternate", "this page is not among its own translations")
        for link in summary.alternates:
            other = site.pages.get(link.place.address) if link.place else None
            if other is None:
                yield link.fault("audit/alternate", f"{link.url} is no page of this site")
            elif summary.address not in _addresses(other):
                yield link.fault("audit/alternate", f"{other.file} does not name this page in turn")


def check_languages_of_links(site: Site) -> Iterator[Problem]:
    """A link that says the language of its target says the right one."""
    for summary in site.pages.values():
        for link in [*summary.alternates, *summary.links]:
            other = site.leads(link.place) if link.place and link.lang not in ("", "x-default") else None
            if other and other.lang and other.lang != link.lang[:2].lower():
                yield link.fault("audit/link-language", f'{link.url} is in "{other.lang}" and not in "{link.lang}"')


def check_translated(site: Site) -> Iterator[Problem]:
    """The way to the main part and the help lines are not in the same words in both languages: someone in danger must be able to read them."""
    for summary in site.pages.values():
        for link in summary.alternates:
            other = site.pages.get(link.place.address) if link.place else None
            if other and other.lang != summary.lang and summary.lang == "fr" and (same := set(summary.first_words) & set(other.first_words)):
                yield summary.fault("audit/untranslated", f'"{min(same)}" stands also in {other.file}', "translate it")


def check_titles(site: Site) -> Iterator[Problem]:
    """No two pages of a language have the same title."""
    seen: dict[tuple[str, str], Summary] = {}
    for summary in site.pages.values():
        first = seen.setdefault((summary.lang, summary.title.casefold()), summary)
        if summary.title and first is not summary:
            yield Problem(summary.file, *summary.title_at, "error", "audit/duplicate-title", f'"{summary.title}" is already the title of {first.file}')


def _link(page: Page, reference: Reference) -> Link:
    tag = reference.tag
    return Link(page.file, reference.url, tag.line, tag.column, page.base.place(reference.url, page.address), tag.get("hreflang"))


def _first_words(page: Page) -> tuple[str, ...]:
    """What the first link and the help lines of the page say, but for bare numbers."""
    found = page.named("a")
    dialling = [tag for tag in found if tag.get("href").startswith(("tel:988", "sms:988", "tel:911"))]
    said = [page.says(tag) for tag in [*found[:1], *dialling]]
    return tuple(words for words in said if any(sign.isalpha() for sign in words))


def _addresses(summary: Summary) -> set[str]:
    return {link.place.address for link in summary.alternates if link.place}
