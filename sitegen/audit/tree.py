"""The folder of a built site: what lies in it, without following anything that leads out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.audit.addresses import Base
from sitegen.problems import Problem

MARK = "build.json"
"""What every tree that a build made has at its top."""


@dataclass(slots=True)
class Tree:
    """``files`` and ``folders`` hold paths relative to ``root`` with ``/`` between segments; ``odd`` those that are neither."""

    root: Path
    base: Base = field(default_factory=Base)
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    odd: set[str] = field(default_factory=set)
    unreadable: dict[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> list[str]:
        """The HTML files, sorted."""
        return sorted(file for file in self.files if file.endswith(".html"))

    @property
    def drawings(self) -> list[str]:
        """The SVG files, sorted."""
        return sorted(file for file in self.files if file.endswith(".svg"))

    def read(self, file: str) -> str:
        """The text of a file; what is not UTF-8 is replaced and noted, and so is a file that cannot be read."""
        try:
            data = (self.root / file).read_bytes()
        except OSError as error:
            self.unreadable[file] = f"this file cannot be read ({error.strerror})"
            return ""
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            self.unreadable[file] = f"byte {error.start + 1} is not UTF-8"
            return data.decode(errors="replace")


def walk(root: Path) -> Tree:
    """All that lies below ``root``."""
    tree, left = Tree(root), [""]
    while left:
        folder = left.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as error:
            tree.unreadable[folder] = f"this folder cannot be read ({error.strerror})"
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                tree.folders.add(path)
                left.append(path)
            else:
                (tree.files if entry.is_file(follow_symlinks=False) else tree.odd).add(path)
    return tree


def check_plain(tree: Tree) -> Iterator[Problem]:
    """All that is published is plain files and folders."""
    for path in sorted(tree.odd):
        yield Problem(path, 1, 1, "error", "audit/not-plain", "this is neither a plain file nor a folder", "take it away")


def check_readable(tree: Tree) -> Iterator[Problem]:
    """All text that is published can be read, and is UTF-8."""
    for path, fault in sorted(tree.unreadable.items()):
        yield Problem(path, 1, 1, "error", "audit/unreadable", fault)
