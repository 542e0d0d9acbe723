"""One build at a time on one output, each starting from what it was before a killed one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.publish.reasons import Busy, in_words
from sitegen.publish.refuse import located, refuse_foreign, why_not_ours
from sitegen.publish.tree import beside, is_folder, remove


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the lock of ``output``, with what a killed build left behind cleared away.

    Never waits: raises :class:`Busy`, or :class:`CannotPublish` where no build could succeed. The lock file stays, because
    removing it would let two builds hold two files of one name.
    """
    output = located(output)
    refuse_foreign(output)
    with in_words(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, owner = os.open(beside(output, "lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644), os.getpid()
    try:
        with in_words(output):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy(f"another build is at work on {output}; wait until it ends") from error
            _recover(output)
        yield
    finally:
        # A forked worker shares the lock: it must not give away its parent's, nor keep it once the parent has done.
        with suppress(OSError):
            if os.getpid() == owner:
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)


def _recover(output: Path) -> None:
    """Undo what a killed build left; the caller holds the lock, so nothing here belongs to a living one."""
    stage, old = beside(output, "stage"), beside(output, "old")
    if is_folder(old) and not os.path.lexists(output):
        old.rename(output)
    elif is_folder(old) and not why_not_ours(old):
        remove(old)
    if is_folder(stage):
        remove(stage)
