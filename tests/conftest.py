"""What tests of several rooms share."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import lean


@pytest.fixture
def problems(tmp_path: Path) -> Callable[[lean.Files], list[str]]:
    """Writes the lean root with some files changed (path → text, or None to leave one out), and gives its problems as people read them."""
    number = itertools.count()

    def of(files: lean.Files) -> list[str]:
        return lean.lines(lean.read(lean.write(tmp_path / str(next(number)), files)))

    return of
