"""No rule without an example: each id that reading and checking can report stands, with its message, in one of the tests beside."""

from __future__ import annotations

import re

import pytest

from tests.roots import PROJECT

ROOMS = ("load", "check", "model", "plan")
# Made of a name and a word of the record, so not written whole in the code.
MADE = {"clinic/duplicate-{what}", "parity/headings", "parity/sources", "parity/figures", "clinic/shape", "article/unknown-key"}
# These are types of values; they are reported under the name of the field, such as clinic/phone.
TYPES = "value/"


def rules() -> set[str]:
    code = "\n".join(file.read_text("utf-8") for room in ROOMS for file in sorted((PROJECT / "sitegen" / room).rglob("*.py")))
    areas = "article|clinic|editorial|address|figure|file|line|link|markup|page|parity|place|province|source|synonyms|term|yaml"
    found = set(re.findall(f'"((?:{areas})/[a-z-]+)"', code))
    return found | MADE


EXAMPLES = "\n".join(
    file.read_text("utf-8") for room in ("load", "check") for file in sorted((PROJECT / "tests" / room).glob("test_*.py")) if "every_rule" not in file.name
)


@pytest.mark.parametrize("rule", sorted(rules()))
def test_every_rule_has_an_example(rule: str) -> None:
    name = rule.split("/")[1] if rule.startswith("parity/") else rule
    assert name in EXAMPLES


def test_the_rules_are_found_in_the_code() -> None:
    assert len(rules()) > 60
    assert not any(rule.startswith(TYPES) for rule in rules())
