"""The whole audit: a folder in, a report out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from sitegen.audit import links, listings, reading, safety, stylesheets, tree
from sitegen.audit.addresses import Base
from sitegen.audit.links import Site, Summary, summarise
from sitegen.audit.markup import read_page
from sitegen.audit.tree import MARK, Tree, walk
from sitegen.problems import Problem, Report

FEW = 128
"""Below this many files, starting processes costs more than it saves."""

Read = tuple[Summary, list[Problem]]

DRAWING_RULES = (
    safety.check_scripts, safety.check_handlers, safety.check_schemes, safety.check_strange_addresses, safety.check_loads, safety.check_detours,
    safety.check_oddities, reading.check_ids, reading.check_pointers, reading.check_leftovers,
)  # fmt: skip
PAGE_RULES = (
    *DRAWING_RULES,
    safety.check_style_attributes, safety.check_forms, safety.check_policy, safety.check_referrer,
    reading.check_language, reading.check_language_names, reading.check_encoding, reading.check_title, reading.check_description,
    reading.check_first_heading, reading.check_heading_levels, reading.check_pictures, reading.check_words_of_links, reading.check_numbers,
    reading.check_help, reading.check_skip_link,
)  # fmt: skip
SITE_RULES = (
    links.check_links, links.check_anchors, links.check_canonicals, links.check_alternates, links.check_languages_of_links, links.check_translated,
    links.check_titles, listings.check_sitemap, listings.check_xml, listings.check_robots, listings.check_redirects,
)  # fmt: skip
TREE_RULES = (stylesheets.check_stylesheets, tree.check_plain, tree.check_readable)


class NotASite(Exception):
    """The folder holds no built site; the message says so in words for the person who asked."""


def audit_site(folder: Path) -> Report:
    """Every problem of the site in ``folder``, with paths relative to it; raises :class:`NotASite` when it holds none."""
    if not folder.is_dir():
        raise NotASite(f"There is no folder {folder}; build the site first")
    found = walk(folder)
    if MARK not in found.files:
        raise NotASite(f"{folder} has no {MARK}, so no build made it; name the folder of a built site")
    if not found.pages:
        raise NotASite(f"{folder} has no pages; build the site first")
    found.base = _base_of(found)
    report, site = Report(), Site(found)
    for summary, problems in _read_all(found):
        (site.pages if summary.file.endswith(".html") else site.drawings)[summary.address] = summary
        report.extend(problems)
    for rule in SITE_RULES:
        report.extend(rule(site))
    for tree_rule in TREE_RULES:
        report.extend(tree_rule(found))
    return report


def _read_all(found: Tree) -> Iterator[Read]:
    """Each page and drawing, in order; in several processes where that pays."""
    files, cores = [*found.pages, *found.drawings], os.cpu_count() or 1
    if len(files) < FEW or cores == 1:
        yield from (_read(found, file) for file in files)
        return
    with ProcessPoolExecutor(cores) as executor:
        yield from executor.map(partial(_read, Tree(found.root, found.base)), files, chunksize=16)


def _read(found: Tree, file: str) -> Read:
    """One pass over one file: what the whole site needs to know of it, and its own problems."""
    page = read_page(file, found.read(file), found.base)
    rules = PAGE_RULES if file.endswith(".html") else DRAWING_RULES
    return summarise(page), [*(problem for check in rules for problem in check(page)), *tree.check_readable(found)]


def _base_of(found: Tree) -> Base:
    """Where the site says that it is published: by the home page's canonical address, or else by its sitemap."""
    for file, address in (("en/index.html", "/en/"), ("index.html", "/")):
        if file in found.files:
            for tag in read_page(file, found.read(file), Base()).named("link"):
                if tag.get("rel").lower() == "canonical" and (base := Base.of(tag.get("href"), address)):
                    return base
    first = listings.listed_first(found.read(listings.SITEMAP)) if listings.SITEMAP in found.files else ""
    return Base.of(first, "/en/") or Base.of(first, "/") or Base()
