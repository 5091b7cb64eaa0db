"""Every error of Rashin: what is wrong, how to mend it, and the exit code and problem type it goes by.

A class is one kind of trouble. Its docstring is its documentation, `what` and `mend` are what the reader sees.
"""

from __future__ import annotations

from typing import ClassVar

from rashin.language import Language, Text


class RashinError(Exception):
    """The base of every error Rashin raises on purpose; catch it to catch them all."""

    slug: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    what: ClassVar[Text] = Text("処理を続けられません。", "This could not be done.")
    mend: ClassVar[Text] = Text("内容を確かめて、もう一度お試しください。", "Check the input and try again.")

    def __init__(self, *, column: str | None = None, row: int | None = None, **facts: object) -> None:
        """`column` and `row` say where; `facts` fill the message.

        Rows are counted as a spreadsheet shows them: the header is row 1, the first row of data row 2.
        """
        self.column = column
        self.row = row
        self.facts = {"column": column, "row": row, **facts}
        super().__init__(f"{self.message('ja')} / {self.message('en')}")

    @property
    def what_happened(self) -> Text:
        """What is wrong, and where."""
        return self.what.filled(**self.facts)

    @property
    def how_to_mend(self) -> Text:
        """What the reader should do about it."""
        return self.mend.filled(**self.facts)

    def message(self, language: Language) -> str:
        """What is wrong and how to mend it, in one line."""
        return f"{self.what_happened[language]} {self.how_to_mend[language]}"

    def as_problem(self) -> dict[str, object]:
        """The error as an RFC 9457 problem body."""
        return {
            "type": f"urn:rashin:problem:{self.slug}",
            "title": self.what_happened.en,
            "title_ja": self.what_happened.ja,
            "detail": self.how_to_mend.en,
            "detail_ja": self.how_to_mend.ja,
            **({"column": self.column} if self.column is not None else {}),
            **({"row": self.row} if self.row is not None else {}),
        }


# --- what cannot be read ------------------------------------------------------------------------------------------


class UnreadableFile(RashinError):
    """A file that cannot be read as a table at all."""

    slug = "unreadable-file"
    exit_code = 3


class FileMissing(UnreadableFile):
    """There is no file of that name."""

    slug = "file-missing"
    what = Text("「{path}」というファイルがありません。", "There is no file “{path}”.")
    mend = Text("ファイルの名前と置き場所を確かめてください。", "Check the name and the folder of the file.")


class FileLocked(UnreadableFile):
    """The file exists but cannot be opened: a folder, or no permission."""

    slug = "file-locked"
    what = Text("「{path}」を開けません。", "“{path}” cannot be opened.")
    mend = Text(
        "フォルダではなくファイルを指定し、読む権限があることを確かめてください。",
        "Give a file, not a folder, and check that you may read it.",
    )


class FileEmpty(UnreadableFile):
    """The file or the frame has nothing in it."""

    slug = "file-empty"
    what = Text("中身が空です。", "There is nothing in it.")
    mend = Text(
        "1行目に見出し、2行目からデータがある表を指定してください。",
        "Give a table with headers in row 1 and data from row 2.",
    )


class HeaderOnly(UnreadableFile):
    """There are column names but not a single row of data."""

    slug = "header-only"
    what = Text("見出しだけで、データの行がありません。", "There are headers but no rows of data.")
    mend = Text("2行目からデータを入れてください。", "Put data from row 2 on.")


class FileTooLarge(UnreadableFile):
    """The file is larger than Rashin reads."""

    slug = "file-too-large"
    what = Text("ファイルが大きすぎます（上限 {limit}）。", "The file is too large (limit {limit}).")
    mend = Text("期間や列を絞って、小さくしてください。", "Make it smaller, with fewer periods or columns.")


class LineTooLong(UnreadableFile):
    """One line of the file is longer than any table's line is."""

    slug = "line-too-long"
    what = Text("{row}行目が長すぎます（上限 {limit}）。", "Row {row} is too long (limit {limit}).")
    mend = Text(
        "表として保存したファイルか、改行が失われていないかを確かめてください。",
        "Check that the file was saved as a table and still has its line breaks.",
    )


class CellTooLong(UnreadableFile):
    """A cell is longer than any cell is, mostly because a quotation mark is never closed."""

    slug = "cell-too-long"
    what = Text(
        "{row}行目に長すぎるセルがあります（上限 {limit} 文字）。",
        "Row {row} has a cell that is too long (limit {limit} characters).",
    )
    mend = Text(
        'その行の引用符（"）が閉じているかを確かめてください。',
        'Check that the quotation marks (") in that row are closed.',
    )


class QuoteBroken(UnreadableFile):
    """A quotation mark is not closed, or is followed by text."""

    slug = "quote-broken"
    what = Text(
        '{row}行目の引用符（"）が正しく閉じていません。', 'A quotation mark (") in row {row} is not closed properly.'
    )
    mend = Text(
        'その行の " を対にしてください。文字としての " は "" と書きます。',
        'Pair the " in that row. A " that is part of the text is written "".',
    )


class RowRagged(UnreadableFile):
    """A row has more or fewer cells than there are headers."""

    slug = "row-ragged"
    what = Text(
        "{row}行目のセルは{found}個ですが、見出しは{expected}個です。",
        "Row {row} has {found} cells, but there are {expected} headers.",
    )
    mend = Text(
        'その行の区切りを直してください。区切り文字を含むセルは " で囲みます。',
        'Mend the separators in that row. A cell that contains a separator goes between " marks.',
    )


class HeadersDuplicate(UnreadableFile):
    """Two columns have the same name."""

    slug = "headers-duplicate"
    what = Text("「{column}」という列が2つ以上あります。", "There is more than one column called “{column}”.")
    mend = Text("列の名前をそれぞれ違うものにしてください。", "Give each column a name of its own.")


class HeaderBlank(UnreadableFile):
    """A column with data has no name."""

    slug = "header-blank"
    what = Text("左から{position}番目の列に見出しがありません。", "Column {position} from the left has no header.")
    mend = Text(
        "1行目にその列の名前を入れるか、列を消してください。",
        "Put the name of that column into row 1, or remove the column.",
    )


class ColumnsTooMany(UnreadableFile):
    """There are more columns than Rashin reads."""

    slug = "columns-too-many"
    what = Text("列が{found}個あります（上限 {limit}）。", "There are {found} columns (limit {limit}).")
    mend = Text(
        "判断に使う列だけにしてください。行と列が入れ替わっていないかも確かめてください。",
        "Keep only columns a decision needs, and check that rows and columns are not swapped.",
    )


class CellsTooMany(UnreadableFile):
    """There are more cells than Rashin reads at once."""

    slug = "cells-too-many"
    what = Text("セルの数が多すぎます（上限 {limit}）。", "There are too many cells (limit {limit}).")
    mend = Text(
        "行か列を減らしてください。表計算では、離れた場所に残った文字を消してください。",
        "Use fewer rows or columns. In a spreadsheet, clear stray cells far from the table.",
    )


class ColumnsUneven(UnreadableFile):
    """The columns given are not equally long."""

    slug = "columns-uneven"
    what = Text(
        "「{column}」の列は{found}行ですが、ほかの列は{expected}行です。",
        "The column “{column}” has {found} rows, the others have {expected}.",
    )
    mend = Text("すべての列の長さをそろえてください。", "Make all columns equally long.")


class CellNested(UnreadableFile):
    """A cell holds a list or another table instead of one value."""

    slug = "cell-nested"
    what = Text(
        "「{column}」の列に、一つの値ではなく、リストや入れ子のデータが入っています。",
        "The column “{column}” holds lists or nested data instead of single values.",
    )
    mend = Text("1つのセルに1つの値を入れてください。", "Put one value into each cell.")


class FormatUnknown(UnreadableFile):
    """The kind of file is not one that Rashin reads."""

    slug = "format-unknown"
    what = Text("「{path}」の形式は読めません。", "The format of “{path}” cannot be read.")
    mend = Text(
        ".csv .tsv .xlsx .parquet .jsonl のどれかで保存してください。",
        "Save it as .csv, .tsv, .xlsx, .parquet or .jsonl.",
    )


class ContentMismatch(UnreadableFile):
    """The contents of the file are not what its name says."""

    slug = "content-mismatch"
    what = Text(
        "「{path}」の中身は、名前の示す形式ではありません（中身: {found}）。",
        "The contents of “{path}” are not what its name says (found: {found}).",
    )
    mend = Text(
        "元のソフトで開き、CSV か XLSX で保存し直してください。",
        "Open it in the program it came from and save it again as CSV or XLSX.",
    )


class FileDamaged(UnreadableFile):
    """The file is of the right kind but broken."""

    slug = "file-damaged"
    what = Text("「{path}」は壊れているか、途中で切れています。", "“{path}” is damaged or cut off.")
    mend = Text(
        "元のファイルからもう一度コピーするか、保存し直してください。",
        "Copy it again from the original, or save it anew.",
    )


class LineNotJson(UnreadableFile):
    """A line of a JSON lines file is not one JSON object."""

    slug = "line-not-json"
    what = Text("{row}行目が JSON の1件として読めません。", "Line {row} cannot be read as one JSON object.")
    mend = Text(
        '1行に1件、{{"列の名前": 値}} の形で書いてください。同じ名前は1件に1度だけです。',
        'Write one object per line, {{"column": value}}, each name once.',
    )


class TextUndecodable(UnreadableFile):
    """The text is in none of the encodings that Rashin reads."""

    slug = "text-undecodable"
    what = Text("{row}行目に、読めない文字コードがあります。", "Row {row} has bytes that are not readable text.")
    mend = Text("UTF-8 で保存し直してください。", "Save the file again as UTF-8.")


class ArchiveBomb(UnreadableFile):
    """The workbook unpacks to far more than a table needs."""

    slug = "archive-bomb"
    what = Text(
        "ファイルを展開すると異常に大きくなるため、開きませんでした。",
        "The file was not opened: it would unpack to an abnormal size.",
    )
    mend = Text(
        "必要な表だけを新しいブックに写し、保存し直してください。",
        "Copy only the table into a new workbook and save that.",
    )


class ArchiveUnsafe(UnreadableFile):
    """The workbook holds other archives, or names that point outside it."""

    slug = "archive-unsafe"
    what = Text(
        "ブックの中に、別の圧縮ファイルか外を指す名前があるため、開きませんでした。",
        "The file was not opened: it holds another archive, or names that point outside it.",
    )
    mend = Text(
        "必要な表だけを新しいブックに写し、保存し直してください。",
        "Copy only the table into a new workbook and save that.",
    )


class SourceUnknown(UnreadableFile):
    """What was given is neither a path nor a table."""

    slug = "source-unknown"
    what = Text("{found} は表として読めません。", "{found} cannot be read as a table.")
    mend = Text(
        "ファイルの場所か、pandas・Polars・Arrow の表か、列の名前と値の辞書を渡してください。",
        "Give a path, a pandas, Polars or Arrow table, or a dictionary of columns.",
    )


# --- what can be read but not used --------------------------------------------------------------------------------


class UnusableTable(RashinError):
    """A table that was read, but from which nothing honest can be learned."""

    slug = "unusable-table"
    exit_code = 3


class ColumnMissing(UnusableTable):
    """A column that the model or the command needs is not in the table."""

    slug = "column-missing"
    what = Text("「{column}」の列がありません。", "The column “{column}” is missing.")
    mend = Text(
        "この名前の列を表に加えてください。いまある列: {present}",
        "Add a column of this name to the table. Columns present: {present}",
    )


class NoUsableColumn(UnusableTable):
    """After setting aside what must not or cannot be used, no column is left to learn from."""

    slug = "no-usable-column"
    what = Text(
        "判断の材料にできる列が一つも残りません。外した列: {left_out}",
        "No column is left to decide by. Left out: {left_out}",
    )
    mend = Text(
        "申込の時点で分かる数や区分（年商、業歴など）の列を加えてください。",
        "Add columns of numbers or categories known at the time of application, such as sales or years in business.",
    )


class TooFewToValidate(UnusableTable):
    """One of the two outcomes came too seldom to learn from one part of the rows and check on another."""

    slug = "too-few-to-validate"
    what = Text(
        "少ない方の結果が{fewest}件しかなく、学習用と確かめ用に分けられません。",
        "The rarer outcome has only {fewest} usable cases: too few to learn from one part and check on another.",
    )
    mend = Text(
        "結果の分かった行を増やし、どちらの結果も{needed}件以上にしてください。",
        "Add rows with known outcomes until each outcome has at least {needed}.",
    )


class TooFewGroups(UnusableTable):
    """The groups that must stay together cannot be dealt into parts that each leave both outcomes to learn from."""

    slug = "too-few-groups"
    what = Text(
        "まとまりの数が{groups}で足りないか、結果が一部のまとまりに偏っていて、{folds}つに分けて確かめられません。",
        "The {groups} groups are too few, or an outcome sits in too few of them, to check in {folds} parts.",
    )
    mend = Text(
        "まとまりの列（--group）が正しいか確かめてください。正しければ、その指定を外すか、まとまりを増やしてください。",
        "Check that the group column (--group) is the right one; if it is, leave it out or add more groups.",
    )


class TooFewTimes(UnusableTable):
    """The times do not let earlier rows with both outcomes stand before later ones."""

    slug = "too-few-times"
    what = Text(
        "異なる日時の数が{times}で足りないか、早い時期に片方の結果しかなく、時間の順に確かめられません。",
        "The {times} different times are too few, or the early ones have one outcome only, to check in order of time.",
    )
    mend = Text(
        "日時の列（--time）が正しいか確かめてください。正しければ、その指定を外すか、期間の長い表を使ってください。",
        "Check that the time column (--time) is the right one; if it is, leave it out or use a longer period.",
    )


class NumberNotFinite(UnusableTable):
    """A number is infinite or so large that it cannot be meant."""

    slug = "number-not-finite"
    what = Text(
        "{row}行目の「{column}」が「{value}」で、大きすぎる数です。",
        "Row {row} of “{column}” is “{value}”, which is too large a number.",
    )
    mend = Text(
        "正しい数に直すか、分からなければ空欄にしてください。", "Correct it, or leave the cell blank if unknown."
    )


class RowsIdentical(UnusableTable):
    """All rows say the same, so that nothing can be told apart."""

    slug = "rows-identical"
    what = Text("{rows}行すべてが同じ内容です。", "All {rows} rows are the same.")
    mend = Text("一件ごとに違う値がある表を使ってください。", "Use a table in which cases differ.")


class TargetNotBinary(UnusableTable):
    """The outcome column has more than two values."""

    slug = "target-not-binary"
    what = Text(
        "結果の列「{column}」に{found}種類の値があります（{values}）。",
        "The outcome column “{column}” has {found} different values ({values}).",
    )
    mend = Text(
        "良い・悪いの2種類にまとめてください。途中の案件は空欄にします。",
        "Merge them into two, good and bad. Leave cases still open blank.",
    )


class TargetOneClass(UnusableTable):
    """The outcome column has only one value, or none."""

    slug = "target-one-class"
    what = Text(
        "結果の列「{column}」が1種類の値（{values}）しかありません。",
        "The outcome column “{column}” has only one value ({values}).",
    )
    mend = Text(
        "良い結果と悪い結果の両方を含む表を使ってください。", "Use a table that has both good and bad outcomes."
    )


class LabelledTooFew(UnusableTable):
    """Too few rows say how the case turned out."""

    slug = "labelled-too-few"
    what = Text(
        "結果の列「{column}」が入っている行が{found}行しかありません（最低 {least} 行）。",
        "Only {found} rows have an outcome in “{column}” (at least {least} are needed).",
    )
    mend = Text("結果の分かっている案件を増やしてください。", "Add cases whose outcome is known.")


class AnswerGivenAway(UnusableTable):
    """One column alone tells the outcome, so it must have been written after it."""

    slug = "answer-given-away"
    what = Text(
        "「{column}」の列だけで結果がほぼ分かります（AUC {auc}、{n}行）。結果の後に書かれた列と思われます。",
        "The column “{column}” alone almost tells the outcome (AUC {auc}, {n} rows). "
        "It was probably written after the outcome.",
    )
    mend = Text(
        "判断する時点で分かっている列だけにし、この列は表から外してください。",
        "Keep only columns known when deciding, and remove this one.",
    )


class KnownAfterwards(UnusableTable):
    """A column's name says that it is known only after the decision."""

    slug = "known-afterwards"
    what = Text(
        "「{column}」は、判断した後でなければ分からない列です。", "“{column}” is known only after the decision."
    )
    mend = Text(
        "判断する時点で分かっている列だけにし、この列は表から外してください。",
        "Keep only columns known when deciding, and remove this one.",
    )


# --- models -------------------------------------------------------------------------------------------------------


class UnusableModel(RashinError):
    """A model file that must not be used."""

    slug = "unusable-model"
    exit_code = 4


class ModelFileTruncated(UnusableModel):
    """The model file ends before its contents do."""

    slug = "model-file-truncated"
    what = Text("モデルのファイルが途中で切れています。", "The model file ends too early.")
    mend = Text("もう一度コピーするか、学習し直してください。", "Copy it again, or learn the model again.")


class ModelFileForeign(UnusableModel):
    """The file is not a Rashin model."""

    slug = "model-file-foreign"
    what = Text("羅針のモデルのファイルではありません。", "This is not a Rashin model file.")
    mend = Text(
        "`rashin learn` が書いた .rashin ファイルを指定してください。", "Give a .rashin file written by `rashin learn`."
    )


class ModelFileNewer(UnusableModel):
    """The model file was written by a newer Rashin than this one."""

    slug = "model-file-newer"
    what = Text(
        "モデルの形式は第{found}版ですが、この羅針が読めるのは第{known}版までです。",
        "The model has format version {found}; this Rashin reads up to version {known}.",
    )
    mend = Text("羅針を新しくしてください。", "Upgrade Rashin.")


class ModelDigestWrong(UnusableModel):
    """The model file was changed after it was written: its contents do not match its digest."""

    slug = "model-digest-wrong"
    what = Text("モデルのファイルが、書かれた後に変わっています。", "The model file was changed after it was written.")
    mend = Text(
        "元のファイルを使ってください。この中身では判断しません。",
        "Use the original file. Nothing is decided with these contents.",
    )


# --- asking for what is not there ---------------------------------------------------------------------------------


class WrongRequest(RashinError):
    """The request itself is off: a name, an option or a combination that does not exist."""

    slug = "wrong-request"
    exit_code = 2


class ServiceUnknown(WrongRequest):
    """No service of that name is installed."""

    slug = "service-unknown"
    what = Text("「{name}」というサービスはありません。", "There is no service called “{name}”.")
    mend = Text("あるもの: {known}", "There are: {known}")


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
        '悪い結果の値を指定してください。例: --bad {second}（Python では adverse="{second}"）',
        'Say which one is bad, for example --bad {second} (in Python adverse="{second}").',
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


# --- writing ------------------------------------------------------------------------------------------------------


class CannotWrite(WrongRequest):
    """A file cannot be written where it should be."""

    slug = "cannot-write"
    what = Text("「{path}」に書けません。", "“{path}” cannot be written.")
    mend = Text(
        "フォルダがあり、書く権限と空きがあることを確かめてください。",
        "Check that the folder exists, that you may write there, and that the disk is not full.",
    )


class OutputFormatUnknown(CannotWrite):
    """The name of the file to write does not say a format that Rashin writes."""

    slug = "output-format-unknown"
    what = Text("「{path}」の形式では書けません。", "“{path}” is not of a format that can be written.")
    mend = Text("名前の終わりを {known} のどれかにしてください。", "Let its name end in one of {known}.")


class OutputIsInput(CannotWrite):
    """The file to write is the one that is read, which would be lost."""

    slug = "output-is-input"
    what = Text(
        "「{path}」は読むファイルなので、上書きしません。", "“{path}” is what is read; it is not overwritten."
    )
    mend = Text("--out に別の名前を指定してください。", "Give another name with --out.")


class EncodingTooSmall(CannotWrite):
    """The text holds a character that the chosen encoding does not have."""

    slug = "encoding-too-small"
    what = Text(
        "文字コード {encoding} にない文字「{sign}」があるため、書けません。",
        "The encoding {encoding} has no character “{sign}”, so nothing was written.",
    )
    mend = Text("--encoding utf-8 を指定してください。", "Use --encoding utf-8.")


# --- what stops a command -----------------------------------------------------------------------------------------


class Interrupted(RashinError):
    """The user stopped it."""

    slug = "interrupted"
    exit_code = 130
    what = Text("中断しました。", "Interrupted.")
    mend = Text(
        "書きかけのファイルは残っていません。もう一度始めるには、同じコマンドを打ってください。",
        "No half-written file is left. Type the same command to start again.",
    )


class Unexpected(RashinError):
    """Something went wrong that Rashin did not foresee: a defect."""

    slug = "unexpected"
    what = Text("思わぬ不具合で止まりました（{found}）。", "It stopped at an unforeseen defect ({found}).")
    mend = Text(
        "打ったコマンドと上の記録を、羅針の開発者に知らせてください。表の中身は送らないでください。",
        "Please tell the developers of Rashin the command and the record above. Do not send the table.",
    )
