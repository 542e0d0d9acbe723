"""Harms told in numbers: "often" and "rare" mean different things to each reader."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sitegen.model.site import Site
from sitegen.problems import Problem

_PARTS = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)
_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE)


_HOW_OFTEN = {
    "en": _words("(?:un)?common(?:ly)?", "often", "frequent(?:ly)?", "rare(?:ly)?", "seldom", "(?:many|most) people", "usually", "likely"),
    "fr": _words(
        "courante?s?", "fréquente?s?", "fréquemment", "souvent", "rare(?:s|ment)?", "beaucoup de gens", "la plupart des gens", "d’habitude", "probables?"
    ),
}
_HARMS = {
    "en": _words(
        "nausea", r"vomit\w*", r"dizz\w+", "dissociation", "headaches?", "sedation", "drowsiness", "high blood pressure", r"hallucinat\w+", "relapses?",
        "dependence", r"addicti\w+",
    ),
    "fr": _words(
        "nausées?", "vomissements?", "vertiges?", "étourdissements?", "dissociation", "maux de tête", "sédation", "somnolence", "haute pression",
        "hypertension", "hallucinations?", "rechutes?", "dépendance",
    ),
}  # fmt: skip
_NO_NUMBER = {
    "en": _words("not known", "unknown", "no (?:figure|number|count|study|rate)", "uncertain", "not (?:clear|counted|sure)"),
    "fr": _words(
        "on (?:ne sait pas|ignore)", "aucun (?:chiffre|nombre|décompte|taux)", "aucune (?:étude|donnée)", "incertaine?s?", "inconnue?s?",
        "pas (?:clair|connu)e?",
    ),
}  # fmt: skip


def check_risks_counted(site: Site) -> Iterator[Problem]:
    """A paragraph that says how often people get a harm gives the number, or links to it, or says that there is none."""
    for page in site.advice():
        for part in _PARTS.findall(page.prose.html):
            plain = html.unescape(re.sub(r"<[^>]+>", "", _CITATION.sub("", part)))
            how_often, harm = _HOW_OFTEN[page.lang].search(plain), _HARMS[page.lang].search(plain)
            counted = re.search(r"\d", plain) or "ref:article" in part or _NO_NUMBER[page.lang].search(plain)
            if how_often and harm and not counted:
                message = f'"{how_often[0]}" is said of "{harm[0]}" without a number'
                fix = "write how many in 100, against what; link to the page that says so; or say that no figure was found"
                yield Problem(page.path, 1, 1, "warning", "editorial/uncounted-risk", message, fix)
