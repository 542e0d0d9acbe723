"""Styles, scripts and images under names that change with their content, so that browsers may keep them for good."""

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
    """All of ``assets/``: one stylesheet made of the layers in their order, the scripts and the images; a later folder's file stands for an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        found |= {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if _is_plain(file)}
    addresses: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, data in [(STYLESHEET, _stylesheet(found).encode()), *_others(found)]:
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


def _others(found: dict[str, Path]) -> list[tuple[str, bytes]]:
    """Images as they are, and scripts. A script is one file: none imports another, whose name would be its fingerprint."""
    images = [(name, file.read_bytes()) for name, file in sorted(found.items()) if name.startswith("img/")]
    scripts = [(name, _slim(file.read_text("utf-8")).encode()) for name, file in sorted(found.items()) if re.fullmatch(r"js/[^/]+\.js", name)]
    return images + scripts + [(name, _vendored(found, name).encode()) for name in sorted(found) if re.fullmatch(r"js/vendor/[^/]+\.js", name)]


def _vendored(found: dict[str, Path], name: str) -> str:
    """Somebody else's script: without its comments, which are half of it, but with its licence, which goes wherever it goes."""
    licence = found[f"{name.removesuffix('.js')}.LICENSE.txt"].read_text("utf-8")
    script = re.sub(r"^[ \t]*/\*.*?\*/[ \t]*$", "", found[name].read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return f"/*!\n{licence.strip()}\n*/\n{_slim(script)}"


def _slim(script: str) -> str:
    """Without indentation and lines that are a comment; as it is when a text between backticks goes over a line, where both would have a meaning."""
    lines = script.splitlines()
    if any(line.count("`") % 2 for line in lines):
        return script
    return "".join(f"{line.strip()}\n" for line in lines if line.strip() and not line.strip().startswith("//"))
