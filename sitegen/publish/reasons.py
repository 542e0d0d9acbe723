"""Why nothing was published, in words for the person who ran the build."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MEANINGS = {
    errno.EACCES: "there is no permission to write in {parent}",
    errno.EPERM: "there is no permission to write in {parent}",
    errno.EROFS: "{parent} is on a file system that is read-only",
    errno.EDQUOT: "your disk quota for {parent} is used up",
    errno.EIO: "the disk that holds {parent} reports a fault",
    errno.EFBIG: "a file is larger than the file system or your limits allow",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EXDEV: "it is a mount point, or comes from a container's image, and cannot be exchanged; choose a folder inside it",
    errno.EBUSY: "it is a mount point, or in use, and cannot be exchanged; choose a folder inside it",
    errno.ENOLCK: "the file system of {parent} cannot lock files",
    errno.ENOTSUP: "the file system of {parent} cannot lock or exchange files",
}


class Busy(Exception):
    """Another build holds the lock."""


class CannotPublish(Exception):
    """The output cannot be replaced, and is as it was; the message says why in words for the person who ran the build."""


@contextmanager
def in_words(output: Path, path: str = "", written: Collection[int] = ()) -> Iterator[None]:
    """Raise :class:`CannotPublish` for what the system refuses, at ``path`` and after files of the sizes ``written``."""
    try:
        yield
    except OSError as error:
        meaning = _MEANINGS.get(error.errno or 0, error.strerror or str(error)).format(parent=output.parent)
        if error.errno == errno.ENOSPC:
            meaning = _full(output.parent, sum(written))
        where = path or error.filename
        raise CannotPublish(f"{output} cannot be replaced: {meaning}{f' (at {where})' if where else ''}") from error


def _full(parent: Path, written: int) -> str:
    """The words for a full disk: sizes in decimal units, as disks are sold."""
    why = f"the disk that holds {parent} is full"
    with suppress(OSError):
        disk = os.statvfs(parent)
        if disk.f_files and not disk.f_favail:
            return f"{why}: it has room for no more files"
        why += f": {_amount(disk.f_bavail * disk.f_frsize)} free"
    return f"{why}, new files took {_amount(written)} so far"


def _amount(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
