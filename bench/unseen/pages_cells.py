"""Web pages whose cells write a number in ways that more than one reader takes for another number."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from bench.unseen.pages import of_values, page, simple, table, tables_of
from samples import grids
from samples.facts import Report

Make = Callable[[Report], bytes]


def decimals(places: int) -> Make:
    """Counts with idle decimals, as sheets export them."""
    return simple(of_values(lambda text: text if "." in text else f"{text}.{'0' * places}"))


def signs(minus: Callable[[str], str], plus: str = "") -> Make:
    """Changes with other signs: `minus` writes a negative number, `plus` stands before a positive one of a change."""
    return simple(of_values(lambda text: minus(text[1:]) if text.startswith("-") else text))


_DIGITS = "零一二三四五六七八九"
_SIZES = ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"))


def spelled(number: int) -> str:
    """A number below a hundred million in Chinese numerals."""
    if number < 10:
        return _DIGITS[number]
    size, name = next(pair for pair in _SIZES if number >= pair[0])
    head, rest = divmod(number, size)
    lead = "" if (size, head) == (10, 1) else spelled(head)
    return lead + name + (("零" if rest < size // 10 else "") + spelled(rest) if rest else "")


def spelled_out(report: Report) -> bytes:
    """Counts in Chinese numerals."""
    write = of_values(lambda text: spelled(int(text)) if text.isdigit() else text)
    return page(report, tables_of(report, write)).encode()


def letter_spaced(space: str) -> Make:
    """Spaces between the digits of a number."""
    return simple(of_values(space.join))


def in_yuan(report: Report) -> bytes:
    """Amounts in 元 where the form's unit is 万元."""
    write = of_values(lambda text: f"{Decimal(text) * 10_000:.0f}元" if "." in text else text)
    return page(report, tables_of(report, write)).encode()


def third(value: Decimal) -> bool:
    """Every third number and none that is nought: the cells that are written in another way."""
    return value % 3 == 1


def two_in_a_cell(mark: str) -> Make:
    """Some cells hold this year's and last year's number."""
    return simple(of_values(lambda text: f"{text}{mark}{len(text) + 4}" if third(Decimal(text)) else text))


def arrows(report: Report) -> bytes:
    """An arrow with the change against the year before behind some values."""
    chance = random.Random(report.title)

    def write(text: str) -> str:
        if chance.random() < 0.4:
            return f"{text} <span class='up'>{chance.choice('↑↓▲▼')}{chance.randrange(1, 40)}</span>"
        return text

    return page(report, tables_of(report, of_values(write))).encode()


def small_twins(hide: str) -> Make:
    """Each value twice: once for screens, once for telephones, which a style hides."""
    return simple(of_values(lambda text: f"<span>{text}</span><span {hide}>{text}</span>"))


def tool_tips(report: Report) -> bytes:
    """Values with a hint that shows on hovering."""
    return page(
        report,
        tables_of(report, of_values(lambda t: f'<abbr title="上年 17 件">{t}</abbr>')),
    ).encode()


def inserted(report: Report) -> bytes:
    """Corrections as a page compares versions: the old in a class that strikes through, the new beside it."""
    count = iter(range(10_000))
    write = of_values(
        lambda text: f'<span class="old">{next(count) % 8 + 1}</span><span class="new">{text}</span>' if text else text
    )
    style = "<style>.old{text-decoration:line-through;color:#999}</style>"
    return page(report, tables_of(report, write), head=style).encode()


def ruby(report: Report) -> bytes:
    """Marks of notes as ruby above the value."""
    count = iter(range(10_000))

    def write(text: str) -> str:
        return f"<ruby>{text}<rt>{next(count) % 5 + 1}</rt></ruby>" if next(count) % 4 == 0 else text

    return page(report, tables_of(report, of_values(write))).encode()


def note_links(report: Report) -> bytes:
    """Links to notes behind values, their numbers neither raised nor in brackets."""
    count = iter(range(10_000))

    def write(text: str) -> str:
        number = next(count)
        return f'{text}<a href="#fn{number}" class="footnote">{number % 9 + 1}</a>' if number % 5 == 0 else text

    return page(report, tables_of(report, of_values(write))).encode()


def marks_by_style(report: Report) -> bytes:
    """Marks of notes that only a style raises."""
    count = iter(range(10_000))

    def write(text: str) -> str:
        number = next(count)
        mark = f'<span style="vertical-align:super;font-size:8px">{number % 9 + 1}</span>'
        return text + mark if number % 4 == 0 else text

    return page(report, tables_of(report, of_values(write))).encode()


def line_breaks(report: Report) -> bytes:
    """Long numbers broken over two lines by hand."""
    write = of_values(lambda text: f"{text[:2]}<br>{text[2:]}" if len(text) > 2 and text.isdigit() else text)
    return page(report, tables_of(report, write)).encode()


def many_in_one_cell(report: Report) -> bytes:
    """Each column of the requests as one tall cell, its numbers on lines of their own."""
    grid = grids.requests(report)
    values = [[c.text for c in grid.cells if c.col == col and c.value] for col in range(3, grid.cols)]
    heads = "".join(f"<tr>{''.join(f'<td>{c.text}</td>' for c in cells)}</tr>" for cells in grid.by_row()[:3])
    labels = "<br>".join(path[-1] for path in report.form.request_rows.values())
    body = f"<tr><td colspan='3'>{labels}</td>" + "".join(f"<td>{'<br>'.join(v)}</td>" for v in values) + "</tr>"
    return page(report, {**tables_of(report), 2: [f"<table border='1'>{heads}{body}</table>"]}).encode()


def doubled_by_print(report: Report) -> bytes:
    """A printed twin of each table follows in a hidden block for printing, of an older state of the numbers."""
    chance = random.Random(report.title)
    stale = [table(grid, of_values(lambda _text: str(chance.randrange(50)))) for grid in (grids.requests(report),)]
    twin = f'<div class="print-only">{stale[0]}</div>'
    style = "<style>@media screen{.print-only{display:none}}</style>"
    return page(report, {**tables_of(report), 3: [*tables_of(report)[3], twin]}, head=style).encode()
