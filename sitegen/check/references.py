"""Every key that a page or record names must exist: links, anchors, citations, terms."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.articles import Article, Mention, StandingPage
from sitegen.model.page import SEGMENTS, TOOLS
from sitegen.model.scalars import PROVINCES
from sitegen.model.site import Site
from sitegen.problems import Origin, Problem, did_you_mean

PAGES = ("home", *SEGMENTS)


def check_mentions(site: Site) -> Iterator[Problem]:
    """A link, a citation or a glossary word leads to something that is there."""
    known = _Known(site)
    for page in site.pages():
        for mention in page.prose.mentions:
            fault = known.fault(mention, page)
            if fault:
                yield Problem(page.path, mention.line, mention.column, "error", *fault)


def check_term_sources(site: Site) -> Iterator[Problem]:
    """A source that the glossary names is in data/sources.yaml."""
    known = {entry.noun.id for entry in site.sources}
    for entry in site.terms:
        if "data/glossary.yaml" in site.lent and "data/sources.yaml" not in site.lent:
            return  # a root with sources of its own answers for its own glossary only
        for index, key in enumerate(entry.noun.sources):
            if key not in known and site.lacks("source", key):
                fix = did_you_mean(key, known) or _add("source", known)
                yield entry.origin.at("sources", index).error("term/unknown-source", f'"{key}" is not in data/sources.yaml', fix)


def check_unique_ids(site: Site) -> Iterator[Problem]:
    """No two records of one file share an id; no two sections or provinces their key or code; no two places name and province."""
    sections = site.settings.noun.sections
    yield from _repeats("site/duplicate-section", [(s.key, site.settings.origin.at("sections", index, "key")) for index, s in enumerate(sections)])
    yield from _repeats("source/duplicate-id", [(e.noun.id, e.origin.at("id")) for e in site.sources])
    yield from _repeats("term/duplicate-id", [(e.noun.id, e.origin.at("id")) for e in site.terms])
    yield from _repeats("clinic/duplicate-id", [(e.noun.id, e.origin.at("id")) for e in site.clinics])
    yield from _repeats("line/duplicate-id", [(e.noun.id, e.origin.at("id")) for e in site.lines])
    yield from _repeats("province/duplicate-code", [(e.noun.code, e.origin.at("code")) for e in site.provinces])
    yield from _repeats("place/duplicate-name", [(f"{e.noun.name.en}, {e.noun.province}", e.origin.at("name")) for e in site.cities])


def check_emergency_lines(site: Site) -> Iterator[Problem]:
    """9-1-1 and 9-8-8 stand on every page, so both must be in data/help-lines.yaml with these very numbers, and 9-8-8 takes texts as well."""
    lines = {entry.noun.id: entry for entry in site.lines}
    for number in ("9-1-1", "9-8-8"):
        entry = lines.get(number)
        if entry is None:
            if site.lacks("line", number):
                words, fix = f"the line {number} is missing", f"put back the record with id: {number}"
                yield Problem("data/help-lines.yaml", 1, 1, "error", "line/emergency", words, fix)
            continue
        if entry.noun.phone != number:
            words = f"the phone of the line {number} is {entry.noun.phone or 'missing'}"
            yield entry.origin.at("phone").error("line/emergency", words, f"write phone: {number}")
        if number == "9-8-8" and (entry.noun.text is None or entry.noun.text.to not in ("9-8-8", "988")):
            yield entry.origin.at("text", "to").error("line/emergency", "the line 9-8-8 takes texts at 9-8-8", "write text: { to: 9-8-8 }")


def check_provinces_complete(site: Site) -> Iterator[Problem]:
    """All 13 provinces and territories are there, in the order in which they are shown."""
    codes = [entry.noun.code for entry in site.provinces]
    for code in PROVINCES:
        if code not in codes and site.lacks("province", code):
            yield Problem("data/provinces.yaml", 1, 1, "error", "province/missing", f"{code} is missing", f"add a record with code: {code}")
    if sorted(codes, key=PROVINCES.index) != codes:
        yield site.provinces[0].origin.error("province/order", "the provinces are out of order", f"keep them as {', '.join(PROVINCES)}")


class _Known:
    """What a mention may name."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.articles = {(a.lang, a.identity): a for a in site.articles}
        self.anchors = {key: _anchors(article) for key, article in self.articles.items()}
        self.standing = {(page.lang, page.key): _anchors(page) for page in site.standing}
        self.held = {held.path: held.reason for held in site.held}
        self.keys: dict[str, set[str]] = {
            "source": {entry.noun.id for entry in site.sources},
            "term": {entry.noun.id for entry in site.terms},
            "clinic": {entry.noun.id for entry in site.clinics},
            "province": {entry.noun.code for entry in site.provinces},
            "page": {key for key in PAGES if key not in TOOLS} | {page.key for page in site.standing},
        }
        self.where = {"source": "data/sources.yaml", "term": "data/glossary.yaml", "clinic": "data/clinics.yaml", "province": "data/provinces.yaml"}

    def fault(self, mention: Mention, page: Article | StandingPage) -> tuple[str, str, str] | None:
        if mention.kind == "here":
            return self._anchor_fault(mention.anchor, _anchors(page), "this page")
        if mention.kind == "article":
            return self._article_fault(mention, page)
        known = self.keys[mention.kind]
        if mention.key not in known and not self.site.lacks(mention.kind, mention.key):
            return None
        if mention.key not in known:
            where = f"in {self.where[mention.kind]}" if mention.kind in self.where else "a page of this site"
            return f"link/unknown-{mention.kind}", f'"{mention.key}" is not {where}', did_you_mean(mention.key, known) or _add(mention.kind, known)
        if mention.key == "glossary" and mention.kind == "page" and mention.anchor and self.site.lacks("term", mention.anchor):
            return self._anchor_fault(mention.anchor, self.keys["term"], "page:glossary", "leave out the # and what follows")
        if mention.anchor and mention.kind == "page" and (page.lang, mention.key) in self.standing:
            return self._anchor_fault(mention.anchor, self.standing[page.lang, mention.key], f"page:{mention.key}")
        if mention.anchor and (mention.kind, mention.key) != ("page", "glossary"):
            return self._anchor_fault(mention.anchor, set(), f"{mention.kind}:{mention.key}", "leave out the # and what follows")
        return None

    def _article_fault(self, mention: Mention, page: Article | StandingPage) -> tuple[str, str, str] | None:
        if isinstance(page, StandingPage) and not page.advises:
            return "link/from-standing-page", "a page about the guide links to an article", "link to page:guide, or to another page: by name"
        key = (page.lang, mention.key)
        path = f"content/{mention.key}.{page.lang}.md"
        if key not in self.articles:
            if path in self.site.unread:
                return None
            if path in self.held:
                return "link/held-article", f"{path} is not published ({self.held[path]})", "remove the link until it is"
            near = did_you_mean(mention.key, [identity for lang, identity in self.articles if lang == page.lang])
            fix = near.replace("mean ", "mean ../").replace("?", f".{page.lang}.md?") or "check the path"
            return "link/unknown-article", f"there is no {path}", fix
        return self._anchor_fault(mention.anchor, self.anchors[key], path) if mention.anchor else None

    @staticmethod
    def _anchor_fault(anchor: str, known: set[str], where: str, fix: str = "") -> tuple[str, str, str] | None:
        if anchor in known:
            return None
        near = did_you_mean(anchor, known).replace("did you mean ", "did you mean #")
        return "link/missing-anchor", f"{where} has no heading #{anchor}", near or fix or "put {#" + anchor + "} at the heading that is meant"


def _add(kind: str, known: set[str]) -> str:
    fixes = {
        "source": "add the source there first",
        "term": "add the word there first",
        "page": f"pages are: {', '.join(key for key in PAGES if key in known)}",
        "province": f"write one of: {', '.join(PROVINCES)}",
    }
    return fixes.get(kind, "check the spelling")


def _anchors(page: Article | StandingPage) -> set[str]:
    return {heading.id for heading in page.prose.headings}


def _repeats(rule: str, keys: list[tuple[str, Origin]]) -> Iterator[Problem]:
    first: dict[str, Origin] = {}
    for key, origin in keys:
        if key in first:
            yield origin.error(rule, f"{key} stands here a second time (first on line {first[key].line})", "give each record its own")
        first.setdefault(key, origin)
