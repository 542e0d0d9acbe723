"""Scalars and the parts that all records share: each takes text from the YAML dialect and says what it accepts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

import phonenumbers
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

Lang = Literal["en", "fr"]
LANGUAGES: tuple[str, ...] = ("en", "fr")


Fault = PydanticCustomError  # the kind of what fault() makes, for those who catch it


def fault(rule: str, message: str, fix: str) -> PydanticCustomError:
    """A problem that a validator found: rule id, what was found, what to write instead."""
    return PydanticCustomError(rule, "{message}", {"message": message, "fix": fix})


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise fault("value/true-or-false", f'"{value}" is neither true nor false', "write true or false, without quotes")


def _date(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise fault("value/date", f"{value} is not a day of the calendar", "check the month and the day") from None
    raise fault("value/date", f'"{value}" is not a date', "write it as 2026-11-23 (year-month-day)")


def _partial_date(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value)
    if not match:
        raise fault("value/date", f'"{value}" is not a date', "write it as 2026, 2026-11 or 2026-11-23")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        raise fault("value/date", f"{value} is not in the calendar", "check the month and the day") from None
    return value


_HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def web_address(value: str) -> str:
    """The one rule for outside addresses, in content and in data: https, an ASCII host name, no user name, no odd characters."""
    if not value.startswith("https://"):
        raise fault("value/web-address", f'"{value[:80]}" is not an https address', "write it in full, beginning with https://")
    if len(value) > 600 or re.search(r'[\s<>"\\^`{|}\x00-\x20\x7f]', value):
        raise fault("value/web-address", f'"{value[:80]}" has characters that an address cannot have', "copy the address from the browser's address bar")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise fault("value/web-address", f'"{value[:80]}" is not an address', "copy the address from the browser's address bar") from None
    if not _HOST.fullmatch(host) or "@" in parts.netloc or parts.netloc.endswith(":") or port not in (None, 443):
        raise fault("value/web-address", f'"{value[:80]}" has no plain host name', "write it as https://www.example.ca/page")
    return value


def host_of(url: str) -> str:
    """The host name that a reader recognises, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def kebab_of(words: str) -> str:
    """The words as they can stand in an address: small letters without accents, digits, single hyphens."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def kebab(value: str) -> str:
    """A word that can stand in an address on every system: small letters, digits and single hyphens."""
    plain = kebab_of(value)[:80].strip("-") or "side-effects"
    if value in _RESERVED:
        raise fault("value/id", f'"{value}" cannot be the name of a folder on every system', "choose another word")
    if len(value) <= 80 and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        return value
    raise fault("value/id", f'"{value[:80]}" cannot be used in an address', f"use small letters a to z, digits and single hyphens, such as {plain}")


_RESERVED = {"con", "prn", "aux", "nul", "index", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}


def _old_address(value: str) -> str:
    if re.fullmatch(r"/(?:en|fr)/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+", value):
        return value
    raise fault("value/address", f'"{value[:80]}" is not an address of this site', "write it as /en/guide/old-address/")


def _text(value: Any) -> Any:
    if isinstance(value, str):
        if not value.strip():
            raise fault("value/empty", "the text is empty", "write it, or delete the key")
        return " ".join(value.split())
    raise fault("value/text", "text is wanted here", "write words, in quotes if they hold a colon")


def _phone(value: str) -> str:
    """Short numbers stand as dialled; the rest must be Canadian or toll-free numbers of the North American plan."""
    if value in SHORT_NUMBERS or re.fullmatch(r"310-\d{4}", value):
        return value
    wrong = fault("value/phone", f'"{value[:40]}" is not a Canadian phone number', "write it as 613-555-0100")
    try:
        number = phonenumbers.parse(value, "CA")
    except phonenumbers.NumberParseException:
        raise wrong from None
    digits = str(number.national_number)
    if number.country_code != 1 or number.extension or not re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", digits):
        raise wrong
    region = phonenumbers.region_code_for_number(number)
    toll_free = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE
    if region not in ("CA", None) and not toll_free:
        raise wrong
    wanted = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if value not in (wanted, f"1-{wanted}"):
        raise fault("value/phone", f'"{value[:40]}" is not written as phone numbers are here', f"write it as {wanted}")
    return value


def _email(value: str) -> str:
    local, _, host = value.partition("@")
    if re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}", local) and _HOST.fullmatch(host.lower()):
        return value
    raise fault("value/email", f'"{value[:60]}" is not an e-mail address', "write it as name@clinic.ca")


SHORT_NUMBERS = ("9-1-1", "9-8-8", "8-1-1", "2-1-1", "911", "988", "811", "211")

Text = Annotated[str, BeforeValidator(_text)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Day = Annotated[dt.date, BeforeValidator(_date)]
SomeDate = Annotated[
    str, AfterValidator(_partial_date), WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, {"type": "integer"}]})
]
WebAddress = Annotated[str, AfterValidator(web_address), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://"})]
Kebab = Annotated[str, AfterValidator(kebab), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
OldAddress = Annotated[str, AfterValidator(_old_address)]
Email = Annotated[str, AfterValidator(_email)]
Phone = Annotated[str, AfterValidator(_phone)]
ProvinceCode = Literal["BC", "AB", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU"]
PROVINCES: tuple[str, ...] = get_args(ProvinceCode)


class Noun(BaseModel):
    """What all our nouns share: unknown keys are refused and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Bilingual(Noun):
    """One text that readers see, in both languages."""

    en: Text
    fr: Text

    def __getitem__(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


class OfficialName(Noun):
    """An official name; a language in which no source gives it is left out."""

    en: Text | None = None
    fr: Text | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> OfficialName:
        if not (self.en or self.fr):
            raise fault("value/name", "the name is given in neither language", "write en: or fr:")
        return self

    def in_language(self, lang: str) -> tuple[str, str]:
        """The name to show to a reader of ``lang`` and the language that it is in."""
        first, second = (("fr", self.fr), ("en", self.en)) if lang == "fr" else (("en", self.en), ("fr", self.fr))
        return (first[1], first[0]) if first[1] else (str(second[1]), second[0])


Copy = Literal["live", "archived"]


class Provenance(Noun):
    """The page that a statement rests on: whose it is, its own date where it shows one, when and how it was read."""

    url: WebAddress
    kind: Literal["own-site", "news", "government", "regulator", "directory", "association", "academic"]
    dated: SomeDate | None = None
    read: Day
    copy_: Copy = Field(alias="copy")


class Statement(Noun):
    """One sentence or two for readers, and the page that it rests on."""

    text: Bilingual
    source: Provenance
