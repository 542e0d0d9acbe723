"""Markdown to safe HTML: what an article may hold, what it may not, and what an editor is told."""

from __future__ import annotations

import pytest

from sitegen.load.prose import load_prose
from sitegen.model.articles import Prose
from sitegen.model.figures import FIGURES

KINDS = ", ".join(FIGURES)

# body, problems (rule, message and remedy) at line:column of the file
REFUSED = [
    (
        "<b>x</b>",
        [
            '1:1: markup/raw-html: "<b>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)',
            '1:5: markup/raw-html: "</b>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)',
        ],
    ),
    ("a <!-- x -->", ['1:3: markup/raw-html: "<!--" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)']),
    (
        "a <script>alert(1)</script>",
        [
            '1:3: markup/raw-html: "<script>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)',
            '1:19: markup/raw-html: "</script>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)',
        ],
    ),
    (
        "<svg/onload=alert(1)>",
        ['1:1: markup/raw-html: "<svg/onload=alert(1)>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)'],
    ),
    ("mail <a@b.ca>", ['1:6: markup/raw-html: "<a@b.ca>" is HTML, which articles cannot hold; write [a@b.ca](mailto:a@b.ca)']),
    (
        "<javascript:alert(1)>",
        ['1:1: markup/raw-html: "<javascript:alert(1)>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)'],
    ),
    ("<?php x ?>", ['1:1: markup/raw-html: "<?php" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)']),
    ("a \\<b>", ['1:4: markup/raw-html: "<b>" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)']),
    ("a\n\n> - <img src=x>", ['3:5: markup/raw-html: "<img" is HTML, which articles cannot hold; write it in Markdown (put < as &lt; if you mean the sign)']),
    (
        "## A {: onclick=alert(1) }",
        [
            (
                '1:6: markup/attributes: "{: onclick=alert(1) }" cannot stand in an article; delete it (only {#id} at the end of a '
                "heading can, in small letters, digits and hyphens)"
            )
        ],
    ),
    (
        "A\n{: .big }",
        [
            (
                '2:1: markup/attributes: "{: .big }" cannot stand in an article; delete it (only {#id} at the end of a heading can, in '
                "small letters, digits and hyphens)"
            )
        ],
    ),
    (
        "## A {#Big}",
        [
            (
                '1:6: markup/attributes: "{#Big}" cannot stand in an article; delete it (only {#id} at the end of a heading can, in '
                "small letters, digits and hyphens)"
            )
        ],
    ),
    (
        "## A {#a} b",
        [
            (
                '1:6: markup/attributes: "{#a}" cannot stand in an article; delete it (only {#id} at the end of a heading can, in '
                "small letters, digits and hyphens)"
            )
        ],
    ),
    (
        "A {#a}",
        [
            (
                '1:3: markup/attributes: "{#a}" cannot stand in an article; delete it (only {#id} at the end of a heading can, in '
                "small letters, digits and hyphens)"
            )
        ],
    ),
    ("## A {#fn-1}", ["1:6: markup/reserved-id: ids that begin like fn-1 are the page's own; choose another id"]),
    ("## A {#figure-1}", ["1:6: markup/reserved-id: ids that begin like figure-1 are the page's own; choose another id"]),
    ("## A {#a}\n\n## B {#a}", ["3:6: markup/duplicate-id: the id a is already that of the heading on line 1; give each heading its own"]),
    ("![a](b.png)", ["1:1: markup/image: articles cannot hold pictures; use one of the figure blocks, or leave it out"]),
    ("![a][b]\n\n[b]: https://a.ca/", ["1:1: markup/image: articles cannot hold pictures; use one of the figure blocks, or leave it out"]),
    ("a &#x202e; b", ['1:3: markup/hidden-character: "&#x202e;" makes a character that readers cannot see; delete it']),
    ("a &zwj; b", ['1:3: markup/hidden-character: "&zwj;" makes a character that readers cannot see; delete it']),
    ("a &shy b", ['1:3: markup/hidden-character: "&shy" makes a character that readers cannot see; delete it']),
    ("> [!NOTES]\n> a", ["1:5: markup/unknown-callout: [!NOTES] is not a kind of callout; did you mean NOTE?"]),
    ("> [!NOTE]\n> a\n> [!UNKNOWN]\n> b", ["3:3: markup/callout-place: [!UNKNOWN] stands inside another quote; leave a blank line before it"]),
    ("> [!tip]\n> a", ["1:5: markup/unknown-callout: [!tip] is not a kind of callout; write one of: NOTE, WARNING, EMERGENCY, UNKNOWN"]),
    ("# A", ["1:1: markup/top-heading: a heading with one # is the title, which stands in the front matter; write ## (or \\# for the sign itself)"]),
    ("#1 is best", ["1:1: markup/top-heading: a heading with one # is the title, which stands in the front matter; write ## (or \\# for the sign itself)"]),
    ("A\n===", ["2:1: markup/top-heading: a heading with one # is the title, which stands in the front matter; write ## (or \\# for the sign itself)"]),
    ("> # A", ["1:3: markup/top-heading: a heading with one # is the title, which stands in the front matter; write ## (or \\# for the sign itself)"]),
    ("- # A", ["1:3: markup/top-heading: a heading with one # is the title, which stands in the front matter; write ## (or \\# for the sign itself)"]),
    ("```\nx", ["1:1: markup/open-fence: this block is never closed; put the same marks on a line of their own below it"]),
    (
        "```timeline\ntitle: x",
        [
            "1:1: markup/open-fence: this block is never closed; put the same marks on a line of their own below it",
            "2:1: figure/missing-key: sources is missing; add sources: …",
            "2:1: figure/missing-key: steps is missing; add steps: …",
        ],
    ),
    ("- a\n    ```timeline", ["2:1: markup/fence: a block inside a list or quote is not drawn; begin its ``` lines at the left margin"]),
    (
        "> ```\n> x\n> ```",
        [
            "1:1: markup/fence: a block inside a list or quote is not drawn; begin its ``` lines at the left margin",
            "3:1: markup/fence: a block inside a list or quote is not drawn; begin its ``` lines at the left margin",
        ],
    ),
    (
        "```python\nx\n```",
        [f'1:1: markup/unknown-block: "python" is not a kind of block; write one of: {KINDS}'],
    ),
    (
        "```notes\ntitle: Mine\nlines: 2\n```",
        ["1:1: markup/form-in-article: notes is for pages that readers fill in; move it to a page of content/pages"],
    ),
    ("```icon-aray\nx\n```", ['1:1: markup/unknown-block: "icon-aray" is not a kind of block; did you mean icon-array?']),
    (
        '```" onload="x\nx\n```',
        [f'1:1: markup/unknown-block: "" onload="x" is not a kind of block; write one of: {KINDS}'],
    ),
    ("```timeline\n```", ["1:1: markup/empty-block: the block timeline is empty; write its keys below this line, or delete it"]),
    (
        "```timeline\ntitle: A\nsteps: [{ when: now, what: x }]\nsources: [a]\n```",
        ["3:8: figure/steps: steps has 1 item; at least 2 must be there; add what is missing"],
    ),
    (
        "```bar-chart\ntitle: A\nunit: mg\nbars: [{ label: a, value: 1 }, { label: b, value: two }]\nsources: [a]\n```",
        ['4:51: figure/value: "two" is not a number that value takes; write digits with a point for decimals, such as 450.00, and nothing else'],
    ),
    (
        "```icon-array\ntitle: A\ncounts: people\ntime: 1 year\nof: 10\ngroups: [{ label: b, count: 11 }]\ncertainty: low\nsources: [a]\n```",
        ["2:1: figure/count: b: 11 is more than 10; write a number from 0 to 10"],
    ),
    (
        "```option-table\ntitle: A\noptions: [a, b]\nrows: [{ question: Q, answers: [x, y, z] }]\nsources: [s]\n```",
        ['2:1: figure/answers: "Q" has 3 answers for 2 options; give each option one answer'],
    ),
    ("[@A]", ['1:2: markup/citation: "@A" is not a citation; write [@id] or [@id1; @id2]']),
    ("[@a, @b]", ['1:2: markup/citation: "@a, @b" is not a citation; write [@id] or [@id1; @id2]']),
    ("[@a; b]", ['1:6: markup/citation: "b" is not a citation; write [@id] or [@id1; @id2]']),
    ("[@a;]", ['1:5: markup/citation: "" is not a citation; write [@id] or [@id1; @id2]']),
    ("a[^1]", ["1:2: markup/undefined-footnote: there is no footnote [^1]; write a line [^1]: … below, or delete the mark"]),
    (
        "a[^x y]\n\n[^x y]: b",
        [
            '1:2: markup/footnote: "[^x y]" is not a mark of a footnote; write [^1], or [^word] with letters, digits and hyphens',
            '3:1: markup/footnote: "[^x y]" is not a mark of a footnote; write [^1], or [^word] with letters, digits and hyphens',
        ],
    ),
    ("[a][b]", ['1:5: link/undefined: the link "[a][b]" is defined nowhere; write [words](address) for a link, or [words][[b]] for a word of the glossary']),
    ("[a][]", ['1:5: link/undefined: the link "[a][]" is defined nowhere; write [words](address) for a link, or [words][[a]] for a word of the glossary']),
    (
        "[a](b)",
        ['1:5: link/form: "b" is not how links between pages are written; write the path of the file, such as ../risks/side-effects.en.md, or page:glossary'],
    ),
    (
        "[a](/en/guide/)",
        [
            (
                '1:5: link/form: "/en/guide/" is not how links between pages are written; write the path of the file, such as '
                "../risks/side-effects.en.md, or page:glossary"
            )
        ],
    ),
    (
        "[a](../b.html)",
        [
            (
                '1:5: link/form: "../b.html" is not how links between pages are written; write the path of the file, such as '
                "../risks/side-effects.en.md, or page:glossary"
            )
        ],
    ),
    ("[a]()", ["1:5: link/empty: the link leads nowhere; write an address between the round brackets"]),
    ("[a](#)", ["1:5: link/empty: the link leads nowhere; write an address between the round brackets"]),
    ("[a](#1)", ['1:5: link/anchor: "#1" is not the id of a heading; write #id as in {#id} at the heading']),
    ("[a](#a b)", ['1:5: link/anchor: "#a b" is not the id of a heading; write #id as in {#id} at the heading']),
    ("[a](../../etc/passwd.en.md)", ['1:5: link/unknown-article: "../../etc/passwd.en.md" is not an article; write ../section/key.en.md']),
    ("[a](b.fr.md)", ['1:5: link/other-language: "b.fr.md" is the page in the other language; write b.en.md']),
    ("[a](B.en.md)", ['1:5: link/unknown-article: "B.en.md" is not an article; write ../section/key.en.md']),
    ("[a](http://a.ca)", ['1:5: link/outside: "http://a.ca" is not an https address; write it in full, beginning with https://']),
    ("[a](ftp://a.ca)", ['1:5: link/outside: "ftp://a.ca" is not an https address; write it in full, beginning with https://']),
    ("[a](//a.ca)", ['1:5: link/outside: "//a.ca" is not an https address; write it in full, beginning with https://']),
    ("[a](https://a)", ['1:5: link/outside: "https://a" has no plain host name; write it as https://www.example.ca/page']),
    ("[a](https://a.ca:8080/)", ['1:5: link/outside: "https://a.ca:8080/" has no plain host name; write it as https://www.example.ca/page']),
    ("[a](https://u:p@a.ca/)", ['1:5: link/outside: "https://u:p@a.ca/" has no plain host name; write it as https://www.example.ca/page']),
    ("[a](https://а.ca/)", ['1:5: link/outside: "https://а.ca/" has no plain host name; write it as https://www.example.ca/page']),
    ("[a](mailto:a)", ['1:5: link/form: "mailto:a" is not how such links are written; write it as mailto:name@clinic.ca']),
    ("[a](tel:911;x)", ['1:5: link/form: "tel:911;x" is not how such links are written; write it as tel:613-555-0100']),
    ("[a](sms:hello)", ['1:5: link/form: "sms:hello" is not how such links are written; write it as sms:988']),
    ("[a](cite:a)", ['1:5: link/outside: "cite:a" is not an https address; write it in full, beginning with https://']),
    ("[a](term:a)", ['1:5: link/outside: "term:a" is not an https address; write it in full, beginning with https://']),
    ("[a](ref:clinic:a)", ['1:5: link/outside: "ref:clinic:a" is not an https address; write it in full, beginning with https://']),
    (
        "[a](clinic:a b)",
        ['1:5: link/form: "clinic:a b" is not how such links are written; write clinic: and the id of a listing, such as clinic:some-clinic'],
    ),
    ("[a](file:///etc/passwd)", ['1:5: link/outside: "file:///etc/passwd" is not an https address; write it in full, beginning with https://']),
]

CONVERTED = {
    "words": ("A *b* **c** `d`.", "<p>A <em>b</em> <strong>c</strong> <code>d</code>.</p>"),
    "templates are not run": ("{{ 7*7 }} {% set x %} {# y #}", "<p>{{ 7*7 }} {% set x %} {# y #}</p>"),
    "code is shown as typed": ("`<b>` &lt;b&gt;", "<p><code>&lt;b&gt;</code> &lt;b&gt;</p>"),
    "fenced code": ("```\n<b> {: x }\n```", "<pre><code>&lt;b&gt; {: x }\n</code></pre>"),
    "an escaped mark": (r"\[a\]\(b\) \# 5 < 6", "<p>[a](b) # 5 &lt; 6</p>"),
    "an id": ("## A {#big-one}", '<h2 id="big-one">A</h2>'),
    "an id of its own": ("## Été", '<h2 id="ete">Été</h2>'),
    "an id that is the page's": ("## Source-1", '<h2 id="h-source-1">Source-1</h2>'),
    "ids that would be the same": ("## A\n\n## A", '<h2 id="a">A</h2>\n<h2 id="a_1">A</h2>'),
    "a link outside": ("[a](https://a.ca/?b=c&d=é 'title')", '<p><a href="https://a.ca/?b=c&amp;d=é">a</a></p>'),
    "a bare link": ("<https://a.ca/>", '<p><a href="https://a.ca/">https://a.ca/</a></p>'),
    "a reference": ("[a][b]\n\n[b]: https://a.ca/", '<p><a href="https://a.ca/">a</a></p>'),
    "an escape in a link": (r"[a](https://a.ca/b\_c)", '<p><a href="https://a.ca/b_c">a</a></p>'),
    "mail": ("[a](mailto:a@b.ca)", '<p><a href="mailto:a@b.ca">a</a></p>'),
    "phone": ("[b](tel:9-8-8) [c](sms:988)", '<p><a href="tel:9-8-8">b</a> <a href="sms:988">c</a></p>'),
    "an article": ("[a](../decide/b-c.en.md#d)", '<p><a href="ref:article:decide/b-c#d">a</a></p>'),
    "a neighbour": ("[a](b.en.md)", '<p><a href="ref:article:risks/b">a</a></p>'),
    "this page": ("[a](#b)", '<p><a href="#b">a</a></p>'),
    "keyed": ("[a](clinic:b) [c](province:ON)", '<p><a href="ref:clinic:b">a</a> <a href="ref:province:ON">c</a></p>'),
    "keyed with an anchor": ("[d](page:glossary#e)", '<p><a href="ref:page:glossary#e">d</a></p>'),
    "a term": ("[[a]] and [b *c*][[a]]", '<p><a href="term:a"></a> and <a href="term:a">b <em>c</em></a></p>'),
    "citations": (
        "A[@b]. C[@d; @b].",
        '<p>A<sup class="cite"><a href="#source-1" id="cite-1-1">1</a></sup>. '
        'C<sup class="cite"><a href="#source-2" id="cite-2-1">2</a><a href="#source-1" id="cite-1-2">1</a></sup>.</p>',
    ),
    "two callouts that only a blank line parts": (
        "> A quote\n\n> [!NOTE]\n> A\n\n> [!EMERGENCY]\n>\n> B",
        '<blockquote>\n<p>A quote</p>\n</blockquote>\n<div class="callout callout-note">\n<p>A</p>\n</div>\n'
        '<div class="callout callout-emergency">\n<p>B</p>\n</div>',
    ),
    "a callout": ("> [!WARNING]\n> A", '<div class="callout callout-warning">\n<p>A</p>\n</div>'),
    "a quote": ("> A", "<blockquote>\n<p>A</p>\n</blockquote>"),
    "a table": (
        "| A | B |\n|---|--:|\n| c | d |",
        '<table>\n<thead>\n<tr>\n<th scope="col">A</th>\n<th class="align-right" scope="col">B</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>c</td>\n<td class="align-right">d</td>\n</tr>\n</tbody>\n</table>',
    ),
    "definitions": ("A\n:   B", "<dl>\n<dt>A</dt>\n<dd>B</dd>\n</dl>"),
    "an abbreviation": ("*[IV]: into a vein\n\nBy IV.", '<p>By <abbr title="into a vein">IV</abbr>.</p>'),
    "a footnote": (
        "A[^b].\n\n[^b]: C",
        '<p>A<sup id="fnref:b"><a class="footnote-ref" href="#fn:b">1</a></sup>.</p>\n<div class="footnote">\n<hr>\n<ol>\n<li id="fn:b">\n'
        '<p>C\xa0<a class="footnote-backref" href="#fnref:b">↩</a></p>\n</li>\n</ol>\n</div>',
    ),
}  # fmt: skip


def read(text: str, lang: str = "en", first_line: int = 1) -> tuple[Prose | None, list[str]]:
    prose, problems = load_prose(text, "f.md", "risks", lang, first_line)
    return prose, [str(problem).removeprefix("f.md:").replace(" error:", "", 1) for problem in problems]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_articles_cannot_hold_is_a_problem_at_its_place(text: str, expected: list[str]) -> None:
    assert read(text)[1] == expected


@pytest.mark.parametrize(("text", "html"), CONVERTED.values(), ids=CONVERTED.keys())
def test_what_articles_may_hold_becomes_html_that_names_keys(text: str, html: str) -> None:
    prose, problems = read(text)
    assert prose is not None
    assert problems == []
    assert prose.html.strip().replace("&nbsp;", "\xa0") == html


def test_places_count_from_the_head_of_the_file() -> None:
    text = "Ça va.\n\n- é [@A]\n\n```timeline\ntitle: x: y\n```\n"
    assert [problem.split(" ")[0] for problem in read(text, first_line=10)[1]] == ["12:6:", "15:9:"]


def test_every_use_of_a_bad_link_is_reported_where_it_stands() -> None:
    problems = read("[a](x) [b](x)\n\n[c](<x>)\n\n[d]: x\n\n[d] [e](http://a.ca/x)")[1]
    assert [problem.split(" ")[0] for problem in problems if "link/form" in problem] == ["1:5:", "1:12:", "3:6:", "5:6:"]
    assert [problem.split(" ")[0] for problem in problems if "link/outside" in problem] == ["7:9:"]


def test_what_a_body_names_is_recorded_with_its_place() -> None:
    prose, _ = read("A[@s; @t] [[w]].\n\n[c](clinic:x) [d](#e) [f](g.en.md#h) <https://a.ca/>", first_line=5)
    assert prose is not None
    assert [(m.kind, m.key, m.anchor, m.line, m.column) for m in prose.mentions] == [
        ("source", "s", "", 5, 3),
        ("source", "t", "", 5, 7),
        ("term", "w", "", 5, 13),
        ("clinic", "x", "", 7, 5),
        ("here", "", "e", 7, 19),
        ("article", "risks/g", "h", 7, 27),
    ]
    assert prose.citations == ("s", "t")


def test_marks_inside_code_name_nothing() -> None:
    prose, problems = read("`[@a]` `[[b]]` `# c`\n\n```\n[@a] [d](e)\n# f\n```\n")
    assert prose is not None
    assert (prose.mentions, problems) == ((), [])


def test_a_block_of_data_leaves_a_numbered_slot() -> None:
    block = "```timeline\ntitle: A\nsteps: [{ when: now, what: x }, { when: then, what: y }]\nsources: [s]\n```\n"
    prose, problems = read(f"Before.\n\n{block}\nBetween.\n\n{block}")
    assert problems == []
    assert prose is not None
    assert [(figure.kind, figure.line) for figure in prose.figures] == [("timeline", 3), ("timeline", 11)]
    assert prose.html.count("figure-slot") == 4
    assert '<div class="figure-slot" id="figure-slot-1"></div>' in prose.html


def test_a_block_that_ends_with_the_file_is_read() -> None:
    for end in ("", "\n", "  \n\n"):
        assert len((read(f"```\nx\n```{end}")[0] or pytest.fail()).html) == len("<pre><code>x\n</code></pre>")


def test_quotation_marks_follow_the_language() -> None:
    english, french = read("\"a\" 'b'")[0], read("\"a\" 'b'", "fr")[0]
    assert english is not None
    assert french is not None
    assert english.html == "<p>“a” ‘b’</p>"
    assert french.html == "<p>«&nbsp;a&nbsp;» ‘b’</p>"


def test_headings_and_words_are_counted() -> None:
    prose, _ = read("## A *b* & c {#a}\n\n### D\n\nL’été aujourd’hui, 3 mots-clés.[@x]")
    assert prose is not None
    assert [(head.level, head.id, head.text) for head in prose.headings] == [(2, "a", "A b & c"), (3, "d", "D")]
    assert prose.words == 8
    assert prose.text == "A b & c D L’été aujourd’hui, 3 mots-clés."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Voici : ceci", ["1:6: this space can break at the end of a line; put a no-break space there, or run check --fix"]),
        ("Un « mot »", [f"1:{column}: this space can break at the end of a line; put a no-break space there, or run check --fix" for column in (5, 9)]),
        ("Pourquoi ?", ["1:9: no space stands before this sign in Canada; write it without the space, or run check --fix"]),
        ("Voici\u00a0: «\u00a0ceci\u00a0», 5\u00a0$; non?", []),
        ("`a : b` et https://a.example/x?y=1", []),
    ],
)
def test_french_spaces_that_are_not_set_as_in_canada_are_warned_of(body: str, expected: list[str]) -> None:
    _, problems = load_prose(body, "content/risks/a.fr.md", "risks", "fr", 1)
    assert [f"{p.line}:{p.column}: {p.message}; {p.fix}" for p in problems if p.rule == "markup/french-space"] == expected
    assert all(problem.severity == "warning" for problem in problems if problem.rule == "markup/french-space")
    _, english = load_prose(body, "content/risks/a.en.md", "risks", "en", 1)
    assert not [problem for problem in english if problem.rule == "markup/french-space"]


TABLE = '```option-table\ntitle: A\noptions: [a, b]\nrows: [{{ question: Q, answers: ["x{0}", y] }}]\n{1}```'


def test_an_answer_of_a_table_may_cite_its_own_sources() -> None:
    prose, problems = load_prose(TABLE.format(".[@one; @two]", ""), "content/risks/a.en.md", "risks", "en", 1)
    assert prose is not None
    assert not problems
    assert [mention.key for mention in prose.mentions if mention.kind == "source"] == ["one", "two"]


def test_a_table_names_a_source_in_an_answer_or_below() -> None:
    _, problems = load_prose(TABLE.format("", ""), "content/risks/a.en.md", "risks", "en", 1)
    assert [str(problem) for problem in problems] == [
        'content/risks/a.en.md:2:1: error: figure/no-source: "A" names no source; cite one in an answer with [@id], or name it in sources:'
    ]
    _, problems = load_prose(TABLE.format("", "sources: [one]\n"), "content/risks/a.en.md", "risks", "en", 1)
    assert not problems


def test_the_empty_corner_of_a_table_is_no_head() -> None:
    prose, _ = load_prose("| | A |\n|---|---|\n| b | c |", "content/risks/a.en.md", "risks", "en", 1)
    assert prose is not None
    assert "<td></td>" in prose.html
    assert '<th scope="col">A</th>' in prose.html
