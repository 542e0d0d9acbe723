"""The fence at the head of a Markdown file, read through python-frontmatter and our guarded dialect."""

from __future__ import annotations

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from sitegen.load.yaml import Document, parse
from sitegen.problems import Report


@dataclass(slots=True)
class Fenced:
    """Front matter, the Markdown below it, and the line of the file on which that Markdown begins."""

    head: Document
    body: str
    first_line: int


def load_fenced(text: str, path: str, report: Report) -> Fenced | None:
    """Split a file at its two ``---`` lines; a missing fence or a head that is no group of keys is a problem."""
    handler = YAMLHandler()
    if not handler.detect(text):
        report.error(
            path,
            1,
            1,
            "article/no-front-matter",
            "the file does not begin with front matter",
            "begin it with a line ---, then title: and the other keys, then another line ---",
        )
        return None
    try:
        head, body = handler.split(text)
    except ValueError:
        report.error(path, 1, 1, "article/open-front-matter", "the front matter is never closed", "put a line --- below its last key")
        return None
    before = report.errors
    # The boundary takes blank lines along, so the head need not begin on the line of its fence.
    document = parse(head, path, report, first_line=text.count("\n", 0, text.index(head)) + 1)
    if document is None:
        if report.errors == before:
            report.error(path, 1, 1, "article/no-front-matter", "the front matter is empty", "write title:, summary: and the other keys between the --- lines")
        return None
    if not isinstance(document.data, dict):
        report.error(
            path,
            document.origin.line,
            document.origin.column,
            "article/front-matter",
            "the front matter does not hold keys",
            "write key: value lines between the --- lines",
        )
        return None
    return Fenced(document, body, text.count("\n", 0, len(text) - len(body)) + 1)
