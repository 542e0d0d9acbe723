"""Rules against mistaking one practice for another: names and websites that look like somebody else's, or that are not the clinic's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.model.clinics import Clinic
from sitegen.model.scalars import host_of
from sitegen.model.site import Entry, Site
from sitegen.problems import Problem

# Where anybody can open a page, sell or take bookings: such a page says little of who is behind it and can pass to another. Kept short on
# purpose; a health authority, a hospital or a clinic's own site on a hired host is none of these.
SELLERS = (
    "facebook.com", "instagram.com", "linkedin.com", "tiktok.com", "twitter.com", "x.com", "youtube.com",  # social pages
    "g.co", "g.page", "goo.gl", "google.ca", "google.com", "maps.google.com", "yelp.ca", "yelp.com",  # entries of maps and directories
    "calendly.com", "eventbrite.ca", "eventbrite.com", "janeapp.com", "linktr.ee",  # bookings and lists of links
    "amazon.ca", "amazon.com", "ebay.ca", "etsy.com", "kijiji.ca",  # marketplaces
)  # fmt: skip
# Mail that anybody can have says nothing of the website.
MAILBOXES = ("gmail.com", "hotmail.com", "icloud.com", "live.ca", "me.com", "outlook.com", "proton.me", "protonmail.com", "yahoo.ca", "yahoo.com")
_SHORT = 8  # names with fewer letters differ by one letter too easily
# Cyrillic and Greek letters that look like Latin ones. A word of nothing else reads as Latin; one word of both is a fault of the file already.
_TWINS = (
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c-\u041e\u0420-\u0423\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d"
    "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03bf\u03c1"
)
_TWIN_WORD = re.compile(rf"\b[{_TWINS}]{{2,}}\b")


def check_like_names(site: Site) -> Iterator[Problem]:
    """Names of one province that differ by one letter, or only in the order of their words, ask for a look."""
    provinces: dict[str, dict[str, Entry[Clinic]]] = {}
    for entry in site.clinics:
        clinic, known = entry.noun, provinces.setdefault(entry.noun.province, {})
        others = [known.setdefault(key, entry) for key in _near(clinic.name)]
        other = next((other.noun for other in others if other is not entry), None)
        if other and _folded(other.name) != _folded(clinic.name):  # the same name is another rule's
            yield entry.origin.at("name").warning(
                "clinic/like-name",
                f"{clinic.name} is nearly the name of {other.id} ({other.name})",
                "merge the records if they are one clinic; if not, check that each source means its own",
            )


def check_letters(site: Site) -> Iterator[Problem]:
    """No word of a name is made of letters that only look Latin, and host names are Latin or syllabics, not a mixture."""
    for entry in site.clinics:
        clinic, origin = entry.noun, entry.origin
        if match := _TWIN_WORD.search(clinic.name):
            yield origin.at("name").warning(
                "clinic/look-alike",
                f'"{match[0][:40]}" is written in letters that only look Latin ({unicodedata.name(match[0][0])})',
                "type it in Latin letters, unless the practice itself writes its name so",
            )
        addresses = [(clinic.website, origin.at("website"))] if clinic.website else []
        addresses += [(source.url, origin.at("sources", index, "url")) for index, source in enumerate(clinic.sources)]
        for address, where in addresses:
            shown = _shown(host_of(address)) if "xn--" in address else None
            if shown and not _is_honest(shown):
                yield where.error("clinic/look-alike", f'{host_of(address)} shows as "{shown}", with letters that only look Latin', "type the address anew")


def check_own_site(site: Site) -> Iterator[Problem]:
    """The website of a listing is the one that its own pages and its e-mail belong to, and not a page at a seller of attention."""
    for entry in site.clinics:
        clinic, origin = entry.noun, entry.origin
        if clinic.website is None:
            continue
        host = host_of(clinic.website)
        if _is_seller(host):
            yield origin.at("website").warning(
                "clinic/sellers-site", f"anybody can open a page at {host}", "give the clinic's own website, or leave website out and keep the page as a source"
            )
            continue
        own = [host_of(source.url) for source in clinic.sources if source.kind == "own-site"]
        if own and not any(_belong(host, other) for other in own):
            yield origin.at("website").warning(
                "clinic/host-differs",
                f"the website is at {host}, but its own pages were read at {' and '.join(dict.fromkeys(own))}",
                "check that both belong to the clinic, then read a page of the website as a source",
            )
        mail = (clinic.email or "").partition("@")[2].lower()
        if mail and mail not in MAILBOXES and not _belong(host, mail):
            yield origin.at("email").warning(
                "clinic/host-differs", f"the e-mail is at {mail}, but the website is at {host}", "check that both belong to the clinic"
            )


def _near(name: str) -> list[str]:
    """Keys of which two names share one when a letter more, less or other parts them, or when only the order of their words does."""
    plain = _folded(name)
    if len(plain) < _SHORT:
        return []
    words = " ".join(sorted(word for part in name.split() if (word := _folded(part))))
    return [words, plain, *dict.fromkeys(plain[:index] + plain[index + 1 :] for index in range(len(plain)))]


def _folded(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())


def _shown(host: str) -> str:
    """What a browser may show for a host name with letters beyond ASCII."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _is_honest(shown: str) -> bool:
    """Whether each part of a host name has letters of one alphabet that is written in Canada: Latin or syllabics."""
    for part in shown.split("."):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in part if letter.isalpha()}
        if part.startswith("xn--") or not (scripts <= {"LATIN"} or scripts <= {"CANADIAN"}):
            return False
    return True


def _is_seller(host: str) -> bool:
    return any(host == seller or (host.endswith(f".{seller}") and seller != "google.com") for seller in SELLERS)


def _belong(one: str, other: str) -> bool:
    """Whether two host names are the same, or one lies below the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
