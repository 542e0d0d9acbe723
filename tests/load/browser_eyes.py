"""What a strict reader of HTML finds unsafe in the body of an article; written apart from the sanitiser that it judges."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = set("a abbr blockquote br code dd div dl dt em h2 h3 h4 h5 h6 hr li ol p pre span strong sup table tbody td th thead tr ul".split())
ATTRIBUTES = {"id", "href", "title", "class", "scope", "start"}
CLASSES = {"cite", "footnote", "footnote-ref", "footnote-backref", "figure-slot", "align-right", "align-center", "callout"}
HREF = re.compile(
    r"(?s:#.*)|https://[a-z0-9][a-z0-9.-]*(?::443)?(?:[/?#][^\s<>\"\\]*)?|(?:mailto|tel|sms):[\w.%+@-]+"
    r"|ref:(?:article|clinic|province|page):[\w/-]+(?:#[\w:-]+)?|term:.+|cite:.+"
)


class _Eyes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.unsafe: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.unsafe.append(f"<{tag}>")
        for name, value in attrs:
            shown = f'{name}="{value}"'
            classes = value.split() if name == "class" and value else []
            strange = any(word not in CLASSES and not re.fullmatch(r"callout-[a-z]+", word) for word in classes)
            if name not in ATTRIBUTES or value is None or strange or (name == "href" and not HREF.fullmatch(value)):
                self.unsafe.append(shown)

    def handle_comment(self, data: str) -> None:
        self.unsafe.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.unsafe.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.unsafe.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.unsafe.append(f"<?{data}>")


def unsafe(html: str) -> list[str]:
    """Every tag, attribute, class, scheme, comment or declaration that an article's body must not hold."""
    eyes = _Eyes()
    eyes.feed(html)
    eyes.close()
    return eyes.unsafe
