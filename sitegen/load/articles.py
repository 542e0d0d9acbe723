"""``content/``: articles by section, and the standing pages about the guide itself."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sitegen.cache import Cache, digest_of
from sitegen.load.files import walk
from sitegen.load.frontmatter import Fenced, load_fenced
from sitegen.load.prose import code_digest, load_prose
from sitegen.load.records import load_record
from sitegen.load.tree import Tree
from sitegen.model.articles import Article, Figure, FrontMatter, Head, Mention, Prose, StandingFrontMatter, StandingPage
from sitegen.model.scalars import Lang
from sitegen.model.site import Held
from sitegen.problems import Problem, Report, did_you_mean

STANDING = ("about", "accessibility", "corrections", "privacy")
_FILE = re.compile(r"content/(?P<section>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<lang>en|fr)\.md")
_FOLDER = "content/pages"


@dataclass(slots=True)
class Reading:
    """What reading ``content/`` needs: where from, as of which day, whether drafts are wanted, where slow results are kept, how many processes."""

    tree: Tree
    today: dt.date
    drafts: bool
    cache: Cache
    jobs: int
    progress: Callable[[int, int], None]


def load_articles(reading: Reading, report: Report) -> tuple[list[Article], list[Held]]:
    """All articles to publish, by section, order and key; what is held back, and why."""
    articles: list[Article] = []
    held: list[Held] = []
    paths = [path for path in walk(reading.tree.root, "content", report) if not path.startswith(f"{_FOLDER}/")]
    for done, path in enumerate(paths, 1):
        reading.progress(done, len(paths))
        match = _FILE.fullmatch(path)
        if match is None:
            report.extend([_stray(path)])
            continue
        article = _load_article(path, match["section"], match["key"], "fr" if match["lang"] == "fr" else "en", reading, report)
        reason = _held_back(article, reading) if article else None
        if article and reason:
            held.append(Held(path, reason))
        elif article:
            articles.append(article)
    return sorted(articles, key=lambda a: (a.section, a.meta.order, a.key, a.lang)), held


def load_standing(reading: Reading, report: Report) -> list[StandingPage]:
    """The pages about the guide itself; a page that the root lacks is the project's own."""
    pages = []
    for path in reading.tree.files(_FOLDER, report):
        match = re.fullmatch(rf"{_FOLDER}/([a-z-]+)\.(en|fr)\.md", path)
        if match is None or match[1] not in STANDING:
            report.error(path, 1, 1, "page/unknown", f"{path} is not one of the pages about the guide", f"they are: {', '.join(STANDING)} (.en.md and .fr.md)")
    for key in STANDING:
        for lang in ("en", "fr"):
            path = f"{_FOLDER}/{key}.{lang}.md"
            fenced = _fenced(path, reading.tree, report)
            meta = load_record(StandingFrontMatter, fenced.head.data, fenced.head.origin, "page", report) if fenced else None
            prose = _prose(fenced, path, "pages", lang, reading, report) if fenced else None
            if fenced and meta and prose:
                pages.append(StandingPage(key, "fr" if lang == "fr" else "en", path, meta, fenced.head.origin, prose))
    return pages


def digest_of_meaning(title: str, summary: str, takeaways: tuple[str, ...], body: str) -> str:
    """The digest that a translation names in ``translates``: of the words, not of their wrapping."""
    return digest_of(title, summary, *takeaways, "\n".join(" ".join(line.split()) for line in body.strip().split("\n")))[:16]


def _load_article(path: str, section: str, key: str, lang: Lang, reading: Reading, report: Report) -> Article | None:
    fenced = _fenced(path, reading.tree, report)
    if fenced is None:
        return None
    meta = load_record(FrontMatter, fenced.head.data, fenced.head.origin, "article", report)
    prose = _prose(fenced, path, section, lang, reading, report)
    if meta is None or prose is None:
        return None
    if lang == "fr" and meta.slug is None:
        report.extend([fenced.head.origin.error("article/missing-key", "slug is missing", "add slug: with the French address, such as effets-indesirables")])
    digest = digest_of_meaning(meta.title, meta.summary, meta.takeaways, fenced.body)
    return Article(section, key, lang, path, meta, fenced.head.origin, prose, digest)


def _fenced(path: str, tree: Tree, report: Report) -> Fenced | None:
    text = tree.text(path, report)
    return None if text is None else load_fenced(text, path, report)


def _held_back(article: Article, reading: Reading) -> str | None:
    if article.meta.draft and not reading.drafts:
        return "draft: true"
    if article.meta.publish_on and article.meta.publish_on > reading.today and not reading.drafts:
        return f"publish_on: {article.meta.publish_on}"
    return None


def _stray(path: str) -> Problem:
    name = path.rsplit("/", 1)[-1]
    fix = "articles are content/section/key.en.md and key.fr.md, in small letters, digits and hyphens"
    if name.endswith(".md") and (near := did_you_mean(name.rsplit(".", 2)[-2] if name.count(".") > 1 else "", ("en", "fr"))):
        fix = f"{near.removesuffix('?')} as the language before .md? {fix}"
    return Problem(path, 1, 1, "error", "file/name", f"{path} does not have the name of an article", fix)


def _prose(fenced: Fenced, path: str, section: str, lang: str, reading: Reading, report: Report) -> Prose | None:
    """The body through the cache: the slow step of a build."""
    digest = digest_of(code_digest(), fenced.body, path, section, lang, str(fenced.first_line))
    stored = reading.cache.get("prose", digest)
    if stored is not None:
        prose, problems = _thaw(json.loads(stored))
    else:
        prose, problems = load_prose(fenced.body, path, section, lang, fenced.first_line)
        reading.cache.put("prose", digest, _freeze(prose, problems))
    report.extend(problems)
    return prose


def _freeze(prose: Prose | None, problems: list[Problem]) -> bytes:
    return json.dumps([asdict(prose) if prose else None, [asdict(p) for p in problems]], ensure_ascii=False).encode()


def _thaw(stored: Any) -> tuple[Prose | None, list[Problem]]:
    plain, problems = stored
    if plain is not None:
        plain["headings"] = tuple(Head(**head) for head in plain["headings"])
        plain["mentions"] = tuple(Mention(**mention) for mention in plain["mentions"])
        plain["figures"] = tuple(Figure(**figure) for figure in plain["figures"])
        plain["citations"], plain["callouts"] = tuple(plain["citations"]), tuple(plain["callouts"])
    return (Prose(**plain) if plain is not None else None), [Problem(**problem) for problem in problems]
