"""What each field of each record takes, and what an editor is told when it takes something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lean import CLINIC, ENGLISH, FRENCH, LEAN, C, E, F, Files, edit

Problems = Callable[[Files], list[str]]

# file, what stands there, what an editor writes in its place, what the editor is told
ARTICLES = [
    (E, "title: Side effects\n", "", ["2:1: error: article/missing-key: title is missing; add title: …"]),
    (
        E,
        "takeaways:",
        "takeaway:",
        [
            "2:1: error: article/missing-key: takeaways is missing; add takeaways: …",
            "5:1: error: article/unknown-key: takeaway is not a key that belongs here; did you mean takeaways?",
        ],
    ),
    (E, "title: Side effects", "title: " + "x" * 71, ["2:8: error: article/title: title has 71 characters; at most 70 fit; shorten it by 1"]),
    (E, "title: Side effects", 'title: ""', ["2:8: error: article/title: the text is empty; write it, or delete the key"]),
    (E, "title: Side effects", "title: [a]", ["2:8: error: article/title: text is wanted here; write words, in quotes if they hold a colon"]),
    (
        E,
        "summary: What people feel during and after.",
        "summary: " + "y" * 171,
        ["3:10: error: article/summary: summary has 171 characters; at most 170 fit; shorten it by 1"],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\ndraft: yes",
        ['3:8: error: article/draft: "yes" is neither true nor false; write true or false, without quotes'],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\ncontent: x",
        [
            (
                "3:1: error: article/unknown-key: content is not a key that belongs here; known keys: title, summary, changed, translates, slug, "
                "order, takeaways, review, review_due, keywords, aliases, draft, publish_on"
            )
        ],
    ),
    (E, "2026-11-20", "23/11/2026", ['6:10: error: article/changed: "23/11/2026" is not a date; write it as 2026-11-23 (year-month-day)']),
    (E, "2026-11-20", "2026-02-30", ["6:10: error: article/changed: 2026-02-30 is not a day of the calendar; check the month and the day"]),
    (E, "2026-11-20", "2026-11-20T10:30:00", ['6:10: error: article/changed: "2026-11-20T10:30:00" is not a date; write it as 2026-11-23 (year-month-day)']),
    (
        E,
        "[Some people feel sick., Most feel tired.]",
        "[One.]",
        ["5:12: error: article/takeaways: takeaways has 1 item; at least 2 must be there; add what is missing"],
    ),
    (
        E,
        "[Some people feel sick., Most feel tired.]",
        "[a, b, c, d, e, f]",
        ["5:12: error: article/takeaways: takeaways has 6 items; at most 5 fit; keep the most important ones"],
    ),
    (E, "[Some people feel sick., Most feel tired.]", "Some", ["5:12: error: article/takeaways: takeaways wants a list; write [a, b], or one - item a line"]),
    (E, "order: 10", "order: first", ['4:8: error: article/order: "first" is not a number that order takes; write a whole number, such as 10']),
    (E, "order: 10", "order: -1", ['4:8: error: article/order: "-1" is out of range for order; write at least 0']),
    (E, "order: 10", "order:", ["4:1: error: yaml/empty: order has no value; write one after the colon, or delete the line"]),
    (E, "order: 10", "order: '10:30'", ['4:8: error: article/order: "10:30" is not a number that order takes; write a whole number, such as 10']),
    (
        F,
        "slug: effets-indesirables",
        "slug: Effets indésirables",
        [
            (
                '3:7: error: article/slug: "Effets indésirables" cannot be used in an address; use small letters a to z, digits and '
                "single hyphens, such as effets-indesirables"
            )
        ],
    ),
    (
        F,
        "slug: effets-indesirables\n",
        "",
        ["2:1: error: article/missing-key: slug is missing; add slug: with the French address, such as effets-indesirables"],
    ),
    (F, "slug: effets-indesirables", "slug: con", ['3:7: error: article/slug: "con" cannot be the name of a folder on every system; choose another word']),
    (
        F,
        "slug: effets-indesirables",
        "slug: ../../etc",
        ['3:7: error: article/slug: "../../etc" cannot be used in an address; use small letters a to z, digits and single hyphens, such as etc'],
    ),
    (
        F,
        "slug: effets-indesirables",
        "slug: /etc",
        ['3:7: error: article/slug: "/etc" cannot be used in an address; use small letters a to z, digits and single hyphens, such as etc'],
    ),
    (
        F,
        "slug: effets-indesirables",
        "slug: a%2e",
        ['3:7: error: article/slug: "a%2e" cannot be used in an address; use small letters a to z, digits and single hyphens, such as a-2e'],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\naliases: [/old/]",
        ['3:11: error: article/aliases: "/old/" is not an address of this site; write it as /en/guide/old-address/'],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\naliases: [/en/../fr/]",
        ['3:11: error: article/aliases: "/en/../fr/" is not an address of this site; write it as /en/guide/old-address/'],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\ntranslates: XYZ",
        ['3:13: error: article/translates: "XYZ" does not have the form of translates; copy the digest that check names, or delete the line'],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\nreview: Dr. X",
        ["3:9: error: article/review: review wants keys of its own; write it as { by: …, role: …, on: … }"],
    ),
    (E, "title: Side effects", "title: Side effects\nreview: { by: X, role: Y }", ["3:9: error: article/missing-key: on is missing from review; add on: …"]),
    (
        E,
        "title: Side effects",
        "title: Side effects\nkeywords: a",
        ["3:11: error: article/keywords: keywords wants a list; write [a, b], or one - item a line"],
    ),
    (
        E,
        "title: Side effects",
        "title: Side effects\npublish_on: tomorrow",
        ['3:13: error: article/publish-on: "tomorrow" is not a date; write it as 2026-11-23 (year-month-day)'],
    ),
]
CLINICS = [
    (C, "902-555-0100", "613 555 01", ['8:10: error: clinic/phone: "613 555 01" is not a Canadian phone number; write it as 613-555-0100']),
    (C, "902-555-0100", "(902) 555-0100", ['8:10: error: clinic/phone: "(902) 555-0100" is not written as phone numbers are here; write it as 902-555-0100']),
    (C, "902-555-0100", "212-555-0100", ['8:10: error: clinic/phone: "212-555-0100" is not a Canadian phone number; write it as 613-555-0100']),
    (C, "902-555-0100", "9025550100", ['8:10: error: clinic/phone: "9025550100" is not written as phone numbers are here; write it as 902-555-0100']),
    (C, "B3H 1A1", "b3h1a1", ['7:16: error: clinic/postal-code: "b3h1a1" is not a Canadian postal code; write it as B3H 1A1']),
    (C, "B3H 1A1", "B3H", ['7:16: error: clinic/postal-code: "B3H" is not a Canadian postal code; write it as K1A 0B1']),
    (
        C,
        "province: NS",
        "province: Nova Scotia",
        [
            (
                '3:13: error: clinic/province: "Nova Scotia" is not one of the values of province; write one of: BC, AB, SK, MB, ON, '
                "QC, NB, NS, PE, NL, YT, NT, NU"
            )
        ],
    ),
    (C, "province: NS", "province: ns", ['3:13: error: clinic/province: "ns" is not one of the values of province; did you mean NS?']),
    (
        C,
        "province: NS",
        "province: true",
        ['3:13: error: clinic/province: "true" is not one of the values of province; write one of: BC, AB, SK, MB, ON, QC, NB, NS, PE, NL, YT, NT, NU'],
    ),
    (
        C,
        "kind: private-clinic",
        "kind: private clinic",
        ['5:9: error: clinic/kind: "private clinic" is not one of the values of kind; did you mean private-clinic?'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: harbour.example",
        ['9:12: error: clinic/website: "harbour.example" is not an https address; write it in full, beginning with https://'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: http://harbour.example",
        ['9:12: error: clinic/website: "http://harbour.example" is not an https address; write it in full, beginning with https://'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: javascript:alert(1)",
        ['9:12: error: clinic/website: "javascript:alert(1)" is not an https address; write it in full, beginning with https://'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: //harbour.example",
        ['9:12: error: clinic/website: "//harbour.example" is not an https address; write it in full, beginning with https://'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: https://harbour example",
        [
            (
                '9:12: error: clinic/website: "https://harbour example" has characters that an address cannot have; copy the address '
                "from the browser's address bar"
            )
        ],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: https://localhost",
        ['9:12: error: clinic/website: "https://localhost" has no plain host name; write it as https://www.example.ca/page'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: https://me@harbour.example",
        ['9:12: error: clinic/website: "https://me@harbour.example" has no plain host name; write it as https://www.example.ca/page'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: https://[harbour",
        ['9:12: error: clinic/website: "https://[harbour" is not an address; copy the address from the browser\'s address bar'],
    ),
    (
        C,
        "website: https://harbour.example",
        "website: 'https://a.example/\"onclick=\"x'",
        [
            (
                '9:12: error: clinic/website: "https://a.example/"onclick="x" has characters that an address cannot have; copy the '
                "address from the browser's address bar"
            )
        ],
    ),
    (C, "  phone:", "  email: nobody\n  phone:", ['8:10: error: clinic/email: "nobody" is not an e-mail address; write it as name@clinic.ca']),
    (
        C,
        "id: harbour-clinic",
        "id: Harbour Clinic",
        ['1:7: error: clinic/id: "Harbour Clinic" cannot be used in an address; use small letters a to z, digits and single hyphens, such as harbour-clinic'],
    ),
    (
        C,
        "website]",
        "website, colour]",
        [
            (
                '13:83: error: clinic/supports: "colour" is not one of the values of supports; write one of: name, province, city, '
                "kind, status, address, postal_code, phone, email, website, treatments, conditions, referral, languages, virtual_care, "
                "prices, funding"
            )
        ],
    ),
    (C, "status: unconfirmed", "status: closed\n  status_note: { en: a }", ["7:16: error: clinic/missing-key: fr is missing from status_note; add fr: …"]),
    (
        C,
        "status: unconfirmed",
        "status: closed\n  status_note: shut",
        ["7:16: error: clinic/status-note: status_note wants keys of its own; write it as { en: …, fr: … }"],
    ),
    (
        C,
        "  phone:",
        "  virtual_care: yes\n  phone:",
        ['8:17: error: clinic/virtual-care: "yes" is neither true nor false; write true or false, without quotes'],
    ),
    (
        C,
        "  phone:",
        "  prices: [{ item: infusion, amount: $450 }]\n  phone:",
        ['8:38: error: clinic/amount: "$450" is not a number that amount takes; write digits with a point for decimals, such as 450.00, and nothing else'],
    ),
    (
        C,
        "  phone:",
        "  prices: [{ item: drip, amount: 450.123 }]\n  phone:",
        [
            (
                '8:20: error: clinic/item: "drip" is not one of the values of item; write one of: consultation, infusion, injection, '
                "session, course, programme, medicine, psychotherapy"
            ),
            (
                '8:34: error: clinic/amount: "450.123" is not a number that amount takes; write digits with a point for decimals, such '
                "as 450.00, and nothing else"
            ),
        ],
    ),
    (
        C,
        "  phone:",
        "  prices: [{ item: session, amount: 1e9 }]\n  phone:",
        ['8:37: error: clinic/amount: "1e9" is out of range for amount; write at most 100000'],
    ),
    (
        C,
        "  phone:",
        "  prices: [{ item: session, amount: NaN }]\n  phone:",
        ['8:37: error: clinic/amount: "NaN" is not a number that amount takes; write digits with a point for decimals, such as 450.00, and nothing else'],
    ),
    (
        C,
        "  phone:",
        "  languages: [English]\n  phone:",
        ['8:15: error: clinic/languages: "English" does not have the form of languages; write the two letters of each language, such as en, fr or iu'],
    ),
    (
        C,
        "      read: 2026-11-01",
        "      dated: 2026-13\n      read: 2026-11-01",
        ["14:14: error: clinic/dated: 2026-13 is not in the calendar; check the month and the day"],
    ),
    (
        C,
        "      read: 2026-11-01",
        "      dated: May 2024\n      read: 2026-11-01",
        ['14:14: error: clinic/dated: "May 2024" is not a date; write it as 2026, 2026-11 or 2026-11-23'],
    ),
    (
        C,
        "supports: [name, province, city, kind, status, postal_code, phone, website]",
        "supports: []",
        ["13:17: error: clinic/supports: supports has 0 items; at least 1 must be there; add what is missing"],
    ),
    (C, "- id: harbour-clinic", "- words\n- id: harbour-clinic", ["1:3: error: clinic/shape: keys are wanted here; write key: value lines"]),
]
OTHERS = [
    (
        "data/site.yaml",
        "base_url: https://guide.example",
        "base_url: guide.example",
        ['3:11: error: site/base-url: "guide.example" is not an https address; write it in full, beginning with https://'],
    ),
    (
        "data/site.yaml",
        "slug: { en: risks, fr: risques }",
        "slug: { en: Risks, fr: risques }",
        ['7:11: error: site/slug: "Risks" cannot be used in an address; use small letters a to z, digits and single hyphens, such as risks'],
    ),
    (
        "data/sources.yaml",
        "  doi: 10.1000/trial\n",
        "",
        ["1:3: error: source/address: trial-2020 has neither doi nor url; give one of them, so that readers can check it"],
    ),
    (
        "data/sources.yaml",
        "10.1000/trial",
        "https://doi.org/10.1000/trial",
        [
            (
                '5:8: error: source/doi: "https://doi.org/10.1000/trial" does not have the form of doi; write it as 10.1000/182, '
                "without https://doi.org/ before it"
            )
        ],
    ),
    ("data/sources.yaml", "year: 2020", "year: 20", ['4:9: error: source/year: "20" is out of range for year; write at least 1900']),
    (
        "data/sources.yaml",
        "kind: randomized-trial",
        "kind: randomised-trial",
        ['3:9: error: source/kind: "randomised-trial" is not one of the values of kind; did you mean randomized-trial?'],
    ),
    ("data/help-lines.yaml", "  phone: 9-1-1\n", "", ["1:3: error: line/unreachable: 9-1-1 has no phone, text or chat; give at least one of them"]),
    (
        "data/help-lines.yaml",
        "  phone: 9-1-1",
        "  text: { to: abc }",
        ['3:15: error: line/to: "abc" does not have the form of to; write the digits as they are dialled, such as 741741'],
    ),
    ("data/provinces.yaml", "name: { en: College }", "name: {}", ["5:22: error: province/name: the name is given in neither language; write en: or fr:"]),
    (
        "data/provinces.yaml",
        "code: BC",
        "code: BX",
        [
            "1:1: error: province/missing: BC is missing; add a record with code: BC",
            '1:9: error: province/code: "BX" is not one of the values of code; write one of: BC, AB, SK, MB, ON, QC, NB, NS, PE, NL, YT, NT, NU',
        ],
    ),
    ("data/places.yaml", "latitude: 43.7", "latitude: 143.7", ['1:65: error: place/latitude: "143.7" is out of range for latitude; write at most 84.0']),
    (
        "data/places.yaml",
        "longitude: -79.4",
        "longitude: west",
        [
            (
                '1:82: error: place/longitude: "west" is not a number that longitude takes; write digits with a point for decimals, '
                "such as 450.00, and nothing else"
            )
        ],
    ),
    (
        "data/places.yaml",
        "population: 2794356",
        "population: many",
        ['1:101: error: place/population: "many" is not a number that population takes; write a whole number, such as 10'],
    ),
]

# file, what stands there, what may as well stand there
SOUND = [
    (E, "title: Side effects", "title: " + "x" * 70),
    (E, "title: Side effects", "title: Side effects\ndraft: false"),
    (E, "title: Side effects", 'title: Side effects\ndraft: "false"'),
    (E, "title: Side effects", "title: Side effects\nkeywords: [10:30, 2026-11-23, ON, no, 0x1F, ~]"),
    (E, "title: Side effects", "title: Side effects\naliases: [/en/guide/old-address/]"),
    (E, "title: Side effects", "title: Side effects\nslug: side-effects-2\nreview: { by: A. Tremblay, role: nurse, on: 2026-11-20 }\nreview_due: 2027-01-01"),
    (E, "title: Side effects", "title: 10:30"),
    (F, "title: Effets indésirables", "title: « L’été », d’après l’Î.-P.-É. — 3 000 $"),
    (C, "Harbour Clinic", "Iqaluit ᐃᖃᓗᐃᑦ"),
    (C, "Harbour Clinic", "Behchokǫ̀"),
    (C, "Harbour Clinic", "Snuneymuxw"),
    (C, "Harbour Clinic", "ʔəy̓ xʷməθkʷəy̓əm"),
    (C, "902-555-0100", "1-902-555-0100"),
    (C, "902-555-0100", "1-800-555-0199"),
    (C, "902-555-0100", "8-1-1"),
    (C, "status: unconfirmed", "status: closed\n  status_note: { en: Closed in 2024., fr: Fermée en 2024. }"),
    (C, "website: https://harbour.example", "website: https://www.harbour.example:443/clinique?ville=Montréal#é"),
    (C, "      read: 2026-11-01", "      dated: 2026-10\n      read: 2026-11-01"),
    ("data/sources.yaml", "doi: 10.1000/trial", "url: https://journal.example/trial"),
    ("data/help-lines.yaml", "phone: 9-1-1", "phone: 9-1-1\n  text: { to: 741741, word: HELLO }"),
]  # fmt: skip


def test_the_lean_root_has_no_problem(problems: Problems) -> None:
    assert problems({}) == []


@pytest.mark.parametrize(("path", "old", "new", "expected"), [*ARTICLES, *CLINICS, *OTHERS])
def test_a_value_of_another_form_is_a_problem_at_its_place_with_its_remedy(path: str, old: str, new: str, expected: list[str], problems: Problems) -> None:
    assert problems({path: edit(LEAN[path], (old, new))}) == [f"{path}:{line}" for line in expected]


@pytest.mark.parametrize(("path", "old", "new"), SOUND)
def test_a_sound_value_is_none(path: str, old: str, new: str, problems: Problems) -> None:
    assert problems({path: edit(LEAN[path], (old, new))}) == []


def test_on_is_ontario_and_no_boolean(problems: Problems) -> None:
    ontario = edit(CLINIC, ("province: NS", "province: ON"), ("city: Halifax", "city: Toronto"), ("B3H 1A1", "M5V 1A1"))
    assert problems({C: ontario}) == []


def test_a_file_of_records_that_holds_none_is_a_problem_and_blames_nobody_else(problems: Problems) -> None:
    nothing = f"{C}:1:1: error: yaml/nothing: the file is empty; put the records back, or delete the file"
    assert problems({C: ""}) == [nothing]
    assert problems({C: "# only a remark\n"}) == [nothing]
    assert problems({C: "id: x\n"}) == [f"{C}:1:1: error: clinic/shape: the file is not a list; begin each record with - at the left margin"]
    assert problems({"data/site.yaml": "words"}) == ["data/site.yaml:1:1: error: site/shape: keys are wanted here; write key: value lines"]


@pytest.mark.parametrize("path", ["data/sources.yaml", "data/glossary.yaml", "data/help-lines.yaml", "data/provinces.yaml", "data/places.yaml", C])
def test_one_unreadable_file_of_data_is_one_problem(path: str, problems: Problems) -> None:
    assert problems({path: "- a: [\n" + LEAN[path]}) == [
        f"{path}:2:1: error: yaml/syntax: a [ or {{ is never closed, or a value is missing; close it, or put the text in quotes"
    ]


def test_a_faulty_record_is_not_reported_missing_where_it_is_named(problems: Problems) -> None:
    linked = edit(ENGLISH, ("Ask early", "Ask [them](clinic:harbour-clinic) early"))
    assert problems({E: linked, C: edit(CLINIC, ("kind: private-clinic", "kind: shop"))}) == [
        f'{C}:5:9: error: clinic/kind: "shop" is not one of the values of kind; write one of: private-clinic, public-programme, non-profit, research, virtual'
    ]


def test_a_faulty_article_is_not_reported_missing_where_it_is_linked(problems: Problems) -> None:
    linked = edit(FRENCH, ("slug: effets-indesirables", "slug: autre"), ("Ask early", "Voir [ici](side-effects.fr.md)"))
    assert problems({"content/risks/other.fr.md": linked, "content/risks/other.en.md": ENGLISH, F: edit(FRENCH, ("order: 10", "order: ten"))}) == [
        f'{F}:5:8: error: article/order: "ten" is not a number that order takes; write a whole number, such as 10'
    ]


def test_a_misnamed_file_of_data_is_a_problem(problems: Problems) -> None:
    assert problems({"data/clinic.yml": CLINIC}) == [
        "data/clinic.yml:1:1: error: file/unknown-data: data/clinic.yml is not a file that the guide reads; did you mean data/clinics.yaml?"
    ]
    assert problems({"data/zzz.yaml": "x"}) == [
        "data/zzz.yaml:1:1: error: file/unknown-data: data/zzz.yaml is not a file that the guide reads; the files of data/ are: data/site.yaml, "
        "data/sources.yaml, data/glossary.yaml, data/help-lines.yaml, data/provinces.yaml, data/places.yaml, data/clinics.yaml, data/changes.yaml, "
        "data/synonyms.yaml"
    ]
