"""The ways in which a clean report arrives damaged, done to a document or to a text in memory."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from assistant.forms import Form
from bench.damage import GridDamage, first_data_row, numeric, packed, rewritten, rows_of, without_rows
from ingest.blocks import Block, Document, GridBlock, TextBlock


def on_grids(document: Document, damage: GridDamage, chance: random.Random) -> Document:
    """The document with each table of its form damaged."""
    return replace(document, blocks=tuple(damage(b, chance) if of_form(b) else b for b in document.blocks))


def of_form(block: Block) -> TypeGuard[GridBlock]:
    return isinstance(block, GridBlock) and block.n_rows > 2 and "索引号" not in {c.text for c in block.cells}


def repeat_tables(document: Document) -> Document:
    """Every table is printed twice."""
    blocks = [b for block in document.blocks for b in ([block, block] if of_form(block) else [block])]
    return replace(document, blocks=tuple(blocks))


def contradict_tables(document: Document) -> Document:
    """Every table is printed twice, the second time with other figures."""

    def other(block: GridBlock) -> GridBlock:
        return rewritten(block, lambda c: c.text + "1" if c.text.isdigit() and c.text != "0" else c.text)

    blocks: list[Block] = []
    for block in document.blocks:
        blocks.append(block)
        if of_form(block):
            blocks.append(other(block))
    return replace(document, blocks=tuple(blocks))


def break_tables(document: Document, chance: random.Random, *, repeat_header: bool) -> Document:
    """Every table is cut in two by a page break, with or without its header on the second page."""
    blocks: list[Block] = []
    for block in document.blocks:
        if not of_form(block):
            blocks.append(block)
            continue
        top = first_data_row(block)
        cut = chance.randrange(top + 1, block.n_rows) if block.n_rows > top + 1 else block.n_rows
        blocks.append(without_rows(block, set(range(cut, block.n_rows))))
        if cut < block.n_rows:
            blocks.append(TextBlock("- 5 -"))
            blocks.append(without_rows(block, set(range(top if repeat_header else 0, cut))))
    return replace(document, blocks=tuple(blocks))


def labels_apart(document: Document, chance: random.Random, *, lose: float = 0.0) -> Document:
    """Runs of rows fall into lines of labels and, behind them, bare rows of numbers; some of either may be lost."""
    blocks: list[Block] = []
    for block in document.blocks:
        if not of_form(block):
            blocks.append(block)
            continue
        labels: list[Block] = []
        numbers: list[Block] = []
        for row in rows_of(block):
            values = [cell.text for cell in row if numeric(cell)]
            names = [cell.text for cell in row if not numeric(cell) and cell.text]
            if chance.random() < 0.4:
                blocks.extend([*labels, *numbers])
                labels, numbers = [], []
            if not values or chance.random() < 0.4:
                blocks.extend([*labels, *numbers, packed([[cell.text for cell in row]])])
                labels, numbers = [], []
                continue
            if chance.random() >= lose:
                for name in names:
                    cut = chance.randrange(len(name)) if len(name) > 8 else 0
                    labels.extend(TextBlock(part) for part in (name[:cut], name[cut:]) if part)
            if chance.random() >= lose:
                numbers.append(packed([values]) if chance.random() < 0.5 else TextBlock(" ".join(values)))
        blocks.extend([*labels, *numbers])
    return replace(document, blocks=tuple(blocks))


def lose_headings(document: Document) -> Document:
    """The lines that name the sections are gone."""
    return replace(
        document,
        blocks=tuple(
            b for b in document.blocks if isinstance(b, GridBlock) or not re.match(r"[一二三四五六]、", b.text)
        ),
    )


def on_text(document: Document, change: Callable[[str], str]) -> Document:
    """The document with each of its paragraphs changed."""
    return replace(
        document,
        blocks=tuple(replace(b, text=change(b.text)) if isinstance(b, TextBlock) else b for b in document.blocks),
    )


def row_pattern(form: Form) -> re.Pattern[str]:
    """A row of harvested text: its label, then its digits."""
    labels = sorted({row.label for t in form.tables for row in t.rows if row.label}, key=len, reverse=True)
    return re.compile(f"(?P<label>{'|'.join(map(re.escape, labels))})(?P<digits>\\s?[\\d\\s.-]*\\d)")


def in_rows(form: Form, change: Callable[[str, str], str]) -> Callable[[str], str]:
    """A change of each row's label and digits."""
    pattern = row_pattern(form)
    return lambda text: pattern.sub(lambda match: change(match["label"], match["digits"]), text)


def text_damage(form: Form, chance: random.Random) -> dict[str, Callable[[str], str]]:
    """What harvesting does to a text, by name."""

    def sometimes(damaged: Callable[[str, str], str]) -> Callable[[str], str]:
        return in_rows(form, lambda a, b: damaged(a, b) if chance.random() < 0.3 else a + b)

    def spaced_out(text: str) -> str:
        return re.sub(r"(?<=[一-鿿、（）.])(?=[一-鿿、（）.])", lambda _: " " * (chance.random() < 0.2), text)

    return {
        "rows lost": sometimes(lambda label, digits: ""),
        "labels lost": sometimes(lambda label, digits: digits),
        "digits lost": sometimes(lambda label, digits: label),
        "labels cut": in_rows(form, lambda label, digits: label[: chance.randint(8, 12)] + digits),
        "labels cut short": in_rows(form, lambda label, digits: label[: chance.randint(3, 8)] + digits),
        "slips": in_rows(form, lambda label, digits: label[:5] + "囗" + label[6:] + digits),
        "numbers lost": in_rows(form, lambda label, digits: re.sub(r"^\d\.", "", label) + digits),
        "points lost": in_rows(form, lambda label, digits: re.sub(r"^(\d)\.", r"\1", label) + digits),
        "commas for points": in_rows(form, lambda label, digits: re.sub(r"^(\d)\.", r"\1、", label) + digits),
        "blanks for zeros": in_rows(form, lambda label, digits: label + re.sub(r"(?<![1-9])0", "", digits)),
        "notes": sometimes(lambda label, digits: f"{label}{digits[:2]}（其中{digits[-1]}件线上）{digits[2:]}"),
        "units": sometimes(lambda label, digits: f"{label}{digits[:1]}件{digits[1:]}"),
        "dashes": sometimes(lambda label, digits: label + digits.replace("0", "/")),
        "page numbers": sometimes(lambda label, digits: f"{label}{digits} - {chance.randint(1, 9)} - "),
        "dates": sometimes(lambda label, digits: f"{label}{digits} 2022年1月5日"),
        "half width": lambda text: text.translate(str.maketrans("（），。：“”、", '(),.:"",')),
        "spaces": spaced_out,
        "no headings": lambda text: re.sub(r"[一二三四五六]、[一-鿿、]{4,22}情况", "", text),
        "no banners": lambda text: re.sub(r"第二十条\s*第（.）项", "", text),
        "twice": lambda text: text + "\n" + text,
    }
