"""Some eighty mistakes that editors make, in one root: all of them come in one run, in these very words, and nothing is published."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.roots import TODAY, run_build, tree

HERE = Path(__file__).parent
ROOT, EXPECTED = HERE / "dreadful", HERE / "dreadful.expected"
REGENERATE = "if the new words are better, run: python -m tests.golden.test_dreadful, and read the difference as an editor would"


OLD = "---\ntitle: Ancien codage\nsummary: Un fichier déjà vieux.\n---\n".encode("latin-1")  # made here: tools refuse a file that is not UTF-8


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    shutil.copytree(ROOT, folder)
    (folder / "content/understand/old.fr.md").write_bytes(OLD)
    return run_build("--root", ".", "--today", TODAY, "--no-cache", cwd=folder)


def test_every_mistake_is_told_in_one_run_and_nothing_is_published(tmp_path: Path) -> None:
    done = run(tmp_path / "root")
    assert done.stderr == EXPECTED.read_text("utf-8"), REGENERATE
    assert (done.returncode, done.stdout) == (1, "")
    written = tree(tmp_path / "root").keys() - tree(ROOT).keys()
    assert written <= {".output.lock", "content/understand/old.fr.md"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        EXPECTED.write_text(run(Path(scratch) / "root").stderr, "utf-8")
