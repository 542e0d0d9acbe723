"""The preview, as an editor and as a hostile web page meet it: the real command, real sockets."""

from __future__ import annotations

import html
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from sitegen.emit.headers import META_POLICY_WITH_SCRIPT
from sitegen.serve.panel import dressed

PROJECT = Path(__file__).resolve().parents[1]
DEADLINE_S = 60.0
KINDS = "article clinic clinics data facet glossary guide help-now home languages near not-found places province section sources standing worksheet".split()
ARTICLE, ADDRESS = "content/risks/tiny.en.md", "/en/guide/tiny/"
WORDS = {
    "en": ("Tiny", "A small article.", "The first point is this.", "The second point is that.", "", "The first words."),
    "fr": ("Petit", "Un petit article.", "Le premier point.", "Le second point.", "slug: petit\n", "Les premiers mots."),
}
BASE = """\
<!doctype html>
<html lang="{{ chrome.lang }}-CA">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ csp_meta }}">
<title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ asset('css/site.css') }}">
</head>
<body class="tiny">
<h1>{{ page.kind }}</h1>
{% block main %}{% endblock %}
</body>
</html>
"""


def write_root(root: Path) -> None:
    """A site of one article, with templates of its own and hardly any data; the provinces and help lines are the project's."""
    for name in ("clinics", "glossary", "places", "sources"):
        write(root / f"data/{name}.yaml", "[]\n")
    for name in ("about", "accessibility", "corrections", "privacy"):
        for lang in WORDS:
            write(root / f"content/pages/{name}.{lang}.md", f"---\ntitle: {name}\nsummary: A page.\nchanged: 2026-11-23\n---\n\nWords.\n")
    for lang, (title, summary, first, second, slug, words) in WORDS.items():
        text = f"---\ntitle: {title}\nsummary: {summary}\n{slug}order: 10\ntakeaways:\n  - {first}\n  - {second}\nchanged: 2026-11-23\n---\n\n{words}\n"
        write(root / f"content/risks/tiny.{lang}.md", text)
    write(root / "templates/tiny.html", BASE)
    for kind in KINDS:
        main = "{% block main %}{{ body(page) }}{% endblock %}" if kind == "article" else ""
        write(root / f"templates/pages/{kind}.html", f'{{% extends "tiny.html" %}}\n{main}\n')


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    status: int
    text: str
    headers: Message


@dataclass
class Served:
    """A running preview; what it says goes to two files."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]
    logs: Path

    def get(self, path: str, host: str | None = None) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host or f"127.0.0.1:{self.port}"})
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE_S) as answer:
                return Answer(answer.status, answer.read().decode(), answer.headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.read().decode(), refusal.headers)

    def until(self, path: str, condition: Callable[[str], bool]) -> str:
        """The page once it fulfils the condition."""
        return self.until_true(lambda: text if condition(text := self.get(path).text) else "")

    def until_true(self, look: Callable[[], str]) -> str:
        ends = time.monotonic() + DEADLINE_S
        while not (found := look()):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < ends, f"waited in vain; it said: {self.said()}"
            time.sleep(0.01)
        return found

    def said(self) -> str:
        return (self.logs / "out").read_text("utf-8") + self.complained()

    def complained(self) -> str:
        return (self.logs / "err").read_text("utf-8")

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(DEADLINE_S)


Start = Callable[..., Served]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_root(tmp_path / "root")
    return tmp_path / "root"


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Iterator[Start]:
    """Start a preview of ``root`` and wait until it says where it is."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*more: str, project: Path = PROJECT, port: int = 0) -> Served:
        port = port or free_port()
        logs = tmp_path / f"logs-{len(running)}"
        logs.mkdir()
        cache = ["--no-cache"] if project == PROJECT else []
        command = [sys.executable, "build.py", "serve", "--root", str(root), "--port", str(port), *cache, *more]
        with (logs / "out").open("wb") as out, (logs / "err").open("wb") as err:
            running.append(subprocess.Popen(command, cwd=project, stdout=out, stderr=err, env=os.environ | {"PYTHONUTF8": "1"}))
        served = Served(root, port, running[-1], logs)
        served.until_true(lambda: "Serving" if "Ctrl-C" in served.said() else "")
        return served

    yield run
    for process in running:
        process.terminate()
        process.wait(DEADLINE_S)


class Page:
    """An open page's socket, down to its frames."""

    def __init__(self, port: int, host: str | None = None, origin: str | None = None, *more: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S)
        lines = ["GET /livereload HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *([f"Origin: {origin}"] if origin else []), *more]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        while self._file.readline().strip():
            pass

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()

    def say(self, **message: object) -> None:
        data = json.dumps(message).encode()
        assert len(data) < 126
        self._socket.sendall(bytes([0x81, 0x80 | len(data), 0, 0, 0, 0]) + data)

    def hear(self) -> dict[str, object]:
        _, length = self._file.read(2)
        heard: dict[str, object] = json.loads(self._file.read(length if length < 126 else int.from_bytes(self._file.read(2), "big")))
        return heard

    def greet(self, version: str) -> None:
        self.say(command="hello", protocols=[], extver=version)
        assert self.hear()["command"] == "hello"
        self.say(command="info", plugins={}, url="x")


def version_in(text: str) -> str:
    return text.partition("extver=")[2].partition("&")[0]


def test_pages_are_served_with_the_reload_script_and_room_for_it_in_their_policy(start: Start) -> None:
    served = start()
    home = served.get("/en/")
    assert (home.status, home.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f'<script src="//127.0.0.1:{served.port}/livereload.js' in home.text
    assert "livereload-problems" not in home.text
    policy = home.text.partition("Content-Security-Policy")[2].partition(">")[0].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert f"connect-src 'self' ws://127.0.0.1:{served.port}" in policy
    assert "The first words." in served.get(ADDRESS).text
    assert "LiveReload" in served.get("/livereload.js").text
    stylesheet = home.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert served.get(stylesheet).headers["Content-Type"] == "text/css; charset=utf-8"


def test_addresses_lead_where_a_host_would_lead_them(start: Start) -> None:
    served = start()
    lost = served.get("/en/nowhere/")
    assert lost.status == 404
    assert "<h1>not-found</h1>" in lost.text
    assert served.get("/en").text == served.get("/en/").text
    assert served.get("/nowhere.png").status == 404
    assert served.get("/" + "x" * 4000).status == 404
    for outside in ("/../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/en/..%2f..%2f.site.lock", "//en/", "/en/%00"):
        assert served.get(outside).status == 404, outside


def test_a_base_address_with_a_path_is_served_below_that_path(start: Start) -> None:
    served = start("--base-url", "https://example.org/guide")
    assert "<h1>languages</h1>" in served.get("/").text
    assert 'href="/guide/assets/' in served.get("/guide/en/").text
    assert served.get("/en/").status == 404
    assert "https://example.org" not in served.get("/guide/en/").text.partition("livereload.js")[0].partition("script src")[2]


def test_only_who_names_this_very_address_is_answered(start: Start) -> None:
    served = start()
    for host in (f"127.0.0.1:{served.port}", f"localhost:{served.port}", f"LOCALHOST:{served.port}", f"[::1]:{served.port}"):
        assert served.get("/en/", host).status == 200, host
    for host in ("evil.example", f"evil.example:{served.port}", "127.0.0.1", f"127.0.0.1:{served.port + 1}", f"localhost.evil.example:{served.port}"):
        for path in ("/en/", "/livereload.js", "/livereload.css", "/nowhere"):
            refused = served.get(path, host)
            assert refused.status == 403, (host, path)
            assert "tiny" not in refused.text
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=DEADLINE_S)
        connection.request(method, "/en/")
        assert connection.getresponse().status == 405
        connection.close()
    assert served.get("/forcereload").status == 404


def test_only_pages_of_the_same_origin_may_open_the_socket(start: Start) -> None:
    served = start()
    own = f"http://127.0.0.1:{served.port}"
    other = f"localhost:{served.port}"
    for host, origin, status in [
        (None, own, 101), (other, f"http://{other}", 101),
        (None, "http://evil.example", 403), (None, "null", 403), (None, None, 403), (None, f"http://{other}", 403),
        (None, f"http://127.0.0.1:{served.port + 1}", 403), (None, f"https://127.0.0.1:{served.port}", 403),
        ("evil.example", "http://evil.example", 403),
    ]:  # fmt: skip
        with Page(served.port, host, origin) as page:
            assert page.status == status, (host, origin)
    with Page(served.port, None, "http://evil.example", "Sec-Fetch-Site: same-origin") as page:
        assert page.status == 403
    with Page(served.port, None, own) as rude:
        rude.say(nonsense=True)
    assert served.get("/en/").status == 200
    assert "Traceback" not in served.complained()


def test_no_other_address_of_this_machine_is_listened_on(start: Start) -> None:
    served = start()
    with pytest.raises(OSError, match=r".+"), socket.create_connection(("127.0.0.2", served.port), timeout=5):
        pass  # a server on all addresses would have answered on this one too


def test_a_save_changes_the_page_and_reloads_it_and_publishes_nothing(start: Start, root: Path) -> None:
    write(root / "output/index.html", "published before")
    served = start()
    with Page(served.port, None, f"http://127.0.0.1:{served.port}") as page:
        page.greet(version_in(served.get(ADDRESS).text))
        edit(root / ARTICLE, "The first words.", "Other words.")
        assert page.hear() == {"command": "reload", "path": "*", "liveCSS": False, "liveImg": False}
    assert "Other words." in served.get(ADDRESS).text
    assert f"{ARTICLE}: " in served.said()
    assert [path.read_text() for path in root.glob("output*/**/*")] == ["published before"]
    assert sorted(path.name for path in root.iterdir()) == ["content", "data", "output", "templates"]


def test_a_page_that_missed_a_build_is_reloaded_when_it_comes_back(start: Start) -> None:
    served = start()
    with Page(served.port, None, f"http://127.0.0.1:{served.port}") as page:
        page.greet("v-of-yesterday")
        assert page.hear()["command"] == "reload"


def test_templates_styles_and_new_and_renamed_and_deleted_files_are_followed(start: Start, root: Path) -> None:
    served = start()
    edit(root / "templates/tiny.html", "<h1>", '<h1 class="changed">')
    served.until("/en/", lambda text: 'class="changed"' in text)
    before = served.get("/en/").text.partition("assets/css/")[2].partition('"')[0]
    write(root / "assets/css/components/tiny.css", ".tiny { color: black }")
    served.until("/en/", lambda text: before not in text)
    for lang in WORDS:
        (root / f"content/risks/tiny.{lang}.md").rename(root / f"content/risks/renamed.{lang}.md")
    served.until_true(lambda: "there" if served.get("/en/guide/renamed/").status == 200 else "")
    served.until_true(lambda: "gone" if served.get(ADDRESS).status == 404 else "")
    (root / "content/risks/renamed.fr.md").unlink()
    (root / "content/risks/renamed.en.md").unlink()
    served.until_true(lambda: "gone" if served.get("/en/guide/renamed/").status == 404 else "")


def test_saves_in_several_steps_are_one_build_and_swap_files_none(start: Start, root: Path) -> None:
    served = start()
    article = root / ARTICLE
    text = article.read_text("utf-8")
    for name in (".tiny.en.md.swp", ".#tiny.en.md"):
        write(root / "content/risks" / name, "keys")
    (root / "content/risks/4913").touch()
    (root / "content/risks/4913").unlink()
    backup = article.rename(article.with_name("tiny.en.md~"))
    write(article, text.replace("The first words.", "Saved as vim saves."))
    backup.unlink()
    served.until(ADDRESS, lambda page: "Saved as vim saves." in page)
    write(article.with_name("tiny.en.md.tmp"), text.replace("The first words.", "Saved at one stroke."))
    article.with_name("tiny.en.md.tmp").replace(article)
    served.until(ADDRESS, lambda page: "Saved at one stroke." in page)
    assert "error" not in served.said()
    assert len((served.logs / "out").read_text().splitlines()) == 3, served.said()


def test_a_faulty_save_shows_its_problem_over_the_last_good_page_until_it_is_mended(start: Start, root: Path) -> None:
    served = start()
    edit(root / ARTICLE, "The first words.", "See <script>alert(1)</script> & [this](nowhere.en.md).")
    text = served.until(ADDRESS, lambda page: "livereload-problems" in page)
    panel = text.partition('<section id="livereload-problems"')[2].partition("</section>")[0]
    assert "The first words." in text.partition("</section>")[2]
    assert "<script" not in panel
    assert "See &lt;script&gt;alert(1)&lt;/script&gt; &amp; [this](nowhere.en.md)." in panel
    assert f"{ARTICLE}:11:" in panel
    assert 'id="livereload-problems"' in served.get("/en/nowhere/").text
    assert f"\n{ARTICLE}:11:" in "\n" + served.complained()
    assert ": error: " in served.complained()
    edit(root / ARTICLE, "See <script>alert(1)</script> & [this](nowhere.en.md).", "Mended words.")
    mended = served.until(ADDRESS, lambda page: "livereload-problems" not in page)
    assert "Mended words." in mended


def test_a_faulty_template_does_not_end_the_preview(start: Start, root: Path) -> None:
    served = start()
    edit(root / "templates/tiny.html", "<h1>", "<h1>{{ page.nothing_of_the_kind.at_all }}")
    text = served.until("/en/", lambda page: "livereload-problems" in page)
    assert "templates/tiny.html:10:1" in text
    assert "nothing_of_the_kind" in text
    edit(root / "templates/tiny.html", "<h1>{{ page.nothing_of_the_kind.at_all }}", "<h1>{% if %}")
    served.until("/en/", lambda page: "TemplateSyntaxError" in page)
    edit(root / "templates/tiny.html", "<h1>{% if %}", "<h1>")
    served.until("/en/", lambda page: "livereload-problems" not in page)


def test_a_first_build_that_fails_is_a_plain_page_until_it_is_mended(start: Start, root: Path) -> None:
    edit(root / ARTICLE, "changed: 2026-11-23", "changed: yesterday")
    served = start()
    for path in ("/", ADDRESS, "/en/nowhere/"):
        answer = served.get(path)
        assert answer.status == 200
        assert f"{ARTICLE}:8:10" in answer.text
        assert "changed: yesterday" in answer.text
        assert "livereload.js" in answer.text
    edit(root / ARTICLE, "changed: yesterday", "changed: 2026-11-23")
    assert "The first words." in served.until(ADDRESS, lambda page: "livereload-problems" not in page)


def test_marks_that_act_on_the_reader_are_shown_as_plain_signs(start: Start, root: Path) -> None:
    served = start()
    edit(root / ARTICLE, "The first words.", "The \u202efirst\x1b[31m words.")
    text = served.until(ADDRESS, lambda page: "livereload-problems" in page)
    assert "The \ufffdfirst\ufffd[31m words." in text
    assert "\u202e" not in text


def test_a_link_is_never_followed_to_show_a_line(start: Start, root: Path, tmp_path: Path) -> None:
    write(tmp_path / "secret", "root:secret\n")
    served = start()
    (root / "content/risks/linked.en.md").symlink_to(tmp_path / "secret")
    text = served.until("/en/", lambda page: "livereload-problems" in page)
    assert "linked.en.md" in text
    assert "root:secret" not in text


def test_a_change_of_the_code_asks_for_a_restart_and_what_the_old_code_makes_is_never_taken_for_the_new_codes_work(
    start: Start, root: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    for folder in ("sitegen", "data", "locale", "templates", "assets"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "build.py", project)
    served = start(project=project)
    assert "new code" not in served.get(ADDRESS).text
    edit(project / "sitegen/emit/pages.py", "csp_meta=META_POLICY", "csp_meta=META_POLICY + '; x-new code'")
    served.until_true(lambda: "asked" if "start serve again" in served.said() else "")
    assert "sitegen/emit/pages.py changed" in served.said()
    edit(root / ARTICLE, "The first words.", "Other words.")
    assert "new code" not in served.until(ADDRESS, lambda page: "Other words." in page)
    assert served.interrupt() == 0
    again = start(project=project, port=served.port)
    for path in (ADDRESS, "/en/", "/fr/"):
        assert "new code" in again.get(path).text
    assert "Other words." in again.get(ADDRESS).text


def test_the_end_is_quiet(start: Start) -> None:
    served = start()
    with Page(served.port, None, f"http://127.0.0.1:{served.port}") as page:
        page.greet(version_in(served.get("/en/").text))
        assert served.interrupt() == 0
    assert served.complained() == ""
    assert served.said().count("\n") == 1
    assert f"http://127.0.0.1:{served.port}/" in served.said()


@pytest.mark.parametrize("port", ["taken", "70000"])
def test_a_port_that_cannot_be_had_is_wrong_usage(port: str, root: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        asked = str(holder.getsockname()[1]) if port == "taken" else port
        command = [sys.executable, "build.py", "serve", "--root", str(root), "--port", asked]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
    assert done.returncode == 2
    assert asked in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_with_a_script_of_its_own_still_reloads_because_each_rule_of_its_policy_is_there_once() -> None:
    page = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(META_POLICY_WITH_SCRIPT)}">'
    policy = html.unescape(dressed(page.encode(), "127.0.0.1:1", "1", "").decode().partition('content="')[2].partition('"')[0])
    rules = [rule.split()[0] for rule in policy.split(";")]
    assert len(rules) == len(set(rules))
    assert policy.endswith("; form-action 'none'; script-src 'self'; connect-src 'self' ws://127.0.0.1:1")
