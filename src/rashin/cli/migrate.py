"""`rashin migrate`: the database is brought up to date."""

from __future__ import annotations

from rashin.cli.options import Json, Lang
from rashin.cli.running import screen_for
from rashin.language import Text
from rashin.settings import settings

_MADE = Text("データベースの表を作りました（{now}）。", "The tables were made ({now}).")
_BROUGHT = Text(
    "データベースを {before} から {now} に更新しました。", "The database was brought from {before} to {now}."
)
_FRESH = Text("データベースは新しいままです（{now}）。", "The database is up to date ({now}).")
_SAVED = Text(
    "その前に、表の中身を {path} に写しました。前の版に戻すときに使います。",
    "Before, its contents were saved to {path}, for going back.",
)


def migrate(*, lang: Lang = None, as_json: Json = False) -> None:
    """Bring the database up to date."""
    from rashin.workspace.place import place_of
    from rashin.workspace.starting import bring_up_to_date

    screen, place = screen_for(lang, as_json), place_of(settings())
    place.make()
    database = place.database()
    done = bring_up_to_date(database, place)
    database.close()
    words = _FRESH if done.before == done.now else _BROUGHT if done.before else _MADE
    screen.say(words.filled(before=done.before, now=done.now))
    if done.saved:
        screen.say(_SAVED.filled(path=done.saved.path))
    screen.answer({"before": done.before, "now": done.now, "saved": done.saved and done.saved.path})
