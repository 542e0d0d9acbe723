"""How hard a text is to read, by the formulas that textstat keeps."""

from __future__ import annotations

import html
import re
from functools import cache

from textstat.textstat import textstatistics

from sitegen.model.articles import ReadingLevel

_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)
_BARE_TERM = re.compile(r'<a href="term:([^"]+)"></a>')
_BLOCK = re.compile(r"<(?:p|li|dd)>(.*?)(?=</?(?:p|li|dd|ul|ol|dl)>)", re.DOTALL)
_END = re.compile(r"(?<=[.!?:;])[”»\"’)]*\s+")


def measure(body: str, lang: str) -> ReadingLevel:
    """The reading level of safe HTML: of its paragraphs and list items, not of headings, tables and figures.

    English: Flesch-Kincaid grade (Kincaid and others, 1975), syllables by the CMU Pronouncing Dictionary, else by hyphenation.
    French: 207 - 1.015 words a sentence - 73.6 syllables a word (Kandel and Moles, 1958), syllables by hyphenation.
    """
    told = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", block)).split()) for block in _BLOCK.findall(_spoken(body))]
    blocks = [block if block[-1] in ".!?" else f"{block.rstrip(' :;,')}." for block in told if re.search(r"\w", block)]
    if not blocks:
        return ReadingLevel(0.0 if lang == "en" else 100.0, 0.0, "", 0)
    text, library = "\n".join(blocks), _library(lang)
    score = library.flesch_kincaid_grade(text) if lang == "en" else library.flesch_reading_ease(text)
    sentences = [sentence for block in blocks for sentence in _END.split(block)]
    longest = max(sentences, key=words_in)
    return ReadingLevel(round(score, 1), round(library.words_per_sentence(text), 1), longest, words_in(longest))


def words_in(sentence: str) -> int:
    """How many words a sentence has; what is joined by an apostrophe or a hyphen is one."""
    return len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", sentence))


def _spoken(body: str) -> str:
    return _BARE_TERM.sub(lambda match: match[1].replace("-", " "), _CITATION.sub("", body))


@cache
def _library(lang: str) -> textstatistics:
    library = textstatistics()
    library.set_lang("en_US" if lang == "en" else lang)
    return library
