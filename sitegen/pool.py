"""An ordered map: in this process, or spread over several when there is enough to do."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

# Below this many items starting the workers costs more than it saves.
WORTH_WORKERS = 48


def ordered_map(function: Callable[[ItemT], ResultT], items: Sequence[ItemT], jobs: int) -> Iterator[ResultT]:
    """``function`` of each item, in the order of the items; ``function`` must depend on nothing but its item and what stood before the call."""
    if jobs == 1 or len(items) < WORTH_WORKERS or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(function, items)
        return
    import gc
    from concurrent.futures import ProcessPoolExecutor

    gc.freeze()  # workers share what is there, and a collection in one of them would copy it
    try:
        # A forked worker inherits the function with all that it holds; only items' numbers and results are sent.
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _inherit, (function, items)) as executor:
            answers = executor.map(_apply, range(len(items)), chunksize=max(1, len(items) // (jobs * 8)))
            for item, (is_done, result) in zip(items, answers, strict=True):
                # What failed is tried again here, because an error that comes from a worker has lost its traceback.
                yield result if is_done else function(item)
    finally:
        gc.unfreeze()


_inherited: tuple[Callable[[Any], Any], Sequence[Any]]


def _inherit(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    global _inherited
    _inherited = function, items
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever, and hold the lock that it inherited."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
    os._exit(1)


def _apply(number: int) -> tuple[bool, Any]:
    function, items = _inherited
    try:
        return True, function(items[number])
    except Exception:
        return False, None
