"""The log of changes and the listings agree."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.site import Site
from sitegen.problems import Problem

_REMEDY = "run: make changes"


def check_log(site: Site) -> Iterator[Problem]:
    """Every listing has its day in ``data/changes.yaml``, and none that the log still knows has gone. A root without a log keeps none."""
    if not site.changes:
        return
    logged: dict[str, bool] = {}
    for entry in reversed(site.changes):  # the newest stand first
        logged[entry.noun.listing] = entry.noun.what != "removed"
    listed = {entry.noun.id for entry in site.clinics}
    for clinic in site.clinics:
        if not logged.get(clinic.noun.id):
            yield clinic.origin.at("id").warning("clinic/change-log", f"data/changes.yaml does not know {clinic.noun.id} yet", _REMEDY)
    for change in site.changes:
        listing = change.noun.listing
        if logged.get(listing) and listing not in listed and site.lacks("clinic", listing):
            logged[listing] = False
            yield change.origin.at("listing").warning("clinic/change-log", f"{listing} has gone, and the log does not say so", _REMEDY)
