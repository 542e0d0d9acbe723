"""The two trees of a build: the root with its content and data, and the project, which lends what the root lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sitegen.load.files import read_text, walk
from sitegen.load.yaml import Document, parse
from sitegen.problems import Problem, Report

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Tree:
    """Where files come from; paths are POSIX and relative to the root."""

    root: Path

    def lends(self, path: str) -> bool:
        """Whether the root lacks ``path`` and the project's own stands in for it."""
        there = self.root / path
        return not there.exists() and not there.is_symlink()

    def home(self, path: str) -> Path:
        """The tree that ``path`` (a file or folder) is taken from."""
        return PROJECT if self.lends(path) else self.root

    def text(self, path: str, report: Report) -> str | None:
        """The text of a file, or None after a problem."""
        return read_text(self.home(path), path, report)

    def document(self, path: str, report: Report) -> Document | None:
        """A YAML file in the guarded dialect, or None after a problem."""
        text = self.text(path, report)
        if text is None:
            return None
        document, problems = _parsed(text, path)
        report.extend(problems)
        return document

    def files(self, folder: str, report: Report) -> Iterator[str]:
        """The files below a folder, sorted."""
        return walk(self.home(folder), folder, report)


@lru_cache(maxsize=16)
def _parsed(text: str, path: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """What a data file holds; kept within one process, because the preview reads the same files at every save."""
    report = Report()
    document = parse(text, path, report)
    if document is None and not report.errors:
        report.error(path, 1, 1, "yaml/nothing", "the file is empty", "put the records back, or delete the file")
    return document, tuple(report)
