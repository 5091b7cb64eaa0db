from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr
from tests.workspace.access.openid import (
    CLIENT,
    SECRET,
    Claims,
    OpenIdProvider,
    new_key,
    new_rsa_key,
    openid_provider,
)

from rashin.errors import OidcRefused, OidcUnreachable, SettingWrong
from rashin.settings import Settings, settings
from rashin.workspace.access.oidc import Flow, Identity, Provider, is_safe, provider

REDIRECT = "https://rashin.test/sign-in/oidc/back"


@pytest.fixture
def there() -> Iterator[OpenIdProvider]:
    with openid_provider(REDIRECT) as running:
        yield running


@pytest.fixture
def ours(there: OpenIdProvider) -> Provider:
    return Provider(there.issuer, CLIENT, SECRET)


def answer(ours: Provider, flow: Flow) -> dict[str, str]:
    """What the browser brings back once the person has signed in."""
    sent_back = httpx.get(ours.address(flow)).headers["location"]
    assert sent_back.startswith(REDIRECT)
    return {name: values[0] for name, values in parse_qs(urlsplit(sent_back).query).items()}


def sign_in(ours: Provider, secret: str = "s" * 43) -> Identity:
    flow = Flow(secret, REDIRECT)
    return ours.identity(flow, answer(ours, flow))


def test_it_says_who_signed_in(ours: Provider, there: OpenIdProvider) -> None:
    assert sign_in(ours) == Identity(f"{there.issuer} tanaka-1", "tanaka@example.jp", "田中 務")


def test_the_provider_is_asked_nothing_until_somebody_signs_in(ours: Provider, there: OpenIdProvider) -> None:
    assert there.asked == []


def test_what_the_provider_says_of_itself_is_asked_once(ours: Provider, there: OpenIdProvider) -> None:
    for number in range(3):
        sign_in(ours, f"{number}" * 43)
    assert sorted(set(there.asked)) == ["/.well-known/openid-configuration", "/authorize", "/keys", "/token"]
    assert there.asked.count("/.well-known/openid-configuration") == there.asked.count("/keys") == 1


def test_a_provider_that_signs_with_rsa_is_understood(ours: Provider, there: OpenIdProvider) -> None:
    there.key = new_rsa_key("rsa")
    assert sign_in(ours).email == "tanaka@example.jp"


def test_a_provider_that_changed_its_key_is_understood(ours: Provider, there: OpenIdProvider) -> None:
    sign_in(ours)
    there.key = new_key("second")
    assert sign_in(ours).email == "tanaka@example.jp"


def test_the_secret_goes_into_the_form_where_the_provider_wants_it_there(there: OpenIdProvider) -> None:
    there.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert sign_in(Provider(there.issuer, CLIENT, SECRET)).email == "tanaka@example.jp"


@pytest.mark.parametrize("secret", ["wrong", None])
def test_nobody_else_can_use_our_codes(there: OpenIdProvider, secret: str | None) -> None:
    with pytest.raises(OidcRefused, match="code"):
        sign_in(Provider(there.issuer, CLIENT, secret))


def test_the_three_marks_of_a_flow_tell_nothing_of_each_other() -> None:
    one, other = Flow("a" * 43, REDIRECT), Flow("b" * 43, REDIRECT)
    marks = [
        mark for flow in (one, other) for mark in (flow.state, flow.nonce, flow.verifier, flow.challenge, flow.secret)
    ]
    assert len(set(marks)) == len(marks)
    assert 43 <= len(one.verifier) <= 128


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def changed(**others: object) -> Callable[[Claims], Claims]:
    return lambda claims: {**claims, **others}


NOW = int(time.time())


@pytest.mark.parametrize(
    ("twist", "point"),
    [
        (changed(nonce="another"), "nonce"),
        (without("nonce"), "nonce"),
        (changed(aud="another"), "aud"),
        (changed(aud=["another"]), "aud"),
        (without("aud"), "aud"),
        (changed(aud=[CLIENT, "another"]), "azp"),
        (changed(aud=[CLIENT, "another"], azp="another"), "azp"),
        (changed(azp="another"), "azp"),
        (changed(iss="https://evil.example"), "iss"),
        (without("iss"), "iss"),
        (changed(exp=NOW - 3_600), "exp"),
        (without("exp"), "exp"),
        (changed(exp="tomorrow"), "exp"),
        (changed(iat=NOW + 3_600), "iat"),
        (without("iat"), "iat"),
        (changed(nbf=NOW + 3_600), "nbf"),
        (without("sub"), "sub"),
        (changed(sub=""), "sub"),
        (changed(sub=7), "sub"),
        (without("email"), "email"),
        (changed(email_verified=False), "email"),
    ],
)
def test_what_it_says_is_not_taken_on_trust(
    ours: Provider, there: OpenIdProvider, twist: Callable[[Claims], Claims], point: str
) -> None:
    there.twist = twist
    with pytest.raises(OidcRefused) as trouble:
        sign_in(ours)
    assert trouble.value.facts["point"] == point


def test_several_audiences_are_taken_where_we_are_the_one_meant(ours: Provider, there: OpenIdProvider) -> None:
    there.twist = changed(aud=[CLIENT, "another"], azp=CLIENT)
    assert sign_in(ours).email == "tanaka@example.jp"


def unsigned(_: OpenIdProvider, claims: Claims) -> str:
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "none"}, claims)
    )
    return f"{head}.{body}."


def by_a_stranger(there: OpenIdProvider, claims: Claims) -> str:
    return there.signed(claims, new_key(there.key.kid or ""))


def with_our_own_secret(_: OpenIdProvider, claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def with_the_public_key_as_a_secret(there: OpenIdProvider, claims: Claims) -> str:
    """The classic confusion of algorithms."""
    public = OctKey.import_key(there.key.as_pem(private=False).replace(b"-----", b""))
    return jwt.encode({"alg": "HS256", "kid": there.key.kid}, claims, public)


def tampered(there: OpenIdProvider, claims: Claims) -> str:
    head, _, signature = there.signed(claims).split(".")
    other = there.signed({**claims, "sub": "somebody else"}).split(".")[1]
    return f"{head}.{other}.{signature}"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        by_a_stranger,
        with_our_own_secret,
        with_the_public_key_as_a_secret,
        tampered,
        lambda *_: "a.b.c",
        lambda *_: "",
    ],
    ids=["none", "stranger", "own secret", "confusion", "tampered", "nonsense", "empty"],
)
def test_only_the_provider_can_sign(
    ours: Provider, there: OpenIdProvider, sign: Callable[[OpenIdProvider, Claims], str]
) -> None:
    there.sign = sign
    with pytest.raises(OidcRefused, match="id_token"):
        sign_in(ours)


@pytest.mark.parametrize(
    ("brought", "point"),
    [
        ({"state": "another"}, "state"),
        ({"state": ""}, "state"),
        ({"state": "羅針"}, "state"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"iss": None}, "iss"),
        ({"code": None, "error": "access_denied"}, "code"),
        ({"code": "another"}, "code"),
    ],
)
def test_an_answer_that_is_not_to_our_question_is_refused(
    ours: Provider, there: OpenIdProvider, brought: dict[str, str | None], point: str
) -> None:
    flow = Flow("s" * 43, REDIRECT)
    given = {name: value for name, value in {**answer(ours, flow), **brought}.items() if value is not None}
    with pytest.raises(OidcRefused) as trouble:
        ours.identity(flow, given)
    assert trouble.value.facts["point"] == point


def test_an_answer_works_once(ours: Provider) -> None:
    flow = Flow("s" * 43, REDIRECT)
    given = answer(ours, flow)
    ours.identity(flow, given)
    with pytest.raises(OidcRefused, match="code"):
        ours.identity(flow, given)


def test_the_answer_to_somebody_elses_question_is_refused(ours: Provider) -> None:
    """Even where they know the state, the code is of no use without the verifier."""
    theirs, mine = Flow("t" * 43, REDIRECT), Flow("m" * 43, REDIRECT)
    given = answer(ours, theirs)
    with pytest.raises(OidcRefused, match="state"):
        ours.identity(mine, given)
    with pytest.raises(OidcRefused, match="code"):
        ours.identity(mine, {**given, "state": mine.state})


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/.well-known/openid-configuration", {"issuer": "https://evil.example"}),
        ("/.well-known/openid-configuration", ["not", "an", "object"]),
        ("/.well-known/openid-configuration", b"<html>"),
        ("/keys", {"no": "keys"}),
        ("/keys", {"keys": [{"kty": "nonsense"}]}),
    ],
)
def test_a_provider_that_makes_no_sense_is_as_good_as_none(
    ours: Provider, there: OpenIdProvider, path: str, said: object
) -> None:
    there.answers[path] = said
    with pytest.raises(OidcUnreachable):
        sign_in(ours)


@pytest.mark.parametrize("said", [(500, b""), (200, b"<html>"), (200, {"access_token": "only"}), (200, ["x"])])
def test_a_code_for_which_no_identity_comes_is_refused(ours: Provider, there: OpenIdProvider, said: object) -> None:
    there.answers["/token"] = said
    with pytest.raises(OidcRefused, match="code"):
        sign_in(ours)


def test_a_provider_that_is_gone_is_said_to_be_gone(there: OpenIdProvider) -> None:
    with pytest.raises(OidcUnreachable):
        Provider("http://127.0.0.1:9", CLIENT, SECRET).address(Flow("s" * 43, REDIRECT))


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_nothing_goes_where_it_could_be_read_on_the_way(there: OpenIdProvider, name: str) -> None:
    there.metadata[name] = "http://login.example.jp/anywhere"
    with pytest.raises(OidcUnreachable):
        sign_in(Provider(there.issuer, CLIENT, SECRET))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.jp", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:1/x", True),
        ("http://login.example.jp", False),
        ("http://localhost.example.jp", False),
        ("http://127.0.0.1@evil.example", False),
        ("ftp://127.0.0.1", False),
        ("javascript:alert(1)", False),
    ],
)
def test_what_is_safe(address: str, safe: bool) -> None:
    assert is_safe(address) == safe


def test_the_settings_name_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    assert provider(settings()) is None
    settings.cache_clear()
    monkeypatch.setenv("RASHIN_OIDC_ISSUER", "https://login.example.jp/realm")
    with pytest.raises(SettingWrong, match="RASHIN_OIDC_CLIENT_ID"):
        provider(settings())
    settings.cache_clear()
    monkeypatch.setenv("RASHIN_OIDC_CLIENT_ID", CLIENT)
    found = provider(settings())
    assert found is not None
    assert found.issuer == "https://login.example.jp/realm"


@pytest.mark.parametrize("issuer", ["http://login.example.jp", "login.example.jp", "http://localhost.evil.example"])
def test_an_issuer_that_could_be_read_on_the_way_is_refused(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    monkeypatch.setenv("RASHIN_OIDC_ISSUER", issuer)
    with pytest.raises(SettingWrong, match="RASHIN_OIDC_ISSUER"):
        settings()


def test_the_secret_is_not_shown() -> None:
    told = Settings(oidc_issuer="https://a.example", oidc_client_id="b", oidc_client_secret=SecretStr(SECRET))
    assert SECRET not in f"{told!r} {told} {told.model_dump()}"
