"""The body of an article as it stands on its page: keys become addresses, callouts get titles, slots get figures.

What comes in was sanitised by ``load.prose``; what is put in here is made of plain data by our own templates. Each pattern begins with the ``<``
of a tag: an author's own ``<`` arrives as ``&lt;``, so nothing that is typed, such as ``href="ref:x"`` in code, can be taken for our markup.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from sitegen.emit.language import Language
from sitegen.emit.words import CALLOUTS, TABLE

_TERM = re.compile(r'<a href="term:([^"]+)">(.*?)</a>', re.DOTALL)
_REF = re.compile(r'<a href="(ref:[^"]+)"')
_SLOT = re.compile(r'<div class="figure-slot" id="figure-slot-(\d+)"></div>')
# What touches a button (an elided article before it, a sign after it) must not be left alone at the end or start of a line.
_TOUCHING = re.compile(r"((?:[^\W_]{1,5}’)?)(<button [^>]*>.*?</button>)([.,;:!?)\]»…]*)", re.DOTALL)
_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_EMERGENCY = re.compile(r"(?<![\d-])9-(?:8-8|1-1)(?![\d-])")
_CALLOUT = re.compile(r'<div class="callout callout-([a-z]+)">')


def render_body(context: dict[str, Any], language: Language, href: Callable[[str], str], figure: Callable[[int, dict[str, Any]], str]) -> Markup:
    """Safe HTML of ``context["body"]``; ``figure`` draws one figure by its number and plan."""
    terms = {term["id"]: term["term"] for term in context["terms"]}

    def term(match: re.Match[str]) -> str:
        key = html.unescape(match[1])
        return f'<button type="button" class="term" popovertarget="term-{escape(key)}">{match[2] or escape(terms[key])}</button>'

    def callout(match: re.Match[str]) -> str:
        return f'{match[0]}\n<p class="callout-title">{escape(language.gettext(CALLOUTS[match[1]]))}</p>'

    text = _TERM.sub(term, _dialled(context["body"]))
    text = _TOUCHING.sub(_together, text)
    text = _REF.sub(lambda m: f'<a href="{escape(href(context["links"][html.unescape(m[1])]))}"', text)
    text = _CALLOUT.sub(callout, text)
    label = escape(language.gettext(TABLE))
    numbers = itertools.count(1)  # regions must differ in name
    text = re.sub("<table>", lambda m: f'<div class="table" role="region" aria-label="{label} {next(numbers)}" tabindex="0">\n{m[0]}', text)
    text = text.replace("</table>", "</table>\n</div>")
    return Markup(_SLOT.sub(lambda m: figure(int(m[1]), context["figures"][int(m[1])]), text))  # noqa: S704 - sanitised in load.prose


def _together(match: re.Match[str]) -> str:
    before, button, after = match.groups()
    return f'<span class="together">{match[0]}</span>' if before or after else button


def _dialled(text: str) -> str:
    """9-8-8 and 9-1-1 as links that a phone dials, wherever they stand outside a link."""
    parts, inside = _TAG.split(text), 0
    for index, part in enumerate(parts):
        if part.startswith(("<a ", "<code")):
            inside += 1
        elif part in ("</a>", "</code>"):
            inside -= 1
        elif index % 2 == 0 and not inside:
            parts[index] = _EMERGENCY.sub(lambda m: f'<a class="dial" href="tel:{m[0].replace("-", "")}">{m[0]}</a>', part)
    return "".join(parts)
