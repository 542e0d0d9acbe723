"""The table of contents of a build: load, check, plan, render, publish."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.cache import Cache, digest_of
from sitegen.problems import Problem, Report, Stop
from sitegen.progress import Progress
from sitegen.publish import Stage, locked, refuse_unsafe
from sitegen.snapshot import Snapshot

if TYPE_CHECKING:
    from sitegen.emit.pages import Pages
    from sitegen.model.page import Page, Plan
    from sitegen.model.site import Site

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked to do. ``today`` is the only clock; ``base_url`` of None is that of ``data/site.yaml``."""

    root: Path
    output: Path
    today: dt.date
    base_url: str | None = None
    drafts: bool = False
    search: bool = True
    jobs: int = 1
    cache: Path | None = None
    quiet: bool = False


@dataclass(slots=True)
class Result:
    """What a build did. ``held`` are files kept back, with the reason."""

    pages: int
    rendered: int
    files: int
    digest: str
    held: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build(options: Options) -> Result:
    """Publish the site, or raise :class:`Stop` with every problem of the input and leave the output as it was.

    Raises also ``publish.Busy`` and ``publish.CannotPublish``.
    """
    for folder in (options.root, PROJECT):
        refuse_unsafe(options.output, folder)
    cache = Cache(options.cache)
    with locked(options.output), Progress(not options.quiet) as progress:
        asked = {"today": options.today, "base_url": options.base_url, "drafts": options.drafts, "search": options.search}
        snapshot = Snapshot(options.root, PROJECT, options.output, asked, cache)
        if (last := snapshot.last()) is not None:
            return Result(last["pages"], 0, last["files"], last["digest"], last["held"], [Problem(**problem) for problem in last["problems"]])
        report = Report()
        site = load_site(options, cache, progress, report)
        check_integrity(site, options.today, report)
        stop_on_errors(report)
        plan, pages = plan_pages(site, options)
        result = publish(plan, pages, options, cache, progress)
        result.held = [(held.path, held.reason) for held in site.held]
        result.problems = list(report)
        snapshot.remember(dataclasses.asdict(result))
        return result


def load_site(options: Options, cache: Cache, progress: Progress, report: Report) -> Site:
    """Files to nouns. Raises :class:`Stop` only when nothing more could be said without the missing part."""
    from sitegen.load import articles, clinics, references
    from sitegen.load.tree import Tree
    from sitegen.model.site import Site

    tree = Tree(options.root)
    references.refuse_strangers(tree, report)
    settings = references.load_settings(tree, report)
    reading = articles.Reading(tree, options.today, options.drafts, cache, options.jobs, lambda done, total: progress.count("Reading articles:", done, total))
    written, held = articles.load_articles(reading, report)
    standing = articles.load_standing(reading, report)
    progress.say("Reading data")
    nouns = {
        "provinces": references.load_provinces(tree, report),
        "cities": references.load_cities(tree, report),
        "sources": references.load_sources(tree, report),
        "terms": references.load_terms(tree, report),
        "lines": references.load_lines(tree, report),
        "clinics": clinics.load_clinics(tree, report),
        "changes": references.load_changes(tree, report),
        "synonyms": references.load_synonyms(tree, report),
    }
    if settings is None:
        raise Stop(report)
    if options.base_url:
        settings = type(settings)(settings.noun.model_copy(update={"base_url": options.base_url}), settings.origin)
    lent = frozenset(path for path in references.FILES if options.root != PROJECT and tree.lends(path))
    return Site(settings, written, standing, held=held, unread=frozenset(report.unread), lent=lent, **nouns)  # type: ignore[arg-type]


def check_integrity(site: Site, today: dt.date, report: Report) -> None:
    """What must hold before anything can be planned: keys, addresses, support for facts, dates."""
    from sitegen.check import changes, clinics, likeness, parity, references, synonyms
    from sitegen.plan.addresses import check_addresses

    for rule in (
        references.check_mentions,
        references.check_term_sources,
        references.check_unique_ids,
        references.check_emergency_lines,
        references.check_provinces_complete,
        synonyms.check_repeated_words,
        clinics.check_support,
        clinics.check_places,
        clinics.check_postal_codes,
        clinics.check_look_alikes,
        likeness.check_like_names,
        likeness.check_letters,
        likeness.check_own_site,
        changes.check_log,
        clinics.check_status,
        clinics.check_order,
        parity.check_sections,
        parity.check_twins,
        parity.check_lag,
    ):
        report.extend(rule(site))
    report.extend(clinics.check_dates(site, today))
    report.extend(parity.check_article_dates(site, today))
    if not report.errors:
        report.extend(check_addresses(site))


def check_editorial(site: Site, report: Report) -> None:
    """What the guide promises its readers; asked by ``check`` before a change is merged, where a missing translation stops it too."""
    from sitegen.check import editorial, parity, reading, risks

    report.extend(dataclasses.replace(problem, severity="error") for problem in parity.check_twins(site))

    for rule in (
        editorial.check_unknowns,
        editorial.check_help_card,
        editorial.check_words,
        editorial.check_citations,
        editorial.check_numbers_cited,
        editorial.check_person,
        editorial.check_sources_used,
        risks.check_risks_counted,
        reading.check_level,
        reading.check_sentences,
        reading.check_plainest,
        parity.check_same_content,
    ):
        report.extend(rule(site))


def plan_pages(site: Site, options: Options) -> tuple[Plan, Pages]:
    """Nouns to pages, and the environment that renders them."""
    from sitegen.emit import words
    from sitegen.emit.assets import emit_assets
    from sitegen.emit.language import load_languages
    from sitegen.emit.pages import Pages
    from sitegen.plan.site import plan_site

    languages = load_languages(PROJECT / "locale")
    spoken = sorted({code for entry in site.clinics for code in entry.noun.languages})
    plan = plan_site(
        site,
        {
            lang: {key: language.gettext(text) for key, text in (words.LABELS | words.PAGES).items()}
            | {f"language:{code}": language.language_name(code) for code in spoken}
            for lang, language in languages.items()
        },
        options.today,
        search=options.search,
    )
    folders = [folder / "templates" for folder in dict.fromkeys((options.root, PROJECT))]
    assets = emit_assets([folder / "assets" for folder in dict.fromkeys((PROJECT, options.root))])
    return plan, Pages(folders, languages, plan.chrome, assets, _code_digest(), Cache(options.cache))


def publish(plan: Plan, pages: Pages, options: Options, cache: Cache, progress: Progress) -> Result:
    """Render what has changed, keep what has not, and exchange the trees."""
    from sitegen.pool import ordered_map

    memory_key = digest_of("manifest", os.path.realpath(options.output))
    stored = cache.get("manifest", memory_key)
    before: dict[str, list[Any]] = json.loads(stored) if stored else {}
    manifest: dict[str, list[Any]] = {}
    stale: list[Page] = []
    with Stage(options.output) as stage:
        for page in plan.pages:
            manifest[page.file] = entry = [pages.digest(page)]
            kept = before.get(page.file)
            if kept and kept[0] == entry[0] and _unchanged(options.output / page.file, kept) and stage.keep(page.file):
                manifest[page.file] = kept
            else:
                stale.append(page)
        for done, (page, data) in enumerate(zip(stale, ordered_map(pages.render, stale, options.jobs), strict=True), 1):
            progress.count("Making pages:", done, len(stale))
            stage.write(page.file, data)
            manifest[page.file].append(hashlib.sha256(data).hexdigest())
        for path, data in sorted(_other_files(plan, pages).items()):
            stage.write(path, data)
            manifest[path] = ["", hashlib.sha256(data).hexdigest()]
        whole = digest_of(*(f"{path}\0{entry[1]}" for path, entry in sorted(manifest.items())))
        stage.write("build.json", json.dumps({"digest": whole, "files": len(manifest) + 1, "pages": len(plan.pages)}, indent=1).encode() + b"\n")
        progress.say("Publishing")
        stage.commit()
    for path, entry in manifest.items():
        state = (options.output / path).stat()
        manifest[path] = [*entry[:2], state.st_size, state.st_mtime_ns]
    cache.put("manifest", memory_key, json.dumps(manifest).encode())
    return Result(len(plan.pages), len(stale), len(manifest) + 1, whole)


def stop_on_errors(report: Report) -> None:
    """Raise :class:`Stop` when anything must be mended first."""
    if report.errors:
        raise Stop(report)


def _other_files(plan: Plan, pages: Pages) -> dict[str, bytes]:
    from sitegen.emit.export import emit_export
    from sitegen.emit.feeds import emit_feeds
    from sitegen.emit.finder import emit_finder
    from sitegen.emit.headers import emit_headers
    from sitegen.emit.search import emit_search

    base = plan.chrome["en"]["base_url"]
    return pages.assets.files | emit_feeds(plan, base) | emit_export(plan, base) | emit_finder(plan) | emit_search(plan) | emit_headers(plan, pages.prefix)


def _unchanged(file: Path, kept: list[Any]) -> bool:
    """Whether the published file is still the one that was written: nobody edited it by hand."""
    try:
        state = file.lstat()
    except OSError:
        return False
    return kept[2:] == [state.st_size, state.st_mtime_ns]


def _code_digest() -> str:
    """The digest of the code that turns plans into bytes: a change of it makes every page stale."""
    import babel
    import jinja2

    folder = Path(__file__).parent / "emit"
    files = sorted([*folder.glob("*.py"), *folder.glob("*.json")])
    return digest_of(jinja2.__version__, babel.__version__, *(file.read_bytes() for file in files))
