"""Folders and files, whatever the umask and without following a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path


def beside(output: Path, role: str) -> Path:
    """The neighbour of ``output`` that plays the role: ``lock``, ``stage``, ``old`` or ``spare``."""
    return output.with_name(f".{output.name}.{role}")


def is_folder(path: Path | str) -> bool:
    """Whether a folder stands at ``path``, and not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def walk(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below ``root``, folders too, by its path; links are not followed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                yield path, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")


def make_folder(folder: Path) -> None:
    """Make a folder of mode 0755."""
    folder.mkdir(0o755)
    folder.chmod(0o755)


def write_file(file: Path, data: bytes) -> None:
    """Make a file of mode 0644; nothing may stand there."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        os.fchmod(handle, 0o644)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Delete a tree as far as it can be deleted; the next build tries again."""
    import shutil  # here, so that a build with nothing to publish does not pay for it

    shutil.rmtree(folder, ignore_errors=True)
