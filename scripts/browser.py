"""Finds a Chromium for the browser tests, or brings one, and prints where it is.

In this order: the one that GUIDE_BROWSER names; the one that served last time; one that is installed; Playwright's own, downloaded if
it can be; one from the system's packages, where that needs no password. Each is believed only once it has shown a page.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "browser"
BUNDLED = "playwright"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable")
MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
ARGUMENTS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what a test sees comes from this machine
)
LAUNCH_MS = 60_000
DOWNLOAD_S = 300
PACKAGES_S = 900
ADVICE = """\
No Chromium runs here, and none could be brought. Any of these helps:
  - install Chromium, Google Chrome or Microsoft Edge as you install other programs, and try again;
  - name one that you have: GUIDE_BROWSER=/path/to/chromium make test
  - without one, run the other tests: .venv/bin/python -m pytest --ignore tests/browser"""

DRIVER_ADVICE = "Install that library with your system's packages (libatomic1 on Debian and Ubuntu), and try again."
ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0
# For each package manager: how it installs, a browser, and the library that Playwright's driver needs beyond libc.
MANAGERS = {
    "apt-get": (("install", "-y", "--no-install-recommends"), "chromium", "libatomic1"),
    "dnf": (("install", "-y"), "chromium", "libatomic"),
    "apk": (("add", "--no-cache"), "chromium", "libatomic"),
}


class NoBrowser(Exception):
    """No browser can be had; the message says what was tried and what to do."""


def launch(playwright: Playwright, where: str) -> Browser:
    """The browser at ``where``, without a window; ``playwright`` means the one that Playwright downloads."""
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if ROOT_USER else [])]
    return playwright.chromium.launch(executable_path=None if where == BUNDLED else where, args=arguments, timeout=LAUNCH_MS)


def find() -> str:
    """The path of a browser that works, or ``playwright``; raises :class:`NoBrowser`."""
    failures: list[str] = []
    if not _driver_starts(failures) and not (_install_package("library", failures) and _driver_starts(failures)):
        raise NoBrowser("\n".join([f"Playwright, which steers the browser, does not start here: {failures[0]}", *failures[1:], DRIVER_ADVICE]))
    if chosen := os.environ.get("GUIDE_BROWSER"):
        where = chosen if chosen == BUNDLED else shutil.which(chosen) or chosen
        if _works(where, failures):
            return where
        raise NoBrowser(f"GUIDE_BROWSER names a browser that does not work.\n{failures[-1]}")
    for where in _candidates(failures):
        if _works(where, failures):
            CACHE.parent.mkdir(exist_ok=True)
            CACHE.write_text(f"{where}\n", encoding="utf-8")
            return where
    raise NoBrowser("\n".join([*(f"  - {failure}" for failure in failures), ADVICE]))


def _driver_starts(failures: list[str]) -> bool:
    """Whether the program inside Playwright's package runs; on bare systems it lacks a library."""
    done = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        failures.append((done.stderr.strip().splitlines() or ["it says nothing"])[-1][:300])
    return done.returncode == 0


def _candidates(failures: list[str]) -> Iterator[str]:
    """What may be a browser, each once and cheapest first; what must be fetched is fetched only when its turn comes."""
    tried: set[str] = set()
    sources: tuple[Callable[[], list[str]], ...] = (
        _cached,
        _installed,
        lambda: [BUNDLED],
        lambda: [BUNDLED] if _download(failures) else [],
        lambda: _installed() if _install_package("browser", failures) else [],
    )
    for number, source in enumerate(sources):
        for where in source():
            fetched = number > 2  # after a download the same name means another browser
            if fetched or where not in tried:
                tried.add(where)
                yield where


def _cached() -> list[str]:
    return CACHE.read_text(encoding="utf-8").split("\n")[:1] if CACHE.is_file() else []


def _installed() -> list[str]:
    found = [path for name in NAMES if (path := shutil.which(name))]
    if sys.platform == "darwin":
        programs = [folder / f"{app}.app/Contents/MacOS/{app}" for app in MAC_APPS for folder in (Path("/Applications"), Path.home() / "Applications")]
        found += [str(program) for program in programs if program.is_file()]
    return found


def _works(where: str, failures: list[str]) -> bool:
    """Whether the browser starts and shows a page; many a ``chromium`` is only a note that says where to get one."""
    _tell(f"trying {where}")
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, where)
            try:
                page = browser.new_page()
                page.goto("data:text/html,<title>ready</title>", timeout=LAUNCH_MS)
                if page.title() == "ready":
                    return True
                failures.append(f"{where}: starts, but shows no page")
            finally:
                browser.close()
    except Error as fault:
        failures.append(f"{where}: {_reason(fault.message)}")
    return False


def _reason(message: str) -> str:
    """The line of Playwright's long message that tells most: what the program itself said, if it said anything."""
    lines = [line.strip(" -╔═╗║╚╝\t") for line in message.splitlines()]
    said = [line.partition("] ")[2] or line for line in lines if line.startswith("[pid=") and "[err]" in line]
    return " ".join([lines[0], *list(dict.fromkeys(said))[:2]])[:300]


def _download(failures: list[str]) -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], DOWNLOAD_S, failures)


def _install_package(what: Literal["browser", "library"], failures: list[str]) -> bool:
    """Install with the system's own package manager, if that asks nobody for a password."""
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    if manager and (ROOT_USER or _sudo_asks_nothing()):
        may = [] if ROOT_USER else ["sudo", "-n"]
        install, browser, library = MANAGERS[manager]
        if manager == "apt-get":
            may += ["env", "DEBIAN_FRONTEND=noninteractive"]
            _run([*may, manager, "update"], PACKAGES_S, [])  # an old list may still do
        return _run([*may, manager, *install, browser if what == "browser" else library], PACKAGES_S, failures)
    if what == "browser" and not ROOT_USER and shutil.which("brew"):
        return _run(["brew", "install", "--cask", "google-chrome"], PACKAGES_S, failures)
    failures.append("the system's packages: none that can be installed here without a password")
    return False


def _sudo_asks_nothing() -> bool:
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _run(command: list[str], seconds: int, failures: list[str]) -> bool:
    """Run what changes the machine: said in any case, watched on a terminal, and ended with all that it started when time is up."""
    shown = " ".join(command).replace(sys.executable, "python")
    print(f"browser: {shown}", file=sys.stderr, flush=True)
    output = None if sys.stderr.isatty() else subprocess.PIPE
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output or sys.stderr,
        stderr=subprocess.STDOUT if output else None,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except BaseException as stopped:
            _end(process)
            if not isinstance(stopped, subprocess.TimeoutExpired):
                raise
            failures.append(f"{shown}: not done within {seconds} s")
            return False
    if process.returncode:
        last = next((line for line in reversed((said or "").splitlines()) if "rror" in line), "")
        failures.append(f"{shown}: failed ({process.returncode}) {last}"[:300].rstrip())
    return process.returncode == 0


def _end(process: subprocess.Popen[str]) -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    except PermissionError:  # sudo passes it on to what it runs
        process.terminate()


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"browser: {words}", file=sys.stderr, flush=True)


def main() -> int:
    """Print where the browser is; 1 if there is none."""
    try:
        print(find())
    except NoBrowser as none:
        print(none, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
