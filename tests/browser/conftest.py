"""A real browser, the real site behind the headers that it is published with, and a fresh page for each test."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.browser import NoBrowser, find, launch

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BUILD_S = 600
Rules = list[tuple[re.Pattern[str], list[tuple[str, str]]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here, and put them last: they are slow, and Playwright keeps an event loop running in the main thread."""
    here = [item for item in items if HERE in item.path.parents]
    for item in here:
        item.add_marker("browser")
    items[:] = [item for item in items if HERE not in item.path.parents] + here


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        where = find()
    except NoBrowser as none:
        pytest.fail(str(none), pytrace=False)
    with sync_playwright() as playwright:
        started = launch(playwright, where)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address, without a slash at its end, of the site as `python build.py` makes it now."""
    output = tmp_path_factory.mktemp("site") / "output"
    command = [sys.executable, "build.py", "build", "--output", str(output), "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=BUILD_S, check=False)
    if done.returncode:
        pytest.fail(f"the site does not build ({done.returncode}):\n{done.stdout}{done.stderr}", pytrace=False)
    headers = output / "_headers"
    rules = read_rules(headers.read_text(encoding="utf-8")) if headers.is_file() else []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(output), rules=rules)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page in a context of its own; `@pytest.mark.context(viewport=…, color_scheme=…)` says how that is made."""
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "en-CA", "base_url": site}
    for marker in reversed(list(request.node.iter_markers("context"))):
        options |= marker.kwargs
    context = browser.new_context(**options)
    yield context.new_page()
    context.close()


def read_rules(text: str) -> Rules:
    """The rules of a `_headers` file: a line with a path pattern, then indented lines `Name: value` or `! Name`."""
    rules: Rules = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            pattern = "".join(
                ".*" if part == "*" else "[^/]+" if part.startswith(":") else re.escape(part) for part in re.split(r"(\*|:[A-Za-z]\w*)", line.strip())
            )
            rules.append((re.compile(pattern), []))
        elif line.strip().startswith("!"):
            rules[-1][1].append((line.strip()[1:].strip().lower(), ""))
        else:
            name, _, value = line.strip().partition(":")
            rules[-1][1].append((name.strip().lower(), value.strip()))
    return rules


def headers_of(rules: Rules, path: str) -> dict[str, str]:
    """What the rules set for a path: values of one name are joined by commas, as both hosts that read this format do."""
    found: dict[str, str] = {}
    for pattern, headers in rules:
        if pattern.fullmatch(path):
            for name, value in headers:
                if not value:
                    found.pop(name, None)
                else:
                    found[name] = f"{found[name]}, {value}" if name in found else value
    return found


class Host(SimpleHTTPRequestHandler):
    """Serves a folder as static hosts do: index pages, 404.html for what is not there, the headers of `_headers`, no listings."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the parent's, made the same on every machine
        **SimpleHTTPRequestHandler.extensions_map,
        ".avif": "image/avif",
        ".css": "text/css",
        ".csv": "text/csv",
        ".geojson": "application/geo+json",
        ".html": "text/html",
        ".ics": "text/calendar",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }

    def __init__(self, *args: Any, directory: str, rules: Rules) -> None:
        self.rules = rules
        super().__init__(*args, directory=directory)

    @property
    def asked(self) -> str:
        return urlsplit(self.path).path

    def send_head(self) -> BytesIO | BinaryIO | None:
        if self.asked in {"/_headers", "/_redirects"}:
            self.send_error(404)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code != 404 or not missing.is_file():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def guess_type(self, path: Any) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_header(self, keyword: str, value: str) -> None:
        if keyword.lower() not in headers_of(self.rules, self.asked):
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        for name, value in headers_of(self.rules, self.asked).items():
            super().send_header(name, value)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing: what goes wrong shows in the page."""
