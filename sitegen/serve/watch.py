"""The files that a build reads, looked at again and again: as quick as a notice from the system at this size, and the same everywhere."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path

from sitegen.pipeline import PROJECT
from sitegen.snapshot import FOLDERS

# FIGURES: seconds between looks at the tree; a look may cost a twenty-fifth of the time at most.
_LOOK, _SHARE = 0.05, 25
_SETTLE = 0.02  # two looks this far apart must agree before a build: editors save in several steps
_LINGER = 1.0  # a name that looks temporary must stay this long
_PATIENCE = 2.0  # a tree that never comes to rest is built all the same

_TEMPORARY = re.compile(r"(~|\.tmp|\.temp|\.bak|\.part|\.orig|\.crswap|\.sw[a-z])$|^#.*#$|^\d+$|^sed\w{6}$|___jb_|\.tmp\.")

_Look = dict[tuple[Path, str], tuple[int, ...]]


class Watch:
    """The trees ``bases``, and how they were at the last change."""

    def __init__(self, bases: Iterable[Path]) -> None:
        self._folders = [(base, folder) for base in bases for folder in ((*FOLDERS, "sitegen") if base == PROJECT else FOLDERS)]
        self._cost = 0.0
        self._seen = self._look()

    async def changes(self) -> AsyncIterator[list[str]]:
        """The paths that are new, other or gone, each time that the tree has come to rest after a change."""
        since, last = None, self._seen
        while True:
            await asyncio.sleep(_SETTLE if since else max(_LOOK, self._cost * _SHARE))
            now = self._look()
            steady, last = now == last, now
            changed = sorted({path for (_, path), _ in now.items() ^ self._seen.items()})
            if not changed:
                since = None
                continue
            waited = time.monotonic() - (since := since or time.monotonic())
            lingering = all(_TEMPORARY.search(path.rstrip("/").rsplit("/", 1)[-1]) for path in changed)
            if (steady and (waited >= _LINGER or not lingering)) or waited >= _PATIENCE:
                # Remembered as it was before the build: what is saved while it runs is a change again.
                self._seen, since = now, None
                yield changed

    def _look(self) -> _Look:
        started = time.perf_counter()
        found: _Look = {}
        for base, folder in self._folders:
            _look_below(base, folder, found)
        self._cost = time.perf_counter() - started
        return found


def _look_below(base: Path, folder: str, found: _Look) -> None:
    try:
        entries = list(os.scandir(base / folder))
    except OSError:
        return
    for entry in entries:
        # Editors keep their swap files and locks under names with a dot, and change them with every key.
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        path = f"{folder}/{entry.name}"
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                found[base, f"{path}/"] = ()
                _look_below(base, path, found)
            else:
                state = entry.stat(follow_symlinks=False)
                found[base, path] = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
