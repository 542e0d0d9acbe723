"""Plain files of one tree, read whole and bounded.

Contributors' folders may hold links, devices or pipes; anything that is neither a plain file nor a folder is refused by name,
so that nothing outside the tree can be published and nothing can hang the build.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import UNSEEN, Report

MAX_BYTES = 4_000_000
MAX_DATA_BYTES = 16_000_000  # of a file of data/, which cannot be split: 25,000 listings
# Letters that cannot be told from Latin ones: Cyrillic, some Greek. Others (θ, λ, χ, α, β …) are Greek to the eye too, and written
# in Indigenous languages and in the names of medicines. Mathematical and full-width letters are Latin only to the eye.
_TWIN = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03bf\u03c1\u03c5\u0400-\u052f\u0561-\u0587"
_MIXED = re.compile(rf"\b(?=\w*[A-Za-z])\w*([{_TWIN}])\w*|\b\w*([\uff10-\uff5a\U0001d400-\U0001d7ff])\w*")
_SUSPECT = re.compile(f"[{_TWIN}\uff10-\uff5a\U0001d400-\U0001d7ff]")
_MOST = 20  # problems of one sort that are worth listing for one file


def walk(root: Path, folder: str, report: Report) -> Iterator[str]:
    """Every plain file below ``root/folder`` as a POSIX path relative to ``root``, sorted; the rest becomes problems."""
    top = root / folder
    if top.is_symlink():
        report.error(folder, 1, 1, "file/link", f"{folder} is a link", "put a real folder there")
        return
    if not top.is_dir():
        return
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            entries = sorted(os.scandir(root / here), key=lambda e: e.name, reverse=True)
        except OSError as fault:
            report.error(here, 1, 1, "file/unreadable", f"the folder cannot be read ({_reason(fault)})", "put a plain, readable folder there")
            continue
        for entry in entries:
            path = f"{here}/{entry.name}"
            if not entry.name.isprintable():
                shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
                report.error(shown, 1, 1, "file/name", "the name holds characters that cannot be shown", "rename it with small letters, digits and hyphens")
            elif entry.name.startswith(".#"):
                pass  # the lock that Emacs keeps beside an open file
            elif entry.is_symlink():
                report.error(path, 1, 1, "file/link", f"{path} is a link", "put the file itself there")
            elif entry.is_dir():
                if path.endswith((".md", ".yaml")):
                    report.error(path, 1, 1, "file/folder", f"{path} is a folder with the name of a file", "rename or remove it")
                pending.append(path)
            elif not entry.is_file():
                report.error(path, 1, 1, "file/special", f"{path} is not a plain file", "remove it")
            elif not entry.name.startswith(".") or entry.name.endswith((".md", ".yaml")):
                yield path


def read_text(root: Path, path: str, report: Report) -> str | None:
    """The text of one plain file in NFC with ``\\n`` line ends, or None after a problem.

    A byte-order mark and CRLF are accepted and mean nothing. Hidden and control characters are problems at their place.
    """
    raw = _read_bytes(root, path, report)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
        report.error(path, line, column, "file/encoding", "this letter is stored in another encoding than UTF-8", "type it anew, or save the file as UTF-8")
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if _is_plain(text, path, report) else None


def _is_plain(text: str, path: str, report: Report) -> bool:
    """Whether readers see what is written: no unseen characters, no word with look-alike letters of two alphabets."""
    faults = 0
    for match in UNSEEN.finditer(text):
        faults += 1
        if faults <= _MOST:
            name = unicodedata.name(match[0], f"control character U+{ord(match[0]):04X}")
            report.error(path, *place_in(text, match.start()), "file/hidden-character", f"a character that readers cannot see ({name})", "delete it")
    for match in _MIXED.finditer(text) if _SUSPECT.search(text) else ():
        faults += 1
        if faults <= _MOST:
            name = unicodedata.name(match[1] or match[2])
            report.error(
                path,
                *place_in(text, match.start()),
                "file/look-alike",
                f'"{match[0][:40]}" holds a letter that only looks Latin ({name})',
                "type the word anew",
            )
    return not faults


def place_in(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _read_bytes(root: Path, path: str, report: Report) -> bytes | None:
    try:
        descriptor = _open(root, path)
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            report.error(path, 1, 1, "file/link", f"{path} is a link", "put the file itself there")
        elif fault.errno == errno.ENOTDIR:
            report.error(path, 1, 1, "file/link", f"{path} does not lie in a plain folder", "put a real folder there")
        else:
            report.error(path, 1, 1, "file/unreadable", f"the file cannot be read ({_reason(fault)})", "put a plain, readable file there")
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            report.error(path, 1, 1, "file/special", f"{path} is not a plain file", "remove it")
            return None
        if state.st_nlink > 1:
            report.error(path, 1, 1, "file/hard-link", f"{path} is one of several names of the same file", "copy the file instead of linking it")
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as handle:
            most = MAX_DATA_BYTES if path.startswith("data/") else MAX_BYTES
            raw = handle.read(most + 1)
    finally:
        os.close(descriptor)
    if len(raw) > most:
        report.error(path, 1, 1, "file/too-large", f"the file is larger than {most // 1_000_000} MB", "make it smaller")
        return None
    return raw


def _reason(fault: OSError) -> str:
    return (fault.strerror or "unreadable").lower()


def _open(root: Path, path: str) -> int:
    """Open ``root/path`` step by step: below the root no link is followed and a pipe cannot block, even if something was exchanged after the walk."""
    *folders, name = path.split("/")
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            there = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            os.close(here)
            here = there
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
    finally:
        os.close(here)
