"""Errors of running an installation: starting it, bringing it up to date, backing it up and restoring it."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.language import Text


class OperatingTrouble(RashinError):
    """The installation is not as it must be for what was asked."""

    slug = "operating"
    exit_code = 6
    status = 503


class PortTaken(OperatingTrouble):
    """Another program listens at this address, perhaps a Rashin that was started before."""

    slug = "port-taken"
    what = Text(
        "{host} の {port} 番は、ほかのプログラムが使っています。", "Another program uses port {port} of {host}."
    )
    mend = Text(
        "先に動いている羅針があれば止めるか、別の番号を RASHIN_PORT か --port で指定してください。",
        "Stop the Rashin that runs already, or choose another port with RASHIN_PORT or --port.",
    )


class AddressUnusable(OperatingTrouble):
    """The address to listen at is not one of this machine, or may not be used."""

    slug = "address-unusable"
    what = Text("{host} の {port} 番で待ち受けられません（{why}）。", "Cannot listen at port {port} of {host} ({why}).")
    mend = Text(
        "この機械の住所を RASHIN_HOST か --host で指定してください。1024 より小さい番号には特別な権限が要ります。",
        "Give an address of this machine with RASHIN_HOST or --host. Ports below 1024 need special rights.",
    )


class DatabaseUnreachable(OperatingTrouble):
    """The database that the settings name does not answer, or refuses."""

    slug = "database-unreachable"
    what = Text("データベース {where} につながりません（{why}）。", "The database {where} cannot be reached ({why}).")
    mend = Text(
        "データベースが動いているか、RASHIN_DATABASE_URL の住所、利用者、合言葉が正しいかを確かめてください。",
        "See that the database runs, and that address, user and password in RASHIN_DATABASE_URL are right.",
    )


class DatabaseNewer(OperatingTrouble):
    """The database was brought up to date by a newer Rashin than this one."""

    slug = "database-newer"
    what = Text(
        "データベースは、この羅針（{version}）より新しい羅針のものです（{found}）。",
        "The database belongs to a newer Rashin than this one, {version} ({found}).",
    )
    mend = Text(
        "新しい羅針を使ってください。前の羅針に戻すときは、更新の直前に作られたバックアップを戻してください。",
        "Use the newer Rashin. To go back to the older one, restore the backup made just before the upgrade.",
    )


class DatabaseBehind(OperatingTrouble):
    """The database must be brought up to date first."""

    slug = "database-behind"
    what = Text(
        "データベースの形が古いままです（{found}、必要なのは {wanted}）。",
        "The database is not up to date (it is at {found}, and {wanted} is needed).",
    )
    mend = Text("`rashin migrate` を一度実行してください。", "Run `rashin migrate` once.")


class DatabaseInUse(OperatingTrouble):
    """A table could not be changed because another program keeps using it."""

    slug = "database-in-use"
    what = Text(
        "ほかのプログラムがデータベースを使い続けているので、更新できません。何も変えていません。",
        "The database cannot be brought up to date while another program keeps using it. Nothing was changed.",
    )
    mend = Text(
        "動いている羅針（`rashin up` と `rashin worker`）をすべて止めてから、もう一度実行してください。",
        "Stop every Rashin that runs (`rashin up` and `rashin worker`), then try again.",
    )


class LogKeyForeign(OperatingTrouble):
    """The key in this folder is not the one that this installation's log is signed with."""

    slug = "log-key-foreign"
    what = Text(
        "「{path}」の鍵は、この透明性ログの鍵ではありません。",
        "The key in “{path}” is not that of this transparency log.",
    )
    mend = Text(
        "ログは一つの鍵で署名します。初めに動かした機械の log.key をここに写すか、その場所を RASHIN_LOG_KEY で指定してください。",
        "A log is signed with one key. Copy log.key here from the machine that ran first, or name its place with "
        "RASHIN_LOG_KEY.",
    )


class BackupExists(OperatingTrouble):
    """There is a file of that name already; a backup is never overwritten."""

    slug = "backup-exists"
    what = Text("「{path}」はもうあります。", "“{path}” exists already.")
    mend = Text("別の名前を指定してください。", "Give another name.")


class BackupUnreadable(OperatingTrouble):
    """The file is not a backup that Rashin wrote, or it was cut short or changed."""

    slug = "backup-unreadable"
    what = Text(
        "「{path}」はバックアップとして読めません（{where}）。", "“{path}” cannot be read as a backup ({where})."
    )
    mend = Text(
        "写す途中で壊れたかもしれません。元のファイルをもう一度写すか、別のバックアップを使ってください。何も戻していません。",
        "It may have been damaged on its way. Copy it again, or use another backup. Nothing was restored.",
    )


class BackupNewer(OperatingTrouble):
    """The backup was written by a newer Rashin than this one."""

    slug = "backup-newer"
    what = Text(
        "「{path}」は、この羅針より新しい羅針（{version}）のバックアップです。",
        "“{path}” is a backup of a newer Rashin ({version}) than this one.",
    )
    mend = Text("その版か、それより新しい羅針で戻してください。", "Restore it with that Rashin or a newer one.")


class InstallationNotEmpty(OperatingTrouble):
    """A backup is restored only where there is nothing that it could overwrite or mix with."""

    slug = "installation-not-empty"
    what = Text("戻す先に、もう記録があります（{found}）。", "There are records already where to restore ({found}).")
    mend = Text(
        "空のフォルダーを RASHIN_DATA で指定し、PostgreSQL や S3 を使うときは空のものを用意してください。",
        "Name an empty folder with RASHIN_DATA; with PostgreSQL or S3, use an empty database and an empty place.",
    )


class MetricsClosed(OperatingTrouble):
    """The figures about the installation are not given to whoever asked."""

    slug = "metrics-closed"
    status = 403
    what = Text("計測値は、ここからは読めません。", "The metrics cannot be read from here.")
    mend = Text(
        "RASHIN_METRICS_TOKEN を設定し、Authorization: Bearer で渡してください。同じ機械から直接なら、そのままで読めます。",
        "Set RASHIN_METRICS_TOKEN and pass it as Authorization: Bearer. From the same machine, not through a proxy, none "
        "is needed.",
    )


class RehearsalFailed(OperatingTrouble):
    """The main job, gone through to see that the installation works, stopped at a step."""

    slug = "rehearsal-failed"
    what = Text("通しの試しが、途中で止まりました（{step}）。", "The rehearsal stopped at a step ({step}).")
    mend = Text(
        "`rashin doctor` で、動かす準備ができているかを確かめてください。記録（標準エラー出力）にも手がかりがあります。",
        "See with `rashin doctor` whether everything is as it must be. The log on standard error says more.",
    )
