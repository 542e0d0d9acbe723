"""Old or new, never between: the tree is staged beside the output, verified, flushed and exchanged in one step.

``with locked(output), Stage(output) as stage:`` is the only way in. Whatever fails before the exchange, a kill, a full disk,
a faulty page, leaves the output as it was; whatever fails after it leaves the new tree.

Beside ``output`` stand ``.output.lock``, ``.output.stage`` while a build runs, ``.output.old`` between the two renames of a
system that cannot exchange, and ``.output.spare``: the former tree, which the next build turns into the next one by changing
only what differs. Making 3,000 folders and deleting 3,000 others for one edited page took 0.7 to 2.8 s where changing the spare
takes 0.15 (ext4 is slow to make files soon after it deleted many). Nothing in a spare is believed: a file counts as kept only
if it is the very file, by inode, that the output holds. Deleting the spare is always safe.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

MARK = "build.json"
"""The file at the top of every tree that a build made; a folder that has other files and lacks it is never replaced."""

_SOURCES = ("content", "data", "templates", "assets", "locale", "sitegen", ".git")
_REPOSITORIES = (".git", ".hg", ".svn")
_RENAME_EXCHANGE = 2  # RENAME_SWAP on macOS has the same value.
_AT_FDCWD = -100
_FOLDER, _ODDITY = -1, -2  # in the place of a size
_UNKNOWN_CALL = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})

# Flushing 3,000 new files of 12 kB in 3,000 folders (two cores, ext4): one fsync each 1.0 to 1.3 s, syncfs 0.05 to 0.13 s.
# os.sync takes as long but flushes every disk and reports no error. For a few files fsync (0.3 ms each) is quicker than syncfs
# (15 ms and more), and does not wait for what other programs have yet to write.
_FEW = 32

_MEANINGS = {
    errno.EACCES: "there is no permission to write in {parent}",
    errno.EPERM: "there is no permission to write in {parent}",
    errno.EROFS: "{parent} is on a file system that is read-only",
    errno.EDQUOT: "your disk quota for {parent} is used up",
    errno.EIO: "the disk that holds {parent} reports a fault",
    errno.EFBIG: "a file is larger than the file system or your limits allow",
    errno.ENAMETOOLONG: "a name is longer than the file system allows",
    errno.ENOENT: "a file or folder was taken away while the build ran",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EEXIST: "something else stands where a file or folder is needed, or two names are one to the file system",
    errno.ENOTEMPTY: "a folder that no build made stands in the way",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.EXDEV: "it is a mount point, or comes from a container's image, and cannot be exchanged; choose a folder inside it",
    errno.EBUSY: "it is a mount point, or in use, and cannot be exchanged; choose a folder inside it",
    errno.ENOLCK: "the file system of {parent} cannot lock files",
    errno.ENOTSUP: "the file system of {parent} cannot lock or exchange files",
}


_Identity = tuple[int, int, int, int]


class Busy(Exception):
    """Another build holds the lock."""


class CannotPublish(Exception):
    """The output cannot be replaced, and is as it was; the message says why in words for the person who ran the build."""


def refuse_unsafe(output: Path, root: Path) -> None:
    """Raise :class:`CannotPublish` when publishing to ``output`` could harm what the build reads from ``root``.

    Folders are compared by identity, so that links and a file system that ignores case deceive nobody.
    """
    place, root = _located(output), Path(os.path.realpath(root))
    if _is_one_of(place, (root, *root.parents)):
        raise CannotPublish(f"{output} is or holds the project itself; choose another --output")
    for name in _SOURCES:
        if _is_one_of(root / name, (place, *place.parents)):
            raise CannotPublish(f"{output} lies in {name}/, which the build reads; choose another --output")


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the lock of ``output``, with what a killed build left behind cleared away.

    Never waits: raises :class:`Busy`, or :class:`CannotPublish` where no build could succeed. The lock file stays, because
    removing it would let two builds hold two files of one name.
    """
    output = _located(output)
    _refuse_foreign(output)
    handle, owner = _take_lock(output), os.getpid()
    try:
        _recover(output)
        yield
    finally:
        # A forked worker shares the lock: it must not give away its parent's, nor keep it once the parent has done.
        with suppress(OSError):
            if os.getpid() == owner:
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)


class Stage:
    """The next tree, beside the output and on its file system, until :meth:`commit` puts it in the output's place.

    Paths are relative, with ``/`` between segments. As a context manager it is discarded unless committed; in a forked
    worker neither ends it. Errors: :class:`CannotPublish` for what the system refuses, ValueError for a fault of the caller.
    """

    def __init__(self, output: Path) -> None:
        self._output = _located(output)
        self._folder = _beside(self._output, "stage")
        self._root = str(self._folder)
        self._owner = os.getpid()
        self._open = True
        self._sizes: dict[str, int] = {}
        self._written: list[str] = []
        self._needed: set[str] = {""}
        self._touched: set[str] = {""}
        self._spare: dict[str, _Identity] = {}
        self._spare_folders: set[str] = set()
        self._reachable: dict[str, bool] = {}
        _refuse_foreign(self._output)
        with self._plainly():
            self._prepare()
            # Opened before the first write, because syncfs reports the write errors since its descriptor was opened.
            self._handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.discard()

    def write(self, path: str, data: bytes) -> None:
        """Put a file into the tree, mode 0644 in folders of mode 0755 whatever the umask."""
        self._admit(path)
        with self._plainly(path, len(data)):
            self._need(_parent(path))
            self._clear(path)
            _write_file(f"{self._root}/{path}", data)
        self._count(path, len(data))
        self._written.append(path)

    def wrote(self, path: str, size: int) -> None:
        """Count a file of ``size`` bytes that a forked worker wrote through its copy of this stage."""
        self._admit(path)
        with self._plainly(path):
            self._need(_parent(path))
        self._count(path, size)
        self._written.append(path)

    def keep(self, path: str) -> bool:
        """Take the file at ``path`` from the present output unchanged; False where the caller must write it instead."""
        self._admit(path)
        status = self._present(path)
        if status is None:
            return False
        if self._spare.get(path) == _identity(status):
            with self._plainly(path):
                self._need(_parent(path))
            self._sizes[path] = status.st_size
            return True
        return self._link(path, status.st_size)

    def commit(self, *, spare: bool = True) -> None:
        """Put the tree in the output's place, whole; the former one is kept to start the next from, unless not ``spare``.

        Nothing that fails after the exchange is a failure of the build.
        """
        self._must_be_open()
        if MARK not in self._sizes:
            raise ValueError(f"a tree without {MARK} could never be replaced")
        with self._plainly():
            self._drop_leftovers()
            self._verify()
            self._flush()
            _refuse_foreign(self._output)
            _exchange(self._folder, self._output)
        with suppress(OSError):
            _flush_one(str(self._output.parent))
        self._close()
        _put_away(self._folder, _beside(self._output, "spare") if spare else None)

    def discard(self) -> None:
        """Remove the stage, if it is neither committed nor another process's."""
        if self._open and os.getpid() == self._owner:
            self._close()
            _remove(self._folder)

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

    @contextmanager
    def _plainly(self, path: str = "", more: int = 0) -> Iterator[None]:
        """Say in plain words what the system refuses; ``more`` bytes were to be written at ``path``."""
        try:
            yield
        except OSError as error:
            staged = sum(self._sizes[written] for written in self._written)
            raise CannotPublish(_explained(self._output, error, path, staged, more)) from error

    def _prepare(self) -> None:
        spare = _beside(self._output, "spare")
        try:
            if _is_folder(spare) and not _why_not_ours(spare):
                self._adopt(spare)
                return
        except OSError:
            _remove(self._folder)
            self._spare.clear()
            self._spare_folders.clear()
        _make_folder(self._root)

    def _adopt(self, spare: Path) -> None:
        """Start from the former tree, without the links and other oddities that someone may have put there."""
        os.rename(spare, self._folder)
        os.chmod(self._root, 0o755)
        for path, entry in _walk(self._root):
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                self._spare_folders.add(path)
                if stat.S_IMODE(status.st_mode) != 0o755:
                    os.chmod(entry.path, 0o755)
            elif stat.S_ISREG(status.st_mode):
                self._spare[path] = _identity(status)
            else:
                os.unlink(entry.path)

    def _need(self, folder: str) -> None:
        if folder in self._needed:
            return
        self._need(_parent(folder))
        if folder not in self._spare_folders:
            self._clear(folder)
            # Another worker may have made it; should a file stand there, the next call on it fails.
            with suppress(FileExistsError):
                _make_folder(f"{self._root}/{folder}")
            self._touched |= {folder, _parent(folder)}
        self._needed.add(folder)

    def _clear(self, path: str) -> None:
        """Take away what stands at ``path`` from the former tree, which may share it with the output: never write into it."""
        if path in self._spare_folders:
            _remove(self._folder / path)
        elif self._spare.pop(path, None):
            # Another worker may have been faster; should it still stand there, the next call on it fails.
            with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
                os.unlink(f"{self._root}/{path}")

    def _count(self, path: str, size: int) -> None:
        self._sizes[path] = size
        self._touched.add(_parent(path))

    def _present(self, path: str) -> os.stat_result | None:
        """The status of the plain file, of the right mode and reached through no link, that the output holds at ``path``."""
        if not self._is_reachable(_parent(path)):
            return None
        try:
            status = os.lstat(f"{self._output}/{path}")
        except OSError:
            return None
        return status if status.st_mode == stat.S_IFREG | 0o644 else None

    def _is_reachable(self, folder: str) -> bool:
        known = self._reachable.get(folder)
        if known is None:
            known = _is_folder(f"{self._output}/{folder}") and self._is_reachable(_parent(folder)) if folder else True
            self._reachable[folder] = known
        return known

    def _link(self, path: str, size: int) -> bool:
        with self._plainly(path):
            self._need(_parent(path))
            self._clear(path)
        try:
            os.link(f"{self._output}/{path}", f"{self._root}/{path}", follow_symlinks=False)
        except OSError:
            return False
        self._count(path, size)
        return True

    def _drop_leftovers(self) -> None:
        for path in self._spare.keys() - self._sizes.keys():
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(f"{self._root}/{path}")
            self._touched.add(_parent(path))
        for folder in sorted(self._spare_folders - self._needed, reverse=True):
            with suppress(FileNotFoundError, NotADirectoryError):
                os.rmdir(f"{self._root}/{folder}")
            self._touched.add(_parent(folder))

    def _verify(self) -> None:
        found = {path: _size(entry) for path, entry in _walk(self._root)}
        given = self._sizes | dict.fromkeys(self._needed - {""}, _FOLDER)
        if found != given:
            odd = sorted(path for path in found.keys() | given.keys() if found.get(path) != given.get(path))
            raise CannotPublish(f"{self._output} cannot be replaced: the staged tree is not as it was written: {', '.join(odd[:3])}")

    def _flush(self) -> None:
        changed = [*self._written, *sorted(self._touched & self._needed)]
        if len(changed) <= _FEW or not _sync_file_system(self._handle):
            for path in changed:
                _flush_one(f"{self._root}/{path}")


def _located(output: Path) -> Path:
    """The absolute place of ``output`` with its parent's links followed, its own left to be seen."""
    lexical = output.name in ("", "..")
    place = Path(os.path.realpath(output)) if lexical else Path(os.path.realpath(output.parent), output.name)
    if not place.name:
        raise CannotPublish(f"{output} is the whole file system; choose another --output")
    return place


def _beside(output: Path, role: str) -> Path:
    return output.with_name(f".{output.name}.{role}")


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _identity(status: os.stat_result) -> _Identity:
    """What one file has and no other; size and time because some file systems invent inode numbers."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _place(folder: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_one_of(folder: Path, others: tuple[Path, ...]) -> bool:
    place = _place(folder)
    return folder in others or (place is not None and any(_place(other) == place for other in others))


def _is_folder(path: str | Path) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _why_not_ours(folder: Path) -> str:
    """What speaks against deleting ``folder``; nothing if it is empty or the work of a build."""
    names = os.listdir(folder)
    for name in _REPOSITORIES:
        if name in names:
            return f"holds a repository, {name}, that would be deleted; choose another --output"
    if names and (MARK not in names or not stat.S_ISREG(os.lstat(folder / MARK).st_mode)):
        return "is not a folder that a build made; choose another --output or empty it"
    return ""


def _why_not_replaceable(output: Path) -> str:
    """What speaks against exchanging ``output``; nothing if it is missing, empty or the work of a build."""
    try:
        status = os.lstat(output)
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "is a link; name the folder itself as --output"
    if not stat.S_ISDIR(status.st_mode):
        return "is a file; choose another --output"
    if status.st_dev != os.stat(output.parent).st_dev:
        return "is a mount point, which cannot be exchanged; choose a folder inside it as --output"
    return _why_not_ours(output)


def _refuse_foreign(output: Path) -> None:
    try:
        why = _why_not_replaceable(output)
    except OSError as error:
        raise CannotPublish(_explained(output, error)) from error
    if why:
        raise CannotPublish(f"{output} {why}")


def _take_lock(output: Path) -> int:
    try:
        os.makedirs(output.parent, exist_ok=True)
        handle = os.open(_beside(output, "lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise CannotPublish(_explained(output, error)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise Busy(f"another build is at work on {output}; wait until it ends") from error
    except OSError as error:
        os.close(handle)
        raise CannotPublish(_explained(output, error)) from error
    return handle


def _recover(output: Path) -> None:
    """Undo what a killed build left; the caller holds the lock, so nothing here belongs to a living one."""
    stage, old = _beside(output, "stage"), _beside(output, "old")
    try:
        if _is_folder(old) and not os.path.lexists(output):
            os.rename(old, output)
        elif _is_folder(old) and not _why_not_ours(old):
            _remove(old)
        if _is_folder(stage):
            _remove(stage)
    except OSError as error:
        raise CannotPublish(_explained(output, error)) from error


def _make_folder(path: str) -> None:
    os.mkdir(path, 0o755)
    os.chmod(path, 0o755)


def _write_file(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        os.fchmod(handle, 0o644)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _walk(root: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
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


def _size(entry: os.DirEntry[str]) -> int:
    if entry.is_dir(follow_symlinks=False):
        return _FOLDER
    return entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else _ODDITY


def _flush_one(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_file_system(handle: int) -> bool:
    """Flush the file system that holds ``handle``; False where the system has no such call."""
    return sys.platform == "linux" and _from_libc("syncfs", handle)


def _exchange(stage: Path, output: Path) -> None:
    """Let ``stage`` and ``output`` change places; if ``output`` is missing, ``stage`` only takes its name."""
    if not os.path.lexists(output):
        os.rename(stage, output)
    elif not _exchange_at_once(stage, output):
        _exchange_by_renaming(stage, output)


def _exchange_at_once(stage: Path, output: Path) -> bool:
    """Exchange in one step that every reader sees whole; False where the system or file system has none."""
    new, old = os.fsencode(stage), os.fsencode(output)
    if sys.platform == "darwin":
        return _from_libc("renamex_np", new, old, _RENAME_EXCHANGE)
    return sys.platform == "linux" and _from_libc("renameat2", _AT_FDCWD, new, _AT_FDCWD, old, _RENAME_EXCHANGE)


def _exchange_by_renaming(stage: Path, output: Path) -> None:
    """Exchange in two steps; killed between them, the next :func:`locked` puts the former tree back."""
    old = _beside(output, "old")
    os.rename(output, old)
    try:
        os.rename(stage, output)
    except BaseException:
        os.rename(old, output)
        raise
    with suppress(OSError):
        os.rename(old, stage)


def _put_away(former: Path, spare: Path | None) -> None:
    """Keep the ``former`` tree as ``spare``, or delete it."""
    try:
        if spare is not None:
            os.rename(former, spare)
            return
    except FileNotFoundError:
        return
    except OSError:
        pass
    _remove(former)


def _from_libc(name: str, *arguments: int | bytes) -> bool:
    """Call the C library; False when it, the kernel or the file system does not know the call, OSError when it fails."""
    import ctypes  # here, so that a build with nothing to publish does not pay for it

    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if function is None:
        return False
    if function(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN_CALL:
        return False
    raise OSError(code, os.strerror(code))


def _remove(folder: Path) -> None:
    """Delete a tree as far as it can be deleted; the next :func:`locked` tries again."""
    import shutil  # here, so that a build with nothing to publish does not pay for it

    shutil.rmtree(folder, ignore_errors=True)


def _explained(output: Path, error: OSError, path: str = "", staged: int = 0, more: int = 0) -> str:
    where = f" (at {path or error.filename})" if path or error.filename else ""
    if error.errno == errno.ENOSPC:
        meaning = _full(output.parent, staged, more)
    else:
        meaning = _MEANINGS.get(error.errno or 0, error.strerror or str(error)).format(parent=output.parent)
    return f"{output} cannot be replaced: {meaning}{where}"


def _full(parent: Path, staged: int, more: int) -> str:
    """The words for a full disk: sizes in decimal units, as disks are sold."""
    why = f"the disk that holds {parent} is full"
    with suppress(OSError):
        disk = os.statvfs(parent)
        if disk.f_files and not disk.f_favail:
            return f"{why}: it has room for no more files"
        why += f": {_amount(disk.f_bavail * disk.f_frsize)} free"
    return f"{why}, new files took {_amount(staged)} so far" + (f" and needed at least {_amount(more)} more" if more else "")


def _amount(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
