"""The guide: contents, sections and articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sitegen.model.articles import Article, Figure, Prose, StandingPage
from sitegen.model.figures import CITATION, cited_in
from sitegen.model.page import Page, Plain
from sitegen.model.references import Source, Term
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses


def plan_guide(site: Site, addresses: Addresses, words: dict[str, dict[str, str]]) -> Iterator[Page]:
    """The contents page, one page a section, one page an article, in both languages."""
    for lang in LANGUAGES:
        alternates = {other: addresses.page("guide", other) for other in LANGUAGES}
        context: Plain = {"sections": [_section(site, addresses, section.key, lang) for section in site.settings.noun.sections]}
        home = (words[lang]["home"], addresses.page("home", lang))
        yield Page(alternates[lang], "guide", lang, words[lang]["guide"], site.settings.noun.description[lang], context, alternates, (home,))
        guide = (words[lang]["guide"], alternates[lang])
        for section in site.settings.noun.sections:
            alternates_ = {other: addresses.section(section.key, other) for other in LANGUAGES}
            context = {"section": _section(site, addresses, section.key, lang)}
            yield Page(alternates_[lang], "section", lang, section.name[lang], section.summary[lang], context, alternates_, (home, guide))
        yield from _articles(site, addresses, lang, (home, guide))


def plan_card(article: Article, addresses: Addresses) -> Plain:
    """What other pages show of an article."""
    return {"title": article.meta.title, "summary": article.meta.summary, "address": addresses.article(article)}


def _section(site: Site, addresses: Addresses, key: str, lang: str) -> Plain:
    section = next(s for s in site.settings.noun.sections if s.key == key)
    cards = [plan_card(article, addresses) for article in site.articles_in(lang) if article.section == key]
    return {"key": key, "name": section.name[lang], "summary": section.summary[lang], "address": addresses.section(key, lang), "articles": cards}


def _articles(site: Site, addresses: Addresses, lang: str, trail: tuple[tuple[str, str], ...]) -> Iterator[Page]:
    order = [section.key for section in site.settings.noun.sections]
    here = sorted(site.articles_in(lang), key=lambda a: (order.index(a.section), a.meta.order, a.key))
    after = {a.identity: b for a, b in pairwise(here)}
    before = {b.identity: a for a, b in pairwise(here)}
    twins = {article.identity: article for article in site.articles if article.lang != lang}
    sources = {entry.noun.id: entry.noun for entry in site.sources}
    terms = {entry.noun.id: entry.noun for entry in site.terms}
    sections = {section.key: section for section in site.settings.noun.sections}
    for article in here:
        twin = twins.get(article.identity)
        address = addresses.article(article)
        alternates = {lang: address}
        if twin:
            alternates[twin.lang] = addresses.article(twin)
        section = sections[article.section]
        context = plan_body(article.prose, sources, terms, addresses, lang) | {
            "summary": article.meta.summary,
            "takeaways": list(article.meta.takeaways),
            "keywords": list(article.meta.keywords),
            "changed": article.meta.changed.isoformat(),
            "due": article.meta.due.isoformat(),
            "review": article.meta.review.model_dump(mode="json") if article.meta.review else None,
            "section": {"name": section.name[lang], "address": addresses.section(section.key, lang)},
            "previous": plan_card(before[article.identity], addresses) if article.identity in before else None,
            "next": plan_card(after[article.identity], addresses) if article.identity in after else None,
            "lags_since": _lag(article, twin),
            "file": article.path,
        }
        links = (*trail, (section.name[lang], addresses.section(section.key, lang)))
        yield Page(address, "article", lang, article.meta.title, article.meta.summary, context, alternates, links, article.meta.changed.isoformat())


def plan_body(prose: Prose, sources: dict[str, Source], terms: dict[str, Term], addresses: Addresses, lang: str) -> Plain:
    """A body with the addresses of its links, its words of the glossary and its sources: numbered as in the text, then those that only figures name."""
    order = list(prose.citations)
    for figure in prose.figures:
        order += [key for key in dict.fromkeys([*_cited(figure), *figure.data.get("sources", ())]) if key not in order]
    numbers = {key: number for number, key in enumerate(order, 1)}
    links = {}
    for mention in prose.mentions:
        if mention.kind in ("article", "clinic", "province", "page"):
            anchor = f"#{mention.anchor}" if mention.anchor else ""
            links[f"ref:{mention.kind}:{mention.key}{anchor}"] = addresses.of(mention.kind, mention.key, lang) + anchor
    return {
        "body": prose.html,
        "headings": [{"id": h.id, "text": h.text, "level": h.level} for h in prose.headings],
        "terms": [{"id": key, "term": terms[key].term[lang], "definition": terms[key].definition[lang]} for key in _terms(prose)],
        "links": links,
        "figures": [_figure(figure, numbers) for figure in prose.figures],
        "sources": [plan_source(sources[key]) | {"number": n, "uses": prose.html.count(f'<a href="#source-{n}" id="cite-')} for key, n in numbers.items()],
        "words": prose.words,
        "reading": _level(prose, lang),
    }


def _figure(figure: Figure, numbers: dict[str, int]) -> Plain:
    """A block of data with the numbers of its sources; each answer of a table becomes its words and the numbers of its own."""
    data = figure.data
    if figure.kind == "option-table":
        rows = [
            {
                "question": row["question"],
                "answers": [{"text": CITATION.sub("", answer), "numbers": [numbers[key] for key in cited_in(answer)]} for answer in row["answers"]],
            }
            for row in data["rows"]
        ]
        data = data | {"rows": rows}
    return {"kind": figure.kind, "data": data, "numbers": [numbers[key] for key in data.get("sources", ())]}


def _cited(figure: Figure) -> list[str]:
    return [key for row in figure.data.get("rows", ()) for answer in row["answers"] for key in cited_in(answer)]


def _level(prose: Prose, lang: str) -> Plain:
    """The reading level as it is shown: a whole number on the scale of its language."""
    score = round(prose.reading.score)
    return {"measure": "grade", "score": max(1, score)} if lang == "en" else {"measure": "ease", "score": min(100, score)}


def plan_source(source: Source) -> Plain:
    """One publication, ready to show."""
    return {
        "id": source.id, "title": source.title, "authors": source.authors, "publisher": source.publisher, "year": source.year, "kind": source.kind,
        "address": source.address, "extent": source.extent, "read": source.read.isoformat(), "copy": source.copy_,
    }  # fmt: skip


def plan_standing(site: Site, addresses: Addresses, words: dict[str, dict[str, str]]) -> Iterator[Page]:
    """The pages that exist once and are written in Markdown."""
    sources = {entry.noun.id: entry.noun for entry in site.sources}
    terms = {entry.noun.id: entry.noun for entry in site.terms}
    twins = {(page.key, page.lang): page for page in site.standing}
    for page in site.standing:
        alternates = {other: addresses.page(page.key, other) for other in LANGUAGES if (page.key, other) in twins}
        home = (words[page.lang]["home"], addresses.page("home", page.lang))
        context = plan_body(page.prose, sources, terms, addresses, page.lang) | {
            "key": page.key,
            "summary": page.meta.summary,
            "changed": page.meta.changed.isoformat(),
            "paper": page.meta.paper,
            "lags_since": _lag(page, twins.get((page.key, "en"))),
        }
        kind = "worksheet" if page.is_worksheet else "standing"
        yield Page(alternates[page.lang], kind, page.lang, page.meta.title, page.meta.summary, context, alternates, (home,), page.meta.changed.isoformat())


def cited_by(site: Site, addresses: Addresses, lang: str) -> dict[str, list[Plain]]:
    """For each source, the pages of ``lang`` that cite it."""
    where: dict[str, list[Plain]] = {}
    for page in (page for page in site.pages() if page.lang == lang):
        address = addresses.article(page) if isinstance(page, Article) else addresses.page(page.key, lang)
        for key in dict.fromkeys([*page.prose.citations, *(m.key for m in page.prose.mentions if m.kind == "source")]):
            where.setdefault(key, []).append({"title": page.meta.title, "address": address})
    return where


def _terms(prose: Prose) -> list[str]:
    return list(dict.fromkeys(mention.key for mention in prose.mentions if mention.kind == "term"))


def _lag(page: Article | StandingPage, twin: Article | StandingPage | None) -> str | None:
    """The day since which the English says more than this French page, if it does."""
    if page.lang != "fr" or twin is None:
        return None
    stale = page.meta.translates not in (None, twin.digest) or page.meta.changed < twin.meta.changed
    return twin.meta.changed.isoformat() if stale else None
