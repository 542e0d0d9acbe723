"""Markdown to safe HTML, with what a page needs to know of it: headings, links by key, citations, terms, figures.

The HTML holds keys, not addresses (``ref:``, ``term:``), so that moving a page stales no other page. The slow step of a build:
its result depends only on its arguments and is cached by their digest.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from dataclasses import dataclass, field
from typing import Any

import markdown
import nh3
from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify

from sitegen.cache import digest_of
from sitegen.load.files import place_in
from sitegen.load.markup import callouts, citations, figures, headings, terms
from sitegen.load.markup.links import BadLink, Links, read_target
from sitegen.load.markup.tables import TableAlignment
from sitegen.load.records import load_record
from sitegen.load.yaml import parse
from sitegen.model.articles import Figure, Head, Mention, Prose
from sitegen.model.figures import FIGURES
from sitegen.problems import Problem, Report, did_you_mean

MAX_CHARACTERS = 120_000
MAX_LINE = 8_000
MAX_MARKS = 400  # brackets, stars and the like in one paragraph
MAX_NESTING = 8  # levels of lists and quotes
_TAGS = set(
    "a abbr blockquote br code dd div dl dt em h2 h3 h4 h5 h6 hr li ol p pre span strong sup table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "a": {"href", "class"}, "abbr": {"title"}, "div": {"class"}, "sup": {"class"}, "td": {"class"}, "th": {"class", "scope"},
    "ol": {"start"}, "*": {"id"},
}  # fmt: skip
_SCHEMES = {"https", "mailto", "tel", "sms", "ref", "term", "cite"}
_OWN_IDS = re.compile(r"(g-|cite-|source-|term-|fn|figure-)")


@dataclass(slots=True)
class _Work:
    text: str
    path: str
    section: str
    lang: str
    first_line: int
    report: Report = field(default_factory=Report)
    mentions: list[Mention] = field(default_factory=list)
    masked: str = ""

    def place(self, offset: int) -> tuple[int, int]:
        line, column = place_in(self.text, offset)
        return line + self.first_line - 1, column

    def error(self, offset: int, rule: str, message: str, fix: str) -> None:
        self.report.error(self.path, *self.place(offset), rule, message, fix)


@cache
def code_digest() -> str:
    """The digest of the code and libraries that turn Markdown into HTML: a change of either makes every cached body stale."""
    here = Path(__file__).parent
    files = sorted([*here.glob("**/*.py"), *here.parent.glob("model/*.py"), here.parent / "problems.py"])
    return digest_of(markdown.__version__, nh3.__version__, *(file.read_bytes() for file in files))


def load_prose(text: str, path: str, section: str, lang: str, first_line: int) -> tuple[Prose | None, list[Problem]]:
    """The body of the file ``path``, which begins on ``first_line``; all its problems, with their places.

    Depends on nothing but its arguments. Nesting, length and tangle are bounded before Markdown sees the text.
    """
    work = _Work(text, path, section, lang, first_line)
    work.masked = _mask(text)
    _guard(work)
    if work.report.errors:
        return None, list(work.report)
    _refuse_html_and_attributes(work)
    drawn = _figures(work)
    _mentions(work)
    body, heads = _convert(work)
    numbered, order = _number_citations(body)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<sup class=\"cite\">.*?</sup>", "", body)))
    callouts_used = tuple(re.findall(r'<div class="callout callout-([a-z]+)">', body))
    prose = Prose(numbered, heads, tuple(work.mentions), order, drawn, len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain)), callouts_used, " ".join(plain.split()))
    return prose, list(work.report)


def _mask(text: str) -> str:
    """The text with fenced and inline code blanked, so that marks inside code are not taken for markup."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    masked = figures.FENCE.sub(blank, text)
    masked = re.sub(r"(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", blank, masked)
    return re.sub(r"\\[\\`*_{}\[\]()#+\-.!<>]", "  ", masked)


def _guard(work: _Work) -> None:
    if len(work.text) > MAX_CHARACTERS:
        work.error(0, "markup/too-long", f"the text has {len(work.text)} characters; at most {MAX_CHARACTERS} fit on a page", "split the article")
        return
    offset = 0
    for line in work.text.split("\n"):
        depth = len(re.match(r"[ \t>]*", line)[0].replace("\t", "    ").replace(">", "    ")) // 4  # type: ignore[index]
        depth += len(re.match(r"[ \t>]*((?:[-*+]|\d+[.)])[ \t]+)*", line)[0].split()) if line.strip() else 0  # type: ignore[index]
        if len(line) > MAX_LINE:
            work.error(offset, "markup/too-long", f"this line has {len(line)} characters; at most {MAX_LINE} fit", "break it into paragraphs")
        if line.strip() and depth > MAX_NESTING * 2:
            work.error(offset, "markup/too-deep", "lists or quotes are nested too deep here", "make the structure flatter")
            return
        offset += len(line) + 1
    for match in re.finditer(r"(?:[^\n]+\n?)+", work.masked):
        marks = len(re.findall(r"[\[\]*_`<!(&]", match[0])) - 2 * match[0].count("|")
        if marks > MAX_MARKS:
            work.error(match.start(), "markup/tangled", f"this paragraph has {marks} brackets, stars or other marks; at most {MAX_MARKS} fit", "split it, or remove stray marks")


def _refuse_html_and_attributes(work: _Work) -> None:
    for match in re.finditer(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]+>)[^\s>]{0,40}>?", work.masked):
        work.error(match.start(), "markup/raw-html", f'"{match[0]}" is HTML, which articles cannot hold', "write it in Markdown (put < as &lt; if you mean the sign)")
    for match in re.finditer(r"\{[:#.][^}\n]*\}", work.masked):
        line_start = work.masked.rfind("\n", 0, match.start()) + 1
        line = work.masked[line_start : (work.masked + "\n").index("\n", match.start())]
        if re.fullmatch(r"\{#[a-z][a-z0-9]*(?:-[a-z0-9]+)*\}", match[0]) and re.match(r"#{1,6}[ \t]", line) and line.rstrip().endswith(match[0]):
            identity = match[0][2:-1]
            if _OWN_IDS.match(identity):
                work.error(match.start(), "markup/reserved-id", f"ids that begin like {identity} are the page's own", "choose another id")
        else:
            work.error(match.start(), "markup/attributes", f'"{match[0][:60]}" sets attributes, which articles cannot do', "only {#id} at the end of a heading is possible, in small letters, digits and hyphens")
    for match in re.finditer(r"^[ \t]*>[ \t>]*\[!([A-Za-z-]+)\]", work.masked, re.MULTILINE):
        if match[1] not in callouts.KINDS:
            remedy = did_you_mean(match[1], callouts.KINDS) or f"write one of: {', '.join(callouts.KINDS)}"
            work.error(match.start(1), "markup/unknown-callout", f"[!{match[1]}] is not a kind of callout", remedy)
    for match in re.finditer(r"^#[ \t]", work.masked, re.MULTILINE):
        work.error(match.start(), "markup/top-heading", "a heading with one # is the title, which stands in the front matter", "write ##")


def _figures(work: _Work) -> tuple[Figure, ...]:
    drawn = []
    for fence in figures.fences(work.text):
        if not fence.name:
            continue
        line, _ = work.place(fence.start)
        model = FIGURES.get(fence.name)
        if model is None:
            work.error(fence.start, "markup/unknown-block", f'"{fence.name[:40]}" is not a kind of block', did_you_mean(fence.name, FIGURES) or f"write one of: {', '.join(FIGURES)}")
            continue
        document = parse(fence.body, work.path, work.report, first_line=line + 1)
        record = load_record(model, document.data, document.origin, "figure", work.report) if document else None
        if record is not None:
            drawn.append(Figure(fence.name, record.model_dump(mode="json"), line))
            work.mentions += [Mention("source", key, "", line, 1) for key in getattr(record, "sources", ())]
    return tuple(drawn)


def _mentions(work: _Work) -> None:
    for match in re.finditer(citations.PATTERN, work.masked):
        offset = match.start(1)
        for part, key in zip(match[1].split(";"), citations.cited(match[1]), strict=True):
            where = offset + len(part) - len(part.lstrip())
            if part.strip().startswith("@") and re.fullmatch(r"[a-z0-9-]+", key):
                work.mentions.append(Mention("source", key, "", *work.place(where)))
            else:
                work.error(where, "markup/citation", f'"{part.strip()[:40]}" is not a citation', "write [@id] or [@id1; @id2]")
            offset += len(part) + 1
    for match in re.finditer(terms.PATTERN, work.masked):
        work.mentions.append(Mention("term", match[2].strip(), "", *work.place(match.start(2))))
    for match in re.finditer(r"!\[[^\]\n]*\]\(", work.masked):
        work.error(match.start(), "markup/image", "articles cannot hold pictures", "use one of the figure blocks, or leave it out")


def _convert(work: _Work) -> tuple[str, tuple[Head, ...]]:
    def found(href: str) -> str | None:
        where = _find_link(work, href)
        try:
            target = read_target(href, work.section, work.lang)
        except BadLink as fault:
            for offset in where[:20]:
                work.error(offset, fault.rule, fault.message, fault.fix)
            return None
        if target.kind != "outside":
            for offset in where:
                mention = Mention(target.kind, target.key, target.anchor, *work.place(offset))
                if mention not in work.mentions:
                    work.mentions.append(mention)
        return target.href

    md = _markdown(work.lang, Links(found))
    raw = md.convert(work.text)
    clean = nh3.clean(raw, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    heads: list[Head] = []
    _collect_heads(getattr(md, "toc_tokens", []), work, heads)
    return clean, tuple(heads)


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
    return f"h-{identity}" if not identity or not identity[0].isalpha() or _OWN_IDS.match(identity) else identity


def _find_link(work: _Work, href: str) -> list[int]:
    """Offsets at which an author wrote this address as a link's target; the start of the text when it cannot be found."""
    pattern = r"(?:\]\(\s*<?|^[ ]{0,3}\[[^\]\n]+\]:\s*<?|<)" + re.escape(href) + r"(?=[\s)>]|$)"
    found = [m.end() - len(href) for m in re.finditer(pattern, work.masked, re.MULTILINE)]
    if found:
        return found
    at = work.text.find(href)
    return [max(at, 0)]


def _collect_heads(tokens: list[dict[str, Any]], work: _Work, into: list[Head]) -> None:
    for token in tokens:
        text = html.unescape(re.sub(r"<[^>]+>", "", token["name"]))
        into.append(Head(token["level"], token["id"], text, 0))
        _collect_heads(token["children"], work, into)


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
