"""Errors of requests: a name, an option or a combination that does not exist."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class WrongRequest(RashinError):
    """The request itself is off: a name, an option or a combination that does not exist."""

    slug = "wrong-request"
    exit_code = 2


class ServiceUnknown(WrongRequest):
    """No service of that name is installed."""

    slug = "service-unknown"
    what = Text("「{name}」というサービスはありません。", "There is no service called “{name}”.")
    mend = Text("あるもの: {known}", "There are: {known}")


class ArgumentWrong(WrongRequest):
    """A function of the Python API was given a value that it cannot take."""

    slug = "argument-wrong"
    what = Text("{name} に「{value}」は使えません。", "{name} cannot be “{value}”.")
    mend = Text("使える値: {values}", "It may be: {values}")


class SettingWrong(WrongRequest):
    """A RASHIN_* setting has a value that it cannot take."""

    slug = "setting-wrong"
    what = Text("設定 {variable} の値「{value}」は使えません。", "The setting {variable} cannot be “{value}”.")
    mend = Text("使える値: {values}", "It may be: {values}")


class SettingUnknown(WrongRequest):
    """A RASHIN_* environment variable is no setting of Rashin: it would change nothing."""

    slug = "setting-unknown"
    what = Text("{variable} という設定はありません。", "There is no setting called {variable}.")
    mend = Text(
        "名前を確かめるか、取り消してください。ある設定: {known}", "Check the name, or unset it. There are: {known}"
    )


class DeclarationForMissingColumn(WrongRequest):
    """A direction or a changeability was declared for a column that is not in the table."""

    slug = "declaration-for-missing-column"
    what = Text(
        "「{column}」の列がないので、「{declaration}」の指定を使えません。",
        "“{declaration}” was declared for “{column}”, but there is no such column.",
    )
    mend = Text(
        "列の名前を表のとおりに書いてください。いまある列: {present}",
        "Write the name as it is in the table. Columns present: {present}",
    )


class DeclarationUnknown(WrongRequest):
    """A column was given a direction or a changeability in a word that does not exist."""

    slug = "declaration-unknown"
    what = Text(
        "「{column}」の列への指定「{word}」は使えません。",
        "“{word}” cannot be declared for the column “{column}”.",
    )
    mend = Text("次のどれかにしてください: {known}", "Use one of: {known}")


class DirectionOnCategory(WrongRequest):
    """A direction was declared for a column whose values have no order."""

    slug = "direction-on-category"
    what = Text(
        "「{column}」の列の値（{levels}）には大小がないので、「{declaration}」の指定を使えません。",
        "“{declaration}” was declared for “{column}”, whose values ({levels}) have no order.",
    )
    mend = Text(
        "この列の指定を外すか、値を数に直してください。",
        "Drop the declaration for this column, or write its values as numbers.",
    )


class TimeWithoutOrder(WrongRequest):
    """The column that is to order cases in time holds neither dates nor numbers."""

    slug = "time-without-order"
    what = Text(
        "「{column}」の列の値（{values}）は日付でも数でもないので、時期の順に並べられません。",
        "The values of “{column}” ({values}) are neither dates nor numbers, so they give no order in time.",
    )
    mend = Text(
        "2023-04-01 のような日付か、順番を表す数の列を指定してください。",
        "Name a column of dates such as 2023-04-01, or of numbers that give the order.",
    )


class ExtraMissing(WrongRequest):
    """A part that this needs is an optional extra and is not installed."""

    slug = "extra-missing"
    what = Text("この機能には追加の部品「{extra}」が要ります。", "This needs the optional extra “{extra}”.")
    mend = Text("pip install 'rashin[{extra}]' で加えてください。", "Add it with: pip install 'rashin[{extra}]'")


class AdverseUnclear(WrongRequest):
    """Which of the two outcomes is the bad one cannot be told from the table."""

    slug = "adverse-unclear"
    what = Text(
        "結果の列「{column}」の「{first}」と「{second}」の、どちらが悪い結果か分かりません。",
        "It is not clear which of “{first}” and “{second}” in “{column}” is the bad outcome.",
    )
    mend = Text(
        '悪い結果の値を指定してください。例: --bad {second}（Python では bad="{second}"）',
        'Say which one is bad, for example --bad {second} (in Python bad="{second}").',
    )


class AdverseAbsent(WrongRequest):
    """The value given as the bad outcome is not in the outcome column."""

    slug = "adverse-absent"
    what = Text(
        "結果の列「{column}」に「{value}」という値がありません。",
        "The outcome column “{column}” has no value “{value}”.",
    )
    mend = Text("ある値: {present}", "Values present: {present}")


class CommandWrong(WrongRequest):
    """A command line that cannot be understood."""

    slug = "command-wrong"
    what = Text("コマンドの書き方が違います。", "The command line cannot be understood.")
    mend = Text("書き方は `{command} --help` で見られます。", "See `{command} --help` for how to write it.")


class CommandUnknown(CommandWrong):
    """There is no command of that name."""

    slug = "command-unknown"
    what = Text("「{name}」というコマンドはありません。", "There is no command “{name}”.")
    mend = Text("あるもの: {known}", "There are: {known}")


class OptionUnknown(CommandWrong):
    """The command has no option of that name."""

    slug = "option-unknown"
    what = Text("`{command}` に {option} という指定はありません。", "`{command}` has no option {option}.")


class OptionWithoutValue(CommandWrong):
    """An option stands at the end without the value it takes."""

    slug = "option-without-value"
    what = Text("{option} の後に値がありません。", "{option} has no value after it.")


class OptionWrong(CommandWrong):
    """An option has a value that it cannot take."""

    slug = "option-wrong"
    what = Text("{option} の値「{value}」は使えません。", "{option} cannot be “{value}”.")
    mend = Text("使える値: {values}", "It may be: {values}")


class ArgumentMissing(CommandWrong):
    """Something that the command cannot do without is not given."""

    slug = "argument-missing"
    what = Text("{argument} が指定されていません。", "{argument} is missing.")


class ArgumentUnexpected(CommandWrong):
    """More is given than the command takes, often because a name with a space in it is not quoted."""

    slug = "argument-unexpected"
    what = Text("「{found}」は余分です。", "“{found}” is more than the command takes.")
    mend = Text(
        '空白を含む名前は " で囲んでください。書き方は `{command} --help` で見られます。',
        'Put names that contain a space between " marks. See `{command} --help` for how to write it.',
    )


class DirectionsContradict(CommandWrong):
    """One column is declared to raise the risk and to lower it, or to be changeable in two ways."""

    slug = "directions-contradict"
    what = Text(
        "「{column}」の列に、{first} と {second} の両方が指定されています。",
        "The column “{column}” is given with both {first} and {second}.",
    )
    mend = Text("どちらか一つにしてください。", "Keep one of them.")


class RowAbsent(WrongRequest):
    """The table has no such row."""

    slug = "row-absent"
    what = Text("{row}行目に申込はありません。", "There is no case in row {row}.")
    mend = Text(
        "行は、表計算で見える番号で数えます。この表では{first}行目から{last}行目までです。",
        "Rows are counted as a spreadsheet shows them. This table has rows {first} to {last}.",
    )
