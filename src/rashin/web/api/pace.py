"""How fast a key may ask: a bucket of tokens that fills again at a steady pace."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from threading import Lock
from time import monotonic

from rashin.errors import TooManyRequests

_MINUTE = 60.0
_MOST = 10_000
"""Keys that are kept count of; one that has not asked for long has a full bucket anyway."""


class Pace:
    """The buckets of one process. Each holds as many requests as a minute allows."""

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key_id: str) -> None:
        """Use one request.

        Raises:
            TooManyRequests: the key has used all it may for now.
        """
        moment = monotonic()
        with self._lock:
            left, since = self._buckets.pop(key_id, (float(self._most), moment))
            left = min(self._most, left + (moment - since) * self._most / _MINUTE)
            taken = left >= 1
            self._buckets[key_id] = (left - taken, moment)
            if len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        if not taken:
            raise TooManyRequests(most=self._most, retry_after=ceil((1 - left) * _MINUTE / self._most))
