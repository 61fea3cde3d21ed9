"""Signed session cookies, and a limit on attempts to sign in. Nothing is stored: a restart signs everybody out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.web.desk.users import Users

COOKIE = "baogao_desk"
LASTS = 8 * 3600
"""Seconds that a session lasts."""
_ATTEMPTS, _WINDOW = 5, 15 * 60
_REMEMBERED = 10_000


class Sessions:
    """Makes and reads the cookies of the users."""

    def __init__(self, users: Users, clock: Callable[[], float] = time.time) -> None:
        self._users = users
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._ended: OrderedDict[str, None] = OrderedDict()

    def begin(self, name: str) -> str:
        """A cookie for a user who has just signed in."""
        body = f"{base64.urlsafe_b64encode(name.encode()).decode()}.{int(self._clock()) + LASTS}.{secrets.token_hex(8)}"
        return f"{body}.{self._signature(name, body)}"

    def user(self, cookie: str | None) -> str | None:
        """The user of a cookie; None when it is not ours, is over, or was given up."""
        body, _, signature = (cookie or "").rpartition(".")
        parts = body.split(".")
        if len(parts) != 3 or not parts[1].isdigit() or cookie in self._ended:
            return None
        try:
            name = base64.urlsafe_b64decode(parts[0]).decode()
        except ValueError:
            return None
        if not hmac.compare_digest(self._signature(name, body).encode(), signature.encode()):
            return None
        return name if int(parts[1]) > self._clock() else None

    def end(self, cookie: str) -> None:
        """Give a session up: its cookie is no longer good, whoever has it."""
        self._ended[cookie] = None
        while len(self._ended) > _REMEMBERED:
            self._ended.popitem(last=False)

    def _signature(self, name: str, body: str) -> str:
        secret = self._users.secret(name)
        if secret is None:  # nobody's: a signature that nothing can equal
            return secrets.token_hex(32)
        return hmac.new(self._key + secret, body.encode(), hashlib.sha256).hexdigest()


class Attempts:
    """Failed attempts to sign in, by name and by address: after five within a quarter of an hour, no more are tried."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def allowed(self, *keys: str) -> bool:
        """Whether one more attempt may be made."""
        with self._lock:
            return all(len(self._recent(key)) < _ATTEMPTS for key in keys)

    def failed(self, *keys: str) -> None:
        """Count a failed attempt."""
        with self._lock:
            for key in keys:
                self._failed[key] = [*self._recent(key), self._clock()][-_ATTEMPTS:]
                self._failed.move_to_end(key)
            while len(self._failed) > _REMEMBERED:
                self._failed.popitem(last=False)

    def forgive(self, *keys: str) -> None:
        """Forget the failures of somebody who has signed in."""
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)

    def _recent(self, key: str) -> list[float]:
        since = self._clock() - _WINDOW
        return [at for at in self._failed.get(key, ()) if at > since]
