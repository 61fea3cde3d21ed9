"""The standard forms as data: complete, consistent, and in the official words."""

from __future__ import annotations

import pytest

from assistant.forms import Form, form_of_year, forms, forms_of

BOTH = pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)

RESULTS = {
    "（三）不予公开": (
        "1.属于国家秘密 2.其他法律行政法规禁止公开 3.危及“三安全一稳定” 4.保护第三方合法权益 5.属于三类内部事务信息 "
        "6.属于四类过程性信息 7.属于行政执法案卷 8.属于行政查询事项"
    ),
    "（四）无法提供": "1.本机关不掌握相关政府信息 2.没有现成信息需要另行制作 3.补正后申请内容仍不明确",
    "（五）不予处理": (
        "1.信访举报投诉类申请 2.重复申请 3.要求提供公开出版物 4.无正当理由大量反复申请 "
        "5.要求行政机关确认或重新出具已获取信息"
    ),
}


def test_there_are_two_forms_and_the_years_meet() -> None:
    assert [form.code for form in forms()] == ["disclosure-2019", "disclosure-2021"]
    assert [form_of_year(year) and form_of_year(year).code for year in (2018, 2019, 2020, 2021, 2030)] == [  # type: ignore[union-attr]
        None, "disclosure-2019", "disclosure-2019", "disclosure-2021", "disclosure-2021",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "rows"), [("disclosure-2019", 23), ("disclosure-2021", 25)])
def test_requests_have_their_rows_and_columns(code: str, rows: int) -> None:
    [table] = [form.table("requests") for form in forms() if form.code == code]
    alternates = [row.code for row in table.rows if row.instead_of]
    assert len(table.rows) - len(alternates) == rows
    assert alternates == ([] if code == "disclosure-2019" else ["other_all"])
    assert [column.path for column in table.columns] == [
        ("自然人",),
        *(("法人或其他组织", kind) for kind in ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]),
        ("总计",),
    ]


@BOTH
def test_review_has_fifteen_cells_in_three_groups(form: Form) -> None:
    cells = list(form.table("review").cells())
    groups = [("行政复议",), ("行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉")]
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [column.path for _, column in cells] == [(*group, outcome) for group in groups for outcome in outcomes]
    assert all(row.path == () for row, _ in cells)


@BOTH
def test_measures_are_unique_and_labels_are_not_repeated(form: Form) -> None:
    measures = [table.measure(row, column) for table in form.tables for row, column in table.cells()]
    assert len(measures) == len(set(measures))
    for table in form.tables:
        places = [(row.path, column.path) for row, column in table.cells()]
        assert len(places) == len(set(places))


@BOTH
def test_identities_refer_to_what_the_table_holds(form: Form) -> None:
    for table in form.tables:
        codes = {"rows": {row.code for row in table.rows}, "columns": {column.code for column in table.columns}}
        for identity in table.identities:
            terms = [*identity.left, *identity.right]
            assert set(terms) <= codes[identity.axis], identity.name
            assert len(terms) == len(set(terms)), identity.name
        for row in table.rows:
            assert set(row.instead_of) <= codes["rows"]


@BOTH
def test_the_identities_cover_every_result_and_every_column(form: Form) -> None:
    requests, review = form.table("requests"), form.table("review")
    h1, h2, h3 = requests.identities
    assert (h1.name, h2.name, h3.name) == ("H1", "H2", "H3")
    assert {*h1.left, *h1.right} == {column.code for column in requests.columns}
    plain = {row.code for row in requests.rows if not row.instead_of}
    assert {*h3.right, *h2.left, *h2.right} == plain
    assert [code for h4 in review.identities for code in (*h4.right, *h4.left)] == [c.code for c in review.columns]


@BOTH
def test_request_labels_are_the_official_ones(form: Form) -> None:
    rows = [row.path for row in form.table("requests").rows]
    for parent, labels in RESULTS.items():
        assert [path[-1] for path in rows if parent in path[:-1]] == labels.split()
    assert rows[:2] == [("一、本年新收政府信息公开申请数量",), ("二、上年结转政府信息公开申请数量",)]
    assert rows[2:4] == [
        ("三、本年度办理结果", "（一）予以公开"),
        ("三、本年度办理结果", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ]
    assert rows[-2:] == [("三、本年度办理结果", "（七）总计"), ("四、结转下年度继续办理",)]


def test_article_20_differs_between_the_forms() -> None:
    old, new = (form.table("art20") for form in forms())
    assert [(block.banner[5:8], [row.label for row in block.rows]) for block in old.blocks] == [
        ("（一）", ["规章", "规范性文件"]),
        ("（五）", ["行政许可", "其他对外管理服务事项"]),
        ("（六）", ["行政处罚", "行政强制"]),
        ("（八）", ["行政事业性收费"]),
        ("（九）", ["政府集中采购"]),
    ]
    assert [(block.banner[5:8], [row.label for row in block.rows]) for block in new.blocks] == [
        ("（一）", ["规章", "行政规范性文件"]),
        ("（五）", ["行政许可"]),
        ("（六）", ["行政处罚", "行政强制"]),
        ("（八）", ["行政事业性收费"]),
    ]
    assert [c.label for c in old.blocks[0].columns] == ["本年新制作数量", "本年新公开数量", "对外公开总数量"]
    assert [c.label for c in new.blocks[0].columns] == ["本年制发件数", "本年废止件数", "现行有效件数"]
    assert {c.code: c.unit for c in new.columns} == {
        "issued": "件", "repealed": "件", "in_force": "件", "decisions": "件", "fees": "万元",
    }  # fmt: skip


def test_only_changes_are_signed_and_only_amounts_are_decimal() -> None:
    columns = {(c.code, c.signed, c.decimal) for form in forms() for table in form.tables for c in table.columns}
    assert {code for code, signed, _ in columns if signed} == {"items_change"}
    assert {code for code, _, decimal in columns if decimal} == {"purchase_amount", "fees"}


def test_a_form_of_other_reports_is_a_file_and_changes_nothing_for_disclosure() -> None:
    [form] = forms_of("部门预算")
    assert form.code == "three-public"
    assert form not in forms()
    assert forms_of("政府工作报告") == ()
    assert all(table.optional for table in form.tables)
