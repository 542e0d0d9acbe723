"""``data/`` but for clinics: settings, sources, glossary, help lines, provinces and cities."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from sitegen.load.files import walk
from sitegen.load.records import load_list, load_record
from sitegen.load.tree import Tree
from sitegen.model.changes import Change
from sitegen.model.references import City, HelpLine, Province, Settings, Source, Term
from sitegen.model.site import Entry
from sitegen.model.synonyms import Synonyms
from sitegen.problems import Report, did_you_mean

NounT = TypeVar("NounT", bound=BaseModel)

FILES = {
    "data/site.yaml": "site", "data/sources.yaml": "source", "data/glossary.yaml": "term", "data/help-lines.yaml": "line",
    "data/provinces.yaml": "province", "data/places.yaml": "place", "data/clinics.yaml": "clinic",
    "data/changes.yaml": "change", "data/synonyms.yaml": "synonyms",
}  # fmt: skip


def load_settings(tree: Tree, report: Report) -> Entry[Settings] | None:
    """What the site says of itself; None after a problem."""
    document = tree.document("data/site.yaml", report)
    if document is None:
        return None
    settings = load_record(Settings, document.data, document.origin, "site", report)
    return Entry(settings, document.origin) if settings else None


def load_entries(model: type[NounT], path: str, tree: Tree, report: Report) -> list[Entry[NounT]]:
    """The sound records of one list file, each with its place."""
    document = tree.document(path, report)
    return [Entry(noun, origin) for noun, origin in load_list(model, document, FILES[path], report)]


def load_sources(tree: Tree, report: Report) -> list[Entry[Source]]:
    """The publications that articles cite."""
    return load_entries(Source, "data/sources.yaml", tree, report)


def load_terms(tree: Tree, report: Report) -> list[Entry[Term]]:
    """The glossary."""
    return load_entries(Term, "data/glossary.yaml", tree, report)


def load_lines(tree: Tree, report: Report) -> list[Entry[HelpLine]]:
    """The national help lines."""
    return load_entries(HelpLine, "data/help-lines.yaml", tree, report)


def load_provinces(tree: Tree, report: Report) -> list[Entry[Province]]:
    """The provinces and territories, west to east, then north."""
    return load_entries(Province, "data/provinces.yaml", tree, report)


def load_cities(tree: Tree, report: Report) -> list[Entry[City]]:
    """The places that clinics and readers may be in."""
    return load_entries(City, "data/places.yaml", tree, report)


def load_synonyms(tree: Tree, report: Report) -> Entry[Synonyms] | None:
    """The words of readers, for search; None after a problem."""
    document = tree.document("data/synonyms.yaml", report)
    synonyms = load_record(Synonyms, document.data, document.origin, "synonyms", report) if document else None
    return Entry(synonyms, document.origin) if document and synonyms else None


def load_changes(tree: Tree, report: Report) -> list[Entry[Change]]:
    """What happened to the listings, newest first; a root with listings of its own and no log has none."""
    if tree.lends("data/changes.yaml") and not tree.lends("data/clinics.yaml"):
        return []
    return load_entries(Change, "data/changes.yaml", tree, report)


def refuse_strangers(tree: Tree, report: Report) -> None:
    """A file of records below ``data/`` that nothing reads is a problem, so that none is left out unnoticed because of its name."""
    for path in walk(tree.root, "data", report):
        if path.endswith((".yaml", ".yml")) and path not in FILES:
            near = did_you_mean(PurePosixPath(path).stem, [PurePosixPath(file).stem for file in FILES])
            remedy = near.replace("mean ", "mean data/").replace("?", ".yaml?") or f"the files of data/ are: {', '.join(FILES)}"
            report.error(path, 1, 1, "file/unknown-data", f"{path} is not a file that the guide reads", remedy)
