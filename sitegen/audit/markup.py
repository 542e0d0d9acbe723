"""One page of HTML, or one drawing of SVG, read once: its tags in order, where they stand, what they say and what they point at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

from sitegen.audit.addresses import Base, address_of
from sitegen.problems import Problem

VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
RAW = frozenset(("script", "style"))
NAMING = ("alt", "aria-label", "title")  # attributes that stand for words
ADDRESSES = frozenset("href xlink:href src poster data action formaction cite background longdesc ping manifest codebase classid archive profile".split())
SETS = frozenset(("srcset", "imagesrcset"))

_NOTHING: Mapping[str, str] = MappingProxyType({})
_BETWEEN = re.compile(r"[\s,]*")
_WORD = re.compile(r"\S*")
_NESTED_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Tag:
    """One start tag. ``line`` and ``column`` count from 1; ``shown`` is False where a reader does not see it at once."""

    name: str
    attributes: Mapping[str, str]
    line: int
    column: int
    parent: Tag | None
    shown: bool
    voiced: bool
    first: int
    last: int
    raw: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute; empty when it is absent or has none."""
        return self.attributes.get(name, "")

    def within(self, name: str) -> bool:
        """Whether an element of that name is this one or holds it."""
        here: Tag | None = self
        while here is not None and here.name != name:
            here = here.parent
        return here is not None


@dataclass(frozen=True, slots=True)
class Reference:
    """One address on a page, as written, with the attribute and the tag that it stands in."""

    url: str
    attribute: str
    tag: Tag


@dataclass(slots=True, eq=False)
class Page:
    """One page as its tags stand in the file; ``odd`` holds what browsers may read otherwise than this reader."""

    file: str
    base: Base
    source: str
    tags: list[Tag] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    odd: list[tuple[int, int, str]] = field(default_factory=list)
    address: str = ""
    _by_name: dict[str, list[Tag]] = field(default_factory=dict)
    _references: list[Reference] | None = None

    def named(self, *names: str) -> list[Tag]:
        """All elements of these names, in the order of the file where there is one name."""
        return [tag for name in names for tag in self._by_name.get(name, ())]

    def says(self, tag: Tag) -> str:
        """The words of an element as a screen reader would gather them, white space made single."""
        return " ".join("".join(self.words[tag.first : tag.last]).split())

    @property
    def references(self) -> list[Reference]:
        """Every address on the page."""
        if self._references is None:
            self._references = [reference for tag in self.tags if tag.attributes for reference in _references(tag)]
        return self._references

    def meta(self, key: str, value: str) -> list[Tag]:
        """The meta elements whose attribute ``key`` is ``value``, whatever the case."""
        return [tag for tag in self.named("meta") if tag.get(key).strip().lower() == value]

    def fault(self, tag: Tag | None, rule: str, message: str, fix: str = "") -> Problem:
        """A problem at a tag; at the head of the file when there is none."""
        return Problem(self.file, tag.line if tag else 1, tag.column if tag else 1, "error", rule, message, fix)


def read_page(file: str, source: str, base: Base) -> Page:
    """The page in ``source``; never fails, whatever the text."""
    page = Page(file, base, source, address=address_of(file))
    reader = _Reader(page)
    try:
        reader.feed(source)
        reader.close()
    except AssertionError:  # what html.parser has to say of a section such as <![x]>, after which it cannot go on
        reader.give_up()
    return page


def _references(tag: Tag) -> Iterator[Reference]:
    for name, value in tag.attributes.items():
        if name in ADDRESSES:
            yield Reference(value, name, tag)
        elif name in SETS:
            yield from (Reference(url, name, tag) for url in _candidates(value))


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a set of pictures: each ends at white space or at a comma before it; its size goes on to the next comma."""
    here = _past(_BETWEEN, srcset, 0)
    while here < len(srcset):
        end = _past(_WORD, srcset, here)
        url = srcset[here:end]
        yield url.rstrip(",")
        after = end if url.endswith(",") else srcset.find(",", end)
        here = _past(_BETWEEN, srcset, after) if after >= 0 else len(srcset)


def _past(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where what the pattern matches at ``start`` ends."""
    match = pattern.match(text, start)
    return match.end() if match else start


class _Reader(HTMLParser):
    """Fills one :class:`Page`, holding the elements that are open at each point."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._open: list[Tag] = []
        self._count: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "button"):
            self.handle_endtag(tag)  # neither can hold another of its kind
        added = self._add(tag, attrs)
        if tag not in VOID:
            self._open.append(added)
            self._count[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._count["svg"] or self._count["math"] or tag in ("svg", "math") or self._page.file.endswith(".svg"):
            self._add(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)  # HTML knows no other element that closes itself

    def handle_endtag(self, tag: str) -> None:
        if not self._count[tag]:
            return
        while self._open:
            closed = self._open.pop()
            self._count[closed.name] -= 1
            closed.last = len(self._page.words)
            if closed.name == tag:
                return

    def handle_data(self, data: str) -> None:
        inner = self._open[-1] if self._open else None
        if inner is not None and inner.name in RAW:
            inner.raw += data
        elif inner is None or inner.voiced:
            self._page.words.append(data)

    def handle_comment(self, data: str) -> None:
        if "<" in data or ">" in data or "--" in data:
            self._odd("a comment that holds markup")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self._odd(f"the declaration <!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self._odd(f"the section <![{data}]>")

    def handle_pi(self, data: str) -> None:
        if not (self._page.file.endswith(".svg") and data.startswith("xml ")):
            self._odd(f"the instruction <?{data}>")

    def close(self) -> None:
        super().close()
        for tag in self._open:
            tag.last = len(self._page.words)

    def give_up(self) -> None:
        """Say that nothing was read from here on."""
        self._odd("a section <![…]>, after which nothing was audited,")

    def _add(self, name: str, attrs: list[tuple[str, str | None]]) -> Tag:
        line, offset = self.getpos()
        attributes = _first_of_each(attrs) if attrs else _NOTHING
        parent, first = self._open[-1] if self._open else None, len(self._page.words)
        shown = (parent is None or parent.shown) and not _conceals(name, attributes)
        voiced = (parent is None or parent.voiced) and name != "template" and attributes.get("aria-hidden") != "true"
        if voiced and attributes:
            self._page.words += [f" {attributes[key]} " for key in NAMING if key in attributes]
        tag = Tag(name, attributes, line, offset + 1, parent, shown, voiced, first, len(self._page.words))
        self._page.tags.append(tag)
        self._page._by_name.setdefault(name, []).append(tag)
        if "<" in (text := self.get_starttag_text() or "")[1:] and _NESTED_TAG.search(text, 1):
            self._odd("a tag inside a tag")
        return tag

    def _odd(self, what: str) -> None:
        line, offset = self.getpos()
        self._page.odd.append((line, offset + 1, what))


def _first_of_each(attrs: list[tuple[str, str | None]]) -> dict[str, str]:
    """As browsers do, the first of two attributes of one name counts."""
    found: dict[str, str] = {}
    for name, value in attrs:
        found.setdefault(name, value or "")
    return found


def _conceals(name: str, attributes: Mapping[str, str]) -> bool:
    if name in ("template", "noscript") or (name in ("details", "dialog") and "open" not in attributes):
        return True
    return not attributes.keys().isdisjoint(("hidden", "inert", "popover")) or attributes.get("aria-hidden") == "true"
