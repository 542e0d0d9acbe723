"""Markdown to safe HTML, with what a page needs to know of it: headings, links by key, citations, terms, figures.

The HTML holds keys, not addresses (``ref:``, ``term:``), so that moving a page stales no other page. The slow step of a build:
its result depends only on its arguments and is cached by their digest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify

from sitegen.load.manuscript import OWN_IDS, Manuscript, check_bounds, check_markup, mask
from sitegen.load.markup import callouts, citations, fast, figures, headings, terms
from sitegen.load.markup.links import BadLink, Links, read_target
from sitegen.load.markup.tables import TableAlignment
from sitegen.load.reading import measure
from sitegen.load.records import load_record
from sitegen.load.yaml import parse
from sitegen.model.articles import Figure, Head, Mention, Prose
from sitegen.model.figures import FIGURES, FORMS, cited_in
from sitegen.problems import Problem, did_you_mean

_TAGS = set("a abbr blockquote br code dd div dl dt em h2 h3 h4 h5 h6 hr li ol p pre span strong sup table tbody td th thead tr ul".split())
_ATTRIBUTES = {
    "a": {"href", "class"}, "abbr": {"title"}, "div": {"class"}, "sup": {"class"}, "td": {"class"}, "th": {"class", "scope"},
    "ol": {"start"}, "*": {"id"},
}  # fmt: skip
_SCHEMES = {"https", "mailto", "tel", "sms", "ref", "term", "cite"}


def load_prose(text: str, path: str, section: str, lang: str, first_line: int) -> tuple[Prose | None, list[Problem]]:
    """The body of the file ``path``, which begins on ``first_line``; all its problems, with their places.

    Depends on nothing but its arguments.
    """
    work = Manuscript(text.rstrip("\n") + "\n", path, section, lang, first_line)
    check_bounds(work)
    if work.report.errors:
        return None, list(work.report)
    work.masked = mask(work.text)
    check_markup(work)
    drawn = _figures(work)
    _mentions(work)
    converted, heads = _convert(work)
    numbered, order = _number_citations(converted)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<sup class=\"cite\">.*?</sup>", "", converted)))
    callouts_used = tuple(re.findall(r'<div class="callout callout-([a-z]+)">', converted))
    words = len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain))
    level = measure(converted, lang)
    return Prose(numbered, heads, tuple(work.mentions), order, drawn, words, callouts_used, " ".join(plain.split()), level), list(work.report)


def _figures(work: Manuscript) -> tuple[Figure, ...]:
    drawn = []
    for fence in figures.fences(work.text):
        if not fence.name:
            continue
        line, _ = work.place(fence.start)
        model = FIGURES.get(fence.name)
        if model is None:
            remedy = did_you_mean(fence.name, FIGURES) or f"write one of: {', '.join(FIGURES)}"
            work.error(fence.start, "markup/unknown-block", f'"{fence.name[:40]}" is not a kind of block', remedy)
            continue
        if fence.name in FORMS and work.section != "pages":
            work.error(fence.start, "markup/form-in-article", f"{fence.name} is for pages that readers fill in", "move it to a page of content/pages")
            continue
        before = work.report.errors
        document = parse(fence.body, work.path, work.report, first_line=line + 1)
        if document is None and work.report.errors == before:
            work.error(fence.start, "markup/empty-block", f"the block {fence.name} is empty", "write its keys below this line, or delete it")
        record = load_record(model, document.data, document.origin, "figure", work.report) if document else None
        if record is not None:
            drawn.append(Figure(fence.name, record.model_dump(mode="json"), line))
            named = [*getattr(record, "sources", ()), *(key for row in getattr(record, "rows", ()) for answer in row.answers for key in cited_in(answer))]
            work.mentions.update({Mention("source", key, "", line, 1): None for key in named})
    return tuple(drawn)


def _mentions(work: Manuscript) -> None:
    for match in re.finditer(citations.PATTERN, work.masked):
        offset = match.start(1)
        for part, key in zip(match[1].split(";"), citations.cited(match[1]), strict=True):
            where = offset + len(part) - len(part.lstrip())
            if part.strip().startswith("@") and re.fullmatch(r"[a-z0-9-]+", key):
                work.mentions[Mention("source", key, "", *work.place(where))] = None
            else:
                work.error(where, "markup/citation", f'"{part.strip()[:40]}" is not a citation', "write [@id] or [@id1; @id2]")
            offset += len(part) + 1
    for match in re.finditer(terms.PATTERN, work.masked):
        work.mentions[Mention("term", match[2].strip(), "", *work.place(match.start(2)))] = None


def _convert(work: Manuscript) -> tuple[str, tuple[Head, ...]]:
    destination = _DESTINATION if "]:" in work.masked else _DESTINATION_WITHIN
    starts = [match.end() for match in destination.finditer(work.masked)]

    @cache
    def found(href: str) -> str | None:
        where = _find_link(work, href, starts)
        try:
            target = read_target(href, work.section, work.lang)
        except BadLink as fault:
            for offset in where[:20]:
                work.error(offset, fault.rule, fault.message, fault.fix)
            return None
        if target.kind != "outside":
            work.mentions.update({Mention(target.kind, target.key, target.anchor, *work.place(offset)): None for offset in where})
        return target.href

    converter = _spare.pop(work.lang, None) or Converter(work.lang)
    body, tokens = converter.convert(work.text, found)
    _spare[work.lang] = converter
    heads: list[Head] = []
    _collect_heads(tokens, heads)
    return nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None), tuple(heads)


class Converter:
    """Markdown of one language to HTML that is not yet safe; ``shortcuts`` change how long it takes and nothing else."""

    def __init__(self, lang: str, shortcuts: bool = True) -> None:
        self._links = Links()
        self._markdown = _markdown(lang, self._links)
        if shortcuts:
            fast.Shortcuts().extendMarkdown(self._markdown)

    def convert(self, text: str, found: Callable[[str], str | None]) -> tuple[str, list[dict[str, Any]]]:
        """The HTML and the tree of headings; ``found`` gives the address to keep for an author's link, or None for a problem."""
        self._links.found = found
        body = self._markdown.reset().convert(text)
        return body, getattr(self._markdown, "toc_tokens", [])


# One converter a language and process, lent to one text at a time: putting one together takes as long as converting a short text.
# It is not put back after an exception, which could leave half a text in it.
_spare: dict[str, Converter] = {}


def _markdown(lang: str, links: Links) -> Markdown:
    quotes = {"left-double-quote": "«&nbsp;", "right-double-quote": "&nbsp;»", "left-single-quote": "‘", "right-single-quote": "’"} if lang == "fr" else {}
    md = Markdown(
        extensions=[
            TableExtension(), FootnoteExtension(BACKLINK_TITLE="{}"), DefListExtension(), AbbrExtension(), SmartyExtension(substitutions=quotes),
            TocExtension(marker="", slugify=_heading_id), citations.Citations(), terms.Terms(), callouts.Callouts(), figures.Figures(),
            headings.HeadingIds(), TableAlignment(), links,
        ],
        output_format="html",
    )  # fmt: skip
    # Raw HTML is a problem, reported with its place; should any slip past the report it is shown as typed, never obeyed.
    md.preprocessors.deregister("html_block")
    for pattern in ("html", "automail", "image_link", "image_reference", "short_image_ref"):
        md.inlinePatterns.deregister(pattern)
    return md


def _heading_id(value: str, separator: str) -> str:
    identity = slugify(value, separator)
    return f"h-{identity}" if not identity or not identity[0].isalpha() or OWN_IDS.match(identity) else identity


_DESTINATION = re.compile(r"(?:\]\([ \n]{0,9}<?|^[ ]{0,3}\[[^\]\n]+\]:[ \n]{0,9}<?|<)(?=\S)", re.MULTILINE)
_DESTINATION_WITHIN = re.compile(r"(?:\]\([ \n]{0,9}<?|<)(?=\S)")  # the same, in a text that defines no link


def _find_link(work: Manuscript, href: str, starts: list[int]) -> list[int]:
    """Offsets at which an author wrote this address as a link's target; the likeliest place when it cannot be found."""
    end = len(href)
    found = [start for start in starts if work.text.startswith(href, start) and work.text[start + end : start + end + 1] in (" ", "\n", ")", ">", "")]
    return found or [max(work.text.find(href), 0)]


def _collect_heads(tokens: list[dict[str, Any]], into: list[Head]) -> None:
    for token in tokens:
        text = html.unescape(re.sub(r"<[^>]+>", "", token["name"]))
        into.append(Head(token["level"], token["id"], text, 0))
        _collect_heads(token["children"], into)


def _number_citations(body: str) -> tuple[str, tuple[str, ...]]:
    """Numbers in order of first use; each use gets an id (``cite-number-use``) for the way back from the list of sources."""
    order: dict[str, int] = {}
    uses: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        key = html.unescape(match[1])
        n = order.setdefault(key, len(order) + 1)
        uses[key] = uses.get(key, 0) + 1
        return f'<a href="#source-{n}" id="cite-{n}-{uses[key]}">{n}</a>'

    return re.sub(r'<a href="cite:([^"]+)">\?</a>', number, body), tuple(order)
