"""The shortcuts through Markdown: every byte is that of stock, and what they do not know is left to stock."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.smarty import SmartyExtension
from markdown.inlinepatterns import InlineProcessor

from sitegen.load import prose
from sitegen.load.frontmatter import load_fenced
from sitegen.load.markup import fast
from sitegen.load.markup.links import Links
from sitegen.load.prose import Converter, load_prose
from sitegen.model.articles import Prose
from sitegen.problems import Problem, Report
from tests.roots import PROJECT

LANGUAGES = ("en", "fr")
PAGES = sorted((PROJECT / "content").rglob("*.md"))
# One a language for all that this file converts, so that whatever one text leaves behind would show in the next.
WORN = {lang: Converter(lang) for lang in LANGUAGES}


def same(href: str) -> str:
    return href


def stock(text: str, lang: str = "en", found: Callable[[str], str | None] = same) -> tuple[str, list[dict[str, Any]]]:
    return Converter(lang, shortcuts=False).convert(text, found)


def shortcut(text: str, lang: str = "en", found: Callable[[str], str | None] = same) -> tuple[str, list[dict[str, Any]]]:
    return WORN[lang].convert(text, found)


def stock_prose(patch: pytest.MonkeyPatch, *args: Any) -> tuple[Prose | None, list[Problem]]:
    """What ``load_prose`` gives when every text has a stock converter of its own."""
    with patch.context() as here:
        here.setattr(prose, "Converter", lambda lang: Converter(lang, shortcuts=False))
        here.setattr(prose, "_spare", {})
        return load_prose(*args)


NASTY = {
    "lists in lists": "- a\n    - b\n        1. c\n\n            d\n    * e\n- f\n\n    g\n\n3. h\n4. i\n   j\n",
    "a list that loosens": "* a\n* b\n\n* c\n\n    > d\n\n    e\n",
    "a heading in a list": "* # a\n  b\n* c\n## d\ne\n",
    "lists of both kinds in one": "- a\n1. b\n+ c\n",
    "code that holds brackets": "`[a](b)` ``[[c]] ` [@d]`` `[^1]` \\`e` `` `f` ``\n",
    "code that is never closed": "`a ``b *c* `` d` `\n",
    "emphasis across lines": "*a\nb* **c\nd** ***e\n_f_ g***\n",
    "emphasis in emphasis": "*a **b *c* d** e* **a*b** ***a** b* ***a* b** _a __b__ c_ snake_case_word *a_b*c_\n",
    "emphasis that is never closed": "*a **b _c __d\n\n** e* f**\n",
    "entities": "&amp; &lt; &#42;a&#42; &#x5b;b](c) &copy &nbsp; & &; &bogus; AT&T &#2;\n",
    "escapes": "\\* \\_a\\_ \\[b](c) \\\\ \\\\\\\\`d` \\` \\& \\a \\<e> 1\\. f \\| \\' \\\"\n",
    "a table": "| a | b |\n|:--|--:|\n| c `|` | \\| *d* |\n| e |\n\na | b\n---|---\n'c' | \"d\"\n",
    "a table of one column": "| a |\n|---|\n| b |\n",
    "what is nearly a table": "a | b\nc | d\n\n| a\n|--\n",
    "footnotes": "a[^1] b[^n]\nc[^1][^missing]\n\n[^1]: d *e*\n\n    f\n[^n]: g[^1]\n[^unused]: h\n",
    "definitions": "a\nb\n:   c\n\n    d\n\ne\n\n:   f\n: g\n\nh\n: *i*\n",
    "abbreviations": "HTML and XHTML, *HTML* `HTML` [HTML](u)\n\n*[HTML]: Hyper *Text*\n*[XHTML]: x\n",
    "quotes at edges": '"a" \'b\' "\'c\' d" \'"e" f\' \'80s "*g*" *"h"* (\'i\') ["j"](k) don\'t l\' m" "\n\n"\n\n\'\n\n"\'\n',
    "dashes and dots": "a -- b --- c ---- d ... e .... f--g -\"h\"- --'i'\n",
    "links": '[a](b "c") [d](<e f> \'g\') [h](i(j)k) [l [m] n](o) [p]( q ) [](r) [s]() [t](u "v" w) [a\nb](c\n"d")\n',
    "links that are none": "[a] (b) [c]( d [e](f [g]) ]( [ ] [[ ]] [[]] [a](b\n",
    "links by reference": "[a][b] [b][] [b] [a] [b] [no][ne] ![b] [*c*][b] [B][]\n\n[b]: https://e.ca/ \"t\"\n [c]: <d>\n'e'\nf\n",
    "links in angles": "<https://e.ca/a_b*c*> <a@b.ca> <b> <mailto:a@b.ca> < https://e.ca>\n",
    "links in links": "[a [b](c) d](e) [f *[g](h)* i](j) [k [[l]] m](n) **[o **p** q](r)** [s [t][u] v](w)\n\n[u]: x\n",
    "links in angles with marks": '<https://e.ca/[[a]]--"b"> <https://e.ca/\\*--"c"*d*> <https://e.ca/[@e]\'f\'>\n',
    "pictures": "![a](b) ![c][d] ![d]\n\n[d]: e\n",
    "citations and terms": "a[@b; @c] [d e][[f]] [[g]] [@h][@i] [j][[k\n]] *[l][[m]]* [[n]](o) [@p](q)\n",
    "marks inside links": '[*a* **b** `c` "d" [@e]](f) [g\\](h) [i](j_k_l) *[m](n*o*)* [x](a`b`c)\n',
    "hard breaks": "a  \nb   \nc\\\nd  \n\ne  \n*f  \ng*\n",
    "letters of all kinds": "é à l’été « a » ñ 中文 😀 ٣. b\n\nª c\n\n٣ d\n",
    "spaces of all kinds": "a\x0cb\x0b c\u00a0d\u2028e\u2003f\n\x0c\n\u00a0\n\x0c- g\n\u00a0## h\n",
    "tabs": "\ta\n\n-\tb\n\n\tc\n\n1.\td\n\t-\te\n\nf\tg\n",
    "line ends": "a\r\nb\rc\n\r\n- d\r\n",
    "rules and headings": "a\n===\nb\n---\n* * *\n___\n- - -\n\n---\nc\n# d #\n####### e\n## f {#g}\n## *h* [i](j) {#k}\n#l\n",
    "like headings": '## a\n\n## a\n\n## \n\n## 1\n\n### "a" -- b\n',
    "quotes of others": "> a\nb\n> - c\n>   d\n>\n> > e\n\n> [!NOTE]\n> f\n\n> [!WARNING] g\n> [!NOPE]\nh\n> i\n",
    "fences": "```\n*a* [b](c)\n```\nd\n```icon-array\ne: f\n```\n~~~\n> g\n",
    "code by indentation": 'a\n\n    *b* "c"\n\n    d\n\n- e\n\n        f\n',
    "placeholders of Markdown's own": "\x02klzzwxh:0000\x03 *a* \x02wzxhzdk:0\x03 klzzwxh:0001 `\x0242\x03` &#2;klzzwxh:0000&#3; \\\\\\\\`a`\n",
    "where others put footnotes": "a[^1]\n\n///Footnotes Go Here///\n\nb\n\n[^1]: c\n",
    "nothing": " \n\t\n",
    "a bare mark": "*\n\n_\n\n`\n\n[\n\n]\n\n&\n\n<\n\n\\\n\n|\n\n:\n\n#\n\n>\n\n-\n",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nasty_markdown_has_the_bytes_of_stock(text: str, lang: str) -> None:
    assert shortcut(text, lang) == stock(text, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_the_guide_has_the_prose_of_stock(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page for page in PAGES if page.name.endswith(f".{lang}.md")]
    assert pages
    for file in pages:
        path = file.relative_to(PROJECT).as_posix()
        fenced = load_fenced(file.read_text("utf-8"), path, Report())
        if fenced is not None:
            args = (fenced.body, path, file.parent.name, lang, fenced.first_line)
            assert shortcut(fenced.body, lang) == stock(fenced.body, lang), path
            assert load_prose(*args) == stock_prose(monkeypatch, *args), path


WORDS = ["a", "word", "two words", "été", "l’eau", "don't", "80s", "HTML", "x_y_z", "1", "1.", "٣.", "\u00a0", "\x0c", "😀"]
MARKS = [*"*_`[]()<>&\"'-.#|:;!?\\~{}^@=+$%", *"** *** __ `` ]( [[ ]] [^ -- --- ... \\* \\\\ &amp; &#42;".split(), "  \n"]
LINES = ["\n", "\n\n", "\n\n\n", "\r\n", "    ", "  ", "\t", "\n===\n", "\n---\n", "\n* * *\n"]
LINES += ["\n- ", "\n* ", "\n1. ", "\n> ", "\n## ", "\n    - ", "\n\n    ", "\n: "]
PIECES = ["*a*", "**b *c* d**", "_e_", "`f`", "``g`h``", "[@a]", "[@a; @b]", "[a][[b]]", "[[b]]", "[^1]", "\n\n[^1]: c *d*\n", "{#id}", "\"'a' b\"", "'a'"]
PIECES += ["[a](b)", '[a](#h "t")', "[x](<b c>)", "[r]", "[a][r]", "[r][]", '\n\n[r]: https://e.ca "t"\n', "<https://e.ca/a_b>", "<b>", "![i](u)"]
PIECES += ["\n\n| a | b |\n|---|:-:|\n| c | d |\n", "\n\na\n:   b\n\n", "\n\n*[HTML]: c\n", "\n\n> [!NOTE]\n> ", "\n\n```\na\n```\n\n"]
PIECES += ["[a [b](c) d](e)", "<https://e.ca/[[a]]--'b'>", "///Footnotes Go Here///", "\x02klzzwxh:0000\x03"]
glued = st.lists(st.sampled_from(WORDS + MARKS + LINES + PIECES), max_size=30).map("".join)
spaced = st.lists(st.sampled_from(WORDS + PIECES + MARKS), max_size=30).map(" ".join)
texts = glued | spaced | st.text(max_size=80) | st.text(alphabet="ab *_`[]()\\<>&\"'-.#|:\n 1!^@", max_size=80)
quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@quick
@given(texts, st.sampled_from(LANGUAGES))
def test_any_text_has_the_bytes_of_stock(text: str, lang: str) -> None:
    assert shortcut(text, lang) == stock(text, lang)


@quick
@given(text=texts, lang=st.sampled_from(LANGUAGES))
def test_any_text_has_the_prose_of_stock(monkeypatch: pytest.MonkeyPatch, text: str, lang: str) -> None:
    args = (text, f"content/risks/a.{lang}.md", "risks", lang, 7)
    assert load_prose(*args) == stock_prose(monkeypatch, *args)


def patterns() -> dict[str, Any]:
    """The inline patterns of our Markdown by their names, both those of the text and those of its quotation marks."""
    markdown = prose._markdown("en", Links())
    smarty: Any = markdown.treeprocessors["smarty"]
    known = {name: registry[name] for registry in (markdown.inlinePatterns, smarty.inlinePatterns) for name in fast.NEEDS if name in registry}
    assert {id(pattern) for pattern in known.values()} == {id(pattern) for pattern in [*markdown.inlinePatterns, *smarty.inlinePatterns]}
    return known


PATTERNS = patterns()


def test_every_pattern_is_known_by_its_name() -> None:
    assert sorted(PATTERNS) == sorted(fast.NEEDS)


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - {"link"}))  # that one matches a bare [ and asks for the rest later: see below
@given(st.data())
@settings(quick, max_examples=30)
def test_a_pattern_matches_nothing_without_its_literal(name: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(PATTERNS[name].getCompiledRegExp()))
    assert any(literal in text for literal in fast.NEEDS[name])


@given(st.text(alphabet="[]()<>\"' a\n", max_size=30).filter(lambda text: "](" not in text))
@settings(quick, max_examples=100)
def test_nothing_is_a_link_without_a_bracket_that_follows_a_bracket(text: str) -> None:
    assert "<a" not in stock(text)[0]


class Struck(InlineProcessor):
    """``~~words~~``, which the shortcuts have never heard of."""

    def handleMatch(self, m: Any, data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = etree.Element("del")
        element.text = m[1]
        return element, m.start(0), m.end(0)


class StruckOutsideLinks(Struck):
    ANCESTOR_EXCLUDES = ("a",)


@pytest.mark.parametrize("kind", [Struck, StruckOutsideLinks])
def test_a_pattern_that_is_not_known_is_tried_as_stock_tries_it(kind: type[Struck]) -> None:
    said = []
    for shortcuts in (True, False):
        markdown = Markdown(extensions=[SmartyExtension()])
        markdown.inlinePatterns.register(kind("~~(.+?)~~", markdown), "struck", 65)
        if shortcuts:
            fast.Shortcuts().extendMarkdown(markdown)
        said.append(markdown.convert("plain ~~a *b*~~ [c ~~d~~](e)\n\n~~f~~"))
    assert said[0] == said[1]
    assert "<del>f</del>" in said[0]
    assert ("<del>d</del>" in said[0]) is (kind is Struck)


def test_nothing_of_one_text_is_left_in_the_next() -> None:
    converter = Converter("en")
    first: list[str] = []
    converter.convert("HTML a[^1] [r] *b **c\n\n## d {#e}\n\n[^1]: f\n[r]: https://e.ca/one\n*[HTML]: g\n", lambda href: first.append(href) or href)  # type: ignore[func-returns-value]
    assert first == ["https://e.ca/one"]
    second = "HTML a[^1] [r] *b*\n\n## d\n\n[x](https://e.ca/two)\n"
    assert converter.convert(second, same) == stock(second)
    assert converter.convert("", same) == ("", [])
    assert first == ["https://e.ca/one"]


def test_a_converter_that_broke_down_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    args = ("- a\n\n    > [b](c)\n", "content/risks/a.en.md", "risks", "en", 1)
    before = load_prose(*args)
    with monkeypatch.context() as here:
        here.setattr(prose, "read_target", broken)
        with pytest.raises(ZeroDivisionError):
            load_prose(*args)
    assert "en" not in prose._spare
    assert load_prose(*args) == before


def test_a_plain_block_is_one_that_only_a_paragraph_can_be() -> None:
    for block in ("Words, and `code`.", "**Bold** words\nand more", "*So* it is", "« Oui »", "é", "(a)\n“b”", "a # b > c: d"):
        assert fast.PLAIN.fullmatch(block), block
    for block in (
        "",
        "\na",
        " a",
        "- a",
        "* a",
        "+ a",
        "1. a",
        "٣. a",
        "# a",
        "> a",
        ": a",
        "[a]: b",
        "*[a]: b",
        "***",
        "_ _ _",
        "===",
        "a\n---",
        "a\n- b",
        "a | b",
        "a\n",
    ):
        assert not fast.PLAIN.fullmatch(block), block
