"""Dictionary order for English and French."""

from __future__ import annotations

import unicodedata


def sort_key(words: str) -> tuple[str, str]:
    """Letters first, accents and case only between equals."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))
    plain = plain.replace("œ", "oe").replace("æ", "ae")
    return "".join(sign for sign in plain if sign.isalnum() or sign == " ").strip(), words
