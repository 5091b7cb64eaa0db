"""Listening, and answering at once."""

from __future__ import annotations

import socket

import pytest

from rashin.errors import AddressUnusable, PortTaken
from rashin.web.serving import address_of, listen


def test_no_part_of_an_answer_waits_for_the_asker_to_acknowledge_another() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()[:2]):
        taken, _ = listener.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_address_is_one_that_a_browser_opens() -> None:
    with listen("0.0.0.0", 0) as listener:  # noqa: S104 (every address is what is tested)
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_address_that_cannot_be_listened_at_is_said() -> None:
    with listen("127.0.0.1", 0) as listener, pytest.raises(PortTaken):
        listen("127.0.0.1", listener.getsockname()[1])
    with pytest.raises(AddressUnusable):
        listen("192.0.2.1", 0)
