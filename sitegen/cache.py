"""Digest → bytes, kept from one run to the next; deleting it is always safe.

Entries are checked against damage, not against malice: whoever can write in the folder is trusted as the code is.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

_KIND = re.compile(r"[a-z0-9][a-z0-9-]*")
_DIGEST = re.compile(r"[0-9a-f]+")
_SEAL = 32  # bytes of SHA-256 before the data


class Cache:
    """A store of bytes in a folder, each under a kind and a digest of all that made it; with no folder it is off.

    A missing, damaged or unreadable entry is a miss and a folder that cannot be written stores nothing: no fault of the
    disk is ever an error. ValueError: a kind or digest that is not a plain name.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else str(folder)

    def get(self, kind: str, digest: str) -> bytes | None:
        """The bytes that were put under this name, or None."""
        if (path := self._path(kind, digest)) is None:
            return None
        try:
            # A pipe under this name must not make the build wait.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            with open(handle, "rb") as file:
                entry = file.read()
        except OSError:
            return None
        data = entry[_SEAL:]
        return data if entry[:_SEAL] == _seal(kind, digest, data) else None

    def put(self, kind: str, digest: str, data: bytes) -> None:
        """Store the bytes; a reader or a kill at any moment finds the whole entry or none."""
        if (path := self._path(kind, digest)) is None:
            return
        part = Path(f"{path}.{os.urandom(8).hex()}")
        with suppress(OSError):
            try:
                _write(part, _seal(kind, digest, data) + data)
                os.replace(part, path)
            except OSError:
                part.unlink()

    def _path(self, kind: str, digest: str) -> str | None:
        if not _KIND.fullmatch(kind) or not _DIGEST.fullmatch(digest):
            raise ValueError(f"{kind!r}, {digest!r} cannot name a cache entry")
        if self._folder is None:
            return None
        return f"{self._folder}/{kind}/{digest}"


def digest_of(*parts: bytes | str) -> str:
    """SHA-256 in hex of the parts and of where each ends; text counts as its UTF-8."""
    total = hashlib.sha256()
    for part in parts:
        # A file name that is not UTF-8 reaches Python as lone surrogates.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


def _seal(kind: str, digest: str, data: bytes) -> bytes:
    # The name is sealed with the data, so that an entry restored under another name is a miss too.
    return bytes.fromhex(digest_of(kind, digest, data))


def _write(path: Path, entry: bytes) -> None:
    try:
        path.write_bytes(entry)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry)
