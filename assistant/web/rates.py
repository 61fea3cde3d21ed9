"""How often somebody may ask: so many times within a minute that slides, counted for each key."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW = 60.0
"""Seconds that are looked back upon."""
_REMEMBERED = 20_000
"""Keys that are remembered; the one that was silent longest is forgotten first."""


class Rates:
    """What was allowed within the last minute, by key. Safe to share between threads."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`most` within the window for each key; 0: as many as they like."""
        self._most, self._clock = most, clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, *keys: str) -> float:
        """Seconds until one more is allowed for all of these keys; 0.0: it is allowed, and counts from now on."""
        if not self._most:
            return 0.0
        now = self._clock()
        with self._lock:
            rows = [self._row(key, now) for key in keys]
            waits = [row[0] + WINDOW - now for row in rows if len(row) >= self._most]
            if waits:
                return max(waits)
            for row in rows:
                row.append(now)
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        return 0.0

    def _row(self, key: str, now: float) -> deque[float]:
        row = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while row and row[0] <= now - WINDOW:
            row.popleft()
        return row


def neighbourhood(address: str) -> str:
    """What of an address counts as one visitor: of IPv6 the first 64 bits, which one household has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
