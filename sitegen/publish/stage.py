"""The next tree, made out of the former one while nobody sees it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sitegen.publish.exchange import exchange
from sitegen.publish.flush import flush, flush_one
from sitegen.publish.reasons import CannotPublish, in_words
from sitegen.publish.refuse import MARK, located, refuse_foreign, why_not_ours
from sitegen.publish.tree import beside, is_folder, make_folder, remove, walk, write_file

_FOLDER, _ODDITY = -1, -2  # in the place of a size


class Stage:
    """The next tree, beside the output and on its file system, until :meth:`commit` puts it in the output's place.

    Paths are relative, with ``/`` between segments. As a context manager it is discarded unless committed.
    Errors: :class:`CannotPublish` for what the system refuses, ValueError for a fault of the caller.
    """

    def __init__(self, output: Path) -> None:
        self._output = located(output)
        self._folder = beside(self._output, "stage")
        self._open = True
        self._sizes: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self._folders = {""}
        self._touched = {""}  # folders in which names changed
        self._reachable = {"": True}
        with in_words(self._output):
            self._spare, self._spare_folders = self._start()
            # Opened before the first write, because syncfs reports the write errors since its descriptor was opened.
            self._handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.discard()

    def write(self, path: str, data: bytes) -> None:
        """Put a file into the tree, mode 0644 in folders of mode 0755 whatever the umask."""
        self._admit(path)
        with in_words(self._output, path, self._written.values()):
            self._make_room(path)
            write_file(self._folder / path, data)
        self._sizes[path] = self._written[path] = len(data)

    def keep(self, path: str) -> bool:
        """Take the file at ``path`` from the present output unchanged; False where the caller must write it instead."""
        self._admit(path)
        status = self._published(path)
        if status is None:
            return False
        with in_words(self._output, path, self._written.values()):
            if self._spare.get(path) == _identity(status):
                self._need(_parent(path))
            else:
                self._make_room(path)
                try:
                    os.link(self._output / path, self._folder / path, follow_symlinks=False)
                except OSError:
                    return False
        self._sizes[path] = status.st_size
        return True

    def commit(self) -> None:
        """Put the tree in the output's place, whole; the former one is kept to start the next from.

        Nothing that fails after the exchange is a failure of the build.
        """
        self._must_be_open()
        if MARK not in self._sizes:
            raise ValueError(f"a tree without {MARK} could never be replaced")
        with in_words(self._output, written=self._written.values()):
            self._drop_leftovers()
            self._verify()
            flush([self._folder / path for path in (*self._written, *sorted(self._touched & self._folders))], self._handle)
            refuse_foreign(self._output)
            exchange(self._folder, self._output)
        with suppress(OSError):
            flush_one(self._output.parent)
        self._close()
        try:
            self._folder.rename(beside(self._output, "spare"))
        except OSError:
            remove(self._folder)

    def discard(self) -> None:
        """Remove the stage, unless it is committed."""
        if self._open:
            self._close()
            remove(self._folder)

    def _close(self) -> None:
        self._open = False
        # Everything is flushed or given up by now; what closing reports may fail no build.
        with suppress(OSError):
            os.close(self._handle)

    def _must_be_open(self) -> None:
        if not self._open:
            raise ValueError("the stage is committed or discarded")

    def _admit(self, path: str) -> None:
        self._must_be_open()
        if "\0" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
            raise ValueError(f"{path!r} is not a plain relative path")
        if path in self._sizes:
            raise ValueError(f"{path!r} is given twice")

    def _start(self) -> tuple[dict[str, tuple[int, ...]], set[str]]:
        """Make the stage, from the spare if there is one; the files that it has then, and the folders."""
        spare = beside(self._output, "spare")
        try:
            if is_folder(spare) and not why_not_ours(spare):
                spare.rename(self._folder)
                return _adopted(self._folder)
        except OSError:
            remove(self._folder)
        make_folder(self._folder)
        return {}, set()

    def _make_room(self, path: str) -> None:
        """Make the folders above ``path``, and take away what the former tree, which may share it with the output, has there."""
        self._need(_parent(path))
        self._touched.add(_parent(path))
        if path in self._spare_folders:
            remove(self._folder / path)
        elif self._spare.pop(path, None):
            (self._folder / path).unlink()

    def _need(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder in self._spare_folders:
            self._need(_parent(folder))
        else:
            self._make_room(folder)
            make_folder(self._folder / folder)
            self._touched.add(folder)
        self._folders.add(folder)

    def _published(self, path: str) -> os.stat_result | None:
        """The status of the plain file, of the right mode and reached through no link, that the output holds at ``path``."""
        if not self._is_reachable(_parent(path)):
            return None
        try:
            status = os.lstat(f"{self._output}/{path}")  # not by Path, which would cost a fifth of a small build
        except OSError:
            return None
        return status if status.st_mode == stat.S_IFREG | 0o644 else None

    def _is_reachable(self, folder: str) -> bool:
        if folder not in self._reachable:
            self._reachable[folder] = is_folder(f"{self._output}/{folder}") and self._is_reachable(_parent(folder))
        return self._reachable[folder]

    def _drop_leftovers(self) -> None:
        for path in self._spare.keys() - self._sizes.keys():
            with suppress(FileNotFoundError, NotADirectoryError):
                (self._folder / path).unlink()
            self._touched.add(_parent(path))
        for folder in sorted(self._spare_folders - self._folders, reverse=True):
            with suppress(FileNotFoundError, NotADirectoryError):
                (self._folder / folder).rmdir()
            self._touched.add(_parent(folder))

    def _verify(self) -> None:
        found = {path: _size(entry) for path, entry in walk(self._folder)}
        given = self._sizes | dict.fromkeys(self._folders - {""}, _FOLDER)
        if found != given:
            odd = sorted(path for path in found.keys() | given.keys() if found.get(path) != given.get(path))
            raise CannotPublish(f"{self._output} cannot be replaced: the staged tree is not as it was written: {', '.join(odd[:3])}")


def _adopted(folder: Path) -> tuple[dict[str, tuple[int, ...]], set[str]]:
    """The files and folders of a former tree, without the links and other oddities that someone may have put there."""
    files: dict[str, tuple[int, ...]] = {}
    folders = set()
    folder.chmod(0o755)
    for path, entry in walk(folder):
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            folders.add(path)
            if stat.S_IMODE(status.st_mode) != 0o755:
                Path(entry.path).chmod(0o755)
        elif stat.S_ISREG(status.st_mode):
            files[path] = _identity(status)
        else:
            Path(entry.path).unlink()
    return files, folders


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """What one file has and no other; size and time because some file systems invent inode numbers."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _size(entry: os.DirEntry[str]) -> int:
    if entry.is_dir(follow_symlinks=False):
        return _FOLDER
    return entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else _ODDITY


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
