"""Whatever an article holds, nothing of it can run, style or load in a reader's browser."""

from __future__ import annotations

import pytest

from sitegen.load.prose import load_prose
from tests.load.browser_eyes import unsafe

CLASSICS = [
    *(
        f"[x]({scheme}alert(1))"
        for scheme in ("javascript:", "JaVaScRiPt:", "vbscript:", "livescript:", "data:text/html,", "blob:", "file:", "feed:", "view-source:")
    ),
    *(
        f"[x]({href})"
        for href in (
            "&#106;avascript:alert(1)",
            "&#x6A;avascript&colon;alert(1)",
            "&#0000106avascript:alert(1)",
            "java&#x09;script:alert(1)",
            "java&NewLine;script:alert(1)",
        )
    ),
    *(
        f"[x]({href})"
        for href in (
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "\x01javascript:alert(1)",
            "java\x00script:alert(1)",
            "java%0ascript:alert(1)",
        )
    ),
    *(
        f"[x]({href})"
        for href in (
            "<javascript:alert(1)>",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https:evil.example",
            "https:///evil.example",
            "http://evil.example",
        )
    ),
    *(
        f"[x]({href})"
        for href in ('https://a.ca" onmouseover="alert(1)', "https://a.ca' onmouseover='alert(1)", 'https://a.ca "x" onclick="y"', '#x" onclick="y')
    ),
    *(
        f"[x]({href})"
        for href in (
            'cite:a" onclick="b',
            "term:javascript:alert(1)",
            "ref:javascript:alert(1)",
            "clinic:javascript:alert(1)",
            "mailto:javascript:alert(1)//a@b.ca",
        )
    ),
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[y]\n\n[y]: JAVASCRIPT:alert(1) 'title'",
    '[x][y]\n\n[y]: https://a.ca "t\\" onclick=\\"z"',
    "<javascript:alert(1)>",
    '<https://a.ca/" onclick=alert(1)>',
    "<data:text/html,x>",
    '<a@b.ca" onclick="x>',
    "<HTTPS://A.CA/><script>",
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>'>",
    "<style>@import 'x'</style>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<form action=//evil.example><input>",
    "<object data=x>",
    "<a href=javascript:alert(1)>x</a>",
    "<!--><script>-->",
    "<![CDATA[<script>]]>",
    "<b\n onmouseover=alert(1)>x",
    "<div\n\n<script>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "<scr<script>ipt>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    '![x" onerror="alert(1)](y)',
    "![x][y]\n\n[y]: https://evil.example/x.png",
    "## x {: onclick=alert(1) }",
    '## x {#a" onclick="alert(1)}',
    "x\n{: style=position:fixed }",
    "[x](#y){: onclick=alert(1) }",
    "| a |\n|---|\n| b {: onclick=x } |",
    '```html" onclick="x\n<script>\n```',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "~~~ {.x onclick=y}\n<script>\n~~~",
    "```timeline\ntitle: '<script>'\n```",
    "`</code><script>`",
    '*[X]: " onclick="alert(1)\n\nX',
    "*[<script>]: x\n\n<script>",
    '[^"><script>]\n\n[^"><script>]: x',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '[[x" onclick="y]]',
    "[<script>][[x]]",
    "[[javascript:alert(1)]]",
    '[@x" onclick="y]',
    "[@<script>]",
    '> [!NOTE" onclick="x]\n> y',
    "> [!<script>]\n> y",
    "klzzwxh:0000",
    "\x02klzzwxh:0000\x03",
    "\x02wzxhzdk:0\x03 <script>",
    "\x0260\x03script\x0262\x03",
    "///Footnotes Go Here///<script>",
    '[TOC]\n\n## <script>\n\n## " onclick="x',
    "|<script>|\n|-|\n|<img src=x onerror=y>|",
    "a\n:   <script>alert(1)</script>",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    "\ufeff<script>",
    "＜script＞",
    "<\u0000script>",
    "\"'><script>",
    "]]><script>",
]


@pytest.mark.parametrize("text", CLASSICS)
def test_what_attackers_write_is_shown_or_refused_and_never_obeyed(text: str) -> None:
    for whole in (text, f"> - {text}", f"*a {text} b*", f"| a |\n|---|\n| {text} |"):
        prose, problems = load_prose(whole, "f.md", "risks", "en", 1)
        assert unsafe(prose.html if prose else "") == []
        assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<img src=x>",
        '<a href="javascript:x">x</a>',
        '<a href=" https://a.ca">x</a>',
        '<a href="//a.ca">x</a>',
        '<p onclick="x">x</p>',
        '<p style="x">x</p>',
        '<p class="x">x</p>',
        "<!-- x -->",
        "<?x?>",
        '<a href="/x">x</a>',
        '<a href="http://a.ca">x</a>',
        '<a href="#a" target="x">x</a>',
        "<h1>x</h1>",
    ],
)
def test_the_eyes_of_these_tests_see_what_is_unsafe(html: str) -> None:
    assert unsafe(html) != []
