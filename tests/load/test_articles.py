"""Which files of ``content/`` become articles, which are held back, and which are problems."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.cache import Cache
from sitegen.load import articles
from sitegen.model.site import Site
from sitegen.pipeline import Options, load_site
from sitegen.problems import Report
from sitegen.progress import Progress
from tests import lean
from tests.lean import ENGLISH, FRENCH, TODAY, E, F, Files, edit
from tests.roots import PROJECT

Problems = Callable[[Files], list[str]]
NAMES = "articles are content/section/key.en.md and key.fr.md, in small letters, digits and hyphens"


def site(root: Path, *, drafts: bool = False, cache: Path | None = None, jobs: int = 1) -> tuple[Site, Report]:
    report = Report()
    return load_site(Options(root, root / "output", TODAY, drafts=drafts, jobs=jobs), Cache(cache), Progress(False), report), report


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("content/risks/Side Effects.en.md", f"rename it to side-effects.en.md; {NAMES}"),
        ("content/risks/Effets indésirables.fr.md", f"rename it to effets-indesirables.fr.md; {NAMES}"),
        ("content/risks/side--effects.en.md", f"rename it to side-effects.en.md; {NAMES}"),
        ("content/risks/effects.md", f"write the language, en or fr, before .md; {NAMES}"),
        ("content/risks/effects.eng.md", f"write the language, en or fr, before .md; {NAMES}"),
        ("content/risks/effects.EN.md", f"write the language, en or fr, before .md; {NAMES}"),
        ("content/risks/effects.en.MD", f"rename it to effects.en.md; {NAMES}"),
        ("content/risks/deeper/effects.en.md", NAMES),
        ("content/effects.en.md", NAMES),
        ("content/risks/effects.txt", NAMES),
        ("content/risks/photo.png", NAMES),
    ],
)
def test_a_file_with_another_name_is_a_problem_and_is_not_passed_over(path: str, fix: str, problems: Problems) -> None:
    assert problems({path: ENGLISH}) == [f"{path}:1:1: error: file/name: {path} does not have the name of an article; {fix}"]


def test_a_page_about_the_guide_that_nobody_knows_is_a_problem(problems: Problems) -> None:
    path = "content/pages/contact.en.md"
    assert problems({path: ENGLISH}) == [
        f"{path}:1:1: error: page/unknown: {path} is not one of the pages that exist once; "
        "they are: about, accessibility, corrections, privacy, decide, questions, companion, real-clinic (.en.md and .fr.md)"
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("draft: true", "draft: true"),
        ("publish_on: 2026-11-24", "publish_on: 2026-11-24"),
        ("draft: false", None),
        ("publish_on: 2026-11-23", None),
        ('draft: "false"', None),
    ],
)
def test_an_article_is_published_or_held_back_for_a_stated_reason(line: str, reason: str | None, tmp_path: Path) -> None:
    root = lean.write(tmp_path, {E: edit(ENGLISH, ("order: 10", f"order: 10\n{line}"))})
    found, report = site(root)
    assert list(report) == []
    assert [(held.path, held.reason) for held in found.held] == ([(E, reason)] if reason else [])
    assert [article.path for article in found.articles] == ([F] if reason else [E, F])
    assert [article.path for article in site(root, drafts=True)[0].articles] == [E, F]


def test_articles_stand_by_section_order_and_key(tmp_path: Path) -> None:
    files: Files = {f"content/risks/{key}.en.md": edit(ENGLISH, ("order: 10", f"order: {order}")) for key, order in (("b", 5), ("a", 5), ("z", 100))}
    assert [article.key for article in site(lean.write(tmp_path, files))[0].articles] == ["a", "b", "side-effects", "side-effects", "z"]


def test_what_comes_from_the_cache_is_what_was_read(tmp_path: Path) -> None:
    chart = "```bar-chart\ntitle: T\nunit: mg\nbars: [{ label: a, value: 1.50 }, { label: b, value: 2 }]\nsources: [trial-2020]\n```"
    files: Files = {
        E: edit(ENGLISH, ("Ask early", f"## A {{#a}}\n\n[x](#a) “é” ᐃ\n\n{chart}\n\nAsk early")),
        "content/risks/bad.en.md": edit(ENGLISH, ("Ask early", "<b> [y](z)")),
    }
    root = lean.write(tmp_path / "root", files)
    cold, first = site(root, cache=tmp_path / "cache")
    warm, second = site(root, cache=tmp_path / "cache")
    plain, third = site(root)
    assert cold.articles == warm.articles == plain.articles
    assert [str(problem) for problem in first] == [str(problem) for problem in second] == [str(problem) for problem in third]
    assert len(first) == 2


def test_many_articles_are_read_alike_by_one_process_and_by_several(tmp_path: Path) -> None:
    files: Files = {f"content/risks/n{n}.en.md": edit(ENGLISH, ("Ask early", f"Ask {n} <b>")) for n in range(60)}
    root = lean.write(tmp_path, files)
    (alone, first), (together, second) = site(root), site(root, jobs=2)
    assert alone.articles == together.articles
    assert list(first) == list(second)
    assert len(first) == 60


def test_the_digest_of_meaning_follows_the_words_and_not_their_wrapping(tmp_path: Path) -> None:
    def digest(text: str, folder: str) -> str:
        return next(article.digest for article in site(lean.write(tmp_path / folder, {E: text}))[0].articles_in("en"))

    start = digest(ENGLISH, "a")
    assert digest(ENGLISH.replace("Ask early about", "Ask   early about "), "b") == start
    assert digest(edit(ENGLISH, ("order: 10", "order: 11")), "c") == start
    assert digest(edit(ENGLISH, ("Ask early", "Ask late")), "d") != start
    assert digest(edit(ENGLISH, ("Side effects", "Effects")), "e") != start


def test_french_needs_an_address_of_its_own(problems: Problems) -> None:
    missing = f"{F}:2:1: error: article/missing-key: slug is missing; add slug: with the French address, such as effets-indesirables"
    assert problems({F: edit(FRENCH, ("slug: effets-indesirables\n", ""))}) == [missing]
    assert missing in problems({F: edit(FRENCH, ("slug: effets-indesirables\n", ""), ("order: 10", "order: x"))})


def test_articles_and_standing_pages_are_converted_in_one_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[list[str]] = []

    def counted(function: Callable[[articles.Body], bytes], bodies: list[articles.Body], jobs: int) -> Iterator[bytes]:
        rounds.append(sorted(body.path for body in bodies))
        return map(function, bodies)

    monkeypatch.setattr(articles, "ordered_map", counted)
    root = lean.write(tmp_path, {})
    whole, _ = site(root)
    assert rounds == [sorted([E, F, *(page.path for page in whole.standing)]), []]


def test_reading_what_was_converted_before_does_not_import_markdown(tmp_path: Path) -> None:
    root = lean.write(tmp_path / "root", {})
    site(root, cache=tmp_path / "cache")
    code = (
        "import sys; from pathlib import Path; from tests.load.test_articles import site; "
        f"whole, _ = site(Path({str(root)!r}), cache=Path({str(tmp_path / 'cache')!r})); "
        "print(len(whole.articles), sorted({'markdown', 'nh3', 'textstat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("2 []\n", "")
