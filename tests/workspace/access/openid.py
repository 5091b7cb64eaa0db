"""A small OpenID provider on this machine. It keeps to the standard, unless a test tells it not to."""

from __future__ import annotations

import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "rashin at 羅針", "s3cret: +/% of 羅針, long enough"

Claims = dict[str, Any]


@dataclass
class OpenIdProvider:
    """Who signs in there is `person`; what it says of them can be twisted."""

    issuer: str
    redirect: str
    """The only address that it sends browsers back to."""
    person: Claims = field(
        default_factory=lambda: {
            "sub": "tanaka-1",
            "email": "tanaka@example.jp",
            "name": "田中 務",
            "email_verified": True,
        }
    )
    key: ECKey | RSAKey = field(default_factory=lambda: new_key("first"))
    twist: Callable[[Claims], Claims] = lambda claims: claims
    """Changes the claims before they are signed."""
    sign: Callable[[OpenIdProvider, Claims], str] = lambda provider, claims: provider.signed(claims)
    metadata: Claims = field(default_factory=dict)
    """What else, or instead, the discovery document says."""
    answers: dict[str, Any] = field(default_factory=dict)
    """Answers given instead of the right ones, by path."""
    asked: list[str] = field(default_factory=list)
    """The paths asked for so far."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def signed(self, claims: Claims, key: ECKey | RSAKey | None = None) -> str:
        key = key or self.key
        alg = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": alg, "kid": key.kid}, claims, key)

    def discovery(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def authorise(self, asked: dict[str, str]) -> str:
        """Where the browser is sent once the person has signed in."""
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = token_urlsafe()
        self.codes[code] = asked
        return f"{self.redirect}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, sent: dict[str, str], authorization: str | None) -> tuple[int, Claims]:
        if not self._knows(sent, authorization):
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(sent["code"], None)
        challenge = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            **self.person,
        }
        return 200, {"id_token": self.sign(self, self.twist(claims)), "access_token": "unused", "token_type": "Bearer"}

    def _knows(self, sent: dict[str, str], authorization: str | None) -> bool:
        if authorization is None:
            return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return (unquote(name.replace("+", " ")), unquote(secret.replace("+", " "))) == (CLIENT, SECRET)


def new_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name})


def new_rsa_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


@contextmanager
def openid_provider(redirect: str) -> Iterator[OpenIdProvider]:
    """A provider that listens on a free port of this machine until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("location", provider.authorise(_single(parts.query)))
                self.end_headers()
                return
            right = {
                "/.well-known/openid-configuration": provider.discovery(),
                "/keys": {"keys": [provider.key.as_dict(private=False)]},
            }
            self._answer(200, provider.answers.get(parts.path) or right[parts.path])

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            sent = _single(self.rfile.read(int(self.headers["content-length"])).decode())
            self._answer(*provider.answers.get(self.path) or provider.token(sent, self.headers["authorization"]))

        def _answer(self, status: int, body: Any) -> None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = OpenIdProvider(f"http://127.0.0.1:{server.server_address[1]}", redirect)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
