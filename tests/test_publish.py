"""What publication promises, on real files."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.publish import Busy, CannotPublish, Stage, exchange, locked, refuse_unsafe

Tree = dict[str, bytes]
OLD: Tree = {"build.json": b"{}", "index.html": b"old", "en/a/index.html": b"same", "en/b/index.html": b"gone"}
NEW: Tree = {"build.json": b'{"n": 2}', "index.html": b"new", "en/a/index.html": b"same", "fr/c/index.html": b"come"}


def write_all(output: Path, tree: Tree) -> None:
    with locked(output), Stage(output) as stage:
        for path, data in tree.items():
            stage.write(path, data)
        stage.commit()


def update(output: Path, tree: Tree) -> set[str]:
    """Publish ``tree`` as an incremental build does; the paths that were kept."""
    kept = set()
    with locked(output), Stage(output) as stage:
        for path, data in tree.items():
            place = output / path
            if place.is_file() and place.read_bytes() == data and stage.keep(path):
                kept.add(path)
            else:
                stage.write(path, data)
        stage.commit()
    return kept


def tree_at(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folders_at(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def umask() -> Iterator[None]:
    former = os.umask(0o077)
    yield
    os.umask(former)


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(exchange, "_exchange_at_once", lambda stage, output: False)


# ── the tree ──


def test_the_first_build_makes_the_output_and_the_folders_above_it(tmp_path: Path) -> None:
    write_all(tmp_path / "deep/er/output", OLD)
    assert tree_at(tmp_path / "deep/er/output") == OLD


@pytest.mark.usefixtures("either_way")
def test_each_build_replaces_the_whole_tree_and_leaves_no_empty_folder(output: Path) -> None:
    for tree in (OLD, NEW, OLD, OLD, NEW):
        update(output, tree)
        assert tree_at(output) == tree
        assert folders_at(output) == {parent.as_posix() for path in tree for parent in Path(path).parents} - {"."}


@pytest.mark.usefixtures("either_way")
def test_a_file_may_become_a_folder_and_a_folder_a_file(output: Path) -> None:
    one: Tree = {"build.json": b"1", "a": b"file", "b/c/d": b"deep", "b/e": b"x"}
    other: Tree = {"build.json": b"2", "a/f/g": b"deep", "b": b"file"}
    for tree in (one, one, other, one, other, other):
        update(output, tree)
        assert tree_at(output) == tree


@pytest.mark.usefixtures("umask")
def test_modes_do_not_depend_on_the_umask(output: Path) -> None:
    update(output, OLD)
    update(output, NEW)
    assert {stat.S_IMODE(path.stat().st_mode) for path in output.rglob("*") if path.is_file()} == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (output, *output.rglob("*")) if path.is_dir()} == {0o755}


def test_a_kept_file_is_the_very_file_and_is_not_written_again(output: Path) -> None:
    write_all(output, OLD)
    before = (output / "en/a/index.html").stat()
    for tree in (NEW, OLD, NEW):
        assert "en/a/index.html" in update(output, tree)
    after = (output / "en/a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_former_tree_is_never_written_into_and_may_be_deleted_or_damaged(output: Path) -> None:
    spare = output.with_name(".output.spare")
    write_all(output, OLD)
    update(output, NEW)
    assert tree_at(spare) == OLD
    (spare / "en/a/index.html").unlink()
    (spare / "en/a/index.html").write_bytes(b"evil")
    (spare / "index.html").unlink()
    (spare / "index.html").symlink_to(output / "build.json")
    (spare / "extra/folder").mkdir(parents=True)
    (spare / "extra/pipe").touch()
    update(output, NEW)
    assert tree_at(output) == NEW
    assert not any(path.is_symlink() for path in output.rglob("*"))


@pytest.mark.parametrize("kind", ["missing", "link", "folder", "pipe", "mode", "behind a link"])
def test_what_is_no_plain_file_in_the_output_is_not_kept(output: Path, tmp_path: Path, kind: str) -> None:
    write_all(output, OLD)
    place, secret = output / "index.html", tmp_path / "secret"
    secret.mkdir()
    (secret / "index.html").write_bytes(b"secret")
    (secret / "index.html").chmod(0o644)
    path = "index.html"
    place.unlink()
    if kind == "link":
        place.symlink_to(secret / "index.html")
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place, 0o644)
    elif kind == "mode":
        place.write_bytes(b"old")
        place.chmod(0o600)
    elif kind == "behind a link":
        (output / "leak").symlink_to(secret)
        path = "leak/index.html"
    with locked(output), Stage(output) as stage:
        assert not stage.keep(path)
        stage.write(path, b"written")
        stage.write("build.json", b"{}")
        stage.commit()
    assert tree_at(output) == {path: b"written", "build.json": b"{}"}


def test_where_the_file_system_has_no_hard_links_files_are_written(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    write_all(output, OLD)
    monkeypatch.setattr(os, "link", refuse)
    assert update(output, NEW) == set()
    assert tree_at(output) == NEW


def test_a_write_taken_in_pieces_is_completed(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: whole(handle, data[:3]))
        write_all(output, {"build.json": b"ten bytes!"})
    assert tree_at(output) == {"build.json": b"ten bytes!"}


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../b", "a//b", "a/", "", ".", "./a", "a/./b", "a\0b"])
def test_a_path_that_is_not_plain_and_relative_is_a_fault_of_the_program(output: Path, path: str) -> None:
    with locked(output), Stage(output) as stage:
        for put in (lambda: stage.write(path, b""), lambda: stage.keep(path)):
            with pytest.raises(ValueError, match="not a plain relative path"):
                put()


def test_a_path_given_twice_is_a_fault_of_the_program(output: Path) -> None:
    with locked(output), Stage(output) as stage:
        stage.write("a", b"")
        with pytest.raises(ValueError, match="given twice"):
            stage.write("a", b"")


def test_a_tree_that_the_next_build_would_refuse_is_not_published(output: Path) -> None:
    with locked(output), Stage(output) as stage, pytest.raises(ValueError, match=re.escape("build.json")):
        stage.commit()
    assert not output.exists()


def test_a_stage_that_is_over_takes_nothing_more(output: Path) -> None:
    with locked(output), Stage(output) as stage:
        stage.discard()
        with pytest.raises(ValueError, match="committed or discarded"):
            stage.write("a", b"")


def test_a_stage_that_is_not_committed_leaves_everything_as_it_was(output: Path, tmp_path: Path) -> None:
    write_all(output, OLD)
    with pytest.raises(RuntimeError), locked(output), Stage(output) as stage:
        stage.write("index.html", b"new")
        raise RuntimeError("a faulty page")
    assert tree_at(output) == OLD
    assert {path.name for path in tmp_path.iterdir()} == {"output", ".output.lock"}


@pytest.mark.parametrize("damage", ["extra", "missing", "cut", "link", "folder"])
def test_a_stage_that_someone_changed_is_not_published(output: Path, damage: str) -> None:
    write_all(output, OLD)
    with locked(output), Stage(output) as stage:
        for path, data in NEW.items():
            stage.write(path, data)
        place = output.with_name(".output.stage") / "fr/c/index.html"
        if damage == "extra":
            place.with_name("extra").touch()
        elif damage == "cut":
            place.write_bytes(b"com")
        elif damage == "folder":
            place.with_name("empty").mkdir()
        else:
            place.unlink()
            if damage == "link":
                place.symlink_to(output / "index.html")
        with pytest.raises(CannotPublish, match="not as it was written: fr/c/"):
            stage.commit()
    assert tree_at(output) == OLD


# ── the lock ──


def test_a_second_build_is_told_so_at_once_and_the_third_proceeds(output: Path) -> None:
    with locked(output), pytest.raises(Busy, match="another build is at work"), locked(output):
        pytest.fail("two builds at once")
    write_all(output, OLD)
    assert output.with_name(".output.lock").is_file()


def test_the_lock_is_one_through_whatever_path_the_output_is_named(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    with locked(output):
        for name in ("output", "./output", "link/output", "link/../" + tmp_path.name + "/output"):
            with pytest.raises(Busy), locked(Path(name)):
                pytest.fail("two builds at once")


def test_a_forked_worker_neither_gives_the_lock_away_nor_keeps_it(output: Path) -> None:
    gate, key = os.pipe()
    lock = locked(output)
    with lock:
        leaving = os.fork()
        if not leaving:
            lock.__exit__(None, None, None)
            os._exit(0)
        os.waitpid(leaving, 0)
        staying = os.fork()
        if not staying:
            os.close(key)
            os.read(gate, 1)
            os._exit(0)
        with pytest.raises(Busy), locked(output):
            pytest.fail("two builds at once")
    with locked(output):
        pass
    os.close(gate)
    os.close(key)
    os.waitpid(staying, 0)


def test_a_killed_stage_is_cleared_away(output: Path) -> None:
    write_all(output, OLD)
    stage = output.with_name(".output.stage")
    (stage / "en").mkdir(parents=True)
    (stage / "en/half").write_bytes(b"ha")
    with locked(output):
        assert not stage.exists()
    assert tree_at(output) == OLD


def test_a_tree_renamed_away_by_a_killed_build_is_put_back(output: Path) -> None:
    write_all(output, OLD)
    output.rename(output.with_name(".output.old"))
    with locked(output):
        assert tree_at(output) == OLD
    assert not output.with_name(".output.old").exists()


def test_a_folder_of_the_users_own_named_like_ours_is_left_alone(output: Path) -> None:
    write_all(output, OLD)
    for role in ("old", "spare"):
        output.with_name(f".output.{role}").mkdir()
        output.with_name(f".output.{role}").joinpath("thesis").write_text("mine")
    update(output, NEW)
    assert tree_at(output) == NEW
    for role in ("old", "spare"):
        assert output.with_name(f".output.{role}").joinpath("thesis").read_text() == "mine"


# ── what is never replaced ──


def test_a_folder_that_no_build_made_is_refused_untouched(output: Path, tmp_path: Path) -> None:
    output.mkdir()
    (output / "thesis.odt").write_text("the only copy")
    with pytest.raises(CannotPublish, match="not a folder that a build made; choose another --output or empty it"):
        write_all(output, NEW)
    assert tree_at(tmp_path) == {"output/thesis.odt": b"the only copy"}


def test_an_empty_folder_is_taken(output: Path) -> None:
    output.mkdir()
    write_all(output, NEW)
    assert tree_at(output) == NEW


def test_a_file_is_refused(output: Path) -> None:
    output.write_text("precious")
    with pytest.raises(CannotPublish, match="is a file"):
        write_all(output, NEW)
    assert output.read_text() == "precious"


@pytest.mark.parametrize("target", ["folder", "nowhere"])
def test_a_link_is_refused(output: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    output.symlink_to(target)
    with pytest.raises(CannotPublish, match="is a link"):
        write_all(output, NEW)
    assert output.is_symlink()
    assert not any((tmp_path / "folder").iterdir())


def test_a_tree_that_holds_a_repository_is_refused(output: Path) -> None:
    write_all(output, OLD)
    (output / ".git").mkdir()
    with pytest.raises(CannotPublish, match=r"holds a repository, \.git"):
        write_all(output, NEW)
    assert tree_at(output) == OLD


def test_what_became_foreign_while_the_build_ran_is_refused(output: Path, tmp_path: Path) -> None:
    write_all(output, OLD)
    with locked(output), Stage(output) as stage:
        stage.write("build.json", b"{}")
        output.rename(tmp_path / "aside")
        output.mkdir()
        (output / "thesis").write_text("mine")
        with pytest.raises(CannotPublish, match="not a folder that a build made"):
            stage.commit()
    assert (output / "thesis").read_text() == "mine"


def test_an_output_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotPublish, match="a file stands where a folder is needed"):
        write_all(tmp_path / "file/output", NEW)


def test_the_whole_file_system_is_refused() -> None:
    with pytest.raises(CannotPublish, match="whole file system"), locked(Path("/")):
        pytest.fail("locked the root")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("content", "data", "templates", "assets", "sitegen"):
        (tmp_path / "project" / name).mkdir(parents=True)
    return tmp_path / "project"


@pytest.mark.parametrize("place", ["output", "build/site", "contents", "content.new", "../elsewhere"])
def test_a_place_that_holds_nothing_of_the_project_is_safe(root: Path, place: str) -> None:
    refuse_unsafe(root / place, root)


@pytest.mark.parametrize("place", ["content", "content/risks/new", "data/x", "templates/../templates", "assets", "sitegen/x", ".git/x", "locale"])
def test_a_place_inside_a_source_folder_is_unsafe(root: Path, place: str) -> None:
    with pytest.raises(CannotPublish, match="which the build reads"):
        refuse_unsafe(root / place, root)


@pytest.mark.parametrize("place", [".", "..", "../..", "content/.."])
def test_the_project_and_what_holds_it_are_unsafe(root: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    with pytest.raises(CannotPublish, match="is or holds the project"):
        refuse_unsafe(root / place, root)
    with pytest.raises(CannotPublish, match="is or holds the project"):
        refuse_unsafe(Path(place), root)


def test_links_do_not_make_an_unsafe_place_safe(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(root)
    (tmp_path / "words").symlink_to(root / "content")
    with pytest.raises(CannotPublish, match="is or holds the project"):
        refuse_unsafe(tmp_path / "alias", root)
    with pytest.raises(CannotPublish, match="lies in content/"):
        refuse_unsafe(tmp_path / "words/new", root)
    with pytest.raises(CannotPublish, match="lies in data/"):
        refuse_unsafe(root / "data/new", tmp_path / "alias")
