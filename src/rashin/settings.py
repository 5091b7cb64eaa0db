"""The RASHIN_* settings: read from the environment when first asked for, each documented in both languages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rashin.errors import SettingUnknown, SettingWrong
from rashin.language import Language, Text

PREFIX = "RASHIN_"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a setting does, and the values it takes; both stand in docs/settings.md and in the error."""

    what: Text
    values: Text


def _whole(low: int, high: int) -> Text:
    return Text(f"{low:,}から{high:,}までの整数", f"a whole number from {low:,} to {high:,}")


class Settings(BaseSettings):
    """Every setting with its default; `RASHIN_` and the name in capitals is its environment variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    cache_dir: Annotated[
        Path | None,
        Meaning(
            Text(
                "計算の準備を一度だけで済ませるための作業フォルダー。指定がなければ、プログラムと同じ場所に置き、"
                "そこに書けないときは利用者のキャッシュ用フォルダーに置きます。",
                "The folder where compiled code is kept, so that it is made only once. Unless set, it lies beside the "
                "program, or in the user's cache folder where that cannot be written.",
            ),
            Text("書き込めるフォルダーの場所", "the path of a folder that can be written"),
        ),
    ] = None
    threads: Annotated[
        int,
        Field(ge=1, le=64),
        Meaning(
            Text(
                "同時に使う計算の数。結果は変わらず、速さだけが変わります。",
                "How many cores are used at once. Results stay the same; only the speed changes.",
            ),
            _whole(1, 64),
        ),
    ] = 2
    max_file_mb: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Meaning(
            Text("読むファイルの大きさの上限（MB）。", "The largest file that is read, in MB."),
            _whole(1, 1_000_000),
        ),
    ] = 1_000
    max_columns: Annotated[
        int,
        Field(ge=2, le=100_000),
        Meaning(
            Text("読む表の列の数の上限。", "The most columns a table may have."),
            _whole(2, 100_000),
        ),
    ] = 10_000
    max_line_mb: Annotated[
        int,
        Field(ge=1, le=1_000),
        Meaning(
            Text("読む表の1行の長さの上限（MB）。", "The longest line of a table, in MB."),
            _whole(1, 1_000),
        ),
    ] = 10
    jobs_at_once: Annotated[
        int,
        Field(ge=1, le=64),
        Meaning(
            Text(
                "一つのプロセスが同時に進める作業（確認、学習、まとめての判断など）の数。一つの組織が使えるのは、"
                "これより一つ少ない数までです。同じデータベースにつなぐプロセスでは、同じ値にしてください。",
                "How many jobs (checking, learning, deciding many cases …) one process does at once. A single organisation "
                "gets at most one fewer. Set it alike in all processes that use one database.",
            ),
            _whole(1, 64),
        ),
    ] = 3
    worker_lost_seconds: Annotated[
        int,
        Field(ge=2, le=3_600),
        Meaning(
            Text(
                "作業をするプロセスから何秒便りがなければ、その作業を別のプロセスが引き継ぐか。",
                "After how many seconds without a sign of life the jobs of a process are taken over by another.",
            ),
            _whole(2, 3_600),
        ),
    ] = 30
    data: Annotated[
        Path,
        Meaning(
            Text(
                "ワークスペースのデータベース、ファイル、鍵を置くフォルダー。",
                "The folder where the workspace keeps its database, files and keys.",
            ),
            Text("書き込めるフォルダーの場所", "the path of a folder that can be written"),
        ),
    ] = Path("~/.local/share/rashin")
    database_url: Annotated[
        str | None,
        Meaning(
            Text(
                "ワークスペースのデータベース。指定がなければ、データのフォルダーの中の SQLite です。"
                "何台もの機械で動かすときは PostgreSQL にします。",
                "The workspace's database. Unless set, it is SQLite in the data folder. For many machines use PostgreSQL.",
            ),
            Text(
                "postgresql+psycopg://利用者:合言葉@ホスト/データベース",
                "postgresql+psycopg://user:password@host/database",
            ),
        ),
    ] = None
    files_url: Annotated[
        str | None,
        Meaning(
            Text(
                "ワークスペースのファイルの置き場所。指定がなければ、データのフォルダーの中です。",
                "Where the workspace keeps files. Unless set, it is the data folder.",
            ),
            Text("s3://バケット/場所?endpoint=https://…&region=…", "s3://bucket/prefix?endpoint=https://…&region=…"),
        ),
    ] = None
    host: Annotated[
        str,
        Meaning(
            Text(
                "`rashin up` が待ち受ける住所。はじめの値では、この機械からだけ使えます。"
                "ほかの機械から使うときも、TLS を受け持つリバースプロキシを前に置き、この値は変えないのが安全です。",
                "The address that `rashin up` listens at. The default serves this machine only. For others it is safest to "
                "leave it so and to put a reverse proxy with TLS in front.",
            ),
            Text("この機械の住所。例: 127.0.0.1、0.0.0.0", "an address of this machine, such as 127.0.0.1 or 0.0.0.0"),
        ),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Field(ge=0, le=65_535),
        Meaning(
            Text(
                "`rashin up` が待ち受ける番号。0なら、空いている番号を選んで示します。",
                "The port that `rashin up` listens at. With 0 a free one is chosen and told.",
            ),
            _whole(0, 65_535),
        ),
    ] = 8_000
    proxies: Annotated[
        str,
        Meaning(
            Text(
                "前に置いたリバースプロキシの住所。ここからのときだけ、もとの住所（X-Forwarded-For）と https で"
                "あること（X-Forwarded-Proto）を信じます。",
                "The addresses of reverse proxies in front. From these alone the original address (X-Forwarded-For) and "
                "https (X-Forwarded-Proto) are believed.",
            ),
            Text("コンマで区切った住所", "addresses, separated by commas"),
        ),
    ] = "127.0.0.1"
    log_key: Annotated[
        Path | None,
        Meaning(
            Text(
                "透明性ログに署名する秘密鍵のファイル。指定がなければ、データのフォルダーの中の log.key です。"
                "何台もの機械で動かすときは、どの機械にも同じ鍵を置きます。",
                "The file of the private key that signs the transparency log. Unless set, it is log.key in the data "
                "folder. All machines of one installation need the same key.",
            ),
            Text("ファイルの場所", "the path of a file"),
        ),
    ] = None
    logs: Annotated[
        Literal["text", "json"],
        Meaning(
            Text(
                "動いている間の記録（標準エラー出力）の形。json なら1行に1つの JSON です。"
                "どちらにも、名前、メールアドレス、鍵、判断した値は出ません。",
                "The form of what is logged to standard error while running: lines of text, or one JSON object a line. "
                "Neither holds names, e-mail addresses, keys or values that were decided on.",
            ),
            Text("text か json", "text or json"),
        ),
    ] = "text"
    metrics_token: Annotated[
        SecretStr | None,
        Meaning(
            Text(
                "/metrics を読むための合言葉（Authorization: Bearer …）。指定がなければ、同じ機械から直接読むときだけ"
                "答えます。",
                "The token with which /metrics is read (Authorization: Bearer …). Unless set, it answers only when read "
                "from the same machine, not through a proxy.",
            ),
            Text("推測できない文字列", "a text that cannot be guessed"),
        ),
    ] = None
    upload_mb: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Meaning(
            Text("ワークスペースに入れられるファイルの大きさの上限（MB）。", "The largest upload, in MB."),
            _whole(1, 1_000_000),
        ),
    ] = 2_000
    oidc_issuer: Annotated[
        str | None,
        Field(pattern=r"^(https://|http://(localhost|127\.0\.0\.1|\[::1\])[:/])"),
        Meaning(
            Text(
                "外部のサインイン（OpenID Connect）の発行者。指定がなければ、メールアドレスとパスワードだけです。"
                "追加の部品 rashin[oidc] が要ります。プロバイダーには、戻り先として /sign-in/oidc/back を登録します。",
                "The issuer of an external sign-in (OpenID Connect). Unless set, there are passwords only. It needs the "
                "extra rashin[oidc]. Register /sign-in/oidc/back as the redirect address at the provider.",
            ),
            Text(
                "https:// で始まる、プロバイダーの名乗るとおりの発行者",
                "the issuer as the provider names itself, from https:// on",
            ),
        ),
    ] = None
    oidc_client_id: Annotated[
        str | None,
        Meaning(
            Text(
                "外部のサインインのプロバイダーでの、Rashin の番号。",
                "As what Rashin is known at the provider of the external sign-in.",
            ),
            Text("プロバイダーが渡すクライアントID", "the client ID that the provider gave"),
        ),
    ] = None
    oidc_client_secret: Annotated[
        SecretStr | None,
        Meaning(
            Text(
                "外部のサインインのプロバイダーと交わす合言葉。画面にも記録にも出しません。公開クライアントなら要りません。",
                "The secret shared with the provider of the external sign-in. It is never shown or logged. A public "
                "client has none.",
            ),
            Text("プロバイダーが渡すクライアントシークレット", "the client secret that the provider gave"),
        ),
    ] = None
    requests_per_minute: Annotated[
        int,
        Field(ge=1, le=100_000_000),
        Meaning(
            Text(
                "一つのAPIキーが1分に送れるリクエストの数。これを超えると 429 と Retry-After を返します。"
                "数えるのはプロセスごとです。",
                "How many requests one API key may send in a minute. Beyond that the answer is 429 with Retry-After. "
                "Each process counts by itself.",
            ),
            _whole(1, 100_000_000),
        ),
    ] = 60_000
    watch_days: Annotated[
        int,
        Field(ge=7, le=366),
        Meaning(
            Text(
                "見守りで振り返る日数。短いと件数が足りず、長いと変化に気づくのが遅れます。",
                "How many days watching looks back. With few there are too few cases; with many, changes are seen late.",
            ),
            _whole(7, 366),
        ),
    ] = 30
    watch_least: Annotated[
        int,
        Field(ge=30, le=1_000_000),
        Meaning(
            Text(
                "見守りで割合やずれを言うのに要る件数。これより少なければ「まだ言えません」とします。"
                "100件で、割合のぶれの幅がおよそ±10ポイントになります。",
                "How many cases watching needs before it tells a share or a drift; below that it says too few to say. "
                "With 100 cases a share is known to about ±10 points.",
            ),
            _whole(30, 1_000_000),
        ),
    ] = 100
    watch_psi_percent: Annotated[
        int,
        Field(ge=1, le=1_000),
        Meaning(
            Text(
                "入力のずれ（PSI）を警報にする値の100倍。25（0.25）からは大きなずれとするのが通例です（Siddiqi 2006）。"
                "偶然で起こりうる大きさのずれは、この値を超えても警報にしません（Yurdakul 2018）。",
                "A hundred times the drift of inputs (PSI) that raises an alarm. From 25 (0.25) a shift is commonly called "
                "large (Siddiqi 2006). A drift that chance could bring raises none, however large (Yurdakul 2018).",
            ),
            _whole(1, 1_000),
        ),
    ] = 25
    watch_overrule_percent: Annotated[
        int,
        Field(ge=1, le=100),
        Meaning(
            Text(
                "人が判断を覆した割合が、ぶれの幅の下端でもこれを超えたら警報にします（%）。"
                "5件に1件が覆るなら、モデルの助けより確かめる手間のほうが大きくなりがちです。",
                "An alarm is raised where people overrule more than this share even at the low end of its interval (%). "
                "Where one in five is overruled, checking tends to cost more than the model helps.",
            ),
            _whole(1, 100),
        ),
    ] = 20
    watts_per_core: Annotated[
        int,
        Field(ge=1, le=1_000),
        Meaning(
            Text(
                "判断1件の電力量を見積もるのに使う、計算の核1つあたりの電力（W）。サーバー1台が300Wで30コアほどなら10です。",
                "Watts of one core, to estimate the energy of a decision. A server of 300 W with about 30 cores gives 10.",
            ),
            _whole(1, 1_000),
        ),
    ] = 10
    opinion_working_days: Annotated[
        int | None,
        Field(ge=1, le=250),
        Meaning(
            Text(
                "届いた意見に、何営業日のうちに答えるか。土曜と日曜は数えません（祝日は数えます）。指定がなければ、30日です。",
                "Within how many working days an opinion is answered. Saturdays and Sundays are not counted, holidays are. "
                "Unless set, it is thirty days.",
            ),
            _whole(1, 250),
        ),
    ] = None
    language: Annotated[
        Literal["auto", "ja", "en"],
        Meaning(
            Text(
                "画面の言葉。auto なら、環境の言語（LC_ALL、LC_MESSAGES、LANG の順に見ます）が日本語か無指定のときに"
                "日本語、それ以外のときに英語です。",
                "The language on screen. With auto it is Japanese where the locale (LC_ALL, else LC_MESSAGES, else "
                "LANG) is Japanese or names no language, and English elsewhere.",
            ),
            Text("auto、ja、en のどれか", "auto, ja or en"),
        ),
    ] = "auto"


@cache
def settings() -> Settings:
    """The settings in force, read once.

    Raises:
        SettingUnknown: a RASHIN_* variable that is no setting is set, perhaps a misspelt one.
        SettingWrong: a setting has a value that it cannot take.
    """
    _refuse_unknown()
    try:
        return Settings()
    except ValidationError as trouble:
        name = str(trouble.errors()[0]["loc"][0])
        value = trouble.errors()[0]["input"]
        raise SettingWrong(variable=variable(name), value=value, values=meaning(name).values) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def meaning(name: str) -> Meaning:
    """What a setting does, in both languages."""
    return next(note for note in Settings.model_fields[name].metadata if isinstance(note, Meaning))


def language() -> Language:
    """The language to speak: the one that is set, or that of the locale."""
    chosen = settings().language
    return _language_of_locale() if chosen == "auto" else chosen


def _language_of_locale() -> Language:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    says_nothing = locale == "" or locale.partition(".")[0] in ("C", "POSIX")
    return "ja" if says_nothing or locale.startswith("ja") else "en"


def _refuse_unknown() -> None:
    known = [variable(name) for name in Settings.model_fields]
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingUnknown(variable=name, known=", ".join(known))
