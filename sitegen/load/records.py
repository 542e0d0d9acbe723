"""One record of plain data to one noun, or to problems that an editor can act on."""

from __future__ import annotations

import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sitegen.load.yaml import Document, empty
from sitegen.problems import Origin, Report, did_you_mean

NounT = TypeVar("NounT", bound=BaseModel)
Path = tuple[int | str, ...]


def load_record(model: type[NounT], data: Any, origin: Origin, area: str, report: Report) -> NounT | None:
    """Type ``data``, which stands at ``origin``, as ``model``; every fault is reported under ``area`` with its place."""
    if not isinstance(data, dict):
        report.extend([origin.error(f"{area}/shape", "keys are wanted here", "write key: value lines")])
        return None
    try:
        return model.model_validate(data)
    except ValidationError as faults:
        found = faults.errors(include_url=False)
        for fault in found:
            if not _follows(fault, found):
                _report(fault, model, origin, area, report)
        return None


def load_list(model: type[NounT], document: Document | None, area: str, report: Report) -> list[tuple[NounT, Origin]]:
    """All sound records of a file that holds one list, each with its origin."""
    if document is None:
        report.unread.add(f"{area}:*")
        return []
    if not isinstance(document.data, list):
        report.unread.add(f"{area}:*")
        report.extend([document.origin.error(f"{area}/shape", "the file is not a list", "begin each record with - at the left margin")])
        return []
    nouns = []
    for index, data in enumerate(document.data):
        origin = document.origin.at(index)
        noun = load_record(model, data, origin, area, report)
        if noun is not None:
            nouns.append((noun, origin))
        else:
            report.unread.add(f"{area}:{_key(data)}")
    return nouns


def _follows(fault: Any, found: list[Any]) -> bool:
    """Whether a list counts as short only because one of its items has a problem of its own."""
    place = fault["loc"]
    return fault["type"] == "too_short" and any(other["loc"][: len(place)] == place and other["loc"] != place for other in found)


def _key(data: Any) -> str:
    """What other records call this one; ``*`` when that cannot be told."""
    named = [data[name] for name in ("id", "code") if isinstance(data.get(name), str)] if isinstance(data, dict) else []
    return next(iter(named), "*")


def _report(fault: Any, model: type[BaseModel], origin: Origin, area: str, report: Report) -> None:
    path: Path = tuple(fault["loc"])
    kind, value, context = fault["type"], fault.get("input"), fault.get("ctx", {})
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    rule = f"{area}/{name.replace('_', '-')}" if name else f"{area}/record"
    if value == "" and empty(origin.key(*path), name) in report:
        return
    if kind == "missing":
        parent = next((f" from {step}" for step in reversed(path[:-1]) if isinstance(step, str)), "")
        problem = origin.at(*path[:-1]).error(f"{area}/missing-key", f"{name} is missing{parent}", f"add {name}: …")
    elif kind == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        remedy = did_you_mean(name, known) or f"known keys: {', '.join(known)}"
        problem = origin.key(*path).error(f"{area}/unknown-key", f"{name} is not a key that belongs here", remedy)
    elif "/" in kind:
        problem = origin.at(*path).error(rule if kind.startswith("value/") else kind, context["message"], context["fix"])
    else:
        problem = origin.at(*path).error(rule, *_plain_words(kind, name, value, context, _known_keys(model, path)))
    report.extend([problem])


_FORMS = {
    "doi": "write it as 10.1000/182, without https://doi.org/ before it",
    "languages": "write the two letters of each language, such as en, fr or iu",
    "to": "write the digits as they are dialled, such as 741741",
    "translates": "copy the digest that check names, or delete the line",
}


def _plain_words(kind: str, name: str, value: Any, context: dict[str, Any], keys: list[str]) -> tuple[str, str]:
    shown = f'"{value[:60]}"' if isinstance(value, str) else "this"
    if kind == "literal_error":
        known = [word.strip("' ") for word in context["expected"].replace(" or ", ", ").split(",")]
        return f"{shown} is not one of the values of {name}", did_you_mean(str(value), known) or f"write one of: {', '.join(known)}"
    if kind in ("tuple_type", "list_type"):
        return f"{name} wants a list", "write [a, b], or one - item a line"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"{name} wants keys of its own", f"write it as {{ {', '.join(f'{key}: …' for key in keys)} }}"
    if kind == "string_type":
        return f"{name} wants text", "write words, in quotes if they hold a colon"
    if kind in ("too_long", "string_too_long") and isinstance(value, str):
        length, most = len(" ".join(value.split())), context["max_length"]
        return f"{name} has {length} characters; at most {most} fit", f"shorten it by {length - most}"
    if kind in ("too_short", "too_long"):
        least, most, items = context.get("min_length"), context.get("max_length"), context["actual_length"]
        have = f"{name} has {items} item{'' if items == 1 else 's'}"
        return (f"{have}; at most {most} fit", "keep the most important ones") if most else (f"{have}; at least {least} must be there", "add what is missing")
    if kind.startswith("int_"):
        return f"{shown} is not a number that {name} takes", "write a whole number, such as 10"
    if kind.startswith(("float_", "decimal_", "finite_")):
        return f"{shown} is not a number that {name} takes", "write digits with a point for decimals, such as 450.00, and nothing else"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = "at least" if kind.startswith("greater") else "at most"
        return f"{shown} is out of range for {name}", f"write {bound} {context.get('ge', context.get('le'))}"
    return f"{shown} does not have the form of {name}", _FORMS.get(name, "compare it with a neighbouring record")


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    for step in path:
        if isinstance(step, str):
            field = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
            model = (_model_in(field.annotation) if field else None) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, tuple, typing.Annotated):
        return next((found for part in typing.get_args(annotation) if (found := _model_in(part))), None)
    return None
