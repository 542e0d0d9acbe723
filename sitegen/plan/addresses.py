"""Where everything stands, and the one registry that no two pages can share an address in."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.articles import Article
from sitegen.model.clinics import Clinic
from sitegen.model.page import SEGMENTS
from sitegen.model.references import City, Province
from sitegen.model.scalars import LANGUAGES
from sitegen.model.site import Entry, Site
from sitegen.problems import Origin, Problem


class Addresses:
    """Addresses by key; every page address begins and ends with a slash."""

    def __init__(self, site: Site) -> None:
        self._sections = {section.key: section for section in site.settings.noun.sections}
        self._provinces: dict[str, Province] = {entry.noun.code: entry.noun for entry in site.provinces}
        self._clinics = {entry.noun.id: entry.noun for entry in site.clinics}
        self._articles: dict[tuple[str, str], Article] = {(article.lang, article.identity): article for article in site.articles}

    def page(self, key: str, lang: str) -> str:
        """A page that exists once: ``home`` or a key of :data:`SEGMENTS`."""
        return f"/{lang}/" if key == "home" else f"/{lang}/{SEGMENTS[key][lang]}/"

    def section(self, key: str, lang: str) -> str:
        """The contents page of one section."""
        return f"{self.page('guide', lang)}{self._sections[key].slug[lang]}/"

    def article(self, article: Article) -> str:
        """One article."""
        return f"{self.page('guide', article.lang)}{article.meta.slug or article.key}/"

    def province(self, code: str, lang: str) -> str:
        """One province or territory."""
        return f"{self.page('clinics', lang)}{self._provinces[code].slug[lang]}/"

    def clinic(self, clinic: Clinic, lang: str) -> str:
        """One listing."""
        return f"{self.province(clinic.province, lang)}{clinic.id}/"

    def near(self, place: City, lang: str) -> str:
        """The nearest care to one place."""
        return f"{self.page('near', lang)}{place.slug(lang)}/"

    def listings(self, lang: str) -> str:
        """The folder of the pages of listings by what they say of themselves."""
        return f"/{lang}/{'fiches' if lang == 'fr' else 'listings'}/"

    def of(self, kind: str, key: str, lang: str) -> str:
        """The address that a link of content means; the key was checked before."""
        if kind == "article":
            return self.article(self._articles[lang, key])
        if kind == "clinic":
            return self.clinic(self._clinics[key], lang)
        if kind == "province":
            return self.province(key, lang)
        return self.page(key, lang)


def near_places(site: Site) -> list[Entry[City]]:
    """The places with a page of nearest care: those of some size, every community of the territories, and each town of a listing."""
    named = {(entry.noun.city, entry.noun.province) for entry in site.clinics}
    return [
        entry for entry in site.cities
        if entry.noun.is_listed or not named.isdisjoint((name, entry.noun.province) for name in (entry.noun.name.en, entry.noun.name.fr))
    ]  # fmt: skip


class Registry:
    """Who has which address. Two claims on one address are a problem that names both."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._clashes: list[Problem] = []

    def claim(self, address: str, owner: str, place: Origin) -> None:
        """Take ``address`` for ``owner``, in words; a clash is reported at ``place``."""
        holder = self._owners.setdefault(address, owner)
        if holder != owner:
            message = f"the address {address} is already that of {holder}"
            self._clashes.append(Problem(place.file, place.line, 1, "error", "address/taken", message, "give one of them another slug"))

    def clashes(self) -> Iterator[Problem]:
        """Every address that was claimed twice."""
        yield from self._clashes


def check_addresses(site: Site) -> Iterator[Problem]:
    """No two pages, and no old address, share an address."""
    addresses, registry = Addresses(site), Registry()
    settings, sections = site.settings, {section.key for section in site.settings.noun.sections}
    known = {entry.noun.code for entry in site.provinces}
    for lang in LANGUAGES:
        for key in ("home", *SEGMENTS):
            registry.claim(addresses.page(key, lang), f"the page {key}", settings.origin)
        for index, section in enumerate(settings.noun.sections):
            registry.claim(addresses.section(section.key, lang), f"the section {section.key}", settings.origin.at("sections", index, "slug", lang))
        for entry in site.provinces:
            registry.claim(addresses.province(entry.noun.code, lang), f"the province {entry.noun.code}", entry.origin.at("slug", lang))
        for place in near_places(site):
            registry.claim(addresses.near(place.noun, lang), f"the place {place.noun.name.en}, {place.noun.province}", place.origin.at("name"))
        for entry_ in site.clinics:
            if entry_.noun.province in known:
                registry.claim(addresses.clinic(entry_.noun, lang), f"the listing {entry_.noun.id}", entry_.origin)
    for article in site.articles:
        if article.section in sections:
            registry.claim(addresses.article(article), article.path, article.origin.at("slug"))
    for article in site.articles:
        for index, alias in enumerate(article.meta.aliases):
            if alias != addresses.article(article):
                registry.claim(alias, article.path, article.origin.at("aliases", index))
    yield from registry.clashes()
