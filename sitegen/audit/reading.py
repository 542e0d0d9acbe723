"""Rules for one page, about whether a reader is told what it is, can hear it, find a way through it, and get help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sitegen.audit.markup import Page, Tag
from sitegen.problems import Problem, did_you_mean

HELP = {"tel:988": "call 9-8-8", "sms:988": "text 9-8-8", "tel:911": "call 9-1-1"}
NAMES = {"en": "English", "fr": "Français"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_LANGUAGE = re.compile(r"(en|fr)(-CA)?", re.IGNORECASE)
_POINTERS = frozenset(
    "aria-labelledby aria-describedby aria-controls aria-owns aria-details aria-errormessage aria-flowto aria-activedescendant "
    "popovertarget commandfor for headers form list anchor itemref".split()
)
_LEFT_IN_TEXT = re.compile(r"\{\{|\{%|\[\[[a-z]|\[@[a-z]", re.IGNORECASE)
_LEFT_IN_ATTRIBUTE = re.compile(r"^(ref|term):|figure-slot|(^|[/:=#])None($|[/?#])")


def check_language(page: Page) -> Iterator[Problem]:
    """A page says its language, and says the one of its address, so that it is read aloud in the right voice."""
    tag = next(iter(page.named("html")), None)
    lang, folder = tag.get("lang") if tag else "", page.address.split("/")[1]
    if not lang:
        yield page.fault(tag, "audit/language", "this page does not say its language", 'write <html lang="en-CA"> or <html lang="fr-CA">')
    elif not _LANGUAGE.fullmatch(lang):
        yield page.fault(tag, "audit/language", f'"{lang}" is neither English nor French of Canada', "write en-CA or fr-CA")
    elif folder in ("en", "fr") and lang[:2].lower() != folder:
        yield page.fault(tag, "audit/language", f'this page says that it is in "{lang}" and stands in /{folder}/')


def check_language_names(page: Page) -> Iterator[Problem]:
    """A link to the same page in another language names that language as its own readers do."""
    for tag in page.named("a"):
        name = NAMES.get(tag.get("hreflang")[:2].lower(), "")
        if "alternate" in tag.get("rel").lower().split() and name.casefold() not in page.says(tag).casefold():
            yield page.fault(tag, "audit/language-name", f'"{page.says(tag)}" leads to the page in {name}', f"say {name}")


def check_encoding(page: Page) -> Iterator[Problem]:
    """A page says early that it is UTF-8, so that é is é."""
    said = [tag for tag in page.named("meta") if tag.get("charset").strip().lower() == "utf-8"]
    if not said or page.source.lower().find("charset") > 1000:
        yield page.fault(
            said[0] if said else None, "audit/encoding", "this page does not say early that it is UTF-8", 'put <meta charset="utf-8"> first in <head>'
        )


def check_title(page: Page) -> Iterator[Problem]:
    """A page has one title, with words in it."""
    titles = [tag for tag in page.named("title") if not tag.within("svg")]
    if not titles or not page.says(titles[0]):
        yield page.fault(titles[0] if titles else None, "audit/title", "this page has no title")
    for tag in titles[1:]:
        yield page.fault(tag, "audit/title", "this is a second title")


def check_description(page: Page) -> Iterator[Problem]:
    """A page that search engines may show has a description."""
    described = page.meta("name", "description")
    if is_indexed(page) and not any(tag.get("content").strip() for tag in described):
        yield page.fault(described[0] if described else None, "audit/description", "this page has no description")


def check_first_heading(page: Page) -> Iterator[Problem]:
    """A page has one heading of the first level, with words in it."""
    found = page.named("h1")
    if not found:
        yield page.fault(None, "audit/first-heading", "this page has no h1")
    for tag in found[1:]:
        yield page.fault(tag, "audit/first-heading", "this is a second h1", "make it an h2")
    for tag in found:
        if not page.says(tag):
            yield page.fault(tag, "audit/first-heading", "this h1 has no words")


def check_heading_levels(page: Page) -> Iterator[Problem]:
    """A heading is at most one level below the one before it."""
    found = sorted(page.named(*HEADINGS), key=lambda tag: (tag.line, tag.column))
    for before, tag in pairwise(found):
        if int(tag.name[1]) > int(before.name[1]) + 1:
            yield page.fault(tag, "audit/heading-level", f"{tag.name} follows {before.name}", f"make it an h{int(before.name[1]) + 1}")


def check_pictures(page: Page) -> Iterator[Problem]:
    """A picture has words for those who do not see it, or says with an empty alt that it adds nothing."""
    for tag in [*page.named("img"), *(tag for tag in page.named("input") if tag.get("type").lower() == "image")]:
        if "alt" not in tag.attributes:
            yield page.fault(tag, "audit/picture", f"<{tag.name}> has no alt", 'say what it shows, or write alt=""')
    for tag in page.named("svg"):
        if tag.get("role") == "img" and not page.says(tag) and not tag.get("aria-labelledby"):
            yield page.fault(tag, "audit/picture", "this drawing has no words", "give it a title or an aria-label")


def check_words_of_links(page: Page) -> Iterator[Problem]:
    """A link or a button says in words what it does."""
    for tag in page.named("a", "area", "button", "summary"):
        if (tag.name not in ("a", "area") or "href" in tag.attributes) and not page.says(tag) and not tag.get("aria-labelledby"):
            yield page.fault(tag, "audit/wordless-link", f"<{tag.name}> has no words")


def check_numbers(page: Page) -> Iterator[Problem]:
    """A link that shows a phone number dials that number."""
    for tag in page.named("a"):
        scheme, _, target = tag.get("href").strip().partition(":")
        if scheme.lower() not in ("tel", "sms"):
            continue
        dialled = _digits(re.split("[;,?&]", target)[0])
        shown = _digits(page.says(tag))
        short = dialled.removeprefix("1") if len(dialled) == 11 else dialled
        if not dialled or (len(shown) >= len(short) and short not in shown):
            yield page.fault(tag, "audit/number", f'"{page.says(tag)}" dials {dialled or "nothing"}')


def check_help(page: Page) -> Iterator[Problem]:
    """Before the page's own text, and not folded away, stand links to call 9-8-8, to text 9-8-8 and to call 9-1-1."""
    main = next(iter(page.named("main")), None)
    end = (main.line, main.column) if main else (0, 0)
    there = {re.sub("[-. ]", "", tag.get("href").lower()) for tag in page.named("a") if tag.shown and (tag.line, tag.column) < end}
    for address, words in HELP.items():
        if address not in there:
            yield page.fault(main, "audit/help", f"no link to {words} stands before <main>", f'put back <a href="{address}">')


def check_skip_link(page: Page) -> Iterator[Problem]:
    """The first link of a page leads to its main part, and there is one main part."""
    mains = page.named("main")
    if len(mains) != 1:
        yield page.fault(mains[1] if mains else None, "audit/skip-link", f"this page has {len(mains) or 'no'} main parts")
    first = next((tag for tag in page.named("a") if "href" in tag.attributes), None)
    target = first.get("href").removeprefix("#") if first and first.get("href").startswith("#") else ""
    if mains and not any(tag.get("id") == target and tag.within("main") for tag in page.tags if target):
        yield page.fault(first, "audit/skip-link", "the first link of this page does not lead to its main part")


def check_ids(page: Page) -> Iterator[Problem]:
    """An id stands once on a page, and is not empty."""
    seen: dict[str, Tag] = {}
    for tag in page.tags:
        if "id" not in tag.attributes:
            continue
        name = tag.get("id")
        if not name or any(sign.isspace() for sign in name):
            yield page.fault(tag, "audit/duplicate-id", f'"{name}" is no id')
        elif (first := seen.setdefault(name, tag)) is not tag:
            yield page.fault(tag, "audit/duplicate-id", f'the id "{name}" is already that of <{first.name}> in line {first.line}')


def check_pointers(page: Page) -> Iterator[Problem]:
    """What points at an element of its page, by an ARIA or HTML attribute or in a drawing, points at one that is there."""
    ids = {tag.get("id") for tag in page.tags if "id" in tag.attributes}
    for tag in page.tags:
        for name, value in tag.attributes.items():
            named = value.split() if name in _POINTERS and not _has_other_sense(tag, name) else re.findall(r"url\(\s*[\"']?#([^)\"']+)", value)
            for key in named:
                if key not in ids:
                    yield page.fault(
                        tag, "audit/broken-pointer", f'{name} of <{tag.name}> points at "{key}", which is not on this page', did_you_mean(key, ids)
                    )


def check_leftovers(page: Page) -> Iterator[Problem]:
    """Nothing that the build should have filled in is left: template signs, keys in place of addresses, None in place of a value."""
    for match in _LEFT_IN_TEXT.finditer(page.source):
        line, column = page.source.count("\n", 0, match.start()) + 1, match.start() - page.source.rfind("\n", 0, match.start())
        yield Problem(page.file, line, column, "error", "audit/leftover", f'"{match[0]}" was left over')
    for tag in page.tags:
        for name, value in tag.attributes.items():
            if _LEFT_IN_ATTRIBUTE.search(value):
                yield page.fault(tag, "audit/leftover", f'"{value}" was left over in {name} of <{tag.name}>')


def is_indexed(page: Page) -> bool:
    """Whether search engines may list the page."""
    return not any({"noindex", "none"} & set(re.split(r"[\s,]+", tag.get("content").lower())) for tag in page.meta("name", "robots"))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _has_other_sense(tag: Tag, name: str) -> bool:
    """An attribute that points on some elements means something else, or nothing, on others."""
    senses = {"for": ("label", "output"), "headers": ("td", "th"), "list": ("input",)}
    return name in senses and tag.name not in senses[name]
