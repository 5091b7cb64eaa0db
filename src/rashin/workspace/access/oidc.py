"""Signing in elsewhere: OpenID Connect, the code flow with PKCE.

Sources: OpenID Connect Core 1.0 and Discovery 1.0; RFC 7636 (PKCE); RFC 9207 (which issuer answered); RFC 9700 (what
goes wrong otherwise).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from rashin.errors import ExtraMissing, OidcRefused, OidcUnreachable, SettingWrong
from rashin.settings import Settings, meaning, variable
from rashin.workspace.access.secrets import derived

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

# No "none", and nothing that is signed with a secret we also know: whoever reads the setting could sign in as anybody.
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
_SECONDS_TO_ANSWER = 10
_KEPT_SECONDS = 3600
_CLOCKS_DIFFER_SECONDS = 60
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the provider."""

    subject: str
    """Issuer and subject, as `Person.subject` keeps them."""
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in under way. All that it needs follows from one secret, which the browser keeps meanwhile."""

    secret: str
    redirect: str
    """The address of ours to which the provider sends the browser back."""

    @property
    def state(self) -> str:
        """What the answer must carry, so that nobody can slip in an answer of their own."""
        return derived(self.secret, "oidc state")

    @property
    def nonce(self) -> str:
        """What the identity must carry, so that an old one cannot be used again."""
        return derived(self.secret, "oidc nonce")

    @property
    def verifier(self) -> str:
        """What only the one who asked can show for the code (RFC 7636)."""
        return derived(self.secret, "oidc verifier")

    @property
    def challenge(self) -> str:
        """The verifier's hash, by which the provider knows it again."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


class Provider:
    """An OpenID provider. It is asked nothing until somebody signs in."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._lock = Lock()
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def address(self, flow: Flow) -> str:
        """Where the browser goes to sign in.

        Raises:
            OidcUnreachable: the provider does not answer as one should.
        """
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": flow.redirect,
            "scope": "openid email profile",
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def identity(self, flow: Flow, answer: Mapping[str, str]) -> Identity:
        """Who signed in. `answer` is what the browser brought back: the parameters of the redirect.

        Raises:
            OidcRefused: the provider refused, or the answer cannot be trusted.
            OidcUnreachable: the provider does not answer as one should.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
            raise OidcRefused(point="state")
        self._refuse_other_issuers(answer)
        if "code" not in answer:
            raise OidcRefused(point="code")
        claims = self._claims(self._token(flow, answer["code"]), flow.nonce)
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is False:
            raise OidcRefused(point="email")
        name = claims.get("name")
        return Identity(f"{self.issuer} {claims['sub']}", email, name if isinstance(name, str) else "")

    def _refuse_other_issuers(self, answer: Mapping[str, str]) -> None:
        promised = self._metadata().get("authorization_response_iss_parameter_supported") is True
        if answer.get("iss", None if promised else self.issuer) != self.issuer:
            raise OidcRefused(point="iss")

    def _token(self, flow: Flow, code: str) -> str:
        import httpx

        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": flow.redirect,
            "code_verifier": flow.verifier,
        }
        methods = self._metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = None
        if self._client_secret is None:
            fields |= {"client_id": self._client_id}
        elif "client_secret_basic" in methods:
            # RFC 6749, 2.3.1: both are encoded like the fields of a form first.
            basic = httpx.BasicAuth(_form_encoded(self._client_id), _form_encoded(self._client_secret))
        else:
            fields |= {"client_id": self._client_id, "client_secret": self._client_secret}
        try:
            reply = httpx.post(self._endpoint("token_endpoint"), data=fields, auth=basic, timeout=_SECONDS_TO_ANSWER)
            token = reply.json().get("id_token") if reply.status_code == httpx.codes.OK else None
        except httpx.HTTPError:
            raise OidcUnreachable from None
        except (ValueError, AttributeError):
            token = None
        if not isinstance(token, str):
            raise OidcRefused(point="code")
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        from joserfc.errors import JoseError
        from joserfc.jwt import JWTClaimsRegistry

        claims = self._verified(token)
        expected = JWTClaimsRegistry(
            leeway=_CLOCKS_DIFFER_SECONDS,
            iss={"essential": True, "value": self.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": self._client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            expected.validate(claims)
        except JoseError as wrong:
            raise OidcRefused(point=getattr(wrong, "claim", "claims")) from None
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", self._client_id if len(audiences) == 1 else None) != self._client_id:
            raise OidcRefused(point="azp")
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        for fresh in (False, True):  # a provider changes its keys now and then
            try:
                return jwt.decode(token, self._keys(fresh=fresh), algorithms=_SIGNATURES).claims
            except (JoseError, ValueError):
                continue
        raise OidcRefused(point="id_token")

    def _keys(self, *, fresh: bool) -> KeySet:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            return KeySet.import_key_set(self._fetched(self._endpoint("jwks_uri"), fresh=fresh))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise OidcUnreachable from None

    def _endpoint(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str) or not is_safe(address):
            raise OidcUnreachable
        return address

    def _metadata(self) -> dict[str, Any]:
        found = self._fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise OidcUnreachable
        return found

    def _fetched(self, address: str, *, fresh: bool = False) -> dict[str, Any]:
        import httpx

        with self._lock:
            until, kept = self._kept.get(address, (0.0, {}))
        if not fresh and monotonic() < until:
            return kept
        try:
            reply = httpx.get(address, timeout=_SECONDS_TO_ANSWER).raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            raise OidcUnreachable from None
        if not isinstance(reply, dict):
            raise OidcUnreachable
        with self._lock:
            self._kept[address] = (monotonic() + _KEPT_SECONDS, reply)
        return reply


def provider(settings: Settings) -> Provider | None:
    """The provider that the settings name; None where they name none.

    Raises:
        SettingWrong: the settings name a provider, and not as what we are known there.
        ExtraMissing: the extra `oidc` is not installed.
    """
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None:
        values = meaning("oidc_client_id").values
        raise SettingWrong(variable=variable("oidc_client_id"), value="", values=values)
    if find_spec("joserfc") is None or find_spec("httpx") is None:
        raise ExtraMissing(extra="oidc")
    secret = settings.oidc_client_secret
    return Provider(
        settings.oidc_issuer, settings.oidc_client_id, None if secret is None else secret.get_secret_value()
    )


def is_safe(address: str) -> bool:
    """Whether what goes there cannot be read on the way: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _form_encoded(words: str) -> str:
    return urlencode({"": words})[1:]
