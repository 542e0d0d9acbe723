"""What happened to the listings, day by day: made from the history of ``data/clinics.yaml`` by ``scripts/make_changes.py``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.model.scalars import Day, Kebab, Noun


class Change(Noun):
    """What one day did to one listing; ``fields`` are those of the record that differ, ``closed`` means closed or renamed."""

    on: Day
    listing: Kebab
    what: Literal["added", "changed", "closed", "removed"]
    fields: tuple[Annotated[str, Field(pattern="^[a-z_]+$")], ...] = ()
