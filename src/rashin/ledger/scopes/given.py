"""One table of a scope's file, taken key by key until none is left; what is wrong is said with how to mend it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rashin.errors import ScopeUnreadable
from rashin.language import LANGUAGES, Text

_MISSING = Text("「{key}」がないか、書き方が違います。", "“{key}” is missing or not written as it must be.")
_WRITE = Text("{form}と書いてください。", "Write {form}.")
_STRING = Text('{key} = "…"', '{key} = "…"')
_NUMBER = Text("{key} = 0.5 のような数", "{key} as a number, such as 0.5")
_PAIR = Text('{key} = {{ja = "…", en = "…"}}', '{key} = {{ja = "…", en = "…"}}')
_WORDS = Text('{key} = ["…", "…"]', '{key} = ["…", "…"]')
_YES_NO = Text("{key} = true か {key} = false", "{key} = true or {key} = false")
_TABLE = Text("[{key}] の表", "a table [{key}]")
_TABLES = Text("[[{key}]] の表", "tables [[{key}]]")


class Given:
    """What one table gives."""

    def __init__(self, path: Path, values: dict[str, Any], at: str = "") -> None:
        """`at` is where the table stands in the file, such as `takes.title.`."""
        self._path, self._left, self._at = path, dict(values), at

    @classmethod
    def in_file(cls, path: Path) -> Given:
        """The outermost table of a file.

        Raises:
            ScopeUnreadable: it cannot be opened, or is no TOML.
        """
        try:
            return cls(path, tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as trouble:
            raise cls(path, {}).wrong(
                Text("開けません。", "It cannot be opened."),
                Text("場所と、読む権限を確かめてください。", "Check the path, and that you may read it."),
            ) from trouble
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
            raise cls(path, {}).wrong(
                Text(f"TOMLになっていません（{trouble}）。", f"It is not TOML ({trouble})."),
                Text("その行の書き方を直してください。", "Mend the line it names."),
            ) from trouble

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def __iter__(self) -> Iterator[str]:
        """The keys that are left."""
        return iter(list(self._left))

    def string(self, key: str) -> str:
        """A text that is not empty."""
        found = self._left.pop(key, None)
        return str(found) if _filled(found) else self._lacks(key, _STRING)

    def number(self, key: str) -> float:
        """A number."""
        found = self._left.pop(key, None)
        return found if isinstance(found, int | float) and not isinstance(found, bool) else self._lacks(key, _NUMBER)

    def yes(self, key: str, *, unless: bool | None = None) -> bool:
        """Yes or no; `unless` stands if the key is not there."""
        found = self._left.pop(key, unless)
        return found if isinstance(found, bool) else self._lacks(key, _YES_NO)

    def pair(self, key: str) -> Text:
        """A text in both languages."""
        found = self._left.pop(key, None)
        if not (isinstance(found, dict) and set(found) == set(LANGUAGES) and all(map(_filled, found.values()))):
            self._lacks(key, _PAIR)
        return Text(**found)

    def words(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of words; at least one, if it is needed."""
        found = self._left.pop(key, [])
        if not (isinstance(found, list) and all(map(_filled, found)) and (found or not needed)):
            self._lacks(key, _WORDS)
        return tuple(found)

    def table(self, key: str) -> Given:
        """A table inside this one."""
        return self._inside(key, self._left.pop(key, None), _TABLE)

    def tables(self, key: str) -> list[Given]:
        """Every table of that name inside this one."""
        found = self._left.pop(key, [])
        return [self._inside(key, one, _TABLES) for one in (found if isinstance(found, list) else [found])]

    def end(self, known: Sequence[str] = ()) -> None:
        """Nothing else may be left; `known` are the keys there are, if they are few."""
        for unknown in self._left:
            check = Text("つづりを確かめるか、消してください。", "Check its spelling, or take it out.")
            names = ", ".join(known)
            one_of = Text(f"使えるのは次のものです: {names}", f"These may stand here: {names}")
            said = Text(f"「{self._at}{unknown}」は使えません。", f"“{self._at}{unknown}” means nothing here.")
            raise self.wrong(said, one_of if known else check)

    def wrong(self, found: Text, how: Text) -> ScopeUnreadable:
        """The error for something that is wrong in this file."""
        return ScopeUnreadable(file=self._path.name, found=found, how=how)

    def _inside(self, key: str, found: Any, form: Text) -> Given:
        if not isinstance(found, dict):
            self._lacks(key, form)
        return Given(self._path, dict(found), f"{self._at}{key}.")

    def _lacks(self, key: str, form: Text) -> Any:
        written = form.filled(key=key if form not in (_TABLE, _TABLES) else self._at + key)
        raise self.wrong(_MISSING.filled(key=self._at + key), _WRITE.filled(form=written))


def _filled(found: object) -> bool:
    return isinstance(found, str) and bool(found.strip())
