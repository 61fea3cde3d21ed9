"""Undo glued digits where the form's own identities leave exactly one way to cut them.

Reports harvested from pages arrive with the cells of a row run together ("713000074"). A cut is a way to
split the string into as many numbers as the row has columns, none with a leading zero. Row identities (H1,
H4) are tried first; where they leave several cuts, the identities over rows (H2 balance, H3 column sum)
decide, all rows together. What stays open stays ambiguous, with its candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice, product

from assistant.forms import Column, FormTable, Identity

Cut = tuple[str, ...]

MOST_CUTS = 50_000
"""More ways than this to cut one string are not enumerated: nothing could decide between them."""
MOST_COMBINATIONS = 20_000
MOST_DIGITS = 4
"""A row with more digits a column than this is no row of figures, and would take long to cut."""


class TooManyCutsError(Exception):
    """A string of digits is too long to be cut with certainty."""


@lru_cache(maxsize=4_096)
def cuts(digits: str, parts: int, signed: tuple[bool, ...] = ()) -> tuple[Cut, ...]:
    """Every way to cut `digits` into `parts` whole numbers without leading zeros.

    `signed[i]` allows a minus in front of part i. Raises TooManyCutsError above `MOST_CUTS` ways: a list that
    stops early could make one way look like the only one.
    """
    found = tuple(islice(_cuts(digits, parts, signed or (False,) * parts), MOST_CUTS + 1))
    if len(found) > MOST_CUTS:
        raise TooManyCutsError(digits)
    return found


def _cuts(digits: str, parts: int, signed: tuple[bool, ...]) -> Iterator[Cut]:
    if parts == 0:
        if not digits:
            yield ()
        return
    for end in range(1, len(digits) - parts + 2):
        head = digits[:end]
        if _is_number(head, signed[0]):
            for rest in _cuts(digits[end:], parts - 1, signed[1:]):
                yield (head, *rest)


def _is_number(text: str, signed: bool) -> bool:
    body = text[1:] if signed and text.startswith("-") else text
    return body.isdecimal() and (len(body) == 1 or body[0] != "0")


def row_cuts(digits: str, columns: Sequence[Column], identities: Sequence[Identity]) -> tuple[Cut, ...]:
    """The cuts of one row that satisfy every identity over its columns; () when there are none or too many."""
    sizes = _sum_groups(columns, identities)
    if len(digits) > MOST_DIGITS * len(columns):
        return ()
    if sizes:
        found = tuple(islice(_summed_cuts(digits, sizes), MOST_CUTS + 1))
        return found if len(found) <= MOST_CUTS else ()
    try:
        return cuts(digits, len(columns), tuple(column.signed for column in columns))
    except TooManyCutsError:
        return ()


def may_be_fewer(digits: str, columns: Sequence[Column]) -> bool:
    """Whether fewer numbers than columns could have made these digits, the other cells being blank."""
    signed = any(column.signed for column in columns)
    return any(cuts(digits, count, (signed,) * count) for count in range(1, len(columns)))


def _sum_groups(columns: Sequence[Column], identities: Sequence[Identity]) -> tuple[int, ...]:
    """The sizes of the runs of columns that each end in their own total, when such runs make up the whole row."""
    codes = [column.code for column in columns]
    sizes: list[int] = []
    for identity in identities:
        run = [*identity.right, *identity.left]
        if identity.axis != "columns" or codes[sum(sizes) : sum(sizes) + len(run)] != run:
            continue
        sizes.append(len(run))
    return tuple(sizes) if sum(sizes) == len(codes) else ()


def _summed_cuts(digits: str, sizes: tuple[int, ...]) -> Iterator[Cut]:
    if not sizes:
        if not digits:
            yield ()
        return
    size, rest = sizes[0], sizes[1:]
    longest = len(digits) - sum(rest)
    for end in range(size, longest + 1) if rest else (len(digits),):
        for head in _cuts_by_total(digits[:end], size):
            for tail in _summed_cuts(digits[end:], rest):
                yield head + tail


@lru_cache(maxsize=4_096)
def _cuts_by_total(digits: str, parts: int) -> tuple[Cut, ...]:
    """The cuts whose last number is the sum of the others."""
    ways: list[Cut] = []
    for width in range(1, len(digits) - parts + 2):
        total = digits[-width:]
        if _is_number(total, False):
            ways.extend((*head, total) for head in _cuts_to(digits[:-width], parts - 1, int(total)))
    return tuple(ways)


def _cuts_to(digits: str, parts: int, total: int) -> Iterator[Cut]:
    """The cuts whose numbers add up to `total`; ways that have become too long or too large are not followed."""
    if parts == 1:
        if _is_number(digits, False) and int(digits) == total:
            yield (digits,)
        return
    for end in range(1, len(digits) - parts + 2):
        head = digits[:end]
        left = total - int(head)
        if left < 0 or not _is_number(head, False):
            return
        if len(digits) - end <= (parts - 1) * len(str(left)):
            for rest in _cuts_to(digits[end:], parts - 1, left):
                yield (head, *rest)


def settle(table: FormTable, known: Mapping[str, Cut], open_rows: Mapping[str, Sequence[Cut]]) -> dict[str, Cut]:
    """Decide between the cuts of several rows by the identities over rows; {} when not exactly one way is left.

    `known` holds the rows already read, `open_rows` the candidates of the others, by row code.
    """
    codes = list(open_rows)
    ways = 1
    for code in codes:
        ways *= len(open_rows[code])
    identities = [identity for identity in table.identities if identity.axis == "rows"]
    if not codes or not identities or ways == 0 or ways > MOST_COMBINATIONS:
        return {}
    kept = [
        choice
        for choice in product(*(open_rows[code] for code in codes))
        if _consistent(table, {**known, **dict(zip(codes, choice, strict=True))})
    ]
    return dict(zip(codes, kept[0], strict=True)) if len(kept) == 1 else {}


def _consistent(table: FormTable, rows: Mapping[str, Cut]) -> bool:
    return all(_balances(table, rows, left, right) for left, right in _equations(table, rows))


def all_hold(table: FormTable, row: Cut) -> bool:
    """Whether every identity over columns holds in a row of all the table's columns."""
    numbers = {column.code: Decimal(text) for column, text in zip(table.columns, row, strict=True)}
    return all(
        sum(numbers[code] for code in identity.left) == sum(numbers[code] for code in identity.right)
        for identity in table.sums
    )


def settled_by(table: FormTable, rows: Mapping[str, Cut]) -> set[str]:
    """The rows that take part in an identity over rows that can be computed; empty when one of those does not hold."""
    settled: set[str] = set()
    for left, right in _equations(table, rows):
        if not _balances(table, rows, left, right):
            return set()
        settled |= left | right
    return settled


def _equations(table: FormTable, rows: Mapping[str, Cut]) -> Iterator[tuple[set[str], set[str]]]:
    """The two sides of each identity over rows whose rows are all there."""
    replaced = {code: row.code for row in table.rows for code in row.instead_of if row.code in rows}
    for identity in table.identities:
        left = {replaced.get(code, code) for code in identity.left}
        right = {replaced.get(code, code) for code in identity.right}
        if identity.axis == "rows" and left <= rows.keys() and right <= rows.keys():
            yield left, right


def _balances(table: FormTable, rows: Mapping[str, Cut], left: set[str], right: set[str]) -> bool:
    return all(
        sum(Decimal(rows[code][column]) for code in left) == sum(Decimal(rows[code][column]) for code in right)
        for column in range(len(table.columns))
    )
