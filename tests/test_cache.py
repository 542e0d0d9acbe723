"""What the cache promises, on real files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cache import Cache, digest_of

DIGEST = digest_of("an article")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry_of(cache_folder: Path) -> Path:
    (entry,) = (cache_folder / "prose").iterdir()
    return entry


@pytest.mark.parametrize("data", [b"", b"<p>Ketamine</p>", bytes(range(256)) * 5000])
def test_what_was_put_is_got_back_by_this_run_and_the_next(cache: Cache, tmp_path: Path, data: bytes) -> None:
    cache.put("prose", DIGEST, data)
    assert cache.get("prose", DIGEST) == data
    assert Cache(tmp_path / "cache").get("prose", DIGEST) == data


def test_what_was_never_put_is_a_miss(cache: Cache) -> None:
    cache.put("prose", DIGEST, b"x")
    assert cache.get("pages", DIGEST) is None
    assert cache.get("prose", digest_of("another article")) is None


def test_the_last_bytes_put_win(cache: Cache) -> None:
    cache.put("prose", DIGEST, b"old")
    cache.put("prose", DIGEST, b"new")
    assert cache.get("prose", DIGEST) == b"new"


def test_without_a_folder_it_is_off() -> None:
    cache = Cache(None)
    cache.put("prose", DIGEST, b"x")
    assert cache.get("prose", DIGEST) is None


def test_an_entry_cut_short_anywhere_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    cache.put("prose", DIGEST, b"forty bytes or so of perfectly good HTML")
    entry = entry_of(tmp_path / "cache")
    whole = entry.read_bytes()
    for length in range(len(whole)):
        entry.write_bytes(whole[:length])
        assert cache.get("prose", DIGEST) is None


def test_an_entry_with_any_byte_changed_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    cache.put("prose", DIGEST, b"HTML")
    entry = entry_of(tmp_path / "cache")
    whole = entry.read_bytes()
    for place in range(len(whole)):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get("prose", DIGEST) is None
    entry.write_bytes(whole + b"\n")
    assert cache.get("prose", DIGEST) is None


def test_an_entry_restored_under_another_name_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    cache.put("prose", DIGEST, b"x")
    entry = entry_of(tmp_path / "cache")
    entry.rename(entry.with_name(digest_of("another article")))
    assert cache.get("prose", digest_of("another article")) is None


@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling link"])
def test_an_entry_that_is_no_file_is_a_miss_and_not_an_error(cache: Cache, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "cache/prose" / DIGEST
    place.parent.mkdir(parents=True)
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("nowhere")
    assert cache.get("prose", DIGEST) is None
    cache.put("prose", DIGEST, b"x")
    assert cache.get("prose", DIGEST) in (None, b"x")
    assert [path.name for path in place.parent.iterdir()] == [DIGEST]


def test_a_folder_that_cannot_be_made_turns_it_off_in_silence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("prose", DIGEST, b"x")
    assert cache.get("prose", DIGEST) is None


def test_a_write_that_fails_leaves_the_former_entry_and_no_litter(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put("prose", DIGEST, b"old")

    def refuse(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    cache.put("prose", DIGEST, b"new")
    assert cache.get("prose", DIGEST) == b"old"
    assert entry_of(tmp_path / "cache").name == DIGEST


@pytest.mark.parametrize(("kind", "digest"), [("../x", DIGEST), ("", DIGEST), ("prose", "../../etc/passwd"), ("prose", ""), ("prose", "ABC")])
def test_a_name_that_could_leave_the_folder_is_refused(cache: Cache, kind: str, digest: str) -> None:
    with pytest.raises(ValueError, match="cannot name a cache entry"):
        cache.put(kind, digest, b"x")


@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
def test_two_lists_of_parts_have_one_digest_only_if_they_are_the_same_bytes(one: list[str | bytes], other: list[str | bytes]) -> None:
    def as_bytes(parts: list[str | bytes]) -> list[bytes]:
        return [part.encode() if isinstance(part, str) else part for part in parts]

    assert (digest_of(*one) == digest_of(*other)) == (as_bytes(one) == as_bytes(other))


def test_parts_do_not_run_together() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
    assert digest_of("a") != digest_of("a", "")
    assert digest_of(os.fsdecode(b"caf\xe9")) != digest_of("café")
