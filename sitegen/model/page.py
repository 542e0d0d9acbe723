"""One page before it is rendered, and the whole plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Plain = dict[str, Any]

# Pages that readers use; a root that has no file for one does without it.
TOOLS = ("decide", "questions", "companion", "real-clinic")
# The pages that exist once, by the key that content links to, and their part of the address in each language.
SEGMENTS = {
    "guide": {"en": "guide", "fr": "guide"},
    "clinics": {"en": "clinics", "fr": "cliniques"},
    "near": {"en": "near", "fr": "pres-de"},
    "help-now": {"en": "help-now", "fr": "aide-immediate"},
    "glossary": {"en": "glossary", "fr": "glossaire"},
    "search": {"en": "search", "fr": "recherche"},
    "sources": {"en": "sources", "fr": "sources"},
    "about": {"en": "about", "fr": "a-propos"},
    "accessibility": {"en": "accessibility", "fr": "accessibilite"},
    "corrections": {"en": "corrections", "fr": "corrections"},
    "data": {"en": "data", "fr": "donnees"},
    "privacy": {"en": "privacy", "fr": "confidentialite"},
    "decide": {"en": "decide", "fr": "decider"},
    "questions": {"en": "questions", "fr": "questions"},
    "companion": {"en": "companion", "fr": "accompagner"},
    "real-clinic": {"en": "real-clinic", "fr": "vraie-clinique"},
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as plain data: the same context and template give the same bytes.

    ``kind`` names the template (``templates/pages/<kind>.html``). ``alternates`` gives the address of this page in each language,
    ``changed`` the ISO date of its last change of meaning where it has one.
    """

    address: str
    kind: str
    lang: str
    title: str
    description: str
    context: Plain
    alternates: dict[str, str]
    trail: tuple[tuple[str, str], ...] = ()
    changed: str | None = None
    indexed: bool = True

    @property
    def file(self) -> str:
        """The path of the page inside the output folder."""
        return self.address.lstrip("/") + ("index.html" if self.address.endswith("/") else "")


@dataclass(slots=True)
class Plan:
    """Everything that will be published: pages, what all pages of a language share, old addresses, the data for reuse, and what scripts read."""

    pages: list[Page] = field(default_factory=list)
    chrome: dict[str, Plain] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    data: Plain = field(default_factory=dict)
    finder: Plain = field(default_factory=dict)
    search: Plain = field(default_factory=dict)
