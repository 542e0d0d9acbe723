"""What an author wrote below the front matter, before Markdown sees it: places, bounds, and what articles cannot hold.

Python-Markdown is slow on long tangles and recurses into deep nesting, so size, depth and the number of marks are bounded here. The
bounds stand some ten times above the longest article; ``tests/load/test_bounds.py`` shows that no text within them takes long.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from sitegen.load.markup import callouts, figures
from sitegen.model.articles import Mention
from sitegen.problems import UNSEEN, Problem, Report, did_you_mean

MAX_CHARACTERS = 60_000
MAX_LINES = 1_500  # that are not blank
MAX_LINE = 8_000  # characters
MAX_NESTING = 8  # levels of lists, quotes and indentation
MAX_ALL_NESTING = 3_000  # levels of all lines together
MAX_MARKS = 500  # brackets, stars and the like in one paragraph or table
MAX_ALL_MARKS = 4_000
MAX_CELLS = 3_000  # of tables
MAX_NOTES = 300  # footnotes, and marks that lead to them
OWN_IDS = re.compile(r"(g-|cite-|source-|term-|fn|figure-)")
_MARKS = re.compile(r"[\[\]*_`<!(&]")
_PREFIX = re.compile(r"(?:[ \t>]|(?:[-*+:]|\d{1,9}[.)])(?=[ \t]))*")
_HEADING = re.compile(r"^(?P<before>(?:[ \t>]|(?:[-*+:]|\d{1,9}[.)])[ \t])*)#(?!#)|^[^\n]+\n(?P<rule>=+)[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<![\]\\])\[(?![@^!])[^\[\]\n]+\]\[([^\[\]\n]*)\](?!\])")
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]\n]+)\]:", re.MULTILINE)


@dataclass(slots=True)
class Manuscript:
    """One body and what is found in it. ``masked`` is the text, letter for letter, with code and escapes blanked."""

    text: str
    path: str
    section: str
    lang: str
    first_line: int
    report: Report = field(default_factory=Report)
    mentions: dict[Mention, None] = field(default_factory=dict)
    masked: str = ""
    _starts: list[int] = field(default_factory=list)

    def place(self, offset: int) -> tuple[int, int]:
        """Line of the file and column, both from 1, of a character."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        index = bisect_right(self._starts, offset) - 1
        return index + self.first_line, offset - self._starts[index] + 1

    def error(self, offset: int, rule: str, message: str, fix: str) -> None:
        """Note a problem at a character."""
        self.report.error(self.path, *self.place(offset), rule, message, fix)


def check_bounds(work: Manuscript) -> None:
    """Note where the text is too long, too deep or too tangled to be read in good time."""
    if len(work.text) > MAX_CHARACTERS:
        work.error(0, "markup/too-long", f"the text has {len(work.text)} characters; at most {MAX_CHARACTERS} fit on a page", "split the article")
        return
    text = _without_fences(work.text)
    offset = lines = levels = 0
    for line in text.split("\n"):
        depth = _depth(line) if line.strip() else 0
        lines += bool(line.strip())
        levels += depth
        if len(line) > MAX_LINE:
            work.error(offset, "markup/too-long", f"this line has {len(line)} characters; at most {MAX_LINE} fit", "break it into paragraphs")
        if depth > MAX_NESTING:
            work.error(offset, "markup/too-deep", f"this line is indented, listed or quoted more than {MAX_NESTING} levels deep", "make the structure flatter")
            return
        offset += len(line) + 1
    if lines > MAX_LINES:
        work.error(0, "markup/too-long", f"the text has {lines} lines; at most {MAX_LINES} fit on a page", "split the article")
    if levels > MAX_ALL_NESTING:
        work.error(0, "markup/too-deep", "this text has too many lists and quotes inside each other", "split the article, or make the structure flatter")
    _check_marks(work, text)


def _check_marks(work: Manuscript, text: str) -> None:
    marks = cells = tangles = 0
    for match in re.finditer(r"(?:[^\n]+\n?)+", text):
        here = len(_MARKS.findall(match[0]))
        marks += here
        rows = match[0].split("\n")
        cells += max(row.count("|") for row in rows) * len(rows) if "|" in match[0] else 0
        if here > MAX_MARKS:
            tangles += 1
            message = f"this paragraph or table has {here} brackets, stars or other marks; at most {MAX_MARKS} fit"
            work.error(match.start(), "markup/tangled", message, "split it, or remove stray marks")
    if marks > MAX_ALL_MARKS and not tangles:
        work.error(
            0,
            "markup/tangled",
            f"the text has {marks} brackets, stars or other marks; at most {MAX_ALL_MARKS} fit on a page",
            "split the article, or remove stray marks",
        )
    if (notes := text.count("[^")) > MAX_NOTES:
        message = f"the text has {notes} footnotes and marks of footnotes; at most {MAX_NOTES} fit on a page"
        work.error(0, "markup/tangled", message, "split the article, or cite sources with [@id]")
    if cells > MAX_CELLS:
        work.error(0, "markup/tangled", f"the tables have about {cells} cells; at most {MAX_CELLS} fit on a page", "split the article, or shorten the tables")


def _depth(line: str) -> int:
    prefix = _PREFIX.match(line)[0].expandtabs(4)  # type: ignore[index]
    if not prefix:
        return 0
    markers = len(re.findall(r"[^\s\d]", prefix))
    return markers + max(0, prefix.count(" ") - markers) // 4


def mask(text: str) -> str:
    """The text with fenced and inline code blanked, so that marks inside code are not taken for markup."""
    masked = _without_fences(text)
    if "`" in masked:
        masked = re.sub(r"(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", _blank, masked)
    return re.sub(r"\\[\\`*_{}\[\]()#+\-.!>]", "  ", masked)


def _without_fences(text: str) -> str:
    return figures.FENCE.sub(_blank, text) if figures.may_fence(text) else text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def check_markup(work: Manuscript) -> None:
    """Note HTML, attributes, pictures and the like, and marks that would be published as typed."""
    for rule in (_html, _attributes, _unseen, _callouts, _headings, _fences, _references):
        for offset, *words in rule(work):
            work.error(offset, *words)
    if work.lang == "fr":
        for offset, message, fix in _french_spaces(work):
            work.report.extend([Problem(work.path, *work.place(offset), "warning", "markup/french-space", message, fix)])


Found = Iterator[tuple[int, str, str, str]]


def _french_spaces(work: Manuscript) -> Iterator[tuple[int, str, str]]:
    """Spaces as they are set in French in Canada (Office québécois de la langue française): unbreakable before : » % $ and after «, none before ; ! ?."""
    # The space comes first, though what stands before it is asked too: an expression that begins with a literal is found several times faster.
    for match in re.finditer(r" (?:(?=[:»%$](?:[\s.,;)*\]]|$))(?<=[\w)»’] )|(?<=« )(?=\S))", work.masked, re.MULTILINE):
        yield match.start(), "this space can break at the end of a line", "put a no-break space there, or run check --fix"
    for match in re.finditer(r" (?=[;!?](?:[\s)]|$))(?<=[\w)»’%$] )", work.masked, re.MULTILINE):
        yield match.start(), "no space stands before this sign in Canada", "write it without the space, or run check --fix"


def _html(work: Manuscript) -> Found:
    for match in re.finditer(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]+>)[^\s>]{0,40}>?", work.masked):
        fix = "write it in Markdown (put < as &lt; if you mean the sign)"
        if re.fullmatch(r"<[\w.+-]+@[\w.-]+>", match[0]):
            fix = f"write [{match[0][1:-1]}](mailto:{match[0][1:-1]})"
        yield match.start(), "markup/raw-html", f'"{match[0]}" is HTML, which articles cannot hold', fix
    for match in re.finditer(r"!\[[^\]\n]*\](?=[(\[])", work.masked):
        yield match.start(), "markup/image", "articles cannot hold pictures", "use one of the figure blocks, or leave it out"


def _attributes(work: Manuscript) -> Found:
    taken: dict[str, int] = {}
    for match in re.finditer(r"\{(?::|[#.](?=\S))[^{}\n]*\}", work.masked):
        line_start = work.masked.rfind("\n", 0, match.start()) + 1
        line = work.masked[line_start : (work.masked + "\n").index("\n", match.start())]
        if not (re.fullmatch(r"\{#[a-z][a-z0-9]*(?:-[a-z0-9]+)*\}", match[0]) and re.match(r"#{1,6}[ \t]", line) and line.rstrip().endswith(match[0])):
            fix = "delete it (only {#id} at the end of a heading can, in small letters, digits and hyphens)"
            yield match.start(), "markup/attributes", f'"{match[0][:60]}" cannot stand in an article', fix
            continue
        identity = match[0][2:-1]
        if OWN_IDS.match(identity):
            yield match.start(), "markup/reserved-id", f"ids that begin like {identity} are the page's own", "choose another id"
        if identity in taken:
            yield (
                match.start(),
                "markup/duplicate-id",
                f"the id {identity} is already that of the heading on line {taken[identity]}",
                "give each heading its own",
            )
        taken.setdefault(identity, work.place(match.start())[0])


def _unseen(work: Manuscript) -> Found:
    for match in re.finditer(r"&(?:#?\w+);?", work.masked):
        if UNSEEN.search(html.unescape(match[0])):
            yield match.start(), "markup/hidden-character", f'"{match[0][:40]}" makes a character that readers cannot see', "delete it"


def _callouts(work: Manuscript) -> Found:
    for match in re.finditer(r"^[ \t]*>[ \t>]*\[!([A-Za-z-]+)\]", work.masked, re.MULTILINE):
        if match[1] not in callouts.KINDS:
            remedy = did_you_mean(match[1], callouts.KINDS) or f"write one of: {', '.join(callouts.KINDS)}"
            yield match.start(1), "markup/unknown-callout", f"[!{match[1]}] is not a kind of callout", remedy
        before = work.masked[: match.start()].rsplit("\n", 2)[-2:-1]
        if before and re.search(r">.*[^>\s]", before[0]):
            yield match.start(1) - 2, "markup/callout-place", f"[!{match[1]}] stands inside another quote", "leave a blank line before it"


def _headings(work: Manuscript) -> Found:
    for match in _HEADING.finditer(work.masked):
        offset = match.start("rule") if match["rule"] else match.end("before")
        yield offset, "markup/top-heading", "a heading with one # is the title, which stands in the front matter", "write ## (or \\# for the sign itself)"


def _fences(work: Manuscript) -> Found:
    for fence in figures.fences(work.text):
        if not fence.closed:
            yield fence.start, "markup/open-fence", "this block is never closed", "put the same marks on a line of their own below it"
    for match in re.finditer(r"^[ \t>]+(?:`{3}|~{3})", work.masked, re.MULTILINE) if figures.may_fence(work.masked) else ():
        yield match.start(), "markup/fence", "a block inside a list or quote is not drawn", "begin its ``` lines at the left margin"


def _references(work: Manuscript) -> Found:
    references = list(_REFERENCE.finditer(work.masked)) if "][" in work.masked else []
    defined = {" ".join(match[1].split()).casefold() for match in _DEFINITION.finditer(work.masked)} if references else set()
    for match in references:
        label = match[1] or match[0][1 : match[0].index("]")]
        if " ".join(label.split()).casefold() not in defined:
            fix = f"write [words](address) for a link, or [words][[{label[:40]}]] for a word of the glossary"
            yield match.start(1), "link/undefined", f'the link "{match[0][:60]}" is defined nowhere', fix
    if "[^" not in work.masked:
        return
    notes = set(re.findall(r"^[ \t>]*\[(\^[A-Za-z0-9-]+)\]:", work.masked, re.MULTILINE))
    for match in re.finditer(r"\[(\^[^\[\]\n]+)\]", work.masked):
        mark = match[0][:40]
        if not re.fullmatch(r"\^[A-Za-z0-9-]+", match[1]):
            yield match.start(), "markup/footnote", f'"{mark}" is not a mark of a footnote', "write [^1], or [^word] with letters, digits and hyphens"
        elif match[1] not in notes:
            yield match.start(), "markup/undefined-footnote", f"there is no footnote {mark}", f"write a line {mark}: … below, or delete the mark"
