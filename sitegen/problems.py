"""What is wrong with the input, and where: the words that editors read.

Every stage adds :class:`Problem` records to one :class:`Report`; nothing stops at the first.
:class:`Stop` carries the report out of the pipeline when nothing may be published.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]

# What readers cannot see and text needs none of: controls; bidirectional overrides and isolates (Trojan Source, CVE-2021-42574); zero-width
# and filler characters; tags and variation selectors that can carry a hidden text; noncharacters. Spaces that French sets are not among them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the input at one place, with the remedy.

    ``line`` and ``column`` count from 1; ``file`` is relative to the root that is built.
    """

    file: str
    line: int
    column: int
    severity: Severity = field(compare=False)
    rule: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.fix}" if self.fix else ""
        return _one_line(f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.rule}: {self.message}{remedy}")


@dataclass(slots=True)
class Origin:
    """Where one value stands in a file, and where its parts stand: items by number, values and keys by name."""

    file: str
    line: int
    column: int
    children: dict[int | str, Origin] = field(default_factory=dict)
    keys: dict[str, Origin] = field(default_factory=dict)

    def at(self, *path: int | str) -> Origin:
        """The origin of the part at ``path``; of the nearest enclosing one if it is not there."""
        here = self
        for step in path:
            if step not in here.children:
                break
            here = here.children[step]
        return here

    def key(self, *path: int | str) -> Origin:
        """The origin of the key that ``path`` ends with."""
        parent = self.at(*path[:-1])
        return parent.keys.get(str(path[-1]), self.at(*path))

    def error(self, rule: str, message: str, fix: str = "") -> Problem:
        """A problem at this place that must be mended before anything is published."""
        return Problem(self.file, self.line, self.column, "error", rule, message, fix)

    def warning(self, rule: str, message: str, fix: str = "") -> Problem:
        """A problem at this place that stops nothing."""
        return Problem(self.file, self.line, self.column, "warning", rule, message, fix)


class Report:
    """All problems of one run, each once, sorted by place; ``unread`` names what could not be read because of them (see ``Site.unread``)."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems: dict[Problem, None] = dict.fromkeys(problems)
        self.unread: set[str] = set()

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._problems))

    def __len__(self) -> int:
        return len(self._problems)

    def __contains__(self, problem: object) -> bool:
        return problem in self._problems

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take the problems of one stage; what is found twice counts once, as the graver."""
        for problem in problems:
            if problem.severity == "error":
                self._problems.pop(problem, None)  # a warning at the same place with the same words
            self._problems.setdefault(problem, None)

    def error(self, file: str, line: int, column: int, rule: str, message: str, fix: str = "") -> None:
        """Note something that must be mended before anything is published."""
        self.extend([Problem(file, line, column, "error", rule, message, fix)])

    def warn(self, file: str, line: int, column: int, rule: str, message: str, fix: str = "") -> None:
        """Note something that an editor should look at, and that stops nothing."""
        self.extend([Problem(file, line, column, "warning", rule, message, fix)])

    @property
    def errors(self) -> int:
        """How many problems stop publication."""
        return sum(problem.severity == "error" for problem in self._problems)

    @property
    def warnings(self) -> int:
        """How many problems only ask for attention."""
        return len(self) - self.errors

    def as_text(self) -> str:
        """One line a problem, for people."""
        return "\n".join(str(problem) for problem in self)

    def as_json(self) -> str:
        """A list of objects with the fields of :class:`Problem`, for tools."""
        return json.dumps([asdict(problem) for problem in self], ensure_ascii=False, indent=2)

    def as_github(self) -> str:
        """Workflow commands that GitHub shows beside the changed lines of a pull request."""
        return "\n".join(
            f"::{p.severity} file={_escape_property(p.file)},line={p.line},col={p.column},"
            f"title={_escape_property(p.rule)}::{_escape_data('; '.join(filter(None, (p.message, p.fix))))}"
            for p in self
        )


class Stop(Exception):
    """The input has problems; nothing was published."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.errors} errors, {report.warnings} warnings")
        self.report = report


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy that names the nearest known word, or an empty string when none is near."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.72)
    return f"did you mean {folded[near[0]]}?" if near else ""


def _one_line(text: str) -> str:
    """The text with line ends and unseen characters spelled out: input that a message quotes can neither forge a line nor steer a terminal."""
    return re.sub(f"{UNSEEN.pattern}|[\n\r\t\ud800-\udfff]", lambda match: match[0].encode("unicode_escape").decode(), text)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
