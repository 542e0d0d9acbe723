"""What a page says of itself to machines, in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from sitegen.model.page import Page, Plain


def emit_structured(page: Page, chrome: Plain) -> Markup:
    """JSON-LD for one page, safe inside a script element."""
    base = chrome["base_url"]
    graph: list[Plain] = []
    if page.kind in ("home", "languages"):
        graph.append(
            {
                "@type": "WebSite",
                "@id": f"{base}/#site",
                "url": f"{base}/",
                "name": chrome["title"],
                "description": chrome["description"],
                "inLanguage": ["en-CA", "fr-CA"],
            }
        )
    if page.trail:
        graph.append({"@type": "BreadcrumbList", "itemListElement": _trail(page, base)})
    if page.kind == "article":
        graph.append(_article(page, base))
    if page.kind == "clinic" and page.context["values"]["status"] not in ("closed", "renamed"):
        graph.append(_clinic(page, base))
    return script_safe({"@context": "https://schema.org", "@graph": graph})


def script_safe(data: Any) -> Markup:
    """JSON that can end neither the script element nor, in old parsers, the line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(sign, code)
    return Markup(text)  # noqa: S704 - every sign that HTML could read is escaped above


def _trail(page: Page, base: str) -> list[Plain]:
    steps = [*page.trail, (page.title, page.address)]
    return [{"@type": "ListItem", "position": n, "name": name, "item": base + address} for n, (name, address) in enumerate(steps, 1)]


def _article(page: Page, base: str) -> Plain:
    context = page.context
    about: Plain = {
        "@type": "MedicalWebPage", "@id": base + page.address, "url": base + page.address, "name": page.title, "description": page.description,
        "inLanguage": f"{page.lang}-CA", "dateModified": context["changed"], "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "citation": [source["address"] for source in context["sources"]],
        "keywords": context["keywords"],
    }  # fmt: skip
    if context["review"]:
        about |= {
            "lastReviewed": context["review"]["on"],
            "reviewedBy": {"@type": "Person", "name": context["review"]["by"], "jobTitle": context["review"]["role"]},
        }
    return about


def _clinic(page: Page, base: str) -> Plain:
    values = page.context["values"]
    place: Plain = {"@type": "PostalAddress", "addressRegion": page.context["code"], "addressCountry": "CA"}
    for name, key in (("streetAddress", "address"), ("addressLocality", "city"), ("postalCode", "postal_code")):
        if values[key]:
            place[name] = values[key]
    clinic: Plain = {"@type": "MedicalClinic", "@id": f"{base}{page.address}#clinic", "name": values["name"], "address": place}
    for name, key in (("telephone", "phone"), ("email", "email"), ("url", "website")):
        if values[key]:
            clinic[name] = values[key]
    return clinic
