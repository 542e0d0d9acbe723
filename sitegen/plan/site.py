"""The whole plan: every page of both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sitegen.model.page import Page, Plan
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses
from sitegen.plan.chrome import plan_chrome, plan_lines
from sitegen.plan.data import plan_data, plan_history
from sitegen.plan.directory import plan_counts, plan_directory
from sitegen.plan.facets import plan_facets, plan_groups
from sitegen.plan.finder import plan_finder
from sitegen.plan.guide import cited_by, plan_card, plan_guide, plan_source, plan_standing
from sitegen.plan.letters import sort_key
from sitegen.plan.near import plan_near
from sitegen.plan.provinces import plan_provinces
from sitegen.plan.search import plan_index, plan_search


def plan_site(site: Site, words: dict[str, dict[str, str]], today: dt.date, *, search: bool = True) -> Plan:
    """All pages; ``words`` gives, by language, the titles that no file of content holds (they come from the catalogues, as do the labels of values;
    ``today`` says which facts have grown old; without ``search`` there is no index, and the page of search has its topics only)."""
    addresses = Addresses(site)
    plan = Plan(chrome={lang: plan_chrome(site, addresses, lang) for lang in LANGUAGES})
    plan.pages += _languages(site, addresses)
    plan.pages += _home(site, addresses)
    plan.pages += plan_guide(site, addresses, words)
    plan.pages += plan_directory(site, addresses, words, {lang: plan_groups(site, addresses, words, lang) for lang in LANGUAGES}, today)
    plan.pages += plan_provinces(site, addresses, words)
    plan.pages += plan_facets(site, addresses, words)
    plan.pages += plan_near(site, addresses, words)
    plan.pages += _reference_pages(site, addresses, words)
    plan.pages += plan_standing(site, addresses, words)
    index = site.synonyms.noun if search and site.synonyms else None
    plan.search = plan_index(plan.pages, index, words) if index else {}
    plan.pages += plan_search(plan.pages, addresses, words, indexed=index is not None)
    plan.data = plan_data(site, addresses)
    plan.finder = plan_finder(site)
    for article in site.articles:
        address = addresses.article(article)
        plan.redirects |= {alias: address for alias in article.meta.aliases if alias != address}
    return plan


def _languages(site: Site, addresses: Addresses) -> Iterator[Page]:
    """The choice of language at the root, and the page for addresses that lead nowhere."""
    settings = site.settings.noun
    both = {lang: addresses.page("home", lang) for lang in LANGUAGES}
    context: dict[str, Any] = {"homes": [{"lang": lang, "title": settings.title[lang], "address": both[lang]} for lang in LANGUAGES]}
    title = f"{settings.title.en} · {settings.title.fr}"
    yield Page("/", "languages", "en", title, settings.description.en, context, both)
    lost = {"homes": [entry | {key: addresses.page(key, entry["lang"]) for key in ("clinics", "guide", "search")} for entry in context["homes"]]}
    yield Page("/404.html", "not-found", "en", "404", "", lost, both, indexed=False)


def _home(site: Site, addresses: Addresses) -> Iterator[Page]:
    for lang in LANGUAGES:
        alternates = {other: addresses.page("home", other) for other in LANGUAGES}
        cards = {section.key: [plan_card(a, addresses) for a in site.articles_in(lang) if a.section == section.key] for section in site.settings.noun.sections}
        context = {"articles": cards, "provinces": plan_counts(site, addresses, lang), "since": site.settings.noun.published_since.isoformat()}
        yield Page(alternates[lang], "home", lang, site.settings.noun.title[lang], site.settings.noun.description[lang], context, alternates)


def _reference_pages(site: Site, addresses: Addresses, words: dict[str, dict[str, str]]) -> Iterator[Page]:
    """Help now, glossary, sources and data."""
    for lang in LANGUAGES:
        home = (words[lang]["home"], addresses.page("home", lang))
        citing = cited_by(site, addresses, lang)
        by_id = {entry.noun.id: entry.noun for entry in site.sources}
        contexts: dict[str, dict[str, Any]] = {
            "help-now": {
                "lines": plan_lines([entry.noun for entry in site.lines], lang),
                "provinces": [
                    {
                        "name": e.noun.name[lang],
                        "code": e.noun.code,
                        "lines": plan_lines(list(e.noun.help_lines), lang),
                        "address": addresses.province(e.noun.code, lang),
                    }
                    for e in site.provinces
                ],
            },
            "glossary": {
                "terms": [
                    {
                        "id": e.noun.id,
                        "term": e.noun.term[lang],
                        "letter": (sort_key(e.noun.term[lang])[0] or e.noun.id)[0].upper(),
                        "other": e.noun.term["en" if lang == "fr" else "fr"],
                        "definition": e.noun.definition[lang],
                        "sources": [plan_source(by_id[key]) for key in e.noun.sources if key in by_id],
                    }
                    for e in sorted(site.terms, key=lambda e: sort_key(e.noun.term[lang]))
                ]
            },
            "data": {"listings": len(site.clinics), "provinces": len(site.provinces), "history": plan_history(site, addresses, lang)},
            "sources": {
                "sources": [plan_source(e.noun) | {"cited_by": citing.get(e.noun.id, [])} for e in sorted(site.sources, key=lambda e: sort_key(e.noun.title))]
            },
        }
        for key, context in contexts.items():
            alternates = {other: addresses.page(key, other) for other in LANGUAGES}
            name = key.replace("-", "_")
            yield Page(alternates[lang], key, lang, words[lang][name], words[lang][f"{name}_summary"], context, alternates, (home,))
