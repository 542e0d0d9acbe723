"""Records of ``data/``: sources, glossary, help lines, provinces, cities, and the site itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from sitegen.model.scalars import (
    Bilingual,
    Copy,
    Day,
    Email,
    Kebab,
    Noun,
    OfficialName,
    Phone,
    Provenance,
    ProvinceCode,
    Statement,
    Text,
    WebAddress,
    fault,
    kebab,
    kebab_of,
)

SOURCE_KINDS = Literal[
    "guideline", "systematic-review", "health-technology-assessment", "randomized-trial", "protocol", "observational-study", "review", "expert-opinion",
    "regulator", "government", "law", "product-label", "professional-body", "payer", "news", "association", "commercial", "reference", "other",
]  # fmt: skip


class Source(Noun):
    """One entry of ``data/sources.yaml``: a publication or page that articles cite."""

    id: Kebab
    title: Text
    authors: Text | None = None
    publisher: Text | None = None
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/[^\s\"<>]+$")] | None = None
    url: WebAddress | None = None
    kind: SOURCE_KINDS
    extent: Literal["abstract", "excerpt"] | None = None
    read: Day
    copy_: Copy = Field(alias="copy")

    @model_validator(mode="after")
    def _address(self) -> Source:
        if not (self.doi or self.url):
            raise fault("source/address", f"{self.id} has neither doi nor url", "give one of them, so that readers can check it")
        return self

    @property
    def address(self) -> str:
        """Where a reader finds it: the DOI when there is one, else the page."""
        return f"https://doi.org/{self.doi}" if self.doi else str(self.url)


class Term(Noun):
    """One word of the glossary."""

    id: Kebab
    term: Bilingual
    definition: Bilingual
    sources: tuple[Kebab, ...] = ()


class TextLine(Noun):
    """A number that takes text messages, and the word to send first where one is needed."""

    to: Annotated[str, Field(pattern=r"^[\d-]{3,12}$")]
    word: Text | None = None


class HelpLine(Noun):
    """A line that people in distress may call, text or write to."""

    id: Kebab
    name: Bilingual
    phone: Phone | None = None
    phone_note: Bilingual | None = None
    text: TextLine | None = None
    chat: WebAddress | None = None
    hours: Bilingual | None = None
    languages: Bilingual | None = None
    audience: Bilingual | None = None
    source: Provenance

    @model_validator(mode="after")
    def _reachable(self) -> HelpLine:
        if not (self.phone or self.text or self.chat):
            raise fault("line/unreachable", f"{self.id} has no phone, text or chat", "give at least one of them")
        return self

    @property
    def could_not_confirm(self) -> bool:
        """Whether its newest source is older than 2022 or shows no date (the rule of the guide's editors for help lines)."""
        return self.id not in ("9-1-1", "9-8-8") and (self.source.dated is None or self.source.dated < "2022")


class Regulator(Noun):
    """The body that licenses physicians, and its public register."""

    name: OfficialName
    acronym: Text | None = None
    website: WebAddress | None = None
    register_: WebAddress | None = Field(default=None, alias="register")
    register_note: Bilingual | None = None
    source: Provenance


class OtherRegulator(Noun):
    """The body that licenses another profession."""

    profession: Bilingual
    name: OfficialName
    website: WebAddress | None = None
    source: Provenance


class Province(Noun):
    """One province or territory: its names, who regulates, the rules, and what could not be found out."""

    code: ProvinceCode
    name: Bilingual
    slug: Annotated[Bilingual, AfterValidator(lambda slugs: (kebab(slugs.en), kebab(slugs.fr), slugs)[2])]
    locative: Bilingual
    regulator: Regulator
    other_regulators: tuple[OtherRegulator, ...] = ()
    rules: tuple[Statement, ...] = ()
    coverage: tuple[Statement, ...] = ()
    referral: tuple[Statement, ...] = ()
    travel: tuple[Statement, ...] = ()
    complaints: tuple[Statement, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    unknown: tuple[Bilingual, ...] = ()


class City(Noun):
    """A populated place; coordinates in degrees (WGS 84), north and east positive."""

    name: Bilingual
    province: ProvinceCode
    latitude: Annotated[float, Field(ge=41, le=84)]
    longitude: Annotated[float, Field(ge=-142, le=-52)]
    population: Annotated[int, Field(ge=0)]

    @property
    def is_listed(self) -> bool:
        """Whether it has a page of its own: 15,000 people or more, and every community of the territories."""
        return self.population >= 15_000 or self.province in ("YT", "NT", "NU")

    def slug(self, lang: str) -> str:
        """Name and province as they stand in an address."""
        return f"{kebab_of(self.name[lang])}-{self.province.lower()}"


class Section(Noun):
    """One part of the guide."""

    key: Kebab
    slug: Annotated[Bilingual, AfterValidator(lambda slugs: (kebab(slugs.en), kebab(slugs.fr), slugs)[2])]
    name: Bilingual
    summary: Bilingual


def _site_address(value: str) -> str:
    if "?" in value or "#" in value:
        raise fault("value/web-address", f'"{value[:80]}" cannot have addresses of pages put after it', "leave out the ? or # and what follows")
    return value


class Settings(Noun):
    """``data/site.yaml``: what the whole site says of itself. ``plainest`` names the pages, as section/key, that must be the easiest to read."""

    title: Bilingual
    description: Bilingual
    base_url: Annotated[WebAddress, AfterValidator(_site_address)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    published_since: Day
    plainest: tuple[Text, ...] = ()
    stale_after_days: Annotated[int, Field(ge=1, le=3650)] = 180  # clinics open, move and close within a year
    contact: Email | None = None
    repository: WebAddress | None = None
