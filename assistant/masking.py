"""Personal data in text that is kept: telephone numbers, identity numbers and mail addresses are masked."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"""
    (?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})
    |(?<!\d)(?P<id>[1-8]\d{5}(?:19|20)\d\d_DAY_\d{3}[\dXx]                      # GB 11643: a place, a day of birth, …
        |[1-8]\d{5}\d\d_DAY_\d{3})(?!\d)                                        # … and 15 characters until 1999
    |(?<!\d)(?P<phone>(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}             # a mobile
        |\(?0\d{2,3}\)?[-\s]?[2-9]\d{6,7}|400[-\s]?\d{3}[-\s]?\d{4})(?!\d)       # a fixed line, a service number
    """.replace("_DAY_", r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"),
    re.VERBOSE,
)
_NAMED = {"mail": "[邮箱]", "id": "[证件号]", "phone": "[电话]"}


def masked(text: str) -> str:
    """The text with what could identify a person replaced by its kind."""
    return _PERSONAL.sub(lambda found: _NAMED[found.lastgroup or "id"], text)
