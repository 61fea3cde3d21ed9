from __future__ import annotations

import itertools

import pytest

from assistant.forms import forms
from assistant.understanding.measures import concepts, hits_in, rate_in, rates
from assistant.understanding.terms import Term, joined, terms_in

OLD, NEW = sorted(forms(), key=lambda form: form.code)


def codes(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(term.table, term.rows, term.cols) for term in terms_in(text)]


def test_every_concept_names_cells_that_a_form_has() -> None:
    for concept in concepts().values():
        tables = [form.table(concept.table) for form in forms()]
        known = {row.code for t in tables for row in t.rows} | {col.code for t in tables for col in t.columns}
        if concept.axis in ("procedure", "outcome"):
            parts = {part for col in known for part in col.split("_")}
            assert set(concept.members) <= parts, concept.code
        else:
            assert set(concept.members) <= known, concept.code


def test_every_row_and_column_of_the_forms_has_a_concept() -> None:
    for form in forms():
        for code in ("requests", "art20"):
            table = form.table(code)
            named = {(c.axis, m) for c in concepts().values() if c.table == code for m in c.members}
            assert {row.code for row in table.rows} <= {member for axis, member in named if axis == "row"}
            columns = {col.code for col in table.columns} - {"total"}
            assert columns <= {member for axis, member in named if axis == "col"}


def test_no_word_means_two_concepts() -> None:
    words = [word for concept in concepts().values() for word in {word.lower() for word in concept.words}]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_parts_of_named_rates_exist() -> None:
    for rate in rates():
        assert set(rate.numerator) <= concepts().keys()
        assert set(rate.denominator) <= concepts().keys() | {"procedure"}


@pytest.mark.parametrize(
    ("text", "rows", "cols"),
    [
        ("新收多少件", ("received",), ("total",)),
        ("企业新收多少件", ("received",), ("enterprise",)),
        ("（三）不予公开中5.属于三类内部事务信息的自然人", ("denied_internal",), ("natural",)),
        ("不予处理的申请中重复申请有几件", ("refused_repeat",), ("total",)),
        ("危及“三安全一稳定”的不予公开件数", ("denied_safety",), ("total",)),
        ("结转下年度继续办理", ("carried_out",), ("total",)),
        ("上年结转", ("carried_in",), ("total",)),
        ("没办完的申请有多少件", ("carried_out",), ("total",)),
        ("收到的申请有多少", ("received",), ("total",)),
        ("how many requests were received", ("received",), ("total",)),
    ],
)
def test_words_of_table_three(text: str, rows: tuple[str, ...], cols: tuple[str, ...]) -> None:
    assert codes(text) == [("requests", rows, cols)]


@pytest.mark.parametrize(
    ("text", "cols"),
    [
        ("行政复议结果纠正", ("review_corrected",)),
        ("行政复议", ("review_total",)),
        ("行政诉讼", ("direct_total", "after_total")),
        ("行政诉讼中复议后起诉结果维持", ("after_upheld",)),
        ("未经复议直接起诉", ("direct_total",)),
        ("败诉几件", ("direct_corrected", "after_corrected")),
    ],
)
def test_words_of_table_four(text: str, cols: tuple[str, ...]) -> None:
    assert codes(text) == [("review", ("",), cols)]


@pytest.mark.parametrize(
    ("text", "row", "col", "measures"),
    [
        ("规范性文件总量", "normative", ("open_total", "in_force"), (1, 1)),
        ("行政规范性文件现行有效", "normative", ("in_force",), (0, 1)),
        ("政府集中采购总金额", "procurement", ("purchase_amount",), (1, 0)),
        ("行政事业性收费金额", "charges", ("fees", "purchase_amount"), (0, 1)),
        ("行政处罚处理决定", "penalties", ("decisions",), (1, 1)),
    ],
)
def test_words_of_table_two(text: str, row: str, col: tuple[str, ...], measures: tuple[int, int]) -> None:
    (term,) = terms_in(text)
    assert (term.table, term.rows, term.cols) == ("art20", (row,), col)
    assert tuple(len(term.measures(form)) for form in (OLD, NEW)) == measures


def test_a_row_of_table_two_alone_asks_for_each_of_its_columns() -> None:
    terms = terms_in("行政许可")
    assert len(terms) > 1
    assert [term.cols for term in terms if term.measures(NEW)] == [("decisions",)]


@pytest.mark.parametrize(
    "text", ["主动公开信息多少条", "政府信息公开工作", "行政许可事项有多少项", "行政许可申请多少件", "今天天气", ""]
)
def test_words_that_look_like_the_forms_are_passed_over(text: str) -> None:
    assert terms_in(text) == []


def test_a_column_alone_waits_for_its_row() -> None:
    (term,) = terms_in("其中企业的呢")
    assert not term.row_known
    assert term.cols == ("enterprise",)


def test_hits_do_not_overlap_and_stand_where_they_say() -> None:
    text = "不予公开中属于国家秘密的自然人申请，予以公开和部分公开合计"
    hits = hits_in(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))
    assert [text[hit.start : hit.end] for hit in hits][:2] == ["不予公开", "属于国家秘密"]


@pytest.mark.parametrize(
    "text",
    [
        "收到和办结",
        "办结总数和予以公开",
        "结转下年度和不予公开",
        "行政许可",
        "不予公开、不掌握信息的自然人，企业",
        "不予公开、以及属于国家秘密",
    ],
)
def test_unlike_or_overlapping_quantities_have_no_sum(text: str) -> None:
    terms = terms_in(text)
    assert len(terms) > 1
    with pytest.raises(ValueError, match="cannot be added"):
        joined(terms)


def test_alike_quantities_are_joined_by_rows_or_by_columns() -> None:
    rows = joined(terms_in("予以公开和部分公开"))
    assert (rows.rows, rows.cols, rows.zh) == (("granted", "partial"), ("total",), "（一）予以公开 + （二）部分公开")
    inflow = joined(terms_in("新收加上年结转"))
    assert inflow.rows == ("received", "carried_in")
    assert joined(terms_in("自然人和商业企业新收")).cols == ("natural", "enterprise")
    single = Term("requests", ("total",), ("total",), "总计", "total")
    assert joined([single]) is single
    with pytest.raises(ValueError, match="nothing"):
        joined([])


def test_a_named_rate_is_no_tail_of_a_longer_word() -> None:
    assert rate_in("不予公开率") is None
    rate = rate_in("2021年公开率是多少")
    assert rate is not None
    assert rate.numerator == ("opened",)


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("保护第三方权益不予公开的几件", "denied_third_party"),
        ("法律法规禁止公开的几件", "denied_law"),
        ("属于执法卷宗的几件", "denied_enforcement"),
        ("本机关未掌握的几件", "unable_not_held"),
        ("信访投诉举报类的几件", "refused_petition"),
    ],
)
def test_short_names_of_rows_are_known(said: str, row: str) -> None:
    assert (row,) in [rows for _, rows, _ in codes(said)]
