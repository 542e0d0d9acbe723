"""`check --fix`: what has one right answer is mended in the source, and everything else stays as its author wrote it."""

from __future__ import annotations

from pathlib import Path

from sitegen.cache import Cache
from sitegen.mend import mend
from sitegen.pipeline import Options, check_integrity, load_site
from sitegen.problems import Report, Stop
from sitegen.progress import Progress
from tests.lean import CLINIC, ENGLISH, FRENCH, TODAY, C, E, F, Files, edit, write
from tests.roots import run_build


def mended(root: Path, files: Files) -> list[str]:
    write(root, files)
    report, site = Report(), None
    try:
        site = load_site(Options(root, root / "output", TODAY), Cache(None), Progress(False), report)
        check_integrity(site, TODAY, report)
    except Stop as stop:
        report.extend(stop.report)
    return [line for line in mend(root, report, site) if "content/pages/" not in line]


def digest(root: Path) -> str:
    site = load_site(Options(root, root / "output", TODAY), Cache(None), Progress(False), Report())
    return next(article.digest for article in site.articles if article.lang == "en")


def test_phone_numbers_and_postal_codes_get_the_form_they_have_here(tmp_path: Path) -> None:
    crooked = edit(CLINIC, ("phone: 902-555-0100", 'phone: "(902) 555-0100"  # called twice'), ("postal_code: B3H 1A1", "postal_code: b3h1a1"))
    said = mended(tmp_path, {C: crooked, F: None})
    assert (tmp_path / C).read_text("utf-8") == edit(CLINIC, ("phone: 902-555-0100", 'phone: "902-555-0100"  # called twice'))
    assert len(said) == 2
    assert mended(tmp_path, {C: (tmp_path / C).read_text("utf-8"), F: None}) == []


def test_a_number_that_is_wrong_is_left_for_people(tmp_path: Path) -> None:
    wrong = edit(CLINIC, ("phone: 902-555-0100", "phone: 902 555 01"), ("postal_code: B3H 1A1", "postal_code: B3H 1A"))
    mended(tmp_path, {C: wrong})
    assert (tmp_path / C).read_text("utf-8") == wrong


def test_records_are_put_in_order_with_the_comments_above_them(tmp_path: Path) -> None:
    first = "# The first of all.\n" + CLINIC.replace("harbour-clinic", "a-clinic").replace("harbour.example", "first.example").replace("0100", "0199")
    mended(tmp_path, {C: f"# All listings.\n\n{CLINIC}{first}"})
    assert (tmp_path / C).read_text("utf-8") == f"# All listings.\n\n{first}{CLINIC}"


def test_french_spaces_are_set_as_in_canada(tmp_path: Path) -> None:
    body = ("Ask early", "Voici : « un mot », 12 % ou 5 $ ; non ? Ask early")
    mended(tmp_path, {F: edit(FRENCH, body)})
    text = (tmp_path / F).read_text("utf-8")
    assert "Voici\u00a0: «\u00a0un mot\u00a0», 12\u00a0% ou 5\u00a0$; non? Ask early" in text
    assert mended(tmp_path, {F: text}) == []


def test_english_and_code_keep_their_spaces(tmp_path: Path) -> None:
    english = edit(ENGLISH, ("Ask early", "So : 5 $ ; `a : b` Ask early"))
    french = edit(FRENCH, ("Ask early", "`a : b` et [x](https://a.example/b?c=%20) Ask early"))
    mended(tmp_path, {E: english, F: french})
    assert (tmp_path / E).read_text("utf-8") == english
    assert "`a : b` et [x](https://a.example/b?c=%20) Ask early" in (tmp_path / F).read_text("utf-8")


def test_the_digest_of_the_english_is_written_and_brought_up_to_date(tmp_path: Path) -> None:
    mended(tmp_path, {})
    first = digest(tmp_path)
    assert f"changed: 2026-11-20\ntranslates: {first}\n" in (tmp_path / F).read_text("utf-8")
    mended(tmp_path, {E: edit(ENGLISH, ("Ask early", "Ask late")), F: (tmp_path / F).read_text("utf-8")})
    assert digest(tmp_path) != first
    assert f"translates: {digest(tmp_path)}\n" in (tmp_path / F).read_text("utf-8")


def test_a_translation_that_says_that_it_is_older_keeps_its_digest(tmp_path: Path) -> None:
    behind = edit(FRENCH, ("changed: 2026-11-20", "changed: 2026-11-19\ntranslates: 0123456789abcdef"))
    mended(tmp_path, {F: behind})
    assert (tmp_path / F).read_text("utf-8") == behind


def test_the_command_mends_and_then_checks(tmp_path: Path) -> None:
    write(tmp_path, {C: edit(CLINIC, ("phone: 902-555-0100", "phone: 902 555 0100"))})
    done = run_build("check", "--fix", "--root", str(tmp_path), "--today", "2026-11-23", "--quiet")
    assert "data/clinics.yaml:8: clinic/phone: " in done.stdout
    assert "clinic/phone" not in done.stderr
    assert "phone: 902-555-0100" in (tmp_path / C).read_text("utf-8")
