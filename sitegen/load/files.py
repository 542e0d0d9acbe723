"""Plain files of one tree, read whole and bounded.

Contributors' folders may hold links, devices or pipes; anything that is neither a plain file nor a folder is refused by name,
so that nothing outside the tree can be published and nothing can hang the build.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.problems import Report

MAX_BYTES = 4_000_000
# Controls that text needs none of, and characters that change how the neighbours read without being seen:
# bidirectional overrides and isolates (Trojan Source, CVE-2021-42574), zero-width marks, tag characters.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


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
        with os.scandir(root / here) as entries:
            for entry in sorted(entries, key=lambda e: e.name, reverse=True):
                path = f"{here}/{entry.name}"
                if entry.is_symlink():
                    report.error(path, 1, 1, "file/link", f"{path} is a link", "put the file itself there")
                elif entry.is_dir():
                    if path.endswith((".md", ".yaml")):
                        report.error(path, 1, 1, "file/folder", f"{path} is a folder with the name of a file", "rename or remove it")
                    pending.append(path)
                elif not entry.is_file():
                    report.error(path, 1, 1, "file/special", f"{path} is not a plain file", "remove it")
                elif not entry.name.startswith("."):
                    yield path


def read_text(root: Path, path: str, report: Report) -> str | None:
    """The text of one plain file in NFC with ``\\n`` line ends, or None after a problem.

    A byte-order mark and CRLF are accepted and mean nothing. Hidden and control characters are problems at their place.
    """
    raw = _read_bytes(root / path, path, report)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
        report.error(path, line, column, "file/encoding", "this byte is not UTF-8 text", "save the file as UTF-8")
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    hidden = list(_HIDDEN.finditer(text))
    for match in hidden[:20]:
        line, column = place_in(text, match.start())
        name = unicodedata.name(match[0], f"control character U+{ord(match[0]):04X}")
        report.error(path, line, column, "file/hidden-character", f"a character that readers cannot see ({name})", "delete it")
    return None if hidden else text


def place_in(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _read_bytes(file: Path, path: str, report: Report) -> bytes | None:
    try:
        # No link is followed and a pipe cannot block, even when the file was exchanged after the walk.
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as fault:
        reason = (fault.strerror or "unreadable").lower()
        report.error(path, 1, 1, "file/unreadable", f"the file cannot be read ({reason})", "put a plain, readable file there")
        return None
    with os.fdopen(descriptor, "rb") as handle:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            report.error(path, 1, 1, "file/special", f"{path} is not a plain file", "remove it")
            return None
        if state.st_nlink > 1:
            report.error(path, 1, 1, "file/hard-link", f"{path} is one of several names of the same file", "copy the file instead of linking it")
            return None
        raw = handle.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        report.error(path, 1, 1, "file/too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it")
        return None
    return raw
