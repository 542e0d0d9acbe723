"""Only plain files of the tree are read, and only what readers can see."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.load.files import MAX_BYTES, read_text, walk
from sitegen.problems import Report
from tests import lean
from tests.lean import CLINIC, ENGLISH, C, E, Files, edit
from tests.roots import run_build

Problems = Callable[[Files], list[str]]
SECRET = "root:x:0:0"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.md").write_text(f"---\ntitle: {SECRET}\n---\n{SECRET}\n", "utf-8")
    return lean.write(tmp_path / "root", {})


def said(root: Path) -> list[str]:
    problems = lean.lines(lean.read(root))
    assert SECRET not in "\n".join(problems)
    return problems


def test_a_link_is_refused_by_name_wherever_it_leads(root: Path) -> None:
    (root / "content/risks/a.en.md").symlink_to(root.parent / "secret.md")
    (root / "content/risks/b.en.md").symlink_to(root / E)
    (root / "content/risks/c.en.md").symlink_to("nowhere")
    (root / "content/more").symlink_to(root / "content/risks")
    assert said(root) == [
        "content/more:1:1: error: file/link: content/more is a link; put the file itself there",
        *(f"content/risks/{name}.en.md:1:1: error: file/link: content/risks/{name}.en.md is a link; put the file itself there" for name in "abc"),
    ]


@pytest.mark.parametrize("path", ["data/clinics.yaml", "data/site.yaml", "content/pages/about.fr.md"])
def test_a_link_in_the_place_of_a_known_file_is_refused(path: str, root: Path) -> None:
    file = root / path
    file.rename(root.parent / "moved")
    file.symlink_to(root.parent / "moved")
    assert said(root) == [f"{path}:1:1: error: file/link: {path} is a link; put the file itself there"]


def test_no_folder_on_the_way_may_be_a_link(root: Path) -> None:
    (root / "data").rename(root.parent / "elsewhere")
    (root / "data").symlink_to(root.parent / "elsewhere")
    problems = said(root)
    assert "data:1:1: error: file/link: data is a link; put a real folder there" in problems
    assert f"{C}:1:1: error: file/link: {C} does not lie in a plain folder; put a real folder there" in problems


def test_a_content_folder_that_is_a_link_is_refused(root: Path) -> None:
    (root / "content").rename(root.parent / "elsewhere")
    (root / "content").symlink_to(root.parent / "elsewhere")
    assert "content:1:1: error: file/link: content is a link; put a real folder there" in said(root)


def test_pipes_and_sockets_are_refused_and_nothing_waits_for_them(root: Path) -> None:
    os.mkfifo(root / "content/risks/pipe.en.md")
    (root / C).unlink()
    os.mkfifo(root / C)
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(root / "content/risks")  # the path of a socket is bounded to about 100 characters
        listener.bind("socket.en.md")
        os.chdir(here)
    assert said(root) == [
        *(f"content/risks/{name}.en.md:1:1: error: file/special: content/risks/{name}.en.md is not a plain file; remove it" for name in ("pipe", "socket")),
        f"{C}:1:1: error: file/special: {C} is not a plain file; remove it",
    ]


def test_a_hard_link_is_refused(root: Path) -> None:
    (root / "content/risks/other.en.md").hardlink_to(root.parent / "secret.md")
    assert said(root) == [
        "content/risks/other.en.md:1:1: error: file/hard-link: content/risks/other.en.md is one of several names of the same file; "
        "copy the file instead of linking it"
    ]


def test_a_folder_with_the_name_of_a_file_is_refused_and_so_is_what_it_holds(root: Path) -> None:
    (root / "content/risks/x.en.md").mkdir()
    (root / "content/risks/x.en.md/y.en.md").write_text(ENGLISH, "utf-8")
    (root / C).unlink()
    (root / C).mkdir()
    assert said(root) == [
        "content/risks/x.en.md:1:1: error: file/folder: content/risks/x.en.md is a folder with the name of a file; rename or remove it",
        "content/risks/x.en.md/y.en.md:1:1: error: file/name: content/risks/x.en.md/y.en.md does not have the name of an article; "
        "articles are content/section/key.en.md and key.fr.md, in small letters, digits and hyphens",
        f"{C}:1:1: error: file/folder: {C} is a folder with the name of a file; rename or remove it",
        f"{C}:1:1: error: file/special: {C} is not a plain file; remove it",
    ]


def test_a_name_that_cannot_be_shown_is_a_problem_and_not_a_crash(root: Path) -> None:
    os.close(os.open(os.fsencode(root / "content/risks") + b"/\xff\n::error::.md", os.O_CREAT | os.O_WRONLY))
    words = "the name holds characters that cannot be shown; rename it with small letters, digits and hyphens"
    assert said(root) == [f"content/risks/\\xff\\n::error::.md:1:1: error: file/name: {words}"]
    for form in ("text", "json", "github"):
        done = run_build("--root", str(root), "--format", form, "--today", "2026-11-23", env={"PYTHONIOENCODING": "utf-8"})
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "\n::error::" not in done.stdout + done.stderr


def test_what_systems_and_editors_leave_behind_is_passed_over(root: Path) -> None:
    for name in (".DS_Store", ".gitkeep", ".side-effects.en.md.swp"):
        (root / "content/risks" / name).write_text("x", "utf-8")
    (root / "content/risks/.#side-effects.en.md").symlink_to("editor@host.1234")
    assert said(root) == []


def test_a_hidden_article_is_not_skipped_in_silence(root: Path) -> None:
    (root / "content/risks/.hidden.en.md").write_text(ENGLISH, "utf-8")
    assert said(root)[0].startswith("content/risks/.hidden.en.md:1:1: error: file/name")


def test_a_file_that_is_gone_or_too_large_is_a_problem(tmp_path: Path) -> None:
    report = Report()
    assert read_text(tmp_path, "gone.md", report) is None
    with (tmp_path / "huge.md").open("wb") as huge:
        huge.truncate(50_000_000)
    assert read_text(tmp_path, "huge.md", report) is None
    (tmp_path / "most.md").write_bytes(b"x" * MAX_BYTES)
    assert read_text(tmp_path, "most.md", report) == "x" * MAX_BYTES
    assert lean.lines(report) == [
        "gone.md:1:1: error: file/unreadable: the file cannot be read (no such file or directory); put a plain, readable file there",
        "huge.md:1:1: error: file/too-large: the file is larger than 4 MB; make it smaller",
    ]


def test_a_folder_that_cannot_be_listed_is_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    report = Report()
    assert list(walk(root, "content", report)) == []
    assert lean.lines(report) == ["content:1:1: error: file/unreadable: the folder cannot be read (permission denied); put a plain, readable folder there"]


def test_bytes_that_are_no_utf_8_are_a_problem_at_their_place(problems: Problems) -> None:
    words = "file/encoding: this letter is stored in another encoding than UTF-8; type it anew, or save the file as UTF-8"
    assert problems({E: ENGLISH.encode().replace(b"Ask early", b"Soci\xe9t\xe9")}) == [f"{E}:13:5: error: {words}"]
    assert problems({C: CLINIC.encode("utf-16")}) == [f"{C}:1:1: error: {words}"]


HIDDEN = {
    "\u202e": "RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "LEFT-TO-RIGHT ISOLATE",
    "\u200b": "ZERO WIDTH SPACE",
    "\u200d": "ZERO WIDTH JOINER",
    "\u00ad": "SOFT HYPHEN",
    "\ufeff": "ZERO WIDTH NO-BREAK SPACE",
    "\u2028": "LINE SEPARATOR",
    "\u3164": "HANGUL FILLER",
    "\ufffd": "REPLACEMENT CHARACTER",
    "\U000e0041": "TAG LATIN CAPITAL LETTER A",
    "\U000e0100": "VARIATION SELECTOR-17",
    "\x00": "control character U+0000",
    "\x1b": "control character U+001B",
    "\x85": "control character U+0085",
    "\uffff": "control character U+FFFF",
}


@pytest.mark.parametrize(("character", "name"), HIDDEN.items(), ids=HIDDEN.values())
def test_a_character_that_readers_cannot_see_is_a_problem_at_its_place(character: str, name: str, problems: Problems) -> None:
    words = f"error: file/hidden-character: a character that readers cannot see ({name}); delete it"
    assert problems({E: edit(ENGLISH, ("Ask early", f"Ask {character}early"))}) == [f"{E}:13:5: {words}"]
    assert problems({C: edit(CLINIC, ("Harbour", f"Harb{character}our"))}) == [f"{C}:2:13: {words}"]


LOOK_ALIKES = {
    "K\u0435tamine": "CYRILLIC SMALL LETTER IE",
    "\u0405pravato": "CYRILLIC CAPITAL LETTER DZE",
    "Clin\u03bfic": "GREEK SMALL LETTER OMICRON",
    "\uff2betamine": "FULLWIDTH LATIN CAPITAL LETTER K",
    "\U0001d40a": "MATHEMATICAL BOLD CAPITAL K",
}


@pytest.mark.parametrize(("word", "name"), LOOK_ALIKES.items(), ids=LOOK_ALIKES.values())
def test_a_word_of_two_alphabets_is_a_problem_at_its_place(word: str, name: str, problems: Problems) -> None:
    words = f'error: file/look-alike: "{word}" holds a letter that only looks Latin ({name}); type the word anew'
    assert problems({C: edit(CLINIC, ("Harbour Clinic", f"The {word} house"))}) == [f"{C}:2:13: {words}"]


@pytest.mark.parametrize(
    "name",
    [
        "Iqaluit ᐃᖃᓗᐃᑦ",
        "Behchokǫ̀",
        "Snuneymuxw",
        "ʔəy̓",
        "xʷməθkʷəy̓əm",
        "Sḵwx̱wú7mesh Úxwumixw",
        "Wəlastəkwey",
        "Nuu-chah-nulth ʔaḥʔaaʔaaqƛ",
        "Łı́ı́dlı̨ı̨ Kų́ę́",
        "nêhiyawêwin ᓀᐦᐃᔭᐍᐏᐣ",
        "L’Île-d’Orléans : « 3 000 m » — naïve, œuvre, 10 µg, β-bloquant, α2",
        "Київ Клініка",
        "Αθήνα",
        "診療所",
        "⚠️ 1½ H₂O",
    ],
)
def test_names_of_every_language_here_are_read_as_they_are_written(name: str, problems: Problems) -> None:
    assert problems({C: edit(CLINIC, ("Harbour Clinic", f"'{name}'")), E: edit(ENGLISH, ("Ask early", name))}) == []


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_text("e\u0301 o\u0328\u0300", "utf-8")
    assert read_text(tmp_path, "f.md", Report()) == "é ǫ\u0300"


def test_only_the_first_of_many_hidden_characters_are_listed(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_text("\u200b" * 5_000, "utf-8")
    report = Report()
    assert read_text(tmp_path, "f.md", report) is None
    assert len(report) == 20
