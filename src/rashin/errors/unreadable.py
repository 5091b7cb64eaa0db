"""Errors of files that cannot be read as a table."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


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
