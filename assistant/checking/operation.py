"""What a number can say of its quantity."""

from __future__ import annotations

from enum import StrEnum


class Operation(StrEnum):
    """What a number says of its quantity; the values are the kinds of a Claim."""

    VALUE = "value"
    SHARE = "share"
    GROWTH = "growth"
    DIFFERENCE = "difference"
    POINTS = "points"
    MULTIPLE = "multiple"
    SUM = "sum"
