"""Errors of jobs: long work that could not be finished."""

from __future__ import annotations

from rashin.errors.base import RashinError
from rashin.errors.stops import Unexpected
from rashin.language import Text


class JobTrouble(RashinError):
    """A job did not come to its end."""

    slug = "job"


class JobBroken(Unexpected):
    """A job met something that Rashin did not foresee: a defect. The worker's log says where."""

    slug = "job-broken"
    status = 500
    what = Text("作業が、思わぬ不具合で止まりました（{found}）。", "The job stopped at an unforeseen defect ({found}).")
    mend = Text(
        "もう一度お試しください。同じことが起きたら、作業の番号 {job} を運営者に知らせてください。",
        "Please try again. If it happens again, tell the operator the number of the job, {job}.",
    )


class JobGivenUp(JobTrouble):
    """A job was begun again and again, and each time its worker died or was stopped."""

    slug = "job-given-up"
    status = 500
    what = Text(
        "作業が途中で{times}回止まったので、打ち切りました。",
        "The job was cut short {times} times and was given up.",
    )
    mend = Text(
        "メモリーの不足がよくある原因です。作業の番号 {job} を運営者に知らせてください。",
        "Too little memory is a common cause. Tell the operator the number of the job, {job}.",
    )


class JobOutdated(JobTrouble):
    """A job was begun by another release of Rashin, which did it in other steps."""

    slug = "job-outdated"
    status = 409
    what = Text(
        "作業の途中でプログラムが新しくなり、続きから進められません。",
        "The program was renewed in the middle of the job, which cannot go on from there.",
    )
    mend = Text("お手数ですが、もう一度始めてください。", "Please start it again.")
