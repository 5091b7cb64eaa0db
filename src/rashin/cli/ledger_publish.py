"""`rashin ledger publish` and `rashin ledger rebuild`: from a book to a site, and from a site back to its numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rashin.cli.options import Json, Lang, argument, option
from rashin.cli.paths import shell, writing
from rashin.cli.progress import Stages
from rashin.cli.running import screen_for
from rashin.errors import SiteDiffers
from rashin.language import Text, same

if TYPE_CHECKING:
    from rashin.cli.screen import Screen
    from rashin.ledger.publishing.rebuild import Rebuilt
    from rashin.ledger.releases import Release
    from rashin.ledger.scopes.scope import Scope

_LOCAL = "http://localhost/portal"
_PUBLISHED = Text(
    "{name} 版を「{out}」に公開しました。頁 {pages:,}（うち新しく作ったもの {drawn:,}）、数字 {figures:,}。",
    "Published release {name} in “{out}”: {pages:,} pages ({drawn:,} drawn anew), {figures:,} figures.",
)
_MOVED = Text("前の版から動いた数字は {moved:,}個です。", "{moved:,} figures moved since the release before.")
_ERRORS = Text(
    "規則の誤り {errors:,}件を示したうえで、受け取ったまま公開しました。",
    "It was published as received, with {errors:,} errors of the rules shown.",
)
_LOOK = Text("見るには:", "To look at it:")
_KEY = Text("ログの鍵: {key}", "The log's key: {key}")
_SAME = Text(
    "{name} 版の数字 {figures:,}個を、公開されたデータから計算し直しました。すべて一円まで同じです。",
    "Computed the {figures:,} figures of release {name} again from its own data. All are equal, to the yen.",
)
_RECEIPTS = Text("受領証 {receipts:,}件も、すべて合いました。", "All {receipts:,} receipts hold as well.")
_UNSOUND = Text("合わない受領証", "Receipts that do not hold")
_DIFFERENT = Text("違う数字", "Figures that differ")
_DIFFERENCE = Text("{name}: 公開 {published} / 計算 {computed}", "{name}: published {published}, computed {computed}")
_STRANGE = Text(
    "計算のしかたが、この羅針のものと違います: {codes}。data/queries を読んで確かめてください。",
    "Queries that are not those of this Rashin: {codes}. Read them in data/queries.",
)


def publish(
    *,
    book: Annotated[
        Path,
        option("--book", metavar="FOLDER", ja="帳簿のフォルダー。", en="The folder of the book."),
    ] = Path("book"),
    out: Annotated[
        Path,
        option("--out", metavar="FOLDER", ja="公開するサイトのフォルダー。", en="The folder of the site."),
    ] = Path("site"),
    scope: Annotated[
        str,
        option(
            "--scope",
            metavar="SCOPE",
            ja="何について公開するか。ai、all、または自分で書いた範囲のファイル（.toml）。",
            en="What it is about: ai, all, or a file of one's own (.toml).",
        ),
    ] = "all",
    title: Annotated[
        str | None, option("--title", metavar="TEXT", ja="サイトの名前。", en="What the site is called.")
    ] = None,
    publisher: Annotated[
        str | None,
        option("--publisher", metavar="TEXT", ja="公開する組織の名前。", en="The name of whoever publishes it."),
    ] = None,
    address: Annotated[
        str,
        option(
            "--address",
            metavar="URL",
            ja="サイトを置く番地。引用とログの名前に使います。",
            en="Where the site will be; for citations, and for the log's name.",
        ),
    ] = _LOCAL,
    as_received: Annotated[
        str,
        option(
            "--as-received",
            metavar="WHY",
            ja="規則の誤りがあっても、それを示したうえで公開するわけ。",
            en="Why it is published although the rules found errors; they are shown.",
        ),
    ] = "",
    preview: Annotated[
        bool,
        option(
            "--preview",
            ja="下見だけを作ります。ログには何も書きません。",
            en="Only make a preview; nothing is recorded in the log.",
        ),
    ] = False,
    by: Annotated[
        str | None,
        option("--by", metavar="NAME", ja="公開する人。", en="Who publishes it; by default the user of this machine."),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Publish a release of the portal as a static site."""
    from rashin.ledger.book.book import Book
    from rashin.ledger.exports.about import About
    from rashin.ledger.publishing.asked import Asked
    from rashin.ledger.publishing.publish import publish as publish_

    screen = screen_for(lang, as_json)
    asked_scope = _scope(scope)
    name = same(title) if title else asked_scope.name
    about = About(name, same(publisher or getuser()), address, release="", issued=datetime.now(UTC).date())
    asked = Asked(asked_scope, about, by or getuser(), as_received=as_received, preview=preview)
    stages = Stages(screen)
    try:
        with writing(out):
            release = publish_(Book(book), out, asked, tell=lambda stage: stages(stage, None))
    finally:
        stages.close()
    _say(screen, release, out)


def rebuild(
    site: Annotated[
        Path,
        argument(
            "SITE", "公開されたサイトか、その中の版のフォルダー。", "The folder of a site, or of a release in it."
        ),
    ],
    *,
    key: Annotated[
        str | None,
        option(
            "--key",
            metavar="KEY",
            ja="ログの鍵。サイトとは別の道で手に入れたもの。なければサイトにあるもの。",
            en="The log's key, got from elsewhere than the site; by default the one in it.",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Compute every figure of a published site again from its own downloads."""
    from rashin.ledger.publishing.rebuild import rebuild as rebuild_

    screen = screen_for(lang, as_json)
    found = rebuild_(site, key)
    screen.answer(_facts(found))
    if found.strange_queries:
        screen.say(_STRANGE.filled(codes=", ".join(found.strange_queries)))
    if found.holds:
        screen.say(_SAME.filled(name=found.release.name, figures=found.figures))
        screen.say(_RECEIPTS.filled(receipts=found.receipts))
        return
    _say_differences(screen, found)
    raise SiteDiffers(figures=found.figures, different=found.figures - found.equal, unsound=found.unsound_count)


def _scope(asked: str) -> Scope:
    from rashin.ledger.scopes.scope import scope

    return scope(asked)


def _say(screen: Screen, release: Release, out: Path) -> None:
    screen.say(_PUBLISHED.filled(**release.as_fact() | {"out": out}))
    if release.moved:
        screen.say(_MOVED.filled(moved=release.moved))
    if release.errors:
        screen.say(_ERRORS.filled(errors=release.errors))
    key = out / "log" / "key.txt"
    if key.exists():
        screen.say(_KEY.filled(key=key.read_text(encoding="utf-8").strip()))
    screen.commands(shell("rashin", "ledger", "rebuild", out))
    screen.say(_LOOK)
    screen.commands(shell("python", "-m", "http.server", "--directory", out))
    screen.answer(release.as_fact() | {"out": out})


def _say_differences(screen: Screen, found: Rebuilt) -> None:
    if found.differences:
        screen.title(_DIFFERENT)
    for one in found.differences:
        screen.item(_DIFFERENCE.filled(name=one.name, published=_yen(one.published), computed=_yen(one.computed)))
    if found.unsound:
        screen.title(_UNSOUND)
    for path in found.unsound:
        screen.item(same(path))


def _yen(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _facts(found: Rebuilt) -> dict[str, object]:
    return {
        "release": found.release.name,
        "figures": found.figures,
        "equal": found.equal,
        "holds": found.holds,
        "differences": [
            {"name": one.name, "published": one.published, "computed": one.computed} for one in found.differences
        ],
        "receipts": found.receipts,
        "unsound": found.unsound_count,
        "unsound_receipts": list(found.unsound),
        "strange_queries": list(found.strange_queries),
    }
