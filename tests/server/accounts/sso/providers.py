"""Providers to sign in at: a real one in a process of its own, and one that says whatever a test wants it to say."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from joserfc import jwk, jwt
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

CLIENT = "stegvis"
SECRET = "a secret of theirs"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def real_provider() -> Iterator[str]:
    """Start oidc-provider-mock, and give its address."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    """Wait until a provider answers."""
    until = time.monotonic() + 30
    while True:
        try:
            httpx.get(f"{address}/.well-known/openid-configuration").raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)  # a process tells nobody when it has started
        else:
            return


def known(address: str, sub: str, **claims: object) -> None:
    """Let the real provider know a person."""
    httpx.put(f"{address}/users/{sub}", json=claims).raise_for_status()


async def consent(there: str, sub: str) -> str:
    """Sign in at the real provider as a person would; give the address that it sends the browser back to."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(there, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def query(address: str) -> dict[str, str]:
    """Read the query of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def setting(address: str, **other: object) -> dict[str, object]:
    """Give one provider as the settings have it."""
    return {
        "key": "school", "name": "Skolans konto", "issuer": address, "client_id": CLIENT, "client_secret": SECRET, "organisation": "Här",
        "match": "source_id", **other,
    }  # fmt: skip


class Liar:
    """A provider whose every word a test can choose."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
        self.doors: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.signs: Any = self.key
        self.token: Any = None
        self.userinfo: Any = {}
        self.asked: list[dict[str, str]] = []
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._doors),
                Route("/keys", self._keys),
                Route("/token", self._token, methods=["POST"]),
                Route("/userinfo", self._userinfo),
            ]
        )

    def begin(self) -> None:
        """Be honest again."""
        self.doors, self.claims, self.header, self.token, self.userinfo = {}, {}, {}, None, {"sub": "teacher"}
        self.signs = self.key
        self.asked.clear()

    async def _doors(self, _: Request) -> Response:
        there = {name: f"{self.address}/{path}" for name, path in DOORS.items()}
        return JSONResponse({"issuer": self.address, **there, **self.doors})

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _userinfo(self, _: Request) -> Response:
        return JSONResponse(self.userinfo)

    async def _token(self, request: Request) -> Response:
        self.asked.append({name: str(value) for name, value in (await request.form()).items()})
        if self.token is not None:
            return self.token if isinstance(self.token, Response) else JSONResponse(self.token)
        return JSONResponse({"token_type": "Bearer", "access_token": "x", "id_token": self.signed()})

    def signed(self) -> str:
        """Sign what is to be said."""
        at = int(time.time())
        whole = {"iss": self.address, "sub": "teacher", "aud": CLIENT, "iat": at, "exp": at + 60, **self.claims}
        header = {"alg": "RS256", "kid": "one", **self.header}
        said = {name: value for name, value in whole.items() if value is not None}
        if header["alg"] == "none":
            parts = (written(json.dumps(header)), written(json.dumps(said)))
            return ".".join((*parts, ""))
        return jwt.encode(header, said, self.signs, algorithms=[header["alg"]])


DOORS = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "jwks_uri": "keys",
    "userinfo_endpoint": "userinfo",
}


def written(words: str) -> str:
    """Write words as a token does."""
    return base64.urlsafe_b64encode(words.encode()).rstrip(b"=").decode()
