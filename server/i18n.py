"""Languages: one gettext catalogue for Python, pages and scripts, read straight from its `.po` files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from babel.units import format_unit

from server.columns import now
from server.config import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel.messages import Catalog

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "stegvis"
LANGUAGES = ("sv", "en", "ar")
_JUST_NOW = 60
_MEGA = 1_000_000


@cache
def zone() -> ZoneInfo:
    """Give the zone of the clock on the schools' walls; it is set once for a process."""
    return ZoneInfo(Settings().time_zone)


def at_school(moment: datetime) -> datetime:
    """Give a moment as the clock on the school's wall says it."""
    return moment.astimezone(zone())


def at_clock(moment: datetime, own_zone: str) -> datetime:
    """Give a moment as somebody's own clock says it; who has chosen none lives by the school's."""
    return moment.astimezone(ZoneInfo(own_zone)) if own_zone else at_school(moment)


@dataclass(frozen=True)
class Words:
    """One language: its sentences, dates and direction."""

    language: str

    @cached_property
    def locale(self) -> Locale:
        """The Babel locale."""
        return Locale.parse(self.language)

    @cached_property
    def catalogue(self) -> Catalog:
        """The catalogue as it is written."""
        with (FOLDER / self.language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
            return read_po(file, locale=self.language)

    @cached_property
    def translations(self) -> Translations:
        """The catalogue, compiled in memory; English is the language of the sources, so a missing sentence reads as itself."""
        compiled = BytesIO()
        write_mo(compiled, self.catalogue)
        compiled.seek(0)
        return Translations(compiled, DOMAIN)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
    def own_name(self) -> str:
        """The language's name in itself, with a capital."""
        name = self.locale.get_display_name(self.locale) or self.language
        return name[:1].upper() + name[1:]

    def say(self, sentence: str, **values: object) -> str:
        """Give a sentence in this language, with `{name}` filled in."""
        said = self.translations.ugettext(sentence)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """Give a sentence in the form that goes with a number; `{n}` is the number."""
        return self.translations.ungettext(one, many, n).format(n=n, **values)

    def when(self, moment: datetime) -> str:
        """Say when something happened: "just now", "3 hours ago", or the day."""
        past = now() - moment
        if past.total_seconds() < _JUST_NOW:
            return self.say("just now")
        if past.days < 1:
            return format_timedelta(-past, add_direction=True, locale=self.locale)
        return self.day(moment)

    def day(self, day: date | datetime) -> str:
        """Write a day, or that of a moment: "1 December 2026"."""
        return format_date(at_school(day) if isinstance(day, datetime) else day, "d MMMM y", locale=self.locale)

    def month(self, day: date) -> str:
        """Write a month with its year, in short: "Jan 2026"."""
        return format_date(day, "MMM y", locale=self.locale)

    def near_day(self, day: date) -> str:
        """Write a day that is near: "12 December", with the year where it is another than today's."""
        return format_date(day, "d MMMM", locale=self.locale) if day.year == now().year else self.day(day)

    def weekday(self, day: date | datetime) -> str:
        """Write a day as one plans with it: "Tuesday 1 December", with the year where it is another than today's."""
        day = at_school(day).date() if isinstance(day, datetime) else day
        return format_date(day, "EEEE d MMMM" if day.year == now().year else "EEEE d MMMM y", locale=self.locale)

    def clock(self, moment: datetime) -> str:
        """Write the time of day by the clock at school: "15:20"."""
        return format_time(at_school(moment), "HH:mm", locale=self.locale)

    def span(self, starts: datetime, ends: datetime) -> str:
        """Write from when until when: "Tuesday 1 December, 15:20" and, after a dash, "15:40"."""
        return f"{self.weekday(starts)}, {self.clock(starts)}\u2013{self.clock(ends)}"

    def size(self, size: int) -> str:
        """Write how many bytes a file has, in kilobytes, or in megabytes from one on: "2.2 MB"."""
        if size < _MEGA:
            return format_unit(-(-size // 1000), "digital-kilobyte", length="short", locale=self.locale)
        return format_unit(round(size / _MEGA, 1), "digital-megabyte", length="short", locale=self.locale)

    def several(self, things: Sequence[str]) -> str:
        """Write several things in a row: "the pupil, teachers and the home"."""
        return format_list(things, locale=self.locale)

    def iso_day(self, day: str) -> str:
        """Write a day that is kept as text, `2026-12-01`."""
        return self.day(date.fromisoformat(day))

    def moment(self, moment: datetime, own_zone: str = "") -> str:
        """Write a moment whole, for titles and logs, by the clock at school, or by another that is then named."""
        said = format_datetime(at_clock(moment, own_zone), "d MMMM y HH:mm", locale=self.locale)
        return f"{said} ({own_zone})" if own_zone else said

    @cached_property
    def for_page(self) -> bytes:
        """The sentences that scripts say, as JSON: `{forms, messages}`; `forms` are the plural categories in gettext's order."""
        messages = {_key(message): message.string for message in self.catalogue if message.id and _in_script(message) and message.string}
        body = {"language": self.language, "forms": _plural_forms(self.language), "messages": messages}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def address(self) -> str:
        """Where the page fetches its sentences; changes when they do, so it may be kept for ever."""
        return f"/words/{self.language}.{hashlib.sha256(self.for_page).hexdigest()[:12]}.json"


def _in_script(message: object) -> bool:
    """Whether a sentence is used by a script of the page."""
    return any(file.endswith(".ts") for file, _ in message.locations)  # type: ignore[attr-defined]


def _key(message: object) -> str:
    """Give the sentence's first form: the key a script looks it up by."""
    return message.id if isinstance(message.id, str) else message.id[0]  # type: ignore[attr-defined]


def _plural_forms(language: str) -> list[str]:
    """Give the CLDR categories in the order in which gettext numbers its plural forms."""
    return {"ar": ["zero", "one", "two", "few", "many", "other"]}.get(language, ["one", "other"])


@cache
def words(language: str) -> Words:
    """Give a language; one object each for the life of the process."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])


def negotiate(accepted: str, default: str) -> str:
    """Choose a language from an `Accept-Language` header: the first of ours that is named, else the school's."""
    for part in accepted.split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return language
    return default
