"""``data/clinics.yaml``: one record a listing."""

from __future__ import annotations

from sitegen.load.references import load_entries
from sitegen.load.tree import Tree
from sitegen.model.clinics import Clinic
from sitegen.model.site import Entry
from sitegen.problems import Report


def load_clinics(tree: Tree, report: Report) -> list[Entry[Clinic]]:
    """The sound listings, in the order of the file."""
    return load_entries(Clinic, "data/clinics.yaml", tree, report)
