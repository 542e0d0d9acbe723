"""One walk over everything that a build depends on, so that a run with nothing to do ends before any heavy import."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from sitegen.cache import Cache, digest_of

FOLDERS = ("content", "data", "templates", "assets", "locale")


class Snapshot:
    """The state of the inputs and the last build made from it; kept in the cache, so deleting it is always safe."""

    def __init__(self, root: Path, project: Path, output: Path, options: dict[str, Any], cache: Cache) -> None:
        self._cache, self._output = cache, output
        self._key = digest_of("snapshot", os.path.realpath(root), os.path.realpath(output))
        folders = {base / name for base in (root, project) for name in FOLDERS} | {project / "sitegen"}
        # The folder of installed packages changes its time when a library is added, removed or upgraded.
        libraries = [Path(folder).stat().st_mtime_ns for folder in sys.path if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir()]
        state = sorted(line for folder in folders for line in _lines(folder))
        self._state = digest_of(json.dumps([sys.version, libraries, options, state], sort_keys=True, default=str))

    def last(self) -> dict[str, Any] | None:
        """What :meth:`remember` kept, if neither an input nor the published tree has changed since."""
        stored = self._cache.get("snapshot", self._key)
        if stored is None:
            return None
        memory: dict[str, Any] = json.loads(stored)
        return memory["result"] if memory["state"] == self._state and memory["output"] == _lines(self._output) else None

    def remember(self, result: dict[str, Any]) -> None:
        """Keep the outcome of a build that succeeded."""
        memory = {"state": self._state, "output": _lines(self._output), "result": result}
        self._cache.put("snapshot", self._key, json.dumps(memory, ensure_ascii=False).encode())


def _lines(folder: Path) -> list[str]:
    """Path, kind, size, time in nanoseconds and inode of everything below ``folder``; a link has those of its file, and linked folders are not entered."""
    lines: list[str] = []
    pending = [str(folder)]
    while pending:
        here = pending.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            continue
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            state = entry.stat(follow_symlinks=False)
            if entry.is_symlink():
                with suppress(OSError):  # a template may be a link: what it leads to is what is read
                    state = entry.stat()
            lines.append(f"{entry.path} {state.st_mode} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino} {state.st_nlink}")
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
    return sorted(lines)
