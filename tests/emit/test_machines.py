"""What machines read: structured data, feeds, sitemap, headers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree

from sitegen.emit.feeds import emit_feeds
from sitegen.emit.headers import HEADERS, META_POLICY, META_POLICY_WITH_SCRIPT, emit_headers
from sitegen.emit.structured import emit_structured, script_safe
from sitegen.model.page import Page, Plan

CHROME = {"lang": "en", "title": "Guide & <co>", "description": "d", "base_url": "https://guide.example", "addresses": {"home": "/en/"}}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def article(title: str = "Side effects") -> Page:
    context = {"changed": "2026-11-23", "sources": [{"address": "https://doi.org/10.1000/1"}], "review": None, "keywords": []}
    alternates = {"en": "/en/guide/a/", "fr": "/fr/guide/b/"}
    return Page("/en/guide/a/", "article", "en", title, "s", context, alternates, (("Home", "/en/"),), "2026-11-23")


def clinic(status: str) -> Page:
    values = {
        "name": "Clinic",
        "city": "Halifax",
        "address": None,
        "postal_code": None,
        "phone": "902-555-0100",
        "email": None,
        "website": None,
        "status": status,
    }
    return Page("/en/clinics/nova-scotia/c/", "clinic", "en", "Clinic", "", {"values": values, "code": "NS"}, {}, (("Home", "/en/"),))


def plan(*pages: Page) -> Plan:
    return Plan(list(pages), {"en": CHROME, "fr": CHROME | {"lang": "fr", "addresses": {"home": "/fr/"}}}, {"/en/guide/old/": "/en/guide/a/"})


def test_text_can_neither_end_the_script_element_nor_begin_a_comment() -> None:
    hostile = "</script><!--\u2028&"
    text = str(script_safe({"name": hostile}))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"] == hostile


def test_an_article_is_a_medical_web_page_with_its_sources_and_no_reviewer_who_was_not_there() -> None:
    graph = json.loads(str(emit_structured(article(), CHROME)))["@graph"]
    page = next(node for node in graph if node["@type"] == "MedicalWebPage")
    assert page["citation"] == ["https://doi.org/10.1000/1"]
    assert "reviewedBy" not in page and "lastReviewed" not in page


def test_a_trail_ends_with_the_page_itself() -> None:
    graph = json.loads(str(emit_structured(article(), CHROME)))["@graph"]
    trail = next(node for node in graph if node["@type"] == "BreadcrumbList")["itemListElement"]
    assert [(step["position"], step["item"]) for step in trail] == [(1, "https://guide.example/en/"), (2, "https://guide.example/en/guide/a/")]


def test_a_closed_clinic_is_not_offered_to_search_engines_as_a_clinic() -> None:
    kinds = {status: {node["@type"] for node in json.loads(str(emit_structured(clinic(status), CHROME)))["@graph"]} for status in ("open", "closed")}
    assert kinds == {"open": {"BreadcrumbList", "MedicalClinic"}, "closed": {"BreadcrumbList"}}


def test_a_feed_is_well_formed_whatever_a_title_holds() -> None:
    feed = etree.fromstring(emit_feeds(plan(article("]]> & <b>")), "https://guide.example")["en/feed.xml"])
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "]]> & <b>"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"


def test_the_sitemap_names_each_page_its_twin_and_its_day_but_no_hidden_page() -> None:
    hidden = Page("/404.html", "not-found", "en", "404", "", {}, {}, indexed=False)
    urls = list(etree.fromstring(emit_feeds(plan(article(), hidden), "https://guide.example")["sitemap.xml"]))
    assert [url.findtext(f"{SITEMAP}loc") for url in urls] == ["https://guide.example/en/guide/a/"]
    assert urls[0].findtext(f"{SITEMAP}lastmod") == "2026-11-23"
    assert {link.get("hreflang") for link in urls[0].iter("{http://www.w3.org/1999/xhtml}link")} == {"en-CA", "fr-CA"}


def test_the_header_allows_our_own_scripts_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy and "http" not in policy.replace("upgrade-insecure-requests", "")
    assert HEADERS["Referrer-Policy"] == "no-referrer"


def test_a_page_without_script_runs_and_fetches_nothing_by_its_own_policy() -> None:
    assert "script-src" not in META_POLICY and "connect-src" not in META_POLICY
    assert META_POLICY_WITH_SCRIPT.removeprefix(META_POLICY) == "; script-src 'self'; connect-src 'self'"


def test_only_our_own_pages_may_ask_where_a_reader_is() -> None:
    assert "geolocation=(self)" in HEADERS["Permissions-Policy"]


def test_old_addresses_lead_on_for_good() -> None:
    assert emit_headers(plan(article()), "/base")["_redirects"] == b"/base/en/guide/old/ /base/en/guide/a/ 301\n"
