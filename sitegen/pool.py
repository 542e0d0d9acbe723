"""An ordered map: in this process, or spread over several when there is enough to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

# Below this many items starting the workers costs more than it saves.
WORTH_WORKERS = 48


def ordered_map(function: Callable[[ItemT], ResultT], items: Sequence[ItemT], jobs: int) -> Iterator[ResultT]:
    """``function`` of each item, in the order of the items; ``function`` must depend on nothing but its item."""
    if jobs == 1 or len(items) < WORTH_WORKERS:
        yield from map(function, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as executor:
        yield from executor.map(function, items, chunksize=max(1, len(items) // (jobs * 8)))
