"""The page of search: what its script looks through, and the topics from A to Z, which need none."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sitegen.model.page import Page, Plain
from sitegen.model.scalars import LANGUAGES
from sitegen.model.synonyms import Synonyms
from sitegen.plan.addresses import Addresses
from sitegen.plan.letters import sort_key

# What is found, and the order in which equals stand; other pages, such as the choice of language, answer nothing of their own.
KINDS = (
    "article", "help-now", "worksheet", "standing", "province", "clinic", "term", "near", "facet", "section", "clinics", "places", "glossary", "sources",
    "data",
)  # fmt: skip
LEAD = 160  # characters of a section that are kept for the reader to see; more made the search no better (docs/decisions/0012-search.md)
MOST = 4  # pages that a topic leads to: a word of many keywords tells none of them apart
RARE = 3  # a word of the rest is kept if no more pages than this have it
CARE = ("private-clinic", "public-programme")  # what readers look for in a place, in the words of the catalogues
STATEMENTS = ("rules", "coverage", "referral", "travel", "complaints")
_NOTE = re.compile(r"<sup\b[^>]*>.*?</sup>", re.DOTALL)
_SLOT = re.compile(r'<div class="figure-slot" id="figure-slot-(\d+)"></div>')
_HEADING = re.compile(r'<h[2-6] id="([^"]+)">(.*?)</h[2-6]>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNREAD = ("sources", "certainty", "kind")  # parts of a figure that are keys, not words

Entry = list[Any]


def plan_search(pages: list[Page], addresses: Addresses, words: dict[str, dict[str, str]], *, indexed: bool) -> Iterator[Page]:
    """The page in both languages, made of the pages that were planned before; ``indexed`` says whether there is an index for its script."""
    for lang in LANGUAGES:
        alternates = {other: addresses.page("search", other) for other in LANGUAGES}
        topics = plan_topics([page for page in pages if page.lang == lang], words[lang]["glossary"])
        context: Plain = {"index": f"/data/search/{lang}.json" if indexed else None, "letters": topics}
        home = (words[lang]["home"], addresses.page("home", lang))
        yield Page(alternates[lang], "search", lang, words[lang]["search"], words[lang]["search_summary"], context, alternates, (home,))


def plan_topics(pages: list[Page], glossary: str) -> list[Plain]:
    """Titles, keywords, words of the glossary and provinces, by first letter; a topic of several pages leads to those whose titles name it first."""
    topics: dict[str, Plain] = {}
    for label, title, address in _topics(pages, glossary):
        topic = topics.setdefault(sort_key(label)[0], {"label": label, "links": []})
        if all(link["address"] != address for link in topic["links"]):
            topic["links"].append({"title": title, "address": address})
    letters: dict[str, list[Plain]] = {}
    for key, topic in sorted(topics.items(), key=lambda item: sort_key(item[1]["label"])):
        topic["links"] = sorted(topic["links"], key=lambda link: link["title"] != glossary and key not in sort_key(link["title"])[0])[:MOST]
        letters.setdefault(key[:1].upper() if key[:1].isalpha() else "0–9", []).append(topic)
    return [{"letter": letter, "topics": found} for letter, found in letters.items()]


def _topics(pages: list[Page], glossary: str) -> Iterator[tuple[str, str, str]]:
    """Label, title of the page and address."""
    for page in pages:
        if page.kind == "glossary":
            yield from ((term["term"], glossary, f"{page.address}#{term['id']}") for term in page.context["terms"])
    for page in pages:
        if page.kind in ("article", "help-now", "worksheet", "standing", "province"):
            yield page.title, page.title, page.address
        if page.kind == "help-now":
            yield from ((label, page.title, page.address) for line in page.context["lines"] for label in (line["name"], line["phone"]) if label)
    for page in pages:
        yield from ((keyword, page.title, page.address) for keyword in page.context.get("keywords", ()))


def plan_index(pages: list[Page], synonyms: Synonyms, words: dict[str, dict[str, str]]) -> Plain:
    """By language: the words of readers, and ``pages``, each ``[address, kind, title, summary, other words, sections]``; a section is
    ``[id, heading, how it begins, rare words of the rest]``."""
    titles = {page.address: page.title for page in pages}
    index: Plain = {}
    for lang in LANGUAGES:
        found = [_entry(page, titles, words[lang]) for page in pages if page.lang == lang and page.indexed and page.kind in KINDS]
        found += [_term(page.address, term) for page in pages if page.kind == "glossary" and page.lang == lang for term in page.context["terms"]]
        _trim(found)
        found.sort(key=lambda entry: (KINDS.index(entry[1]), entry[0]))
        index[lang] = synonyms[lang].model_dump(mode="json") | {"pages": found}
    return index


def _entry(page: Page, titles: dict[str, str], words: dict[str, str]) -> Entry:
    """One page, with all of its text; its title in the other language is among its words, so that it is found by that too."""
    context, summary, sections = page.context, page.description, []
    others = [titles.get(address, "") for lang, address in page.alternates.items() if lang != page.lang]
    if page.kind in ("article", "worksheet", "standing"):
        others += context.get("keywords", [])
        sections = list(_sections(context))
    elif page.kind == "clinic":
        values = context["values"]
        summary = " · ".join(text for text in (values["city"], values["province"], words[values["kind"]], words[values["status"]]) if text)
        others += [values["address"], values["postal_code"], values["phone"], *(words[value] for value in values["treatments"])]
    elif page.kind == "province":
        regulator = context["regulator"]
        others += [
            *(words[value] for value in CARE),
            context["code"],
            regulator["name"],
            regulator["acronym"],
            *(text for line in context["help_lines"] for text in (line["name"], line["phone"])),
        ]
        sections = [[f"g-{field}", "", " ".join(item["text"] for item in context[field])] for field in STATEMENTS if context[field]]
    elif page.kind == "near":
        others += [words[value] for value in CARE]
    elif page.kind == "help-now":
        others += [text for line in context["lines"] for text in (line["name"], line["phone"], line["audience"])]
    return [page.address, page.kind, page.title, summary, " · ".join(dict.fromkeys(text for text in others if text and text != page.title)), sections]


def _term(glossary: str, term: Plain) -> Entry:
    return [f"{glossary}#{term['id']}", "term", term["term"], term["definition"], term["other"] if term["other"] != term["term"] else "", []]


def _sections(context: Plain) -> Iterator[list[str]]:
    """The key points with what stands before the first heading, then each heading with its text and figures."""
    body = _SLOT.sub(lambda slot: " ".join(_strings(context["figures"][int(slot[1])]["data"])), _NOTE.sub("", context["body"]))
    parts = _HEADING.split(body)
    yield ["", "", " ".join([*context.get("takeaways", []), _text(parts[0])])]
    for key, heading, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield [key, _text(heading), _text(text)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield html.escape(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(part) if key not in _UNREAD else ()
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _text(body: str) -> str:
    return re.sub(r" (?=[.,;)])", "", " ".join(html.unescape(_TAG.sub(" ", body)).split()))


def _trim(entries: list[Entry]) -> None:
    """Leave of each section its beginning and the words that few pages have: what most pages say tells none of them apart."""
    count: Counter[str] = Counter()
    for _, _, title, summary, others, sections in entries:
        count.update(set(_words(" ".join([title, summary, others, *(part for section in sections for part in section[1:])]))))
    for entry in entries:
        for section in entry[5]:
            text = section[2]
            section[2] = lead = text if len(text) <= LEAD else text[:LEAD].rpartition(" ")[0].rstrip(" .,;:") + "…"
            section.append(" ".join(sorted({word for word in _words(text[len(lead) - 1 :]) if count[word] <= RARE} - set(_words(lead)))))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
