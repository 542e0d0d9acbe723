"""Jinja: templates and plain data to HTML. The only room that knows Jinja."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from sitegen.cache import Cache, digest_of
from sitegen.emit.assets import Assets
from sitegen.emit.body import render_body
from sitegen.emit.figures import canada, canada_box, dots, draw, province_map
from sitegen.emit.headers import META_POLICY, META_POLICY_WITH_SCRIPT
from sitegen.emit.language import Language
from sitegen.emit.structured import emit_structured
from sitegen.emit.words import FIELDS, LABELS
from sitegen.model.figures import FIGURES
from sitegen.model.page import Page, Plain
from sitegen.model.scalars import host_of

_SHARED = re.compile(r'shared\("([a-z-]+)"\)')  # parts that are the same on every page of a language, rendered once


class Pages:
    """The environment of one build: renders any page and names, by digest, everything that its bytes depend on."""

    def __init__(self, folders: list[Path], languages: dict[str, Language], chrome: dict[str, Plain], assets: Assets, code: str, cache: Cache) -> None:
        self._languages, self._chrome, self.assets = languages, chrome, assets
        self._cache, self._compiled = cache, _Compiled(cache)
        self.prefix = urlsplit(chrome["en"]["base_url"]).path.rstrip("/")
        self._environments = {code_: self._environment(folders, language) for code_, language in languages.items()}
        self._closures: dict[str, str] = {}
        shared = json.dumps([chrome, assets.addresses], ensure_ascii=False)
        words = json.dumps([sorted((str(key), value) for key, value in language.messages.items()) for language in languages.values()], ensure_ascii=False)
        self._shared = digest_of(code, shared, words)

    def digest(self, page: Page) -> str:
        """The same digest means the same bytes: context with its order, template closure, shared words and code."""
        plain = [page.address, page.kind, page.lang, page.title, page.description, page.context, page.alternates, page.trail, page.changed, page.indexed]
        return digest_of(self._shared, self._closure(f"pages/{page.kind}.html"), json.dumps(plain, ensure_ascii=False))

    def render(self, page: Page) -> bytes:
        """The HTML of one page."""
        template = self._environments[page.lang].get_template(f"pages/{page.kind}.html")
        text = template.render(page=page, chrome=self._chrome[page.lang], csp_meta=META_POLICY, csp_meta_script=META_POLICY_WITH_SCRIPT)
        # Blank lines that template tags leave behind cost bytes and mean nothing outside pre.
        return ("\n".join(line for line in text.split("\n") if line.strip()) + "\n").encode() if "<pre" not in text else text.encode()

    def _environment(self, folders: list[Path], language: Language) -> Environment:
        environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
            bytecode_cache=self._compiled,
        )  # fmt: skip
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        environment.globals |= _gettext_of(language)
        labels = {key: language.gettext(text) for key, text in LABELS.items()}
        filters: dict[str, Callable[[Any], str]] = {
            "date": cache(language.date), "money": cache(language.money), "number": cache(language.number), "language_name": language.language_name,
            "label": labels.__getitem__, "href": self._href, "host": host_of,
        }  # fmt: skip
        environment.filters |= {name: _not_folded(function) for name, function in filters.items()}
        environment.globals |= {
            "asset": lambda name: self._href(self.assets.addresses[name]),
            "body": self._body_of(environment, language),
            "shared": cache(lambda name: Markup(environment.get_template(f"parts/{name}.html").render(chrome=self._chrome[language.code]))),  # noqa: S704
            "structured": lambda page: emit_structured(page, self._chrome[page.lang]),
            "canada": lambda provinces: canada(provinces),
            "canada_box": canada_box(),
            "dots": lambda towns: dots(towns),
            "province_map": lambda code, towns: province_map(code, towns),
            "fields": FIELDS,
            "absolute": lambda address: self._chrome["en"]["base_url"] + address,
            "in_language": lambda lang, message: self._languages[lang].gettext(message),
        }
        return environment

    def _body_of(self, environment: Environment, language: Language) -> Callable[[Page], Markup]:
        def figure(number: int, planned: dict[str, Any]) -> str:
            template = environment.get_template(f"figures/{planned['kind']}.html")
            return template.render(figure=planned | {"id": f"figure-{number + 1}", "drawn": draw(planned["kind"], planned["data"])})

        return lambda page: render_body(page.context, language, self._href, figure)

    def _href(self, address: str) -> str:
        return self.prefix + address

    def _closure(self, name: str) -> str:
        """The digest of a template and of everything that it extends, includes or imports."""
        if name not in self._closures:
            self._closures[name] = ""  # a template that includes itself ends here
            environment = next(iter(self._environments.values()))
            source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
            found = self._references(environment, source)
            # A name that is computed (None here) may be that of any template.
            parts = environment.list_templates() if None in found else sorted(part for part in found if part)
            parts += [f"parts/{part}.html" for part in _SHARED.findall(source)]
            if "body(" in source:
                parts += [f"figures/{kind}.html" for kind in FIGURES]
            self._closures[name] = digest_of(source, *(self._closure(part) for part in parts))
        return self._closures[name]

    def _references(self, environment: Environment, source: str) -> set[str | None]:
        """The templates that one names; remembered, because parsing all of them takes longer than rendering one page."""
        key = digest_of(jinja2.__version__, source)
        if (stored := self._cache.get("references", key)) is None:
            stored = json.dumps(list(find_referenced_templates(environment.parse(source)))).encode()
            self._cache.put("references", key, stored)
        return set(json.loads(stored))


def _gettext_of(language: Language) -> dict[str, Callable[..., Markup]]:
    """The words of one language for templates: messages are trusted HTML, what is put into them is escaped."""
    plain = cache(lambda message: Markup(language.gettext(message)) % {})  # noqa: S704 - from our own catalogue

    def gettext(message: str, /, **variables: Any) -> Markup:
        return Markup(language.gettext(message)) % variables if variables else plain(message)  # noqa: S704

    def ngettext(singular: str, plural: str, n: int, /, **variables: Any) -> Markup:
        return Markup(language.ngettext(singular, plural, n)) % ({"num": n} | variables)  # noqa: S704

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


class _Compiled(BytecodeCache):
    """Compiled templates from one run to the next, in our own cache: no fault of the disk is an error."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return digest_of(jinja2.__version__, name, filename or "")

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._cache.get("templates", bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._cache.put("templates", bucket.key, bucket.bytecode_to_string())


def _not_folded(function: Callable[[Any], str]) -> Callable[[Any, Any], str]:
    """The filter, called when a page is made: one without a context would be folded into the compiled template, which both languages share."""

    @pass_context
    def at_run_time(context: Any, value: Any) -> str:
        return function(value)

    return at_run_time
