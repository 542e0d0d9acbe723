"""The site as it is shown: the last good build, and what is wrong with the sources since."""

from __future__ import annotations

import os
import sys
import time
import traceback
from dataclasses import replace
from urllib.parse import urlsplit

from sitegen.pipeline import PROJECT, Options, build
from sitegen.problems import Problem, Report, Stop
from sitegen.publish import Busy, CannotPublish
from sitegen.serve.panel import counted, dressed, panel

LOOPBACK = "127.0.0.1"


class Preview:
    """Builds once when it is made, and again with each :meth:`update`; says what came of it on the terminal."""

    def __init__(self, options: Options, port: int) -> None:
        self.site = options.output
        self.prefix = urlsplit(options.base_url or "").path.rstrip("/")
        names = (LOOPBACK, "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
        self.built = False
        self._options = options
        self._bases = list(dict.fromkeys((options.root, PROJECT)))
        self._start, self._builds = os.urandom(4).hex(), 0
        self._report = Report()
        self._held: list[tuple[str, str]] = []
        self._warnings: list[Problem] = []
        outcome = self._build()
        self._say(f"Serving http://{LOOPBACK}:{port}{self.prefix}/ on this machine only ({outcome}). Ctrl-C ends it.")

    @property
    def version(self) -> str:
        """What a page was made from; a page that comes back with another is stale."""
        return f"v{self._start}-{self._builds}"  # the letter keeps the script from taking it for a number

    def update(self, changed: list[str]) -> None:
        """Build again after a change of the sources; a change of the program asks for a restart."""
        code = [path for path in changed if path.startswith("sitegen/")]
        if code:
            # What the old code in memory makes must never be taken for the work of the new code on the disk.
            self._options = replace(self._options, cache=None)
            print(f"{_several(code)} changed. Code cannot be reloaded: press Ctrl-C and start serve again.", file=sys.stderr)
        if len(code) < len(changed):
            outcome = self._build()
            self._say(f"{_several([path for path in changed if path not in code])}: {outcome}.")

    def dressed(self, page: bytes, host: str) -> bytes:
        """The HTML of a page as it goes to the browser at ``host``."""
        return dressed(page, host, self.version, panel(self._report, self._bases, self.built) if self._report.errors else "")

    def _build(self) -> str:
        """Build once and print the problems; what came of it, in words."""
        started, outcome = time.perf_counter(), ""
        self._builds += 1
        self._report = Report()
        try:
            result = build(self._options)
        except Stop as stop:
            self._report = stop.report
        except (Busy, CannotPublish) as reason:
            self._report.error("output", 1, 1, "serve/cannot-build", str(reason))
        except Exception as error:  # templates are saved half-finished too, and must not end the preview
            self._report.extend([self._fault(error)])
        else:
            self.built = True
            self._held, before = result.held, self._held
            for path, why in result.held:
                if (path, why) not in before:
                    self._say(f"{path} is held back ({why}).")
            self._report.extend(result.problems)
            outcome = f"{result.rendered} of {result.pages} pages made anew"
        self._show()
        outcome = outcome or f"{counted(self._report)}; {'the last good pages stay' if self.built else 'nothing to show until they are mended'}"
        return f"{outcome}; {time.perf_counter() - started:.2f} s"

    def _show(self) -> None:
        """Print the problems; warnings alone only when they are others than before."""
        problems = list(self._report)
        if problems and (self._report.errors or problems != self._warnings):
            print(self._report.as_text(), file=sys.stderr, flush=True)
        self._warnings = problems

    def _say(self, words: str) -> None:
        if not self._options.quiet:
            print("".join(sign if sign.isprintable() else "?" for sign in words), flush=True)

    def _fault(self, error: Exception) -> Problem:
        """Where a template is at fault, or else the program, whose traceback is also printed."""
        frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        if isinstance(line := getattr(error, "lineno", None), int) and (file := getattr(error, "filename", None)):
            frames.append((file, line))
        words = f"{type(error).__name__}: {getattr(error, 'message', None) or error}"
        places = [(path, line) for file, line in frames if (path := self._relative(file))]
        templates = [place for place in places if place[0].startswith("templates/")]
        if templates:
            return Problem(*templates[-1], 1, "error", "template/fault", words)
        traceback.print_exception(error)
        return Problem(*(places[-1] if places else ("build.py", 1)), 1, "error", "build/fault", words)

    def _relative(self, file: str) -> str:
        for base in self._bases:
            if file.startswith(f"{base}/") and ".venv" not in file:
                return file[len(str(base)) + 1 :]
        return ""


def _several(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
