"""Rows of running text: between a label and the next label, and only what is surely a row."""

from __future__ import annotations

import random

import pytest
from filling import FORM_2019, FORM_2021, fill_requests, fill_review, paragraph, requests_text

from assistant.report import FigureStatus
from ingest.linear import candidates, cells_of_cut, rows_in_lines, rows_in_text
from ingest.readings import Place, RowReading

ART20 = FORM_2019.table("art20")
REQUESTS = FORM_2021.table("requests")
RECEIVED, CARRIED_IN = (row.label for row in REQUESTS.rows[:2])
OUTCOMES_APART = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
OUTCOMES = "".join(OUTCOMES_APART)
PLACE = Place(0, 0)


def requests(text: str, after: str = "") -> dict[str, RowReading]:
    return {row.code: row for row in rows_in_text(paragraph(text, 100), FORM_2021, REQUESTS, after)}


def art20(text: str, after: str = "") -> dict[str, RowReading]:
    return {row.code: row for row in rows_in_text(paragraph(text), FORM_2019, ART20, after)}


def digits(row: RowReading) -> str:
    assert row.glued is not None
    return row.glued.digits


def test_every_row_of_a_flattened_table_is_found() -> None:
    filled = fill_requests(FORM_2021, random.Random(5))
    rows = requests(requests_text(FORM_2021, filled))
    assert {code: digits(row) for code, row in rows.items()} == {
        code: "".join(map(str, values)) for code, values in filled.items()
    }


def test_digits_know_their_places() -> None:
    text = f"{RECEIVED} 71 3000074{CARRIED_IN}0000000"
    row = requests(text)["received"]
    assert row.glued is not None
    [cut] = candidates(REQUESTS, row)
    cells = cells_of_cut(row.glued, cut, REQUESTS.columns, "H1")
    for cell in cells:
        assert text[cell.place.start - 100 : cell.place.end - 100] == cell.raw
        assert cell.status is FigureStatus.RECONSTRUCTED
    assert [cell.raw for cell in cells] == ["71", "3", "0", "0", "0", "0", "74"]


def test_white_space_that_separates_every_cell_is_believed() -> None:
    text = "第二十条第（五）项行政许可 247 -6 18352 其他对外管理服务事项 131 39476"
    rows = art20(text)
    assert [(cell.raw, cell.status) for cell in rows["licensing"].cells] == [
        ("247", FigureStatus.REPORTED), ("-6", FigureStatus.REPORTED), ("18352", FigureStatus.REPORTED),
    ]  # fmt: skip
    assert rows["services"].cells == ()
    ways = candidates(ART20, rows["services"])
    assert ("131", "3", "9476") in ways and all("131" in (cut[0], cut[0] + cut[1]) for cut in ways)


def test_white_space_inside_a_number_needs_a_sum_to_be_undone() -> None:
    row = requests(f"{RECEIVED}2 3000002 3")["received"]
    assert candidates(REQUESTS, row) == (("23", "0", "0", "0", "0", "0", "23"),)
    licence = {
        row.code: row
        for row in rows_in_text(paragraph("第二十条第（五）项行政许可187 4"), FORM_2021, FORM_2021.table("art20"))
    }
    assert candidates(FORM_2021.table("art20"), licence["licensing"]) == ()


@pytest.mark.parametrize(
    "label",
    [
        "2.没有现成信息需要另行制作",
        "2、没有现成信息需要另行制作",
        "2 没有现成信息 需要另行 制作",
        "2.没有现成信息需要",
        "没有现成信息需要另行制作",
    ],
)
def test_labels_may_be_damaged(label: str) -> None:
    rows = requests(f"{RECEIVED}1000001（四）无法提供{label}2000002")
    assert (digits(rows["received"]), digits(rows["unable_not_ready"])) == ("1000001", "2000002")


def test_a_lost_first_row_does_not_lose_the_table() -> None:
    rows = requests(f"{CARRIED_IN}1000001三、本年度办理结果（一）予以公开2000002")
    assert {code: digits(row) for code, row in rows.items()} == {"carried_in": "1000001", "granted": "2000002"}


@pytest.mark.parametrize("numeral", ["三、本年度办理结果", "（三）不予公开", "(三)不予公开"])
def test_a_heading_between_rows_gives_its_number_to_no_row(numeral: str) -> None:
    rows = requests(f"{RECEIVED}1000001{numeral}1.属于国家秘密0000000")
    assert {code: digits(row) for code, row in rows.items()} == {"received": "1000001", "denied_secret": "0000000"}


@pytest.mark.parametrize("tail", ["（其中线上3件）0000", " 2022年1月5日", " - 5 -", "件3", "/00", "、2"])
def test_what_follows_may_spoil_a_row(tail: str) -> None:
    row = requests(f"{RECEIVED}1000001{tail}")["received"]
    assert row.cells == ()
    assert candidates(REQUESTS, row) == ()


@pytest.mark.parametrize("after", ["（含框架协议）", "年1月", ".5万元"])
def test_what_follows_the_paragraph_counts_too(after: str) -> None:
    whole = art20("第二十条第（九）项政府集中采购91")["procurement"]
    spoilt = art20("第二十条第（九）项政府集中采购91", after)["procurement"]
    assert candidates(ART20, whole) == (("9", "1"),)
    assert candidates(ART20, spoilt) == ()


def test_prose_about_the_same_matters_is_no_row() -> None:
    assert art20("全年办理行政许可1234件、行政处罚56件，制定规范性文件3件。") == {}
    assert requests("全年予以公开12件，结转下年度继续办理3件。") == {}


def test_a_label_without_digits_is_no_row() -> None:
    rows = requests(f"{RECEIVED}{CARRIED_IN}0000000")
    assert list(rows) == ["carried_in"]


def test_review_stands_behind_its_last_header() -> None:
    values = "".join(map(str, fill_review(random.Random(6))))
    for gap in ("", " ", "\n"):
        heads = f"行政复议行政诉讼{OUTCOMES}未经复议直接起诉复议后起诉{OUTCOMES * 2}"
        text = f"{heads}{gap}{values}五、存在的主要问题"
        [row] = rows_in_text(paragraph(text), FORM_2019, FORM_2019.table("review"))
        assert digits(row) == values
    assert rows_in_text(paragraph(f"行政复议{OUTCOMES}"), FORM_2019, FORM_2019.table("review")) == []


def test_a_tab_parts_two_cells_and_no_sum_undoes_it() -> None:
    [received] = requests(f"{RECEIVED}\t1\t0\t0\t0\t2\t3").values()
    assert not received.cells
    assert candidates(REQUESTS, received) == ()


def test_a_row_ends_where_the_next_line_begins_with_a_numbered_label() -> None:
    text = "三、本年度办理结果 （三）不予公开 1.属于国家秘密 1 0 0 0 0 0 1"
    assert requests(text, "\n2.其他法律行政")["denied_secret"].cells
    assert not requests(text, "\n2 0").get("denied_secret", RowReading("", (), PLACE)).cells


def test_the_single_row_may_stand_on_the_line_below_its_labels() -> None:
    review = FORM_2021.table("review")
    labels = paragraph(" ".join([*OUTCOMES_APART, *OUTCOMES_APART]))
    numbers = [str(number) for number in fill_review(random.Random(3))]
    [row] = rows_in_lines([labels, paragraph(" ".join(numbers), labels.end + 1)], review)
    assert row.values() == tuple(numbers)
    assert rows_in_lines([labels, paragraph(" ".join(numbers[1:]), labels.end + 1)], review) == []
