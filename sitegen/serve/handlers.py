"""Who is answered, and what: the built files, and the socket on which open pages wait to be told to reload."""

from __future__ import annotations

import json
import mimetypes
from typing import Any
from urllib.parse import quote, unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, HTTPError, RequestHandler

from sitegen.serve.panel import STYLE
from sitegen.serve.preview import Preview

_NOTHING_YET = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Nothing to show yet</title></head>
<body><main><p>Nothing could be built yet. This page reloads by itself.</p></main></body></html>
"""


def application(preview: Preview) -> Application:
    """What answers for the preview."""
    given = {"preview": preview}
    handlers = [(r"/livereload", _Socket, given), (r"/livereload\.js", _Script, given), (r"/livereload\.css", _Style, given), (r".*", _Files, given)]
    return Application(handlers, log_function=lambda _: None)


def reload_pages() -> None:
    """Tell every open page that is stale to reload."""
    for page in tuple(LiveReloadHandler.waiters):
        page.reload_if_stale()


class _Guarded(RequestHandler):
    """Answers only who asks for this very address, and lets nobody keep or embed the answer."""

    preview: Preview

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")

    def prepare(self) -> None:
        if self.request.headers.get("Host", "").lower() not in self.preview.hosts:
            raise HTTPError(403, reason="Forbidden")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")


class _Files(_Guarded):
    """The built files, at the addresses where a host would have them."""

    def get(self) -> None:
        if not self.preview.built:
            return self._answer("index.html", _NOTHING_YET)
        site, prefix, address = self.preview.site, self.preview.prefix, unquote(self.request.path)
        query = f"?{self.request.query}" if self.request.query else ""
        if prefix and address in ("/", prefix):
            return self.redirect(f"{prefix}/")
        file = _inside(address.removeprefix(prefix)) if address.startswith(f"{prefix}/") else None
        if file and self._has(file):
            return self._answer(file, (site / file).read_bytes())
        if file and self._has(f"{file}/index.html"):
            return self.redirect(f"{quote(address)}/{query}")
        for line in (site / "_redirects").read_text("utf-8").splitlines():
            old, new, _ = line.split(" ")
            if old == address:
                return self.redirect(new + query)
        self.set_status(404)
        return self._answer("404.html", (site / "404.html").read_bytes())

    head = get

    def _answer(self, file: str, data: bytes) -> None:
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.write(self.preview.dressed(data, self.request.host.lower()) if kind == "text/html" else data)

    def _has(self, file: str) -> bool:
        try:
            return (self.preview.site / file).is_file()
        except OSError:  # a name longer than any can be
            return False


class _Style(_Guarded):
    """The look of the panel."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(STYLE)


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
            self.reload_if_stale()  # a build came between the page and its socket, or serve was started again

    def reload_if_stale(self) -> None:
        if self.seen != self.preview.version:
            self.send_message({"command": "reload", "path": "*", "liveCSS": False, "liveImg": False})


def _inside(path: str) -> str | None:
    """The path of a file below the site for a decoded address; None for one that could lead out of it."""
    parts = path.split("/")[1:]
    if not parts or "\0" in path or not {"", ".", ".."}.isdisjoint(parts[:-1]) or parts[-1] in (".", ".."):
        return None
    return "/".join(parts) if parts[-1] else "/".join([*parts[:-1], "index.html"])
