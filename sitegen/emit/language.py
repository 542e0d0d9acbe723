"""The interface's words from the gettext catalogues, and dates, money and numbers as written in Canada."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface; ``messages`` is empty for English, the language of the sources."""

    code: str
    locale: Locale
    messages: dict[tuple[str | None, str], str | tuple[str, ...]]

    def gettext(self, message: str) -> str:
        """The words for ``message``."""
        found = self.messages.get((None, message), message)
        return found if isinstance(found, str) else found[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The words for ``n`` things."""
        found = self.messages.get((None, singular))
        # French counts zero as singular, English does not.
        one = n < 2 if self.code == "fr" else n == 1
        if isinstance(found, tuple) and all(found):
            return found[0 if one else 1]
        return singular if one else plural

    def date(self, value: str) -> str:
        """An ISO date in long form; a year, or a year and month, as far as it goes."""
        if len(value) == 4:
            return value
        if len(value) == 7:
            return str(format_skeleton("yMMMM", dt.date.fromisoformat(f"{value}-01"), locale=self.locale))
        written = str(format_date(dt.date.fromisoformat(value), format="long", locale=self.locale))
        # The first of the month is an ordinal in French (Office québécois de la langue française); CLDR's pattern lacks it.
        return f"1er{written[1:]}" if self.code == "fr" and written.startswith("1 ") else written

    def money(self, value: str) -> str:
        """Canadian dollars and cents: $450.00, 450,00 $."""
        return str(format_currency(Decimal(value), "CAD", locale=self.locale))

    def number(self, value: float | Decimal) -> str:
        """A number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def language_name(self, code: str) -> str:
        """The name of a language, such as French for ``fr``."""
        return str(self.locale.languages.get(code, code))


def load_languages(locale_folder: Path) -> dict[str, Language]:
    """English and French, with the French catalogue read as it stands."""
    french: dict[tuple[str | None, str], str | tuple[str, ...]] = {}
    with (locale_folder / "fr/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            key = message.id if isinstance(message.id, str) else message.id[0]
            if key and message.string and not message.fuzzy:
                french[message.context, key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return {"en": Language("en", Locale("en", "CA"), {}), "fr": Language("fr", Locale("fr", "CA"), french)}
