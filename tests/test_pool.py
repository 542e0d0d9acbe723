"""The map over processes: the same answers in the same order, and nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen.pool import WORTH_WORKERS, ordered_map

SLOW = """
import os, sys, time
import pytest

from sitegen.pool import ordered_map
def slow(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
list(ordered_map(slow, range(100), 2))
"""


def test_answers_come_in_the_order_of_the_items_whatever_the_number_of_jobs() -> None:
    offset = 5
    items = list(range(WORTH_WORKERS * 3))
    assert [list(ordered_map(lambda item: item * offset, items, jobs)) for jobs in (1, 2, 5)] == [[item * offset for item in items]] * 3


def test_an_error_in_a_worker_tells_its_place() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        list(ordered_map(_by_zero, range(WORTH_WORKERS), 2))
    assert raised.traceback[-1].name == "_by_zero"


def _by_zero(item: int) -> float:
    return item / 0


def test_workers_end_when_the_build_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as build:
        assert build.stdout
        workers = [int(build.stdout.readline()) for _ in range(2)]
        build.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while (alive := [pid for pid in workers if _runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to bury a process that has ended.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z" if Path("/proc/self").exists() else True
