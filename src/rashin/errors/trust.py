"""Errors of what should prove itself: receipts, the log, its keys and signatures."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.errors.requests import WrongRequest
from rashin.errors.writing import CannotWrite
from rashin.language import Text


class NotProven(RashinError):
    """Something that should prove itself does not."""

    slug = "not-proven"
    exit_code = 5


class ReceiptUnreadable(NotProven):
    """A file is not a receipt of the form that Rashin writes, or was damaged."""

    slug = "receipt-unreadable"
    what = Text("受領証として読めません（{where}）。", "This cannot be read as a receipt ({where}).")
    mend = Text(
        "受け取ったファイルを、開いて保存し直さずに、そのまま使ってください。",
        "Use the file as you received it, without opening and saving it again.",
    )


class NotCanonical(NotProven):
    """A value has no canonical form: a fraction, a number beyond 2⁵³, half a character, a name twice, too deep."""

    slug = "not-canonical"
    what = Text("決まった形の JSON に書けないものがあります（{where}）。", "Something has no canonical JSON ({where}).")
    mend = Text(
        "文字列、±2⁵³ より小さい整数、真偽、null、その並びと組だけにしてください。小数は文字列で書きます。",
        "Use strings, whole numbers within ±2⁵³, true, false, null, lists and objects. Write fractions as strings.",
    )


class NoteUnreadable(NotProven):
    """A text is not a signed note."""

    slug = "note-unreadable"
    what = Text("署名付きの文として読めません（{where}）。", "This cannot be read as a signed note ({where}).")
    mend = Text(
        "ログから受け取ったものを、最後の改行まで、そのまま使ってください。",
        "Use what the log gave, unchanged, to its last line break.",
    )


class CheckpointUnreadable(NotProven):
    """A signed text is not a checkpoint: origin, number of entries, root."""

    slug = "checkpoint-unreadable"
    what = Text("チェックポイントとして読めません（{where}）。", "This cannot be read as a checkpoint ({where}).")
    mend = Text(
        "ログが出したチェックポイントを、そのまま使ってください。", "Use a checkpoint that the log issued, unchanged."
    )


class SignatureWrong(NotProven):
    """A signature claims to be by a key that was given, and is not."""

    slug = "signature-wrong"
    what = Text("「{name}」の署名が合いません。", "The signature of “{name}” does not match.")
    mend = Text(
        "書き換えられています。元のものを手に入れ直してください。",
        "It was changed. Obtain the original.",
    )


class SignatureAbsent(NotProven):
    """The log's key that was given did not sign this."""

    slug = "signature-absent"
    what = Text(
        "「{origin}」のログが、渡された鍵では署名していません。",
        "The log “{origin}” did not sign this with a key that was given.",
    )
    mend = Text(
        "そのログの公開鍵を、--key で渡してください。公開鍵の名前はログの名前と同じです。",
        "Give the public key of that log with --key. The name of the key is that of the log.",
    )


class LogsDiffer(NotProven):
    """Two checkpoints are of two different logs."""

    slug = "logs-differ"
    what = Text(
        "2つのチェックポイントは別のログのものです（「{first}」と「{second}」）。",
        "The two checkpoints are of different logs (“{first}” and “{second}”).",
    )
    mend = Text("同じログのものを2つ指定してください。", "Give two checkpoints of one log.")


class LogShrunk(NotProven):
    """The later checkpoint has fewer entries than the earlier one."""

    slug = "log-shrunk"
    what = Text(
        "新しいはずのチェックポイントが{new}件で、前の{old}件より少なくなっています。",
        "The newer checkpoint has {new} entries, fewer than the {old} of the older one.",
    )
    mend = Text(
        "OLD と NEW の順序を確かめてください。順序が正しければ、記録が消されています。",
        "Check the order of OLD and NEW. If it is right, entries were removed.",
    )


class LogForked(NotProven):
    """Two signed checkpoints of equal size have different roots: the log told two people two things."""

    slug = "log-forked"
    what = Text(
        "同じ{size}件なのに、中身の違う2つのチェックポイントに署名されています。",
        "Two checkpoints of the same {size} entries are signed, with different contents.",
    )
    mend = Text(
        "ログの持ち主が、相手によって違う記録を見せています。2つのファイルを証拠として残してください。",
        "Whoever keeps the log shows different records to different people. Keep both files as evidence.",
    )


class LogRewritten(NotProven):
    """The tiles hold the newer checkpoint's tree, and the older checkpoint's tree is not its beginning."""

    slug = "log-rewritten"
    what = Text(
        "前に署名された{old}件が、新しい{new}件の記録の中にそのままの形で残っていません。",
        "The {old} entries signed before are not the beginning of the {new} entries signed now.",
    )
    mend = Text(
        "書き足されたのではなく、書き換えられています。2つのファイルを証拠として残してください。",
        "The log was rewritten, not added to. Keep both files as evidence.",
    )


class TileMissing(NotProven):
    """A tile of the log is not where it should be, or cannot be fetched."""

    slug = "tile-missing"
    what = Text("ログのタイル「{path}」を読めません。", "The log's tile “{path}” cannot be read.")
    mend = Text(
        "--tiles に、そのログの tile フォルダの親か、ログの住所を指定してください。",
        "Give with --tiles the folder that holds the log's `tile` folder, or the address of the log.",
    )


class TileUnsound(NotProven):
    """A tile of the log has the wrong length, or is not of the tree that the checkpoint was signed for."""

    slug = "tile-unsound"
    what = Text(
        "ログのタイルが、署名されたチェックポイントのものではありません（{where}）。",
        "The log's tiles are not those of the signed checkpoint ({where}).",
    )
    mend = Text(
        "同じログの、新しいタイルを手に入れ直してください。それでも合わなければ、記録が壊れています。",
        "Obtain the tiles of that log anew. If they still differ, the records are damaged.",
    )


class ReasonsUnequal(NotProven):
    """The reasons of a decision do not add up to its score, or are not whole units: it gets no receipt."""

    slug = "reasons-unequal"
    what = Text("理由の合計が判断の点と合いません（{where}）。", "The reasons do not add up to the score ({where}).")
    mend = Text(
        "羅針の不具合です。この判断の受領証は出しません。開発者に知らせてください。",
        "This is a defect of Rashin, and the decision gets no receipt. Please tell the developers.",
    )


class KeyWrong(WrongRequest):
    """A text is not a key that Rashin can use."""

    slug = "key-wrong"
    what = Text("鍵として使えません（{where}）。", "This cannot be used as a key ({where}).")
    mend = Text(
        "`名前+番号+文字列` の形の、Ed25519 の鍵をそのまま渡してください。鍵を書いたファイルでも構いません。",
        "Give an Ed25519 key of the form `name+number+letters`, unchanged, or a file that holds it.",
    )


class KeyFileExists(CannotWrite):
    """A private key is never written over another file."""

    slug = "key-file-exists"
    what = Text("「{path}」はもうあるので、鍵を書きません。", "“{path}” exists already, so no key is written there.")
    mend = Text("別の名前を指定してください。", "Give another name.")
