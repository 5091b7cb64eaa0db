"""Errors of scopes: one that does not exist, and a file that does not say what a scope says."""

from __future__ import annotations

from rashin.errors.ledger import LedgerTrouble
from rashin.language import Text


class ScopeUnknown(LedgerTrouble):
    """No scope has that code."""

    slug = "scope-unknown"
    exit_code = 2
    what = Text("「{code}」という範囲はありません。", "There is no scope “{code}”.")
    mend = Text(
        "次のどれか、または範囲のファイル（.toml）の場所を指定してください: {known}",
        "Give one of these, or the path of a scope's file (.toml): {known}",
    )


class ScopeUnreadable(LedgerTrouble):
    """The file of a scope is not there, is not TOML, or does not say what a scope must say."""

    slug = "scope-unreadable"
    exit_code = 2
    what = Text("範囲のファイル「{file}」を読めません。{found}", "The scope in “{file}” cannot be read. {found}")
    mend = Text("{how}", "{how}")
