"""Rules for style sheets, and the addresses that styles hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.audit.addresses import address_of
from sitegen.audit.tree import Tree
from sitegen.problems import Problem

_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    r"""(?:url|src)\(\s*(?: "(?P<double>[^"]*)"? | '(?P<single>[^']*)'? | (?P<bare>[^()"']*) )
      | @import\s*(?: "(?P<import2>[^"]*)"? | '(?P<import1>[^']*)'? )
      | (?<![\w"'])["'](?P<loose>(?:https?:)?//[^"']*)""",
    re.IGNORECASE | re.VERBOSE,
)


def check_stylesheets(tree: Tree) -> Iterator[Problem]:
    """A style sheet fetches only what is among our own files, or pictures that it holds itself."""
    for file in sorted(file for file in tree.files if file.endswith(".css")):
        for url, line, column in css_addresses(tree.read(file)):
            place = tree.base.place(url, address_of(file))
            if place is None and not url.startswith("data:image/"):
                yield Problem(
                    file,
                    line,
                    column,
                    "error",
                    "audit/third-party-load",
                    f"this style sheet fetches {url[:80]} from someone else",
                    "keep a copy among the assets",
                )
            elif place is not None and place.address != address_of(file) and place.file not in tree.files:
                yield Problem(file, line, column, "error", "audit/broken-link", f"{url} leads nowhere: there is no {place.file}")


def css_addresses(css: str) -> Iterator[tuple[str, int, int]]:
    """Every address in ``css``, with its line and column from 1."""
    if "\\" in css:
        css = _ESCAPE.sub(_unescaped, css)
    css = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    for match in _ADDRESS.finditer(css):
        url = next(group for group in match.groups() if group is not None)
        start = match.start()
        yield url.strip(), css.count("\n", 0, start) + 1, start - css.rfind("\n", 0, start)


def _unescaped(match: re.Match[str]) -> str:
    """The sign that an escape stands for, unless it would change how the rest is read."""
    sign = match[2] if match[1] is None else chr(min(int(match[1], 16) or 0xFFFD, 0x10FFFF))
    return "_" if sign in "\"'()\\" else sign
