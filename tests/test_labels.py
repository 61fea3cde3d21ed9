from __future__ import annotations

from itertools import permutations

import pytest

from assistant.forms import Form, forms
from ingest.labels import bare, fold, matches, numbering

BOTH = pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)


def test_fold_keeps_what_is_read() -> None:
    assert fold("３．危及“三安全\n一稳定” ") == "3危及三安全一稳定"
    assert fold("本年增/减") == "本年增减"


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("（三）不予公开", "三", "不予公开"),
        ("( 三 ) 不予公开", "三", "不予公开"),
        ("一、本年新收", "一", "本年新收"),
        ("2.重复申请", "2", "重复申请"),
        ("2 、重复申请", "2", "重复申请"),
        ("2，重复申请", "2", "重复申请"),
        ("三类内部事务", "", "三类内部事务"),
        ("2020年度", "", "2020年度"),
    ],
)
def test_numbering_is_told_from_the_label(text: str, number: str, rest: str) -> None:
    assert (numbering(text), bare(text)) == (number, rest)


@pytest.mark.parametrize(
    "printed",
    [
        "2.没有现成信息需要另行制作",
        "2、没有现成信息需要另行制作",
        "2 . 没有现成信息\n需要另行制作",
        "没有现成信息需要另行制作",
        "2.没有现成信息需要",
        "2.没有现成信息需要另行制作（含加工）",
        "2.没有现成信息需耍另行制作",
        "（2）没有现成信息需要另行制作",
    ],
)
def test_a_damaged_label_is_recognised(printed: str) -> None:
    assert matches(printed, "2.没有现成信息需要另行制作")


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("", "规章"),
        ("2.", "2.重复申请"),
        ("规范", "规范性文件"),
        ("1.没有现成信息需要另行制作", "2.没有现成信息需要另行制作"),
        ("（六）总计", "（七）总计"),
        ("其他处理", "3.其他"),
        ("行政处罚", "行政强制"),
        ("本年废止件数", "本年制发件数"),
        ("5.属于四类过程性信息", "5.属于三类内部事务信息"),
    ],
)
def test_another_label_is_not(printed: str, official: str) -> None:
    assert not matches(printed, official)


def test_variants_count_as_the_label() -> None:
    assert matches("行政规范性文件", "规范性文件", ("行政规范性文件",))


@BOTH
def test_no_label_of_a_form_is_taken_for_another_of_its_table(form: Form) -> None:
    for table in form.tables:
        for one, other in permutations([row for row in table.rows if row.label], 2):
            assert not matches(one.label, other.label, other.variants), (one.label, other.label)
        for block in table.blocks:
            for a, b in permutations(block.columns, 2):
                assert a.label == b.label or not matches(a.label, b.label, b.variants), (a.label, b.label)


@BOTH
def test_a_label_cut_short_is_its_own_or_nobodys(form: Form) -> None:
    for table in form.tables:
        for row in table.rows:
            for length in range(1, len(row.label)):
                found = [r.code for r in table.rows if matches(row.label[:length], r.label, r.variants)]
                assert found in ([], [row.code]), (row.label[:length], found)
