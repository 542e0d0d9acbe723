"""The guide itself holds to its own rules."""

from __future__ import annotations

from tests.roots import run_build


def test_the_published_content_passes_every_check() -> None:
    done = run_build("check", "--quiet")
    assert done.returncode == 0, done.stderr
