"""Pulling a roster from an SS 12000 interface: page after page, over HTTPS, never to another host, bounded in all it takes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import ijson

from server.schools.roster.json_parts import TooLargeError, word_at
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow
from server.schools.roster.source import MOST_BYTES
from server.schools.roster.ss12000 import ENDPOINTS, NEEDED, Lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.schools.roster.records import Record

PAGE = 500
MOST_PAGES = 5000
MOST_PAGE = 64 * 1024**2
PATIENCE = 60.0
TRIES = 3
LONGEST_PAUSE = 30.0
BUSY = frozenset({429, 502, 503, 504})
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class PullError(Exception):
    """The interface did not give what was asked for."""

    def __init__(self, reason: Reason) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


def is_address(text: str) -> bool:
    """Whether something is a web address and not a path."""
    return text.startswith(("http://", "https://"))


def may_be_asked(address: str) -> bool:
    """Whether a token may be sent there: encrypted, or not leaving this machine; nobody's password stands in it."""
    parts = urlsplit(address)
    return bool(parts.hostname) and parts.username is None and (parts.scheme == "https" or parts.hostname in OWN_MACHINE)


class Interface:
    """An SS 12000 interface at an address."""

    def __init__(self, client: httpx.Client, base: str) -> None:
        """Take what asks, and the address that the endpoints stand below."""
        self.client = client
        self.base = base.rstrip("/")
        self.taken = 0

    def records(self) -> Iterator[Record]:
        """Give everything that the interface has."""
        lists = Lists()
        for endpoint in ENDPOINTS:
            try:
                yield from self._endpoint(lists, endpoint)
            except PullError as wrong:
                if endpoint in NEEDED or wrong.reason is not Reason.api_refused:
                    yield BadRow(endpoint, 0, wrong.reason)
                    return  # what comes after would only fail in the same way
        yield from lists.end()

    def _endpoint(self, lists: Lists, endpoint: str) -> Iterator[Record]:
        """Give an endpoint's objects, page after page."""
        token, seen = "", set()
        lists.there.add(endpoint)
        for _ in range(MOST_PAGES):
            with self._page(endpoint, token) as page:
                yield from lists.records(page, endpoint)
                page.seek(0)
                token = _next(page)
            if not token:
                return
            if token in seen:
                raise PullError(Reason.api_away)
            seen.add(token)
        raise PullError(Reason.too_large)

    @contextmanager
    def _page(self, endpoint: str, token: str) -> Iterator[IO[bytes]]:
        """Take one page to a file that goes away with it."""
        wanted = {"limit": str(PAGE), **({"pageToken": token} if token else {})}
        with TemporaryFile() as page:
            for attempt in range(1, TRIES + 1):
                if self._take(f"{self.base}/{endpoint}", wanted, page, last=attempt == TRIES):
                    break
            page.seek(0)
            yield page

    def _take(self, address: str, wanted: dict[str, str], page: IO[bytes], *, last: bool) -> bool:
        """Take a page's bytes; tell whether it is there, or is to be asked for again after a pause."""
        try:
            with self.client.stream("GET", address, params=wanted) as answer:
                if answer.status_code in BUSY and not last:
                    time.sleep(_pause(answer))
                    return False
                if answer.status_code != httpx.codes.OK:
                    raise PullError(Reason.api_away if answer.status_code in BUSY or answer.is_redirect else Reason.api_refused)
                self._keep(answer, page)
        except httpx.HTTPError as error:
            raise PullError(Reason.api_away) from error
        return True

    def _keep(self, answer: httpx.Response, page: IO[bytes]) -> None:
        """Write a page down, as far as it may go."""
        for chunk in answer.iter_bytes(64 * 1024):
            page.write(chunk)
            self.taken += len(chunk)
            if page.tell() > MOST_PAGE or self.taken > MOST_BYTES:
                raise PullError(Reason.too_large)


def _pause(answer: httpx.Response) -> float:
    """Give how long the interface asks us to wait, within bounds."""
    said = answer.headers.get("retry-after", "")
    return min(float(said) if said.isdecimal() else 1.0, LONGEST_PAUSE)


def _next(page: IO[bytes]) -> str:
    """Read where the next page begins, if there is one.

    Raises:
        PullError: the page ends in the middle, or is nothing that a roster has.
    """
    try:
        return word_at(page, "pageToken")
    except TooLargeError as error:
        raise PullError(Reason.too_large) from error
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise PullError(Reason.not_json) from error


@contextmanager
def pulled(address: str, token: str) -> Iterator[Iterator[Record]]:
    """Give everything that the interface at an address has."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    with httpx.Client(headers=headers, timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
        yield Interface(client, address).records()
