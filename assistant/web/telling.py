"""What visitors are told of an error: sentences that were written for them, and otherwise only an id."""

from __future__ import annotations

import secrets

from assistant.errors import BaogaoError, ModelError, UsageError
from assistant.web.logs import LOG
from assistant.web.turnstile import BusyError, SlowError

_FOR_VISITORS = (UsageError, BusyError, SlowError, ModelError)
"""Their sentences name nothing of the server: no path, no address, no key."""


def broken(number: str) -> str:
    """The sentence for what nobody expected; the log knows what it was by its number."""
    return f"程序出错（编号 {number}），请稍后再试。 / Something went wrong (no. {number}); please try again later."


def sentence(error: BaogaoError, number: str = "") -> str:
    """The sentence for a visitor; what is for the staff alone goes to the log under the id that is told."""
    if isinstance(error, _FOR_VISITORS):
        return str(error)
    number = number or secrets.token_hex(6)
    LOG.error("a request failed", exc_info=error, extra={"id": number})
    return broken(number)
