"""What is never replaced: the project itself, what the build reads, and folders that no build made."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sitegen.publish.reasons import CannotPublish, in_words

MARK = "build.json"
"""The file at the top of every tree that a build made; a folder that has other files and lacks it is never replaced."""

_SOURCES = ("content", "data", "templates", "assets", "locale", "sitegen", ".git")


def refuse_unsafe(output: Path, root: Path) -> None:
    """Raise :class:`CannotPublish` when publishing to ``output`` could harm what the build reads from ``root``.

    Folders are compared by identity, so that links and a file system that ignores case deceive nobody.
    """
    place, root = located(output), Path(os.path.realpath(root))
    if any(_same(place, folder) for folder in (root, *root.parents)):
        raise CannotPublish(f"{output} is or holds the project itself; choose another --output")
    for name in _SOURCES:
        if any(_same(root / name, folder) for folder in (place, *place.parents)):
            raise CannotPublish(f"{output} lies in {name}/, which the build reads; choose another --output")


def refuse_foreign(output: Path) -> None:
    """Raise :class:`CannotPublish` unless ``output`` is missing, empty or the work of a build."""
    with in_words(output):
        why = _why_not_replaceable(output)
    if why:
        raise CannotPublish(f"{output} {why}")


def why_not_ours(folder: Path) -> str:
    """What speaks against deleting ``folder``; nothing if it is empty or the work of a build."""
    names = {entry.name for entry in folder.iterdir()}
    if ".git" in names:
        return "holds a repository, .git, that would be deleted; choose another --output"
    if names and MARK not in names:
        return "is not a folder that a build made; choose another --output or empty it"
    return ""


def located(output: Path) -> Path:
    """The absolute place of ``output`` with its parent's links followed, its own left to be seen."""
    lexical = output.name in ("", "..")
    place = Path(os.path.realpath(output)) if lexical else Path(os.path.realpath(output.parent), output.name)
    if not place.name:
        raise CannotPublish(f"{output} is the whole file system; choose another --output")
    return place


def _why_not_replaceable(output: Path) -> str:
    try:
        status = output.lstat()
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "is a link; name the folder itself as --output"
    if not stat.S_ISDIR(status.st_mode):
        return "is a file; choose another --output"
    if status.st_dev != output.parent.stat().st_dev:
        return "is a mount point, which cannot be exchanged; choose a folder inside it as --output"
    return why_not_ours(output)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return one == other
