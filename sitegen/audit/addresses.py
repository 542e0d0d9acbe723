"""Which addresses are the site's own, and where in it they lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_DROPPED = re.compile(r"[\t\n\r]")  # browsers drop these anywhere in an address
_EDGES = "".join(map(chr, range(0x21)))  # and these at either end
_ANYWHERE = "https://audit.invalid"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the site: the address of a page or file, such as ``/en/``, and a part of it, empty for the whole."""

    address: str
    fragment: str = ""

    @property
    def file(self) -> str:
        """The file that a host sends for the address."""
        return file_of(self.address)


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site is published: ``origin`` and ``prefix``, both without a slash at the end; unknown origins match nothing."""

    origin: str = _ANYWHERE
    prefix: str = ""

    @classmethod
    def of(cls, url: str, address: str) -> Base | None:
        """The base of a site whose page ``address`` is published at ``url``."""
        if not url.startswith(("https://", "http://")) or not url.endswith(address):
            return None
        parts = urlsplit(url.removesuffix(address))
        return cls(f"{parts.scheme}://{parts.netloc}".lower(), parts.path)

    def place(self, url: str, page: str) -> Place | None:
        """Where ``url``, written on the page with the address ``page``, leads; None when it leads elsewhere."""
        plain = as_browsers_read(url)
        if not plain or plain[0] in "#?":
            return Place(page, unquote(urldefrag(plain).fragment).partition(":~:")[0])
        return _place(self.origin, self.prefix, plain, "/" if plain[0] == "/" or scheme_of(plain) else page)


@lru_cache(maxsize=1 << 16)
def _place(origin: str, prefix: str, plain: str, page: str) -> Place | None:
    if scheme_of(plain) not in ("", "http", "https"):
        return None
    try:
        parts = urlsplit(urljoin(f"{origin}{prefix}{page}", plain))
    except ValueError:
        return None
    path = unquote(parts.path) or "/"
    if f"{parts.scheme}://{parts.netloc}".lower() != origin or not f"{path}/".startswith(f"{prefix}/"):
        return None
    return Place(path.removeprefix(prefix) or "/", unquote(parts.fragment).partition(":~:")[0])


@lru_cache(maxsize=1 << 16)
def as_browsers_read(url: str) -> str:
    """The address without what browsers drop, and with the slashes that they put for backslashes."""
    plain = _DROPPED.sub("", url).strip(_EDGES)
    return plain.replace("\\", "/") if scheme_of(plain) in ("", "http", "https") else plain


@lru_cache(maxsize=1 << 16)
def scheme_of(url: str) -> str:
    """The scheme in small letters; empty for an address that is relative to its page."""
    match = _SCHEME.match(url)
    return match[0].lower() if match else ""


def file_of(address: str) -> str:
    """The file that a host sends for ``address``, relative to the site's folder."""
    return address.lstrip("/") + ("index.html" if address.endswith("/") else "")


def address_of(file: str) -> str:
    """The address at which a host sends ``file``."""
    return f"/{file.removesuffix('index.html') if file == 'index.html' or file.endswith('/index.html') else file}"
