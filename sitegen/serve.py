"""The preview: builds into a private folder, serves it on this machine only, rebuilds and reloads open pages on every save.

What is inserted into pages (the reload script, the panel of problems, the sources that the page's own policy must allow for them)
is inserted into the answer, never into a file. Only pages and programs that name this very address are answered: any web page
can point its own name at 127.0.0.1 (DNS rebinding) and any web page can open a socket, so both ``Host`` and ``Origin`` are checked.
"""

from __future__ import annotations

import asyncio
import errno
import html
import json
import logging
import mimetypes
import os
import re
import signal
import socket
import stat
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from sitegen.cache import digest_of
from sitegen.pipeline import PROJECT, Options, build
from sitegen.problems import Problem, Report, Stop
from sitegen.publish import Busy, CannotPublish
from sitegen.snapshot import FOLDERS

ENDED, USAGE = 0, 2
LOOPBACK = "127.0.0.1"

# FIGURES: seconds between looks at the tree; a look may cost a twenty-fifth of the time at most.
_LOOK, _SHARE = 0.05, 25
_SETTLE = 0.02  # two looks this far apart must agree before a build: editors save in several steps
_LINGER = 1.0  # a name that looks temporary must stay this long
_PATIENCE = 2.0  # a tree that never comes to rest is built all the same
_SHOWN, _WIDTH, _LARGEST = 50, 240, 4_000_000  # problems in the panel, characters of a source line, bytes of a source file

_TEMPORARY = re.compile(r"(~|\.tmp|\.temp|\.bak|\.part|\.orig|\.crswap|\.sw[a-z])$|^#.*#$|^\d+$|^sed\w{6}$|___jb_|\.tmp\.")
_HEAD_END, _BODY = re.compile(r"</head\s*>", re.IGNORECASE), re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_POLICY = re.compile(r"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?content-security-policy\b[^>]*>", re.IGNORECASE)
_VALUE = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TYPES = mimetypes.MimeTypes(filenames=())  # not the machine's own list, which differs
for _type, _ending in (("font/woff2", ".woff2"), ("image/webp", ".webp"), ("image/avif", ".avif"), ("application/manifest+json", ".webmanifest")):
    _TYPES.add_type(_type, _ending)

_STYLE = """\
#livereload-problems{position:sticky;inset-block-start:0;z-index:2147483647;grid-column:1/-1;box-sizing:border-box;max-block-size:45vh;overflow:auto;
margin:0;padding:.75rem 1rem;background:#fff4f2;color:#3a0d08;border-block-end:.25rem solid #b3261e;font:1rem/1.5 system-ui,sans-serif;text-align:start}
#livereload-problems *{color:inherit;background:none;font-size:1rem}
#livereload-problems ol{margin:.5rem 0 0;padding-inline-start:1.5rem}
#livereload-problems li{margin-block:.5rem}
#livereload-problems code,#livereload-problems pre{font-family:ui-monospace,monospace}
#livereload-problems code{font-weight:700}
#livereload-problems pre{margin:.25rem 0 0;padding:.25rem .5rem;white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:.25rem solid #b3261e}
"""
_BARE = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n<main>{main}</main>\n</body>\n</html>\n'


def serve(options: Options, port: int) -> int:
    """Serve the preview until Ctrl-C and return the exit code: 0 ended, 2 the port cannot be had. Port 0 is any free one.

    Raises ``publish.Busy`` and ``publish.CannotPublish`` when the private folder cannot be built in at all.
    """
    try:
        sockets = bind_sockets(port, LOOPBACK) if 0 <= port <= 65535 else []
    except OSError as error:
        reasons = {errno.EADDRINUSE: "is in use; another serve may be running", errno.EACCES: "may be used by the administrator only"}
        print(f"Port {port} {reasons.get(error.errno or 0, f'cannot be used ({error.strerror})')}; choose another with --port.", file=sys.stderr)
        return USAGE
    if not sockets:
        print(f"{port} is not a port; choose one from 1 to 65535 with --port.", file=sys.stderr)
        return USAGE
    for name in ("asyncio", "livereload", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # pages that close while they are told to reload; malformed requests
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it clears away its folders too
    with ExitStack() as ending, suppress(KeyboardInterrupt, asyncio.CancelledError):
        for bound in sockets:
            ending.callback(bound.close)
        port = sockets[0].getsockname()[1]
        private = PROJECT / ".cache" / "serve" / digest_of(os.path.realpath(options.root), str(port))[:16]
        if options.cache is None:
            private = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="guide-serve-")))
            options = replace(options, cache=private / "cache")
        options = replace(options, output=private / "site", base_url=options.base_url or f"http://{LOOPBACK}:{port}")
        spare = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="guide-serve-")))
        preview = Preview(options, port, spare)
        preview.start()
        asyncio.run(_run(preview, sockets))
    return ENDED


class Preview:
    """The site as it is shown: the last good build, and what is wrong with the sources since."""

    def __init__(self, options: Options, port: int, spare: Path) -> None:
        self._options, self._spare = options, spare
        self._bases = tuple(dict.fromkeys((options.root, PROJECT)))
        self.site = options.output
        self.prefix = urlsplit(options.base_url or "").path.rstrip("/")
        self.hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")} | ({LOOPBACK, "localhost", "[::1]"} if port == 80 else set())
        self.address = f"http://{LOOPBACK}:{port}{self.prefix}/"
        self.pages: set[_Socket] = set()
        self._start, self._builds = os.urandom(4).hex(), 0
        self._built = False
        self._report = Report()
        self._held: list[tuple[str, str]] = []
        self._warnings: list[Problem] = []
        self._told: Problem | None = None
        self._watch = _Watch(self._bases)

    @property
    def version(self) -> str:
        """What a page was made from; a page that comes back with another is stale."""
        return f"v{self._start}-{self._builds}"  # the letter keeps the script from taking it for a number

    def start(self) -> None:
        """The first build."""
        started = time.perf_counter()
        outcome = self._build(first=True)
        self._say(f"Serving {self.address} on this machine only ({outcome}; {time.perf_counter() - started:.2f} s). Ctrl-C ends it.")
        self._show()

    async def follow(self) -> None:
        """Build again and reload the open pages on every save, for ever."""
        async for changed in self._watch.changes():
            code = [path for path in changed if path.startswith("sitegen/")]
            if code:
                # What the old code in memory makes must never be taken for the work of the new code on the disk.
                self._options = replace(self._options, cache=self._spare)
                self._say(f"{_several(code)} changed. Code cannot be reloaded: press Ctrl-C and start serve again.", always=True)
            if len(code) < len(changed):
                started = time.perf_counter()
                outcome = self._build()
                what = _several([path for path in changed if path not in code])
                self._say(f"{what}: {outcome} ({time.perf_counter() - started:.2f} s).")
                self._show()
                for page in tuple(self.pages):
                    page.reload()

    def prepared(self, page: bytes, host: str) -> bytes:
        """The HTML of a page as it goes to the browser at ``host``."""
        text = _POLICY.sub(lambda meta: _widened(meta[0], host), page.decode("utf-8", "replace"))
        script = f"//{host}/livereload.js?ext=guide&extver={self.version}&mindelay=500&maxdelay=4000"
        addition = f'<link rel="stylesheet" href="/livereload.css"><script src="{html.escape(script)}" async></script>'
        text = _inserted(text, _HEAD_END, addition, before=True)
        if self._report.errors:
            text = _inserted(text, _BODY, self._panel(), before=False)
        return text.encode()

    def instead(self) -> bytes | None:
        """The page that stands for every page until there has been a good build."""
        return (
            None if self._built else _BARE.format(title="Nothing to show yet", main="<p>Nothing could be built yet. This page reloads by itself.</p>").encode()
        )

    def _build(self, first: bool = False) -> str:
        """Build once; what came of it, in words."""
        self._builds += 1
        self._report = Report()
        try:
            result = build(self._options)
        except Stop as stop:
            self._report = stop.report
        except (Busy, CannotPublish) as reason:
            if first:
                raise
            self._report.error("output", 1, 1, "serve/cannot-build", str(reason))
        except Exception as error:  # templates are saved half-finished too, and must not end the preview
            self._report.extend([self._fault(error)])
        else:
            self._built = True
            self._held, before = result.held, self._held
            for path, why in result.held:
                if (path, why) not in before:
                    self._say(f"{path} is held back ({why}).")
            self._report.extend(result.problems)
            return f"{result.rendered} of {result.pages} pages made anew"
        return f"{_count(self._report)}; {'the last good pages stay' if self._built else 'nothing to show until they are mended'}"

    def _show(self) -> None:
        """Print the problems; warnings alone only when they are others than before."""
        problems = list(self._report)
        if self._report.errors or problems != self._warnings:
            with suppress(OSError):
                if problems:
                    print(self._report.as_text(), file=sys.stderr, flush=True)
        self._warnings = problems

    def _say(self, words: str, always: bool = False) -> None:
        if always or not self._options.quiet:
            encoding = sys.stdout.encoding or "utf-8"
            with suppress(OSError):
                print(_visible(words).encode(encoding, "backslashreplace").decode(encoding), flush=True)

    def _panel(self) -> str:
        problems = sorted(self._report, key=lambda problem: problem.severity != "error")
        items = "".join(self._item(problem) for problem in problems[:_SHOWN])
        more = f"<p>{len(problems) - _SHOWN} more are on the terminal.</p>" if len(problems) > _SHOWN else ""
        last = " Below is the last good page." if self._built else ""
        return (
            f'<section id="livereload-problems" role="alert" lang="en" dir="ltr"><strong>{_count(self._report)}.</strong>{last}'
            f" This goes away by itself when they are mended.<ol>{items}</ol>{more}</section>"
        )

    def _item(self, problem: Problem) -> str:
        place = f"{problem.file}:{problem.line}:{problem.column}"
        words = f"{problem.severity}: {problem.rule}: {'; '.join(filter(None, (problem.message, problem.fix)))}"
        line = self._source(problem)
        source = f"<pre>{_escaped(line)}</pre>" if line else ""
        return f"<li><code>{_escaped(place)}</code> {_escaped(words)}{source}</li>"

    def _source(self, problem: Problem) -> str:
        """The line that the problem is about, cut around its column; empty if there is none that can be shown."""
        for base in self._bases:
            if (text := _text(base / problem.file)) is not None:
                lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
                line = lines[problem.line - 1].lstrip("\ufeff") if 0 < problem.line <= len(lines) else ""
                start = max(0, problem.column - _WIDTH // 2) if len(line) > _WIDTH else 0
                return line[start : start + _WIDTH].rstrip()
        return ""

    def _fault(self, error: Exception) -> Problem:
        """Where a template is at fault, or else the program, whose traceback is also printed, once."""
        frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        if isinstance(line := getattr(error, "lineno", None), int) and (file := getattr(error, "filename", None)):
            frames.append((file, line))
        words = f"{type(error).__name__}: {getattr(error, 'message', None) or error}"
        places = [(path, line) for file, line in frames if (path := self._relative(file))]
        templates = [place for place in places if place[0].startswith("templates/")]
        if templates:
            return Problem(*templates[-1], 1, "error", "template/fault", words)
        fault = Problem(*(places[-1] if places else ("build.py", 1)), 1, "error", "build/fault", words)
        if fault != self._told:
            traceback.print_exception(error)
        self._told = fault
        return fault

    def _relative(self, file: str) -> str:
        for base in self._bases:
            if file.startswith(f"{base}/") and ".venv" not in file:
                return file[len(str(base)) + 1 :]
        return ""


class _Guarded(RequestHandler):
    """Answers only who asks for this very address, and lets nobody keep or embed the answer."""

    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.set_header("Server", "preview")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")

    def prepare(self) -> None:
        if self.request.headers.get("Host", "").lower() not in self.preview.hosts:
            raise HTTPError(403, reason="Forbidden")

    def compute_etag(self) -> None:
        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")


class _Files(_Guarded):
    """The built files."""

    def get(self) -> None:
        prefix, query = self.preview.prefix, f"?{self.request.query}" if self.request.query else ""
        if self.request.path in ("/", prefix) and prefix:
            return self.redirect(f"{prefix}/")
        address = unquote(self.request.path)
        file = _inside(address[len(prefix) :]) if address.startswith(f"{prefix}/") else None
        if file is not None and not _there(self.preview.site / file):
            if _there(self.preview.site / file / "index.html"):
                return self.redirect(f"{quote(f'{prefix}/{file}')}/{query}")
            if new := self._moved(f"/{file.removesuffix('index.html')}"):
                return self.redirect(prefix + new + query)
            file = None
        return self._answer(file)

    head = get

    def _answer(self, file: str | None) -> None:
        """Send a file, or the page for addresses that lead nowhere."""
        self.set_status(200 if file else 404)
        kind, _ = _TYPES.guess_type(file or "404.html")
        try:
            data = (self.preview.site / (file or "404.html")).read_bytes()
        except OSError:
            data = _BARE.format(title="404", main="<p>There is no such page.</p>").encode()
        if kind == "text/html":
            if (instead := self.preview.instead()) is not None:
                self.set_status(200)
                data = instead
            data = self.preview.prepared(data, self.request.host.lower())
        textual = kind is not None and (kind.startswith("text/") or kind.endswith(("xml", "json", "javascript")))
        self.set_header("Content-Type", f"{kind or 'application/octet-stream'}{'; charset=utf-8' if textual else ''}")
        self.write(data)

    def _moved(self, address: str) -> str | None:
        """Where an old address leads, as the host will read it in ``_redirects``."""
        for line in (_text(self.preview.site / "_redirects") or "").splitlines():
            if line.split(" ")[:1] == [address]:
                return line.split(" ")[1]
        return None


class _Style(_Guarded):
    """The look of the panel: a file, because the policy of the pages allows no style inside them."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(_STYLE)


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """The script that reloads, as livereload ships it."""


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """An open page, waiting to be told to reload."""

    seen: str | None = None

    def prepare(self) -> None:
        super().prepare()
        # Asked here because tornado asks check_origin only sometimes: not without an Origin, and not where another header or the host satisfies it.
        if not self.check_origin(self.request.headers.get("Origin", "")):
            raise HTTPError(403, reason="Forbidden")

    def check_origin(self, origin: str) -> bool:
        return origin.lower() == f"http://{self.request.host.lower()}"

    def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
            super().on_message(message)
        except (ValueError, AttributeError, TypeError):
            self.close()
            return
        if said["command"] == "hello":
            self.seen = said.get("extver")
        elif said["command"] == "info":
            self.preview.pages.add(self)
            if self.seen not in (None, self.preview.version):
                self.reload()  # a build came between the page and its socket, or serve was started again

    def on_close(self) -> None:
        super().on_close()
        self.preview.pages.discard(self)

    def reload(self) -> None:
        self.send_message({"command": "reload", "path": "*", "liveCSS": False, "liveImg": False})


class _Watch:
    """The files that a build reads, looked at again and again: as quick as a notice from the system at this size, and the same everywhere."""

    def __init__(self, bases: Iterable[Path]) -> None:
        self._bases = tuple(bases)
        self._cost = 0.0
        self._seen = self._look()

    async def changes(self) -> AsyncIterator[list[str]]:
        """The paths that are new, other or gone, each time that the tree has come to rest after a change."""
        since, last = None, self._seen
        while True:
            await asyncio.sleep(_SETTLE if since else max(_LOOK, self._cost * _SHARE))
            now = self._look()
            steady, last = now == last, now
            changed = sorted({path for _, path in {key for key, _ in now.items() ^ self._seen.items()}})
            if not changed:
                since = None
                continue
            waited = time.monotonic() - (since := since or time.monotonic())
            lingering = all(_TEMPORARY.search(path.rstrip("/").rsplit("/", 1)[-1]) for path in changed)
            if (steady and (waited >= _LINGER or not lingering)) or waited >= _PATIENCE:
                # Remembered as it was before the build: what is saved while it runs is a change again.
                self._seen, since = now, None
                yield changed

    def _look(self) -> dict[tuple[Path, str], tuple[int, ...]]:
        started = time.perf_counter()
        found: dict[tuple[Path, str], tuple[int, ...]] = {}
        for base in self._bases:
            for folder in (*FOLDERS, "sitegen") if base == PROJECT else FOLDERS:
                self._look_below(base, folder, found)
        self._cost = time.perf_counter() - started
        return found

    def _look_below(self, base: Path, folder: str, found: dict[tuple[Path, str], tuple[int, ...]]) -> None:
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                entries = list(os.scandir(base / here))
            except OSError:
                continue
            for entry in entries:
                # Editors keep their swap files and locks under names with a dot, and change them with every key.
                if entry.name.startswith(".") or entry.name == "__pycache__":
                    continue
                path = f"{here}/{entry.name}"
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        found[base, f"{path}/"] = ()
                        pending.append(path)
                    else:
                        state = entry.stat(follow_symlinks=False)
                        found[base, path] = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


async def _run(preview: Preview, sockets: list[socket.socket]) -> None:
    """The server and the watch, in one thread: a request that comes during a build waits for it."""
    given = {"preview": preview}
    handlers = [(r"/livereload", _Socket, given), (r"/livereload\.js", _Script, given), (r"/livereload\.css", _Style, given), (r".*", _Files, given)]
    server = HTTPServer(Application(handlers, log_function=lambda _: None))
    server.add_sockets(sockets)
    if (task := asyncio.current_task()) is not None:
        # Never an exception in the midst of things: livereload has an except that would swallow it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await preview.follow()


def _inside(path: str) -> str | None:
    """The path of a file below the site for a decoded address; None for one that could lead out of it."""
    parts = path.split("/")[1:]
    if not parts or "\0" in path or not {"", ".", ".."}.isdisjoint(parts[:-1]) or parts[-1] in (".", ".."):
        return None
    return "/".join(parts) if parts[-1] else "/".join([*parts[:-1], "index.html"])


def _there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name longer than any can be
        return False


def _widened(meta: str, host: str) -> str:
    """The policy of a page with room for the reload script; the rest stays, so that what it will stop when published is stopped here too."""
    value = _VALUE.search(meta)
    if value is None:
        return ""
    directives: dict[str, list[str]] = {}
    for directive in html.unescape(value[1] or value[2] or "").split(";"):
        if words := directive.split():
            directives.setdefault(words[0].lower(), words[1:])
    for name, sources in (("script-src", ["'self'"]), ("style-src", ["'self'"]), ("connect-src", ["'self'", f"ws://{host}"])):
        present = directives.get(name, directives.get("default-src"))
        if present is not None:
            directives[name] = list(dict.fromkeys([*(word for word in present if word != "'none'"), *sources]))
    policy = "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'


def _inserted(text: str, mark: re.Pattern[str], addition: str, *, before: bool) -> str:
    found = mark.search(text)
    if found is None:
        return text + addition
    at = found.start() if before else found.end()
    return text[:at] + addition + text[at:]


def _text(file: Path) -> str | None:
    """The text of a plain file, never of what a link or a pipe leads to; None if it cannot be shown."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    with os.fdopen(descriptor, "rb") as handle:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            return None
        return unicodedata.normalize("NFC", handle.read(_LARGEST).decode("utf-8", "replace"))


def _escaped(text: str) -> str:
    return html.escape(_visible(text))


def _visible(text: str) -> str:
    """Controls, bidirectional marks and the like as a plain sign: they must not act on the page or the terminal."""
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in text.replace("\t", "    "))


def _several(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _count(report: Report) -> str:
    return f"{report.errors} error{'' if report.errors == 1 else 's'}, {report.warnings} warning{'' if report.warnings == 1 else 's'}"
