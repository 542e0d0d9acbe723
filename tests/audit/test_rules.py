"""Each rule of the audit, with an edit of a sound site that breaks it and one, as near as can be, that does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.audit import audit_site

HERE = Path(__file__).resolve()
RULES = HERE.parents[2] / "sitegen" / "audit"

ENGLISH = """\
<!doctype html>
<html lang="en-CA">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:">
<title>Ketamine in Canada</title>
<meta name="description" content="A guide.">
<meta name="referrer" content="no-referrer">
<link rel="canonical" href="https://guide.example/en/">
<link rel="alternate" hreflang="en-CA" href="https://guide.example/en/">
<link rel="alternate" hreflang="fr-CA" href="https://guide.example/fr/">
<link rel="stylesheet" href="/assets/site.css">
<link rel="alternate" type="application/atom+xml" href="/en/feed.xml">
<script type="application/ld+json">{"@context":"https://schema.org"}</script>
</head>
<body>
<a href="#main">Skip to the page</a>
<p><a href="tel:988">Call <b>9-8-8</b></a> <a href="sms:988">Text 9-8-8</a> <a href="tel:911">Call 9-1-1</a></p>
<p><a href="/fr/" hreflang="fr-CA" rel="alternate">Français</a></p>
<main id="main">
<h1>Ketamine</h1>
<h2 id="how">How</h2>
<p>See <a href="/fr/#comment">how</a>, or <a href="https://other.example/">others</a>.</p>
<p><button popovertarget="term">a term</button></p>
<p id="term" popover>Its meaning.</p>
<img src="/assets/map.svg" alt="A map">
</main>
</body>
</html>
"""

FRENCH = """\
<!doctype html>
<html lang="fr-CA">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<title>La kétamine au Canada</title>
<meta name="description" content="Un guide.">
<meta name="referrer" content="no-referrer">
<link rel="canonical" href="https://guide.example/fr/">
<link rel="alternate" hreflang="en-CA" href="https://guide.example/en/">
<link rel="alternate" hreflang="fr-CA" href="https://guide.example/fr/">
</head>
<body>
<a href="#main">Aller à la page</a>
<p><a href="tel:988">Appeler le 9-8-8</a> <a href="sms:988">Texter au 9-8-8</a> <a href="tel:911">Appeler le 9-1-1</a></p>
<main id="main">
<h1>La kétamine</h1>
<h2 id="comment">Comment</h2>
</main>
</body>
</html>
"""

SITEMAP = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://guide.example/en/</loc></url>
<url><loc>https://guide.example/fr/</loc></url>
</urlset>
"""

FEED = """\
<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>https://guide.example/fr/</id><link href="https://guide.example/fr/"/></entry>
</feed>
"""

SOUND = {
    "build.json": "{}\n",
    "en/index.html": ENGLISH,
    "fr/index.html": FRENCH,
    "en/feed.xml": FEED,
    "sitemap.xml": SITEMAP,
    "robots.txt": "User-agent: *\n\nSitemap: https://guide.example/sitemap.xml\n",
    "_redirects": "/old/ /en/ 301\n",
    "assets/js/near.js": "export const near = 1;\n",
    "assets/site.css": "body { background: url(map.svg) }\n",
    "assets/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title><path id="coast" d="M0 0"/></svg>\n',
}

EN, FR, CSS, SVG = "en/index.html", "fr/index.html", "assets/site.css", "assets/map.svg"
END = "</main>"
RUNS = "audit/script: this script would run; take it out; pages run only modules of /assets/js/ that their head names"
MODULE = '<script type="module" src="/assets/js/near.js"></script>'
FIRST = "<link rel="


@dataclass(frozen=True)
class Edit:
    """Put ``new`` for the first ``old`` of ``file``."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Case:
    """``broken`` gives exactly the problem ``says``; ``sound`` gives none."""

    says: str
    broken: Edit
    sound: Edit | None = None


def into_main(markup: str, file: str = EN) -> Edit:
    return Edit(file, END, markup + END)


CASES = [
    Case(
        f"en/index.html:27:1: {RUNS}",
        into_main("<script>alert(1)</script>"),
        into_main('<script type="application/ld+json">[]</script>'),
    ),
    Case(
        f"en/index.html:27:1: {RUNS}",
        into_main('<script type="application/ld+json" src="/assets/site.css"></script>'),
    ),
    Case(f"assets/map.svg:1:41: {RUNS}", Edit(SVG, "<title>", "<script>go()</script><title>")),
    Case(f"assets/map.svg:1:41: {RUNS}", Edit(SVG, "<title>", f"{MODULE}<title>")),
    Case(f"en/index.html:27:1: {RUNS}", into_main(MODULE), Edit(EN, FIRST, MODULE + FIRST)),
    Case(f"en/index.html:9:1: {RUNS}", Edit(EN, FIRST, MODULE.replace('type="module" ', "") + FIRST)),
    Case(f"en/index.html:9:1: {RUNS}", Edit(EN, FIRST, MODULE.replace("></", ">go()</") + FIRST)),
    Case(f"en/index.html:9:1: {RUNS}", Edit(EN, FIRST, MODULE.replace("></", " async></") + FIRST)),
    Case(f"en/index.html:9:1: {RUNS}", Edit(EN, FIRST, MODULE.replace("js/near.js", "site.css") + FIRST)),
    Case(
        "en/index.html:9:1: audit/broken-link: /assets/js/far.js leads nowhere: there is no assets/js/far.js",
        Edit(EN, FIRST, MODULE.replace("near.js", "far.js") + FIRST),
    ),
    Case(
        "en/index.html:14:1: audit/structured-data: this data is not JSON: Expecting value: line 1 column 1 (char 0)",
        Edit(EN, '{"@context":"https://schema.org"}', "context"),
        Edit(EN, '{"@context":"https://schema.org"}', '{"@type": "\\u003c/script\\u003e"}'),
    ),
    Case("en/index.html:14:1: audit/structured-data: this data is not JSON: NaN is not a number", Edit(EN, '{"@context":"https://schema.org"}', "[NaN]")),
    Case("en/index.html:27:1: audit/event-handler: the attribute onclick of <p> would run", into_main('<p onclick="go()">x</p>'), into_main("<p>onclick=</p>")),
    Case("en/index.html:27:1: audit/event-handler: the attribute srcdoc of <iframe> would run", into_main('<iframe srcdoc="x"></iframe>')),
    Case(
        "en/index.html:27:1: audit/style-attribute: <p> has a style attribute; give it a class",
        into_main('<p style="color:red">x</p>'),
        into_main('<p class="style">x</p>'),
    ),
    Case(
        "en/index.html:27:1: audit/scheme: javascript:go() has the scheme javascript:; use https, mailto, tel or sms",
        into_main('<a href="javascript:go()">x</a>'),
        into_main('<a href="mailto:us@guide.example">x</a>'),
    ),
    Case(
        "en/index.html:27:1: audit/scheme: http://other.example/ has the scheme http:; use https, mailto, tel or sms",
        into_main('<a href="http://other.example/">x</a>'),
    ),
    Case(
        "en/index.html:27:6: audit/scheme: the attribute values of <animate> leads to a script",
        into_main('<svg><animate attributeName="href" values="javascript:go()"/></svg>'),
        into_main('<svg><animate attributeName="x" values="1;2"/></svg>'),
    ),
    Case(
        "en/index.html:27:1: audit/strange-address: https://other.example/a b holds a space, a backslash or a control sign; encode it",
        into_main('<a href="https://other.example/a b">x</a>'),
        into_main('<a href="https://other.example/a%20b">x</a>'),
    ),
    Case(
        "en/index.html:27:1: audit/third-party-load: <img> fetches https://other.example/a.png from someone else; keep a copy among the assets",
        into_main('<img src="https://other.example/a.png" alt="">'),
        into_main('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">'),
    ),
    Case(
        "en/index.html:27:1: audit/third-party-load: <img> fetches //other.example/b.png from someone else; keep a copy among the assets",
        into_main('<img srcset="/assets/map.svg, //other.example/b.png 2x" alt="">'),
        into_main('<img srcset="/assets/map.svg 1x,/assets/map.svg 2x" alt="">'),
    ),
    Case(
        "en/index.html:12:1: audit/third-party-load: <link> fetches https://other.example from someone else; keep a copy among the assets",
        Edit(EN, '<link rel="stylesheet"', '<link rel="preconnect" href="https://other.example">\n<link rel="stylesheet"'),
        Edit(EN, '<link rel="stylesheet"', '<link rel="license" href="https://other.example">\n<link rel="stylesheet"'),
    ),
    Case(
        "en/index.html:27:1: audit/third-party-load: <iframe> fetches data:text/html,x from someone else; keep a copy among the assets",
        into_main('<iframe src="data:text/html,x" title="x"></iframe>'),
        into_main('<iframe src="/fr/" title="x"></iframe>'),
    ),
    Case(
        "en/index.html:27:1: audit/third-party-load: <style> fetches //other.example/x from someone else; keep a copy among the assets",
        into_main("<style>p { background: u\\72l(//other.example/x) }</style>"),
        into_main("<style>/* url(//other.example/x) */ p { background: url(/assets/map.svg) }</style>"),
    ),
    Case(
        "en/index.html:27:6: audit/third-party-load: <rect> fetches url(https://other.example/#x) from someone else; keep a copy among the assets",
        into_main('<svg><rect fill="url(https://other.example/#x)"/></svg>'),
        into_main('<svg><linearGradient id="x"/><rect fill="url(#x)"/></svg>'),
    ),
    Case(
        "assets/site.css:2:1: audit/third-party-load: this style sheet fetches https://other.example/x.css from someone else; keep a copy among the assets",
        Edit(CSS, "body", '/* a */\n@import "https://other.example/x.css"; body'),
        Edit(CSS, "body", "b { background: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>') } body"),
    ),
    Case(
        "assets/site.css:1:20: audit/broken-link: lost.svg leads nowhere: there is no assets/lost.svg",
        Edit(CSS, "map.svg", "lost.svg"),
        Edit(CSS, "map.svg", "#coast"),
    ),
    Case(
        "en/index.html:27:1: audit/form: this form sends what readers type to https://other.example/",
        into_main('<form action="https://other.example/"></form>'),
        into_main('<form action="/en/"></form>'),
    ),
    Case("en/index.html:4:1: audit/detour: this page goes elsewhere by itself", Edit(EN, "<meta", '<meta http-equiv="refresh" content="0; url=/fr/"><meta')),
    Case("en/index.html:4:1: audit/detour: <base> bends every address on this page", Edit(EN, "<meta", "<base><meta"), Edit(EN, "<meta", "<meta><meta")),
    Case(
        'fr/index.html:1:1: audit/policy: this page has no content security policy; add <meta http-equiv="Content-Security-Policy" …> to its head',
        Edit(FR, "Content-Security-Policy", "X-Policy"),
        Edit(FR, "Content-Security-Policy", "content-security-policy"),
    ),
    Case(
        "en/index.html:5:1: audit/policy: the content security policy allows 'unsafe-inline' in style-src",
        Edit(EN, "style-src 'self'", "style-src 'self' 'unsafe-inline'"),
        Edit(EN, "style-src 'self'", "style-src 'self' 'sha256-AAAA+/='"),
    ),
    Case(
        "en/index.html:5:1: audit/policy: the content security policy lets 'sha256-AAAA' into script-src",
        Edit(EN, "style-src 'self'", "script-src 'sha256-AAAA'; style-src 'self'"),
        Edit(EN, "style-src 'self'", "script-src 'self'; connect-src 'self'; style-src 'self'"),
    ),
    Case("en/index.html:5:1: audit/policy: the content security policy lets https: into img-src", Edit(EN, "data:", "https:"), Edit(EN, " data:", "")),
    Case("en/index.html:5:1: audit/policy: the content security policy does not start from default-src 'none'", Edit(EN, "default-src 'none'; ", "")),
    Case(
        "en/index.html:6:1: audit/policy: the content security policy comes too late; put it right after the charset in <head>",
        Edit(EN, "<meta http-equiv", '<link rel="icon" href="/assets/map.svg">\n<meta http-equiv'),
    ),
    Case(
        'fr/index.html:1:1: audit/referrer: this page has no referrer policy; add <meta name="referrer" content="no-referrer">',
        Edit(FR, '<meta name="referrer" content="no-referrer">\n', ""),
    ),
    Case(
        'en/index.html:27:1: audit/referrer: the referrer policy "unsafe-url" tells others where a reader comes from; use no-referrer',
        into_main('<a href="https://other.example/" referrerpolicy="unsafe-url">x</a>'),
        into_main('<a href="https://other.example/" referrerpolicy="no-referrer">x</a>'),
    ),
    Case(
        "en/index.html:27:1: audit/ambiguous: browsers may read a comment that holds markup in another way",
        into_main("<!-- <img src=x> -->"),
        into_main("<!-- plain -->"),
    ),
    Case(
        "en/index.html:27:1: audit/ambiguous: browsers may read a tag inside a tag in another way",
        into_main('<p title="</noscript><img>">x</p>'),
        into_main('<p title="2 < 3">x</p>'),
    ),
    Case("en/index.html:30:1: audit/ambiguous: browsers may read the section <![if x]> in another way", Edit(EN, "</html>\n", "</html>\n<![if x]>\n")),
    Case(
        "en/index.html:30:1: audit/ambiguous: browsers may read a section <![…]>, after which nothing was audited, in another way",
        Edit(EN, "</html>\n", "</html>\n<![x y]>\n"),
    ),
    Case("assets/map.svg:1:1: audit/ambiguous: browsers may read the declaration <!DOCTYPE svg> in another way", Edit(SVG, "<svg", "<!DOCTYPE svg><svg")),
    Case("en/index.html:1:1: audit/ambiguous: browsers may read a zero byte in another way", into_main("a\0b")),
    Case(
        'fr/index.html:2:1: audit/language: this page does not say its language; write <html lang="en-CA"> or <html lang="fr-CA">',
        Edit(FR, ' lang="fr-CA"', ""),
        Edit(FR, 'lang="fr-CA"', 'lang="fr"'),
    ),
    Case('fr/index.html:2:1: audit/language: "fr-FR" is neither English nor French of Canada; write en-CA or fr-CA', Edit(FR, 'lang="fr-CA"', 'lang="fr-FR"')),
    Case(
        'en/index.html:19:4: audit/language-name: "English" leads to the page in Français; say Français',
        Edit(EN, ">Français<", ">English<"),
        Edit(EN, ">Français<", ">En français<"),
    ),
    Case(
        'fr/index.html:1:1: audit/encoding: this page does not say early that it is UTF-8; put <meta charset="utf-8"> first in <head>',
        Edit(FR, '<meta charset="utf-8">\n', ""),
        Edit(FR, 'charset="utf-8"', "charset=UTF-8"),
    ),
    Case("fr/index.html:6:1: audit/title: this page has no title", Edit(FR, "La kétamine au Canada", " "), into_main("<svg><title>x</title></svg>", FR)),
    Case("fr/index.html:7:1: audit/title: this is a second title", Edit(FR, "</title>\n", "</title>\n<title>x</title>")),
    Case(
        "fr/index.html:7:1: audit/description: this page has no description",
        Edit(FR, "Un guide.", ""),
        into_main('<meta name="description" content="">'),
    ),
    Case("fr/index.html:1:1: audit/first-heading: this page has no h1", Edit(FR, "<h1>La kétamine</h1>", "")),
    Case("en/index.html:27:1: audit/first-heading: this is a second h1; make it an h2", into_main("<h1>x</h1>"), into_main("<h2>x</h2>")),
    Case("fr/index.html:17:1: audit/first-heading: this h1 has no words", Edit(FR, "<h1>La kétamine</h1>", "<h1> </h1>")),
    Case("en/index.html:27:1: audit/heading-level: h4 follows h2; make it an h3", into_main("<h4>x</h4>"), into_main("<h3>x</h3><h4>y</h4><h2>z</h2>")),
    Case(
        'en/index.html:27:1: audit/picture: <img> has no alt; say what it shows, or write alt=""',
        into_main('<img src="/assets/map.svg">'),
        into_main('<img src="/assets/map.svg" alt>'),
    ),
    Case(
        "en/index.html:27:1: audit/picture: this drawing has no words; give it a title or an aria-label",
        into_main('<svg role="img"><path d="M0 0"/></svg>'),
        into_main('<svg role="img"><title>x</title><path d="M0 0"/></svg>'),
    ),
    Case(
        "en/index.html:27:1: audit/wordless-link: <a> has no words",
        into_main('<a href="/fr/"><img src="/assets/map.svg" alt=""><b aria-hidden="true">x</b></a>'),
        into_main('<a href="/fr/"><img src="/assets/map.svg" alt="Map"></a><a id="here"></a>'),
    ),
    Case(
        'en/index.html:27:1: audit/number: "Call 1-866-585-0445" dials 18665850446',
        into_main('<a href="tel:18665850446">Call 1-866-585-0445</a>'),
        into_main('<a href="tel:+1-866-585-0445;ext=2">Call 866 585-0445</a> <a href="tel:18662773553">1-866-APPELLE</a>'),
    ),
    Case('en/index.html:27:1: audit/number: "Call" dials nothing', into_main('<a href="tel:">Call</a>')),
    Case(
        'en/index.html:20:1: audit/help: no link to text 9-8-8 stands before <main>; put back <a href="sms:988">',
        Edit(EN, '<a href="sms:988">Text 9-8-8</a>', ""),
    ),
    Case(
        'en/index.html:20:1: audit/help: no link to call 9-1-1 stands before <main>; put back <a href="tel:911">',
        Edit(EN, '<a href="tel:911">Call 9-1-1</a>', '<details><summary>More</summary><a href="tel:911">Call 9-1-1</a></details>'),
        Edit(EN, '<a href="tel:911">Call 9-1-1</a>', '<details open><summary>More</summary><a href="tel:911">Call 9-1-1</a></details>'),
    ),
    Case(
        "en/index.html:17:1: audit/skip-link: the first link of this page does not lead to its main part",
        Edit(EN, '<a href="#main">Skip to the page</a>', '<a href="/fr/">Skip to the page</a>'),
        Edit(EN, '<a href="#main">', '<a href="#how">'),
    ),
    Case("fr/index.html:19:1: audit/skip-link: this page has 2 main parts", into_main("<main></main>", FR)),
    Case(
        'en/index.html:27:1: audit/duplicate-id: the id "how" is already that of <h2> in line 22',
        into_main('<p id="how">x</p>'),
        into_main('<p id="How">x</p>'),
    ),
    Case('en/index.html:27:1: audit/duplicate-id: "" is no id', into_main('<p id="">x</p>')),
    Case(
        'en/index.html:24:4: audit/broken-pointer: popovertarget of <button> points at "terms", which is not on this page; did you mean term?',
        Edit(EN, 'popovertarget="term"', 'popovertarget="terms"'),
    ),
    Case(
        'en/index.html:27:1: audit/broken-pointer: aria-labelledby of <p> points at "lost", which is not on this page',
        into_main('<p aria-labelledby="how lost">x</p>'),
        into_main('<p aria-labelledby="how term">x</p>'),
    ),
    Case(
        'en/index.html:27:6: audit/broken-pointer: fill of <rect> points at "lost", which is not on this page',
        into_main('<svg><rect fill="url(#lost)"/></svg>'),
    ),
    Case('en/index.html:27:4: audit/leftover: "{{" was left over', into_main("<p>{{ 7*7 }}</p>"), into_main("<p>{ 7*7 }</p>")),
    Case(
        'en/index.html:27:1: audit/leftover: "ref:article:x" was left over in href of <a>',
        into_main('<a href="ref:article:x">x</a>'),
        into_main("<p>ref: x</p>"),
    ),
    Case('en/index.html:27:1: audit/leftover: "figure-slot" was left over in class of <div>', into_main('<div class="figure-slot"></div>')),
    Case(
        'en/index.html:27:1: audit/leftover: "None" was left over in title of <p>',
        into_main('<p title="None">x</p>'),
        into_main('<p title="None of these">x</p>'),
    ),
    Case(
        "en/index.html:27:1: audit/broken-link: /fr/lost/ leads nowhere: there is no fr/lost/index.html",
        into_main('<a href="/fr/lost/">x</a>'),
        into_main('<a href="../fr/?q=1">x</a> <a href="https://guide.example/fr/">y</a> <a href="?q=2#how">z</a>'),
    ),
    Case("en/index.html:27:1: audit/broken-link: /fr leads nowhere: the slash at its end is missing", into_main('<a href="/fr">x</a>')),
    Case("en/index.html:27:1: audit/broken-link: /assets/a.png leads nowhere: there is no assets/a.png", into_main('<img src="/assets/a.png" alt="">')),
    Case(
        "en/index.html:23:8: audit/broken-anchor: /fr/#coment leads to no part of fr/index.html; did you mean comment?",
        Edit(EN, "/fr/#comment", "/fr/#coment"),
        Edit(EN, "/fr/#comment", "/fr/#top"),
    ),
    Case(
        "en/index.html:27:6: audit/broken-anchor: /assets/map.svg#sea leads to no part of assets/map.svg",
        into_main('<svg><use href="/assets/map.svg#sea"/></svg>'),
        into_main('<svg><use href="/assets/map.svg#coast"/></svg>'),
    ),
    Case(
        "fr/index.html:9:1: audit/canonical: https://guide.example/fr/lost/ is no page of this site",
        Edit(FR, 'canonical" href="https://guide.example/fr/', 'canonical" href="https://guide.example/fr/lost/'),
    ),
    Case("fr/index.html:1:1: audit/canonical: this page has no canonical address", Edit(FR, '<link rel="canonical" href="https://guide.example/fr/">\n', "")),
    Case(
        "fr/index.html:11:1: audit/alternate: https://guide.example/fr/lost/ is no page of this site",
        Edit(
            FR,
            '<link rel="alternate" hreflang="fr',
            '<link rel="alternate" hreflang="x-default" href="https://guide.example/fr/lost/">\n<link rel="alternate" hreflang="fr',
        ),
    ),
    Case(
        "en/index.html:11:1: audit/alternate: fr/index.html does not name this page in turn",
        Edit(FR, '<link rel="alternate" hreflang="en-CA" href="https://guide.example/en/">\n', ""),
    ),
    Case(
        'en/index.html:27:1: audit/link-language: /fr/ is in "fr" and not in "en"',
        into_main('<a href="/fr/" hreflang="en">x</a>'),
        into_main('<a href="/fr/" hreflang="fr">x</a>'),
    ),
    Case(
        'fr/index.html:1:1: audit/untranslated: "Call 9-8-8" stands also in en/index.html; translate it',
        Edit(FR, "Appeler le 9-8-8", "Call 9-8-8"),
        Edit(FR, "Appeler le 9-8-8", "9-8-8"),
    ),
    Case(
        'fr/index.html:1:1: audit/sitemap: this page is missing from the sitemap; list it, or give it <meta name="robots" content="noindex">',
        Edit("sitemap.xml", "<url><loc>https://guide.example/fr/</loc></url>\n", ""),
    ),
    Case(
        "sitemap.xml:4:6: audit/sitemap: https://guide.example/fr/ is listed, and asks not to be; take it out",
        Edit(FR, "</head>", '<meta name="robots" content="noindex"></head>'),
        Edit(FR, "</head>", '<meta name="robots" content="index, follow"></head>'),
    ),
    Case(
        "sitemap.xml:5:6: audit/listing: https://guide.example/lost/ leads nowhere: there is no lost/index.html",
        Edit("sitemap.xml", "</urlset>", "<url><loc>https://guide.example/lost/</loc></url></urlset>"),
    ),
    Case(
        "sitemap.xml:2:12: audit/listing: this is not XML that all programs read: it has a document type",
        Edit("sitemap.xml", "<urlset", "<!DOCTYPE x>\n<urlset"),
    ),
    Case(
        "en/feed.xml:2:42: audit/listing: https://other.example/fr/ leads away from this site",
        Edit("en/feed.xml", 'href="https://guide.example/fr/"', 'href="https://other.example/fr/"'),
        Edit("en/feed.xml", "<id>https://guide.example/fr/</id>", "<id>tag:guide.example,2026:1</id>"),
    ),
    Case(
        "robots.txt:3:1: audit/listing: https://guide.example/map.xml leads nowhere",
        Edit("robots.txt", "sitemap.xml", "map.xml"),
        Edit("robots.txt", "Sitemap: https://guide.example/sitemap.xml", ""),
    ),
    Case("_redirects:2:1: audit/redirect: /lost/ leads nowhere: there is no lost/index.html", Edit("_redirects", "301\n", "301\n/older/ /lost/ 301\n")),
    Case(
        "_redirects:2:1: audit/redirect: /en hides the page that is there",
        Edit("_redirects", "301\n", "301\n/en /fr/ 301\n"),
        Edit("_redirects", "301\n", "301\n/older/ /fr/#comment 301\n"),
    ),
    Case("_redirects:2:1: audit/redirect: /old/ is itself an old address", Edit("_redirects", "301\n", "301\n/older/ /old/ 301\n")),
    Case("_redirects:1:1: audit/redirect: https://other.example/ leads away from this site", Edit("_redirects", "/en/", "https://other.example/")),
    Case("_redirects:1:1: audit/redirect: this line names no target", Edit("_redirects", " /en/ 301", "")),
]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def edited(edit: Edit) -> dict[str, str]:
    assert edit.old in SOUND[edit.file]
    return SOUND | {edit.file: SOUND[edit.file].replace(edit.old, edit.new, 1)}


def audited(folder: Path) -> list[str]:
    return [str(problem).replace(": error: ", ": ", 1) for problem in audit_site(folder)]


def test_the_sound_site_has_no_problems(tmp_path: Path) -> None:
    assert audited(write(tmp_path, SOUND)) == []


def test_a_module_of_someone_else_is_a_script_and_a_load(tmp_path: Path) -> None:
    foreign = MODULE.replace("/assets", "https://other.example/assets")
    rules = [problem.split(": ")[1] for problem in audited(write(tmp_path, edited(Edit(EN, FIRST, foreign + FIRST))))]
    assert rules == ["audit/script", "audit/third-party-load"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says[:90])
def test_a_broken_rule_is_told_with_its_place(case: Case, tmp_path: Path) -> None:
    assert audited(write(tmp_path, edited(case.broken))) == [case.says]


@pytest.mark.parametrize("edit", [case.sound for case in CASES if case.sound], ids=lambda edit: f"{edit.file}: {edit.new[:70]}")
def test_what_is_near_a_broken_rule_but_sound_is_left_alone(edit: Edit, tmp_path: Path) -> None:
    assert audited(write(tmp_path, edited(edit))) == []


def test_every_rule_has_a_case() -> None:
    written = {rule for file in RULES.glob("*.py") for rule in re.findall(r'"(audit/[a-z-]+)"', file.read_text("utf-8"))}
    shown = {match for file in HERE.parent.glob("*.py") for match in re.findall(r"(audit/[a-z-]+):", file.read_text("utf-8"))}
    assert written - shown == set()


def test_every_rule_says_what_it_is() -> None:
    from sitegen.audit import site

    for rule in (*site.PAGE_RULES, *site.SITE_RULES, *site.TREE_RULES):
        assert rule.__doc__ and rule.__doc__.endswith("."), rule.__name__
