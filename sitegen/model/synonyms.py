"""Words that readers type in place of those of the guide: ``data/synonyms.yaml``."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import Field

from sitegen.model.scalars import Noun, Text

Group = Annotated[tuple[Text, ...], Field(min_length=2, max_length=40)]


class Wording(Noun):
    """One language: words of a group mean the same to a reader who looks for something; ``ignored`` words say nothing of what that is; a question
    with a word of ``danger``, or of its group, gets the page of help first."""

    groups: tuple[Group, ...]
    ignored: tuple[Text, ...] = ()
    danger: tuple[Text, ...] = ()


class Synonyms(Noun):
    """What search knows of the words of readers, in both languages."""

    en: Wording
    fr: Wording

    def __getitem__(self, lang: str) -> Wording:
        return self.fr if lang == "fr" else self.en


def folded(words: str) -> str:
    """The words as search compares them: without accents, case and signs."""
    plain = unicodedata.normalize("NFKD", words.casefold()).replace("œ", "oe").replace("æ", "ae")
    kept = (" " if not sign.isalnum() else sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())
