"""A line that tells a person at a terminal how far a long step is; silent in a pipe."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self


class Progress:
    """Rewrites one line of standard error, and wipes it at the end."""

    def __init__(self, wanted: bool = True) -> None:
        self._on = wanted and sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.say("")

    def say(self, words: str) -> None:
        """Show ``words`` in place of what stood there."""
        if self._on:
            sys.stderr.write("\r" + words.ljust(self._width) + ("" if words else "\r"))
            sys.stderr.flush()
            self._width = len(words)

    def count(self, step: str, done: int, total: int) -> None:
        """Show how many of ``total`` are done, about a hundred times in all."""
        if self._on and (done == total or done % max(1, total // 100) == 0):
            self.say(f"{step} {done} of {total}")
