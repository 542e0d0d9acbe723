"""The record of one clinic or programme, and the price and provenance of its facts."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from sitegen.model.scalars import Bilingual, Copy, Day, Email, Kebab, Noun, Phone, ProvinceCode, SomeDate, Text, WebAddress, YesNo, fault

KINDS = Literal["private-clinic", "public-programme", "non-profit", "research", "virtual"]
STATUSES = Literal["open", "unconfirmed", "closed", "renamed", "not-taking-patients"]
TREATMENTS = Literal[
    "iv-ketamine", "im-ketamine", "sc-ketamine", "oral-ketamine", "sublingual-ketamine", "intranasal-ketamine",
    "esketamine-spravato", "ketamine-assisted-psychotherapy", "group-therapy",
]  # fmt: skip
CONDITIONS = Literal[
    "depression", "bipolar-depression", "ptsd", "anxiety", "ocd", "chronic-pain", "substance-use", "eating-disorders",
    "end-of-life-distress", "suicidality",
]  # fmt: skip
FUNDING = Literal["public", "private-insurance", "veterans-affairs", "workers-compensation", "out-of-pocket"]
FACTS = Literal[
    "name", "province", "city", "kind", "status", "address", "postal_code", "phone", "email", "website", "treatments", "conditions",
    "referral", "languages", "virtual_care", "prices", "funding",
]  # fmt: skip


def _postal_code(value: str) -> str:
    # Canada Post's form: no D F I O Q U anywhere, no W or Z in front.
    if re.fullmatch(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d", value):
        return value
    squeezed = re.sub(r"[\s-]", "", value).upper()
    hint = f"write it as {squeezed[:3]} {squeezed[3:]}" if re.fullmatch(r"[A-Z]\d[A-Z]\d[A-Z]\d", squeezed) else "write it as K1A 0B1"
    raise fault("value/postal-code", f'"{value[:20]}" is not a Canadian postal code', hint)


class Price(Noun):
    """What one item costs, in Canadian dollars; ``up_to`` closes a range."""

    item: Literal["consultation", "infusion", "injection", "session", "course", "programme", "medicine", "psychotherapy"]
    amount: Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
    up_to: Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)] | None = None
    note: Bilingual | None = None


class ClinicSource(Noun):
    """A page that was read about one clinic, and the facts that it supports."""

    url: WebAddress
    kind: Literal["own-site", "news", "government", "regulator", "directory"]
    supports: Annotated[tuple[FACTS, ...], Field(min_length=1)]
    dated: SomeDate | None = None
    read: Day
    copy_: Copy = Field(alias="copy")


class Confirmation(Noun):
    """When and how someone confirmed the listing with the clinic."""

    on: Day
    how: Literal["phone", "email", "visit", "letter"]


class Clinic(Noun):
    """One listing of ``data/clinics.yaml``."""

    id: Kebab
    name: Text
    province: ProvinceCode
    city: Text | None = None
    city_note: Bilingual | None = None
    kind: KINDS
    status: STATUSES
    status_note: Bilingual | None = None
    succeeded_by: Kebab | None = None
    address: Text | None = None
    postal_code: Annotated[str, AfterValidator(_postal_code)] | None = None
    phone: Phone | None = None
    email: Email | None = None
    website: WebAddress | None = None
    treatments: tuple[TREATMENTS, ...] = ()
    conditions: tuple[CONDITIONS, ...] = ()
    referral: Literal["required", "self-referral", "either"] | None = None
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2,3}$")], ...] = ()
    virtual_care: YesNo | None = None
    prices: tuple[Price, ...] = ()
    funding: tuple[FUNDING, ...] = ()
    confirmed: Confirmation | None = None
    sources: Annotated[tuple[ClinicSource, ...], Field(min_length=1)]

    def facts(self) -> list[str]:
        """The names of the facts that this record publishes and that a source must support."""
        return [name for name in get_args(FACTS) if getattr(self, name) not in (None, ())]

    def seen(self, fact: str) -> dt.date:
        """When someone last looked at a fact: the newest day on which a source of it was read or the listing was confirmed."""
        days = [source.read for source in self.sources if fact in source.supports]
        return max([*days, *([self.confirmed.on] if self.confirmed else [])], default=dt.date.min)

    def sources_of(self, fact: str) -> list[int]:
        """Numbers, from 1, of the sources that support a fact."""
        return [number for number, source in enumerate(self.sources, 1) if fact in source.supports]
