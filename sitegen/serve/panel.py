"""What is put into a page on its way to the browser: the reload script, room for it in the page's policy, the panel of problems."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sitegen.problems import UNSEEN, Problem, Report

_SHOWN, _WIDTH, _LARGEST = 50, 240, 4_000_000  # problems in the panel, characters of a source line, characters of a source file

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*')
_SCRIPT_RULES = re.compile(r"; (?:script|connect)-src (?:&#\w+;|[^;])*")  # of two directives with one name browsers heed the first
_HEAD_END, _BODY = re.compile(r"</head>|\Z"), re.compile(r"<body\b[^>]*>|\Z")

STYLE = """\
#livereload-problems{position:sticky;inset-block-start:0;z-index:2147483647;grid-column:1/-1;box-sizing:border-box;max-block-size:45vh;overflow:auto;
margin:0;padding:.75rem 1rem;background:#fff4f2;color:#3a0d08;border-block-end:.25rem solid #b3261e;font:1rem/1.5 system-ui,sans-serif;text-align:start}
#livereload-problems *{color:inherit;background:none;font-size:1rem}
#livereload-problems ol{margin:.5rem 0 0;padding-inline-start:1.5rem}
#livereload-problems li{margin-block:.5rem}
#livereload-problems code,#livereload-problems pre{font-family:ui-monospace,monospace}
#livereload-problems code{font-weight:700}
#livereload-problems pre{margin:.25rem 0 0;padding:.25rem .5rem;white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:.25rem solid #b3261e}
"""
"""The look of the panel: a file of its own, because the policy of the pages allows no style inside them."""


def dressed(page: bytes, host: str, version: str, problems: str) -> bytes:
    """The HTML of a page with the script that reloads it, and with a panel if there is one.

    The rest of the page's policy stays, so that what it will stop when published is stopped here too.
    """
    script = html.escape(f"//{host}/livereload.js?ext=guide&extver={version}&mindelay=500&maxdelay=4000")
    addition = f'<link rel="stylesheet" href="/livereload.css"><script src="{script}" async></script>'
    text = page.decode("utf-8", "replace")
    text = _POLICY.sub(lambda policy: f"{_SCRIPT_RULES.sub('', policy[0])}; script-src 'self'; connect-src 'self' ws://{host}", text)
    text = _HEAD_END.sub(lambda end: addition + end[0], text, count=1)
    return _BODY.sub(lambda body: body[0] + problems, text, count=1).encode()


def panel(report: Report, bases: Sequence[Path], built: bool) -> str:
    """The problems, errors first, with the lines that they are about, from the first of ``bases`` that has the file."""
    problems = sorted(report, key=lambda problem: problem.severity != "error")
    items = "".join(_item(problem, bases) for problem in problems[:_SHOWN])
    more = f"<p>{len(problems) - _SHOWN} more are on the terminal.</p>" if len(problems) > _SHOWN else ""
    last = " Below is the last good page." if built else ""
    return (
        f'<section id="livereload-problems" role="alert" lang="en" dir="ltr"><strong>{counted(report)}.</strong>{last}'
        f" This goes away by itself when they are mended.<ol>{items}</ol>{more}</section>"
    )


def counted(report: Report) -> str:
    """How many errors and warnings, in words."""
    return f"{report.errors} error{'' if report.errors == 1 else 's'}, {report.warnings} warning{'' if report.warnings == 1 else 's'}"


def _item(problem: Problem, bases: Sequence[Path]) -> str:
    place, _, words = str(problem).partition(": ")
    line = html.escape(_line(problem, bases))
    return f"<li><code>{html.escape(place)}</code> {html.escape(words)}{line and f'<pre>{line}</pre>'}</li>"


def _line(problem: Problem, bases: Sequence[Path]) -> str:
    """The line that the problem is about, cut around its column; empty if no plain file has it."""
    for base in bases:
        file = base / problem.file
        if file.is_file() and not file.is_symlink():
            with suppress(OSError), file.open(encoding="utf-8-sig", errors="replace") as handle:
                line = "".join(handle.read(_LARGEST).split("\n")[problem.line - 1 : problem.line])
                start = max(0, problem.column - _WIDTH // 2) if len(line) > _WIDTH else 0
                # Controls, bidirectional marks and the like become a plain sign: they must not act on the reader.
                return UNSEEN.sub("\ufffd", line[start : start + _WIDTH].rstrip())
    return ""
