"""Old or new, never between: publication killed, refused by the disk, or watched by a reader at any moment."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest

from sitegen.publish import CannotPublish, Stage, exchange, flush, locked

Tree = dict[str, bytes]
SEED = 20261123
KILLS = 40


def marked(mark: str, count: int) -> Tree:
    """A tree whose every file tells which tree it is of, but for a third that both trees share and a folder that only it has."""
    tree = {"build.json": mark.encode()}
    for number in range(count):
        tree[f"en/page-{number}/index.html"] = b"shared" if number % 3 == 0 else f"{mark} {number}".encode() * 50
    return tree | {f"only-{mark}/{number}": mark.encode() for number in range(count // 10)}


OLD, NEW = marked("old", 180), marked("new", 180)
SMALL_OLD, SMALL_NEW = marked("old", 4) | {"only-old/x": b"x"}, marked("new", 4) | {"only-new/x": b"x"}


def publish_tree(output: Path, tree: Tree) -> None:
    with locked(output), Stage(output) as stage:
        for path, data in tree.items():
            if data != b"shared" or not stage.keep(path):
                stage.write(path, data)
        stage.commit()


def tree_at(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def output() -> Iterator[Path]:
    """A place in memory where there is one: a thousand trees made and deleted take ext4 a minute, and a kill loses nothing of either."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder, "output")


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How trees change places, and with it how they are flushed: the file system at once, or file by file as where there is no syncfs."""
    if request.param == "two renames":
        monkeypatch.setattr(exchange, "_exchange_at_once", lambda stage, output: False)
        monkeypatch.setattr(flush, "_sync_file_system", lambda handle: False)
    monkeypatch.setattr(flush, "_FEW", 0)
    return str(request.param)


@pytest.fixture
def unflushed(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the flush, which costs these tests their time: a kill loses nothing that the kernel has taken."""
    monkeypatch.setattr(flush, "_sync_file_system", lambda handle: True)


def child(work: Callable[[], object]) -> int:
    """The process number of a child that does ``work`` and ends."""
    number = os.fork()
    if number:
        return number
    signal.alarm(60)  # no child outlives a test that failed
    try:
        work()
        os._exit(0)
    except BaseException:
        os._exit(1)


def ending(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


# ── killed at random, and watched ──


def read_below(folder: int, prefix: str = "") -> Tree:
    tree: Tree = {}
    with os.scandir(folder) as entries:
        names = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in names:
        handle = os.open(name, os.O_RDONLY, dir_fd=folder)
        try:
            tree |= read_below(handle, f"{prefix}{name}/") if is_folder else {f"{prefix}{name}": os.read(handle, 10_000)}
        finally:
            os.close(handle)
    return tree


def watch(output: Path) -> Tree | None:
    """The tree below one descriptor of ``output``; None if it was not the output all the while.

    A reader that is overtaken by an exchange still reads one tree, the former, until the next build takes that up to make
    the next but one. The folder may even be the output again by the end; that it was renamed meanwhile shows in its ctime.
    """
    try:
        folder = os.open(output, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        before = os.fstat(folder)
        with suppress(FileNotFoundError):
            tree = read_below(folder)
            after = output.stat()
            if os.path.samestat(before, after) and before.st_ctime_ns == after.st_ctime_ns:
                return tree
        return None
    finally:
        os.close(folder)


def alternate(output: Path, chance: random.Random) -> NoReturn:
    while True:
        for tree in (OLD, NEW):
            publish_tree(output, tree)
            time.sleep(chance.uniform(0, 0.02))


@pytest.mark.usefixtures("unflushed")
def test_every_tree_seen_is_old_or_new_while_builds_run_and_are_killed(output: Path, way: str) -> None:
    chance = random.Random(SEED)
    publish_tree(output, OLD)
    start = time.monotonic()
    publish_tree(output, NEW)
    one_build = min(time.monotonic() - start, 0.05)
    seen, unfinished, kills = {"old": 0, "new": 0}, 0, 0
    # On a machine that has much else to do it may take more of them until both trees were seen.
    while kills < KILLS or (kills < 10 * KILLS and not min(*seen.values(), unfinished)):
        kills += 1
        builder = child(lambda: alternate(output, chance))
        try:
            end = time.monotonic() + chance.uniform(0, 4 * one_build)
            while time.monotonic() < end:
                if way == "exchange":
                    assert output.exists()
                if tree := watch(output):
                    assert tree in (OLD, NEW)
                    seen[tree["build.json"].decode()] += 1
        finally:
            os.kill(builder, signal.SIGKILL)
            status = ending(builder)
        assert status == -signal.SIGKILL
        unfinished += output.with_name(".output.stage").exists()
        with locked(output):
            assert tree_at(output) in (OLD, NEW)
            assert not output.with_name(".output.stage").exists()
            assert not output.with_name(".output.old").exists()
    assert min(seen.values()) > 0, seen
    assert unfinished > 0
    publish_tree(output, NEW)
    assert tree_at(output) == NEW


def test_no_reader_on_a_disk_finds_the_output_missing_when_it_is_exchanged_at_once(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish_tree(output, SMALL_OLD)
    publish_tree(output, SMALL_NEW)

    def build() -> None:
        for tree in [SMALL_OLD, SMALL_NEW] * 30:
            publish_tree(output, tree)

    builder, looks = child(build), 0
    while os.waitpid(builder, os.WNOHANG) == (0, 0):
        for _ in range(1000):
            os.close(os.open(output / "build.json", os.O_RDONLY))
        looks += 1000
    assert looks > 1000


# ── killed, or refused, at each call ──


CHANGING = ("open", "write", "link", "fsync", "mkdir", "chmod", "fchmod", "unlink", "rmdir", "rename", "close")


class At:
    """Does something at the ``number``-th call of the named functions of ``os``; counts from 1."""

    def __init__(self, names: tuple[str, ...], number: int, act: Callable[[], None]) -> None:
        self.names, self.left, self.act, self.done = names, number, act, False

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in self.names:
            patch.setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.done = True
                self.act()
            return function(*arguments, **options)

        return call


def first_trees(output: Path, state: str) -> Tree:
    """Bring the output into a state that a build may find; what it holds then."""
    if state == "no output":
        return {}
    publish_tree(output, SMALL_OLD)
    if state == "with a spare":
        publish_tree(output, SMALL_NEW)
        publish_tree(output, SMALL_OLD)
    return SMALL_OLD


def afresh(output: Path, state: str) -> Tree:
    for path in output.parent.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    return first_trees(output, state)


@pytest.mark.parametrize("state", ["no output", "an output", "with a spare"])
@pytest.mark.usefixtures("unflushed")
def test_killed_before_any_call_the_output_is_old_or_new_and_the_next_build_recovers(output: Path, state: str) -> None:
    def build_and_die(number: int) -> None:
        At(CHANGING, number, lambda: os.kill(os.getpid(), signal.SIGKILL)).install(pytest.MonkeyPatch())
        publish_tree(output, SMALL_NEW)

    number, kills = 1, 0
    while True:
        old = afresh(output, state)
        if ending(child(lambda number=number: build_and_die(number))) == 0:  # type: ignore[misc]
            break
        with locked(output):
            found = tree_at(output)
        assert found in (old, SMALL_NEW), number
        publish_tree(output, SMALL_NEW)
        assert tree_at(output) == SMALL_NEW
        assert {path.name for path in output.parent.iterdir()} <= {"output", ".output.lock", ".output.spare"}
        kills += 1
        number += 1
    assert kills > 30


@pytest.mark.parametrize("state", ["no output", "an output", "with a spare"])
@pytest.mark.parametrize(
    ("name", "code"),
    [(name, code) for name in ("open", "write", "link", "fsync") for code in (errno.ENOSPC, errno.EIO)]
    + [("mkdir", errno.ENOSPC), ("unlink", errno.EIO), ("rename", errno.EIO), ("close", errno.EIO)],
)
@pytest.mark.usefixtures("way")
def test_a_call_that_the_disk_refuses_leaves_the_output_old_or_makes_it_new(output: Path, name: str, code: int, state: str) -> None:
    def refuse() -> NoReturn:
        raise OSError(code, os.strerror(code))

    number, refused = 0, True
    while refused:
        number += 1
        old = afresh(output, state)
        fault, message = At((name,), number, refuse), ""
        with pytest.MonkeyPatch.context() as patch:
            fault.install(patch)
            try:
                publish_tree(output, SMALL_NEW)
            except CannotPublish as error:
                message = str(error)
        refused = fault.done
        assert tree_at(output) == (old if message else SMALL_NEW), (number, message)
        assert not message or ("is full" if code == errno.ENOSPC else "reports a fault") in message
        publish_tree(output, SMALL_NEW)
        assert tree_at(output) == SMALL_NEW


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EBUSY, errno.EXDEV])
@pytest.mark.parametrize(("module", "call"), [(flush, "_sync_file_system"), (exchange, "_exchange_at_once")], ids=["flush", "exchange"])
def test_a_refused_flush_or_exchange_leaves_the_output_as_it_was(
    output: Path, module: ModuleType, call: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    publish_tree(output, SMALL_OLD)
    monkeypatch.setattr(flush, "_FEW", 0)
    monkeypatch.setattr(module, call, refuse)
    with pytest.raises(CannotPublish, match=r"cannot be replaced: (the disk|it is a mount point)"):
        publish_tree(output, SMALL_NEW)
    assert tree_at(output) == SMALL_OLD


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_a_system_that_does_not_know_the_exchange_falls_back_on_two_renames(output: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    publish_tree(output, SMALL_OLD)
    monkeypatch.setattr(ctypes, "CDLL", lambda *arguments, **options: type("Libc", (), {"syncfs": lambda self, *a: -1, "renameat2": lambda self, *a: -1})())
    monkeypatch.setattr(ctypes, "get_errno", lambda: code)
    publish_tree(output, SMALL_NEW)
    assert tree_at(output) == SMALL_NEW


# ── refused by a real system ──


def message_of(work: Callable[[], object]) -> str:
    """What the user is told when a child does ``work``, without root's privilege to ignore modes."""
    reading, writing = os.pipe()

    def speak() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            work()
        except CannotPublish as error:
            os.write(writing, str(error).encode())

    number = child(speak)
    os.close(writing)
    message = os.read(reading, 10_000)
    os.close(reading)
    assert ending(number) == 0
    return message.decode()


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder that another user reaches, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_parent_without_permission_is_named_and_the_output_is_as_it_was(common: Path) -> None:
    publish_tree(common / "output", SMALL_OLD)
    common.chmod(0o555)
    message = message_of(lambda: publish_tree(common / "output", SMALL_NEW))
    assert message.startswith(f"{common}/output cannot be replaced: there is no permission to write in {common}")
    assert tree_at(common / "output") == SMALL_OLD


def test_a_new_output_in_a_folder_without_permission_is_refused(common: Path) -> None:
    common.chmod(0o555)
    assert "there is no permission" in message_of(lambda: publish_tree(common / "output", SMALL_NEW))
    assert "there is no permission" in message_of(lambda: publish_tree(common / "deep/output", SMALL_NEW))


def test_a_file_over_the_limit_of_the_process_leaves_the_output_as_it_was(output: Path) -> None:
    import resource

    def build() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(CannotPublish, match="larger than the file system or your limits allow"):
            publish_tree(output, SMALL_NEW | {"big": b"x" * 2000})

    publish_tree(output, SMALL_OLD)
    assert ending(child(build)) == 0
    assert tree_at(output) == SMALL_OLD


IN_A_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from sitegen.publish import CannotPublish, Stage, locked
disk, mode = Path(sys.argv[1]), sys.argv[2]
output = disk / "output"

def build(count, size):
    with locked(output), Stage(output) as stage:
        stage.write("build.json", b"%d" % count)
        for number in range(count):
            stage.write(f"page-{number}/index.html", b"x" * size)
        stage.commit()

def listing():
    return sorted((str(path), path.stat().st_size) for path in output.rglob("*") if path.is_file())

build(3, 1000)
before = listing()
if mode == "read-only":
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
try:
    build(*{"bytes": (50, 50_000), "files": (300, 10), "read-only": (3, 10)}[mode])
except CannotPublish as error:
    print(error)
assert listing() == before
if mode != "read-only":
    build(4, 1000)
    assert len(listing()) == 5
"""


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk of its own, as Linux allows")
@pytest.mark.parametrize(
    ("mode", "words"),
    [("bytes", "is full: 0 bytes free, new files took 9"), ("files", "it has room for no more files"), ("read-only", "file system that is read-only")],
)
def test_a_disk_that_is_really_full_or_read_only_is_named_and_the_output_is_as_it_was(tmp_path: Path, mode: str, words: str) -> None:
    mount = "mount -t tmpfs -o size=1m,nr_inodes=200 none"
    if subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", f"{mount} {tmp_path}"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets us mount nothing")
    script = f'{mount} "$1" && exec "$2" -c "$3" "$1" "$4"'
    arguments = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(tmp_path), sys.executable, IN_A_SMALL_DISK, mode]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_files_of_the_former_tree_are_never_shared_for_writing(output: Path) -> None:
    for tree in (SMALL_OLD, SMALL_NEW, SMALL_OLD):
        publish_tree(output, tree)
    held = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    with locked(output), Stage(output) as stage:
        for path in SMALL_OLD:
            stage.write(path, b"other bytes")
        assert {path: path.read_bytes() for path in held} == held
