"""What every page of a language shares: the site's name, ways around, and the lines that come first."""

from __future__ import annotations

from sitegen.model.clinics import ClinicSource
from sitegen.model.page import SEGMENTS, Plain
from sitegen.model.references import HelpLine
from sitegen.model.scalars import LANGUAGES, Provenance, host_of
from sitegen.model.site import Site
from sitegen.plan.addresses import Addresses


def plan_chrome(site: Site, addresses: Addresses, lang: str) -> Plain:
    """The shared context of all pages of ``lang``."""
    settings = site.settings.noun
    lines = {entry.noun.id: entry.noun for entry in site.lines}
    return {
        "lang": lang,
        "title": settings.title[lang],
        "description": settings.description[lang],
        "base_url": settings.base_url.rstrip("/"),
        "addresses": {key: addresses.page(key, lang) for key in ("home", *SEGMENTS)},
        "tools": [
            {"key": page.key, "title": page.meta.title, "summary": page.meta.summary, "address": addresses.page(page.key, lang)}
            for page in site.standing
            if page.advises and page.lang == lang
        ],
        "guides": {other: addresses.page("guide", other) for other in LANGUAGES},
        "feed": f"/{lang}/{'flux' if lang == 'fr' else 'feed'}.xml",
        "sections": [{"key": s.key, "name": s.name[lang], "summary": s.summary[lang], "address": addresses.section(s.key, lang)} for s in settings.sections],
        "emergency": {"danger": plan_line(lines["9-1-1"], lang), "crisis": plan_line(lines["9-8-8"], lang)},
        "contact": settings.contact,
        "repository": settings.repository,
    }


def plan_line(line: HelpLine, lang: str) -> Plain:
    """One help line, ready to show; ``tel`` and ``sms`` are what a phone dials."""
    return {
        "id": line.id,
        "name": line.name[lang],
        "phone": line.phone,
        "tel": line.phone.replace("-", "") if line.phone else None,
        "phone_note": line.phone_note[lang] if line.phone_note else None,
        "text": {"to": line.text.to, "sms": line.text.to.replace("-", ""), "word": line.text.word} if line.text else None,
        "chat": line.chat,
        "hours": line.hours[lang] if line.hours else None,
        "languages": line.languages[lang] if line.languages else None,
        "audience": line.audience[lang] if line.audience else None,
        "could_not_confirm": line.could_not_confirm,
        "source": plan_provenance(line.source),
    }


def plan_lines(lines: list[HelpLine], lang: str) -> list[Plain]:
    """Help lines in their order, those that could not be confirmed last."""
    return [plan_line(line, lang) for line in sorted(lines, key=lambda line: line.could_not_confirm)]


def plan_provenance(source: Provenance | ClinicSource) -> Plain:
    """Where a statement comes from and how old that is."""
    return {"url": source.url, "host": host_of(source.url), "kind": source.kind, "dated": source.dated, "read": source.read.isoformat(), "copy": source.copy_}
