"""Rules for one page, about what a browser would do with it: run, load, send, tell others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from sitegen.audit.addresses import as_browsers_read, scheme_of
from sitegen.audit.markup import Page, Reference, Tag
from sitegen.audit.stylesheets import css_addresses
from sitegen.problems import Problem

NAVIGATION = frozenset(("https", "mailto", "tel", "sms"))
PICTURES = frozenset(("img", "source", "image", "feimage", "input", "video", "link"))
SCRIPTS = "/assets/js/"

# Links of these kinds only name their target; any other kind makes the browser fetch something.
_NAMING_LINKS = frozenset("alternate author bookmark canonical help license me next prev privacy-policy search tag terms-of-service".split())
_FOLLOWED = frozenset(("a", "area"))
_LOADING = frozenset(("src", "srcset", "imagesrcset", "poster", "data", "background", "ping", "manifest", "codebase", "classid", "archive", "profile"))
_POLICY_WORDS = re.compile(r"'none'|'self'|'report-sample'|'(sha256|sha384|sha512)-[\w+/=-]+'")
_PLAIN_DIRECTIVES = frozenset(("upgrade-insecure-requests", "block-all-mixed-content", "sandbox", "require-trusted-types-for", "trusted-types"))
_MODULE = re.compile(re.escape(SCRIPTS) + r"[\w.-]+\.js")
_STRANGE = re.compile(r"[\x00-\x20\x7f\\]")


def check_scripts(page: Page) -> Iterator[Problem]:
    """A page runs nothing but modules among our own assets, named in its head; its other scripts are data for search engines, and those are sound JSON."""
    for tag in page.named("script"):
        if _is_own_module(page, tag):
            continue
        if tag.get("type").strip().lower() != "application/ld+json" or "src" in tag.attributes:
            yield page.fault(tag, "audit/script", "this script would run", f"take it out; pages run only modules of {SCRIPTS} that their head names")
        elif fault := _json_fault(tag.raw):
            yield page.fault(tag, "audit/structured-data", f"this data is not JSON: {fault}")


def check_handlers(page: Page) -> Iterator[Problem]:
    """No attribute holds a script that runs on an event, or a whole page."""
    for tag in page.tags:
        for name in tag.attributes:
            if name.startswith("on") or name == "srcdoc":
                yield page.fault(tag, "audit/event-handler", f"the attribute {name} of <{tag.name}> would run")


def check_style_attributes(page: Page) -> Iterator[Problem]:
    """No attribute holds styles: the content security policy refuses them, so readers would see something else than was meant."""
    for tag in page.tags:
        if "style" in tag.attributes:
            yield page.fault(tag, "audit/style-attribute", f"<{tag.name}> has a style attribute", "give it a class")


def check_schemes(page: Page) -> Iterator[Problem]:
    """Links lead to pages over HTTPS, to mail, to a phone call or to a text message, and nowhere else."""
    for reference in page.references:
        scheme = scheme_of(as_browsers_read(reference.url))
        if scheme in ("ref", "term") or (_loads(reference) and scheme != "javascript"):
            continue  # left over, or a load: other rules
        if scheme and scheme not in NAVIGATION and not _ours(page, reference.url):
            yield page.fault(reference.tag, "audit/scheme", f"{_short(reference.url)} has the scheme {scheme}:", "use https, mailto, tel or sms")
    for tag in page.tags:
        for name in tag.attributes.keys() & {"values", "to", "from", "by", "content"}:
            if re.search(r"(javascript|vbscript)\s*:", tag.get(name), re.IGNORECASE) and tag.name != "meta":
                yield page.fault(tag, "audit/scheme", f"the attribute {name} of <{tag.name}> leads to a script")


def check_strange_addresses(page: Page) -> Iterator[Problem]:
    """An address has no white space, control signs or backslashes, which browsers read otherwise than people do."""
    for reference in page.references:
        if _STRANGE.search(reference.url) and reference.attribute not in ("ping", "archive", "profile"):
            yield page.fault(reference.tag, "audit/strange-address", f"{_short(reference.url)} holds a space, a backslash or a control sign", "encode it")


def check_loads(page: Page) -> Iterator[Problem]:
    """Nothing is fetched from anyone else, so nobody else learns who reads what."""
    for reference in page.references:
        if _loads(reference) and not _ours(page, reference.url) and not _is_inline_picture(reference):
            yield _foreign(page, reference.tag, reference.url)
    for tag in page.named("style"):
        for url, _, _ in css_addresses(tag.raw):
            if not _ours(page, url) and not url.startswith("data:image/"):
                yield _foreign(page, tag, url)
    for tag in page.tags:
        for name, value in tag.attributes.items():
            if "url(" in value.lower() and name != "content" and any(not _ours(page, url) for url, _, _ in css_addresses(value)):
                yield _foreign(page, tag, value)


def check_forms(page: Page) -> Iterator[Problem]:
    """What a reader types is sent to nobody else."""
    for reference in page.references:
        if reference.attribute in ("action", "formaction") and not _ours(page, reference.url):
            yield page.fault(reference.tag, "audit/form", f"this form sends what readers type to {_short(reference.url)}")


def check_detours(page: Page) -> Iterator[Problem]:
    """A page neither leaves by itself nor bends the addresses of its links."""
    for tag in page.meta("http-equiv", "refresh"):
        yield page.fault(tag, "audit/detour", "this page goes elsewhere by itself")
    for tag in page.named("base"):
        yield page.fault(tag, "audit/detour", "<base> bends every address on this page")


def check_policy(page: Page) -> Iterator[Problem]:
    """A content security policy comes before all that loads, starts from nothing or ourselves, and allows neither strangers nor anything unsafe."""
    policies = page.meta("http-equiv", "content-security-policy")
    if not policies:
        yield page.fault(None, "audit/policy", "this page has no content security policy", 'add <meta http-equiv="Content-Security-Policy" …> to its head')
        return
    early = [tag for tag in page.named("link", "style", "script") if (tag.line, tag.column) < (policies[0].line, policies[0].column)]
    if early or not policies[0].within("head"):
        yield page.fault(policies[0], "audit/policy", "the content security policy comes too late", "put it right after the charset in <head>")
    for tag in policies:
        yield from (page.fault(tag, "audit/policy", fault) for fault in _policy_faults(tag.get("content")))


def check_referrer(page: Page) -> Iterator[Problem]:
    """No site that a reader goes to is told where they come from."""
    policies = page.meta("name", "referrer")
    if not policies:
        yield page.fault(None, "audit/referrer", "this page has no referrer policy", 'add <meta name="referrer" content="no-referrer">')
    for tag in [*policies, *(tag for tag in page.tags if "referrerpolicy" in tag.attributes)]:
        value = tag.get("content") if tag.name == "meta" else tag.get("referrerpolicy")
        if value.strip().lower() != "no-referrer":
            yield page.fault(tag, "audit/referrer", f'the referrer policy "{value}" tells others where a reader comes from', "use no-referrer")


def check_oddities(page: Page) -> Iterator[Problem]:
    """Nothing is written so that browsers could read it otherwise than this audit does."""
    for line, column, what in page.odd:
        yield Problem(page.file, line, column, "error", "audit/ambiguous", f"browsers may read {what} in another way")
    if "\0" in page.source:
        yield page.fault(None, "audit/ambiguous", "browsers may read a zero byte in another way")
    for tag in page.named("style"):
        if "<" in tag.raw:
            yield page.fault(tag, "audit/ambiguous", "browsers may read markup in <style> in another way")


def _is_own_module(page: Page, tag: Tag) -> bool:
    """Whether it is an empty ``<script type="module" src="…">`` of our own in the head of a page; that the file is there is for the rule of links."""
    place = page.base.place(tag.get("src"), page.address) if tag.attributes.keys() == {"type", "src"} else None
    plain = tag.get("type") == "module" and not tag.raw.strip() and tag.within("head") and page.file.endswith(".html")
    return plain and place is not None and _MODULE.fullmatch(place.address) is not None


def _loads(reference: Reference) -> bool:
    name, attribute = reference.tag.name, reference.attribute
    if attribute in ("href", "xlink:href"):
        if name == "link":
            return not frozenset(reference.tag.get("rel").lower().split()) <= _NAMING_LINKS
        return name not in _FOLLOWED and name != "base"
    return attribute in _LOADING


def _ours(page: Page, url: str) -> bool:
    return page.base.place(url, page.address) is not None


def _is_inline_picture(reference: Reference) -> bool:
    return reference.tag.name in PICTURES and as_browsers_read(reference.url).lower().startswith("data:image/")


def _foreign(page: Page, tag: Tag, url: str) -> Problem:
    return page.fault(tag, "audit/third-party-load", f"<{tag.name}> fetches {_short(url)} from someone else", "keep a copy among the assets")


def _short(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:77]}…"


def _json_fault(text: str) -> str:
    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not a number")

    try:
        json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        return str(error)
    return ""


def _policy_faults(policy: str) -> Iterator[str]:
    directives = {words[0].lower(): words[1:] for part in reversed(policy.split(";")) if (words := part.split())}
    if not frozenset(directives.get("default-src", ["*"])) <= {"'none'", "'self'"}:
        yield "the content security policy does not start from default-src 'none'"
    for name, sources in directives.items():
        for source in sources if name not in _PLAIN_DIRECTIVES else ():
            if "unsafe-" in source.lower():
                yield f"the content security policy allows {source} in {name}"
            elif not _allowed(name, source):
                yield f"the content security policy lets {source} into {name}"


def _allowed(directive: str, source: str) -> bool:
    """Whether a policy may name a source: ourselves, for styles also what is known by its digest, for pictures also what the page itself holds."""
    if directive.startswith("script-src"):
        return source in ("'none'", "'self'")
    return _POLICY_WORDS.fullmatch(source) is not None or (directive == "img-src" and source == "data:")
