"""Styles and images under names that change with their content, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("reset", "tokens", "elements", "layout", "components", "utilities", "print")
STYLESHEET = "css/site.css"


@dataclass(frozen=True, slots=True)
class Assets:
    """``addresses`` leads from an asset's plain name to its fingerprinted address; ``files`` holds the bytes by path in the output."""

    addresses: dict[str, str]
    files: dict[str, bytes]


def emit_assets(folders: list[Path]) -> Assets:
    """All of ``assets/``: one stylesheet made of the layers in their order, and the images; a later folder's file stands for an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        found |= {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if _is_plain(file)}
    addresses: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, data in [(STYLESHEET, _stylesheet(found).encode()), *_images(found)]:
        stem, _, ending = name.rpartition(".")
        path = f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
        addresses[name], files[path] = f"/{path}", data
    return Assets(addresses, files)


def _is_plain(file: Path) -> bool:
    """Whether it is a file that somebody meant to be there: no link, and nothing hidden such as what a desktop leaves in every folder."""
    return file.is_file() and not file.is_symlink() and not file.name.startswith(".")


def _stylesheet(found: dict[str, Path]) -> str:
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        for name in [f"css/{layer}.css", *sorted(name for name in found if name.startswith(f"css/{layer}/") and name.endswith(".css"))]:
            if name in found:
                text = found[name].read_text("utf-8")
                parts.append(text if "@layer" in text else f"@layer {layer} {{\n{text}\n}}")
    return _squeezed("\n".join(parts))


def _squeezed(css: str) -> str:
    """Without comments and needless white space; strings are left alone because none of ours holds a comment."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*\n\s*", "\n", css)
    return re.sub(r"\s*([{};])\s*", r"\1", css).strip() + "\n"


def _images(found: dict[str, Path]) -> list[tuple[str, bytes]]:
    return [(name, file.read_bytes()) for name, file in sorted(found.items()) if name.startswith("img/")]
