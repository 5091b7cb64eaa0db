"""A server is killed in the middle of deciding, again and again: what it answered is on record, and nothing half."""

from __future__ import annotations

import json
import random
from pathlib import Path
from threading import Event, Thread
from time import sleep

import httpx
import pytest
from sqlalchemy import func, select
from tests.faults.office import Office, server
from tests.workspace.jobs.workshop import until
from tests.workspace.postgresql import binaries, running

from rashin.trust.log.keys import VerifierKey
from rashin.trust.receipts.verify import verify
from rashin.workspace.database.tables import Answered, DecisionRecord

pytestmark = pytest.mark.heavy

KILLS, ASKERS, LATER = 20, 8, 503


def sending(office: Office, key: str) -> dict[str, str]:
    """What a machine says besides the case."""
    return {
        "authorization": f"Bearer {office.key}",
        "idempotency-key": key,
        "content-type": "application/json",
    }


class Askers:
    """Many who ask at once, and what they were answered; who is told to come again later does so with the same key."""

    def __init__(self, address: str, office: Office, first: int) -> None:
        self.answered: dict[str, str] = {}
        """What each key was answered."""
        self.put_off = 0
        """How many answers said to come again later."""
        self._stop = Event()
        self._address, self._office = address, office
        self._threads = [Thread(target=self._ask, args=(first + place,)) for place in range(ASKERS)]
        for thread in self._threads:
            thread.start()

    def _ask(self, number: int) -> None:
        draw = random.Random(number)  # noqa: S311 (which case, not a secret)
        cases = self._office.desk.cases(20, number)
        where = f"/api/v1/deployments/{self._office.desk.deployment}/decisions"
        with httpx.Client(base_url=self._address, timeout=20) as client:
            for count in range(10_000):
                if self._stop.is_set():
                    return
                key = f"{number}-{count}"
                sent = json.dumps({"case": draw.choice(cases), "reference": key})
                headers = sending(self._office, key)
                try:
                    while (answer := client.post(where, content=sent, headers=headers)).status_code == LATER:
                        self.put_off += 1
                        sleep(0.1)
                except httpx.HTTPError:
                    return
                assert answer.status_code == 201, answer.text
                self.answered[key] = answer.text

    def await_more(self) -> None:
        before = len(self.answered)
        until(lambda: len(self.answered) > before + 2 * ASKERS, "decisions")

    def end(self) -> dict[str, str]:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.answered


def test_no_acknowledged_decision_is_lost(tmp_path: Path, checkout: Path, model_file: bytes) -> None:
    office = Office(tmp_path / "data", model_file)
    draw, answered = random.Random(1), dict[str, str]()  # noqa: S311 (when to kill, not a secret)
    for turn in range(KILLS):
        with server(office.folder, checkout) as (process, address):
            askers = Askers(address, office, first=turn * ASKERS)
            while not askers.answered:
                assert process.poll() is None, "the server did not start"
                sleep(0.01)
            sleep(draw.uniform(0, 0.5))
            process.kill()
            answered |= askers.end()
    assert len(answered) >= KILLS
    check_all_on_record(office, answered)
    with server(office.folder, checkout) as (_, address):
        check_answered_the_same(office, address, answered)


def test_no_acknowledged_decision_is_lost_when_postgresql_restarts(
    tmp_path: Path, checkout: Path, model_file: bytes
) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("there is no PostgreSQL")
    with running(programs) as postgresql:
        office = Office(tmp_path / "data", model_file, postgresql.create("deciding"))
        with server(office.folder, checkout, office.settings) as (process, address):
            askers = Askers(address, office, first=0)
            for mode in ("immediate", "fast"):
                askers.await_more()
                postgresql.stop(mode)
                sleep(1)
                postgresql.start()
            askers.await_more()
            answered = askers.end()
            assert process.poll() is None
            assert askers.put_off
            check_all_on_record(office, answered)
            check_answered_the_same(office, address, answered)
        office.desk.company.database.close()


def check_all_on_record(office: Office, answered: dict[str, str]) -> None:
    """Every answer is on record as it was given; whatever else is there is whole."""
    desk = office.desk
    key = VerifierKey.parse(desk.company.log.key)
    for reference, text in answered.items():
        told = json.loads(text)
        record = desk.record(told["id"])
        assert record.reference == reference
        assert record.log_index == told["log_index"]
        assert json.loads(record.payload or b"") == {k: v for k, v in told.items() if k not in ("log_index", "receipt")}
    for reference in list(answered)[:: max(1, len(answered) // 50)]:
        assert verify(desk.receipt(json.loads(answered[reference])["id"]), [key]).holds
    desk.check_log()
    counted = select(DecisionRecord.reference, func.count()).group_by(DecisionRecord.reference)
    assert set(dict(desk.reading(lambda session: session.execute(counted).all())).values()) == {1}, "nothing twice"
    decided = desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)))
    assert decided == desk.reading(lambda session: session.scalar(select(func.count()).select_from(Answered)))


def check_answered_the_same(office: Office, address: str, answered: dict[str, str]) -> None:
    """Who asks again under the same key gets the same answer, and nothing is decided again."""
    where = f"/api/v1/deployments/{office.desk.deployment}/decisions"
    before = office.desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)))
    with httpx.Client(base_url=address, timeout=20) as client:
        for key in list(answered)[-20:]:
            case = json.loads(office.desk.record(json.loads(answered[key])["id"]).case or b"")
            sent = json.dumps({"case": case, "reference": key})
            answer = client.post(where, content=sent, headers=sending(office, key))
            assert answer.text == answered[key]
    after = office.desk.reading(lambda session: session.scalar(select(func.count()).select_from(DecisionRecord)))
    assert after == before
