"""Two folders change places: in one step that every reader sees whole, or in two where a system has none."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from sitegen.publish.tree import beside

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same value.
_AT_FDCWD = -100
_UNKNOWN_CALL = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(stage: Path, output: Path) -> None:
    """Let ``stage`` and ``output`` change places; if ``output`` is missing, ``stage`` only takes its name."""
    if not os.path.lexists(output):
        stage.rename(output)
    elif not _exchange_at_once(stage, output):
        _exchange_by_renaming(stage, output)


def from_libc(name: str, *arguments: int | bytes) -> bool:
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


def _exchange_at_once(stage: Path, output: Path) -> bool:
    """Exchange in one step; False where the system or file system has none."""
    new, old = os.fsencode(stage), os.fsencode(output)
    if sys.platform == "darwin":
        return from_libc("renamex_np", new, old, _EXCHANGE)
    return sys.platform == "linux" and from_libc("renameat2", _AT_FDCWD, new, _AT_FDCWD, old, _EXCHANGE)


def _exchange_by_renaming(stage: Path, output: Path) -> None:
    """Exchange in two steps; killed between them, the next :func:`locked` puts the former tree back."""
    old = beside(output, "old")
    output.rename(old)
    try:
        stage.rename(output)
    except BaseException:
        old.rename(output)
        raise
    with suppress(OSError):
        old.rename(stage)
