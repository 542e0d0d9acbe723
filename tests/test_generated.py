"""Files that the project makes of itself are fresh, and nothing of the interface is left in one language."""

from __future__ import annotations

from babel.messages.pofile import read_po

from scripts.make_catalogues import FRENCH, untranslated, updated_catalogue
from scripts.make_schemas import schemas
from tests.roots import PROJECT


def test_the_schemas_say_what_the_models_say() -> None:
    folder = PROJECT / "data/schema"
    assert {file.name: file.read_text("utf-8") for file in folder.glob("*.json")} == schemas(), "run: make schemas"


def test_the_french_catalogue_holds_every_word_of_the_templates_and_no_other() -> None:
    assert FRENCH.read_text("utf-8") == updated_catalogue(), "run: make catalogues"


def test_every_word_of_the_interface_is_in_french() -> None:
    with FRENCH.open("rb") as file:
        assert untranslated(read_po(file, locale="fr_CA")) == []
