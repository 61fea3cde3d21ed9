"""Chunks: whole sentences and whole rows, verbatim, each saying whose they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from making import AGENCY, make_report

from assistant.report import Cell, Paragraph, Report, Table
from ingest.chunker import LONGEST, MOST_ROWS, SHORTEST, chunks_of
from ingest.reading import read_report

SENTENCE = "本局持续做好水库移民后期扶持政策的主动公开工作，及时回应群众关切。"


def prose(*paragraphs: str, section: tuple[str, ...] = ("一、总体情况",)) -> Report:
    """A report of these paragraphs and no table."""
    return replace(make_report(paragraphs), tables=(), figures=()) if section else make_report(paragraphs)


def grid(rows: int, *, header_rows: int = 1, unit: str | None = "件", word: str = "项") -> Report:
    """A report with one table of this many rows, the first column spanning all rows under the header."""
    text, cells = "", []
    for row in range(rows):
        for col in range(3):
            if col == 0 and row > header_rows:
                continue
            label = f"{word}{row}.{col}"
            span = rows - row if col == 0 and row == header_rows else 1
            cells.append(Cell(row, col, label, len(text), len(text) + len(label), rowspan=span))
            text += label + "\t"
        text += "\n"
    table = Table("t1", "统计表", unit, ("三、办理",), 1, rows, 3, tuple(cells), header_rows, 1, 0, len(text))
    return replace(make_report(()), text=text, paragraphs=(), figures=(), tables=(table,))


def body(text: str) -> str:
    return text.split("\n", 1)[1]


def test_prose_is_verbatim_under_a_line_that_says_whose_it_is() -> None:
    report = prose(SENTENCE, SENTENCE)
    [chunk] = chunks_of(report)
    assert chunk.text.split("\n", 1)[0] == f"{AGENCY}2023年政府信息公开工作年度报告 > 一、总体情况"
    assert body(chunk.text) == report.text[chunk.start : chunk.end] == f"{SENTENCE}\n{SENTENCE}"
    assert (chunk.report_id, chunk.ordinal, chunk.page, chunk.table_id) == (report.report_id, 0, 1, None)


def test_agency_and_year_are_added_where_the_title_does_not_name_them() -> None:
    [chunk] = chunks_of(replace(prose(SENTENCE), title="政府信息公开工作年度报告"))
    assert chunk.text.startswith(f"政府信息公开工作年度报告 {AGENCY} 2023年 > ")


def test_the_title_and_a_heading_alone_are_no_chunks() -> None:
    title = f"{AGENCY}2023年政府信息公开工作年度报告"
    report = prose(title)
    assert chunks_of(report) == []
    assert chunks_of(prose("一、总体情况")) == []
    assert len(chunks_of(prose(title, SENTENCE))) == 1


def test_short_paragraphs_are_grouped_and_whole() -> None:
    report = prose(*[SENTENCE] * 30)
    chunks = chunks_of(report)
    lengths = [chunk.end - chunk.start for chunk in chunks]
    assert all(SHORTEST <= length <= LONGEST for length in lengths[:-1])
    borders = {paragraph.start for paragraph in report.paragraphs}, {paragraph.end for paragraph in report.paragraphs}
    assert all(chunk.start in borders[0] and chunk.end in borders[1] for chunk in chunks)


@pytest.mark.parametrize("mark", ["。", "！", "？", "；", "。”"])
def test_a_long_paragraph_is_cut_at_sentence_ends_and_nothing_is_lost(mark: str) -> None:
    report = prose("".join(f"第{number}项工作，已于年内完成{mark}" for number in range(120)))
    chunks = chunks_of(report)
    assert len(chunks) > 2
    assert all(chunk.end - chunk.start <= LONGEST for chunk in chunks)
    assert all(body(chunk.text).endswith(mark) for chunk in chunks)
    assert "".join(body(chunk.text) for chunk in chunks) == report.paragraphs[0].text


def test_a_sentence_without_an_end_is_never_cut() -> None:
    report = prose("，".join(["公开" * 20] * 20))
    [chunk] = chunks_of(report)
    assert body(chunk.text) == report.paragraphs[0].text


def test_a_chunk_stays_within_its_section_and_does_not_reach_over_a_table() -> None:
    first, gap, last = "甲段。", "\n表格在此\n", "乙段。"
    text = first + gap + last + "\n" + last
    places = [(0, ("一",)), (len(first + gap), ("一",)), (len(first + gap + last) + 1, ("二",))]
    paragraphs = tuple(Paragraph(text[start : start + 3], start, start + 3, section) for start, section in places)
    report = replace(prose(), text=text, paragraphs=paragraphs)
    assert [(chunk.section, body(chunk.text)) for chunk in chunks_of(report)] == [
        (("一",), first),
        (("一",), last),
        (("二",), last),
    ]


def test_a_table_is_cut_between_rows_under_its_caption_and_headers() -> None:
    chunks = chunks_of(grid(30))
    assert [chunk.rows for chunk in chunks] == [(1, 1 + MOST_ROWS), (1 + MOST_ROWS, 1 + 2 * MOST_ROWS), (25, 30)]
    for chunk in chunks:
        assert chunk.rows is not None
        lines = body(chunk.text).split("\n")
        assert lines[:2] == ["统计表（单位：件）", "项0.0 | 项0.1 | 项0.2"]
        assert lines[2:] == [f"项1.0 | 项{row}.1 | 项{row}.2" for row in range(*chunk.rows)]
        assert (chunk.table_id, chunk.section) == ("t1", ("三、办理",))


def test_a_table_chunk_points_at_its_rows_in_the_text() -> None:
    report = grid(30)
    for chunk in chunks_of(report):
        assert chunk.rows is not None
        shown = report.text[chunk.start : chunk.end]
        assert f"项{chunk.rows[0]}.1" in shown
        assert shown.endswith(f"项{chunk.rows[1] - 1}.2")


def test_rows_of_long_cells_make_smaller_groups() -> None:
    chunks = chunks_of(grid(13, word="很长的单元格" * 40))
    assert max(len(chunk.text) for chunk in chunks) < 5_000
    rows = [chunk.rows for chunk in chunks if chunk.rows]
    assert [row for first, last in rows for row in range(first, last)] == list(range(1, 13))


def test_a_table_of_headers_alone_is_one_chunk_and_an_empty_one_is_none() -> None:
    [chunk] = chunks_of(grid(1))
    assert body(chunk.text) == "统计表（单位：件）\n项0.0 | 项0.1 | 项0.2"
    empty = grid(2, unit=None)
    hollow = replace(empty.tables[0], caption="", cells=tuple(replace(c, text="") for c in empty.tables[0].cells))
    assert chunks_of(replace(empty, tables=(hollow,))) == []


def test_ids_follow_from_the_content() -> None:
    report = prose(*[SENTENCE * 8] * 3, "最后一段。" * 50)
    chunks = chunks_of(report)
    assert len({chunk.chunk_id for chunk in chunks}) == len(chunks)  # though three chunks read the same
    assert chunks_of(report) == chunks
    changed = chunks_of(prose(*[SENTENCE * 8] * 3, "另外一段。" * 50))
    assert [a.chunk_id == b.chunk_id for a, b in zip(chunks, changed, strict=True)] == [True, True, True, False]
    elsewhere = chunks_of(replace(report, report_id="r-other"))
    assert not {chunk.chunk_id for chunk in chunks} & {chunk.chunk_id for chunk in elsewhere}


def test_every_sentence_and_row_of_the_samples_is_in_a_chunk(samples: Path) -> None:
    for file in sorted(samples.iterdir()):
        report = read_report(file)
        chunks = chunks_of(report)
        covered = {place for chunk in chunks if not chunk.table_id for place in range(chunk.start, chunk.end)}
        for paragraph in report.paragraphs:
            if paragraph.text in (report.title, *paragraph.section):
                continue
            assert set(range(paragraph.start, paragraph.end)) <= covered, (file.name, paragraph.text)
        for table in report.tables:
            rows = [row for c in chunks if c.table_id == table.table_id and c.rows for row in range(*c.rows)]
            filled = [
                row for row in range(table.header_rows, table.n_rows) if any(c.text for c in table.row_cells(row))
            ]
            assert set(filled) <= set(rows), (file.name, table.table_id)
            assert len(rows) == len(set(rows))
