#!/usr/bin/env python3
"""Bring locale/fr/LC_MESSAGES/messages.po up to date with the templates and with sitegen/emit/words.py; translations are kept."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
FRENCH = PROJECT / "locale/fr/LC_MESSAGES/messages.po"
METHODS = [("templates/**.html", "jinja2"), ("sitegen/emit/words.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "in_language": (2,)}


def updated_catalogue() -> str:
    """The French catalogue with every message that is in use, in order of the files, and none that is not."""
    template = Catalog()
    found = extract_from_dir(PROJECT, METHODS, OPTIONS, KEYWORDS)
    for file, _, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        template.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    with FRENCH.open("rb") as old:
        catalogue = read_po(old, locale="fr_CA")
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=True, include_lineno=False, width=120)
    return _HEADER + out.getvalue().decode("utf-8")


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that have no French yet."""
    return [str(message.id) for message in catalogue if message.id and not all([message.string] if isinstance(message.string, str) else message.string or [""])]


_HEADER = """\
# French of Canada for the words of the interface. Make it fresh with: make catalogues
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: fr_CA\\n"
"MIME-Version: 1.0\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""

if __name__ == "__main__":
    text = updated_catalogue()
    FRENCH.write_text(text, "utf-8")
    catalogue = read_po(io.BytesIO(text.encode()), locale="fr_CA")
    print(f"{len(catalogue)} messages, {len(untranslated(catalogue))} without French")
