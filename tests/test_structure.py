from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.forms import form_of_year
from ingest.blocks import Block, Document, GridBlock, GridCell, TextBlock
from ingest.formats import read
from ingest.headings import FORM_SECTIONS, form_section
from ingest.prose import figures_in
from ingest.structure import Outline, outline, report_id

TITLE = "清源县2022年政府信息公开工作年度报告"

SECTIONS = tuple(FORM_SECTIONS)
FORM = form_of_year(2022)
assert FORM is not None
BANNERS = [
    f"{block.banner}信息内容{''.join(column.label for column in block.columns)}" for block in FORM.table("art20").blocks
]
NOTE = "（本列数据的勾稽关系为：一加二等于三加四）"
OUTCOMES = "结果维持结果纠正其他结果尚未审结总计"
SUITS = "政府信息公开工作被申请行政复议、提起行政诉讼情况"
NONE = "0" * 7

RUN = (
    "根据《条例》要求编制本报告。本报告包括总体情况、主动公开政府信息情况等六个部分，统计期限自2022年1月1日至2022年12月31日。"
    "一、总体情况2022年，我县稳步推进公开工作。（一）主动公开情况。全年公开信息312条，分三类：（1）政策；（2）规划。"
    "（二）依申请公开方面 全年收到申请9件。（三）监督保障工作情况扎实开展检查。（四）完善机制，提升质效。组织培训2次。"
    f"二、{SECTIONS[1]}{BANNERS[0]}规章000行政规范性文件3012{BANNERS[-1]}行政事业性收费15.6万元"
    f"三、{SECTIONS[2]}{NOTE}申请人情况自然人法人或其他组织总计"
    f"一、本年新收政府信息公开申请数量9000009二、上年结转政府信息公开申请数量{NONE}"
    f"三、本年度办理结果（一）予以公开9000009（三）不予公开1.属于国家秘密{NONE}（七）总计9000009"
    f"四、结转下年度继续办理{NONE} 四、因{SUITS}行政复议行政诉讼{OUTCOMES}{NONE * 2}0"
    f"五、{SECTIONS[4]}（一）存在的主要问题：一是力量不足；二是形式单一。（二）改进措施一是加强培训。"
    f"六、{SECTIONS[5]}无。"
)


def made(*blocks: Block | str, file: str = "report.txt", **metadata: str) -> Outline:
    whole = tuple(TextBlock(block) if isinstance(block, str) else block for block in blocks)
    return outline(Document(whole, metadata=metadata), file)


def grid(*rows: tuple[str, ...], caption: str = "") -> GridBlock:
    cells = [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return GridBlock(len(rows), len(rows[0]), tuple(cells), caption=caption)


def assert_consistent(result: Outline) -> None:
    text = result.text
    assert all(text[p.start : p.end] == p.text and p.text.strip() for p in result.paragraphs)
    assert all(text[c.start : c.end] == c.text for g in result.grids for c in g.cells)
    assert all(text[c.start : c.end] == c.value for c in result.contacts)
    assert all(0 <= s.start < s.end <= len(text) for s in result.sections)
    starts = [p.start for p in result.paragraphs]
    assert starts == sorted(starts)


def paths(result: Outline) -> list[tuple[str, ...]]:
    return [section.path for section in result.sections]


def prose_under(result: Outline, *path: str) -> str:
    return "".join(p.text for p in result.prose if p.section == path)


def test_numbered_lines_are_headings_of_three_levels() -> None:
    result = made(
        TITLE, "一、总体情况", "（一）主动公开情况", "1.政策公开", "全年公开政策8件。", "二、其他需要报告的事项", "无。"
    )
    assert paths(result) == [
        ("一、总体情况",),
        ("一、总体情况", "（一）主动公开情况"),
        ("一、总体情况", "（一）主动公开情况", "1.政策公开"),
        ("二、其他需要报告的事项",),
    ]
    assert [p.text for p in result.paragraphs] == [TITLE, "全年公开政策8件。", "无。"]
    first, sub, item, second = result.sections
    assert first.end == sub.end == item.end == second.start
    assert second.end == len(result.text)
    assert_consistent(result)


def test_a_heading_may_lead_its_paragraph() -> None:
    result = made(TITLE, "一、总体情况", "（二）依申请公开情况。全年收到申请7件。", "（三）存在问题：一是人手不足。")
    assert paths(result)[1:] == [("一、总体情况", "（二）依申请公开情况"), ("一、总体情况", "（三）存在问题")]
    assert prose_under(result, "一、总体情况", "（二）依申请公开情况") == "全年收到申请7件。"
    assert_consistent(result)


@pytest.mark.parametrize(
    "line",
    [
        "三、本年度办理结果",
        "一、本年新收政府信息公开申请数量",
        "四、结转下年度继续办理",
        "（一）予以公开",
        "（七）总计",
        "3.危及“三安全一稳定”",
        "第二十条第（一）项",
        "一是加强领导。二是压实责任。",
        "二、上年结转政府信息公开申请数量\t0\t0\t0",
        "一、部门主要职能………………………3",
        "（一）全年共收到申请12件。",
        "一、二级医院名单",
    ],
)
def test_rows_lists_and_sentences_are_no_headings(line: str) -> None:
    result = made(TITLE, "二、主动公开政府信息情况", line, "后文。")
    assert paths(result) == [("二、主动公开政府信息情况",)]
    assert line in [p.text for p in result.paragraphs]


def test_numbering_inside_a_cell_is_no_heading() -> None:
    result = made(TITLE, "一、总体情况", grid(("一、收入", "10"), ("（一）财政拨款", "9")))
    assert paths(result) == [("一、总体情况",)]


def test_the_formats_own_headings_count_without_numbers() -> None:
    result = made(
        TextBlock("网站导航", heading=2),
        TextBlock(TITLE, heading=1),
        TextBlock("总体情况", heading=2),
        TextBlock("工作亮点", heading=3),
        "开展回头看。",
    )
    assert paths(result) == [("总体情况",), ("总体情况", "工作亮点")]


def test_a_title_repeated_in_the_footer_does_not_undo_the_headings() -> None:
    result = made("一、总体情况", "平稳。", "二、其他需要报告的事项", "无。", "相关链接", TITLE, 标题=TITLE)
    assert paths(result) == [("一、总体情况",), ("二、其他需要报告的事项",)]


def test_a_table_of_contents_opens_no_sections() -> None:
    result = made(
        TITLE, "目录", "一、主要职能", "二、机构设置", "一、主要职能", "负责审计。", "二、机构设置", "设三个科室。"
    )
    assert paths(result) == [("一、主要职能",), ("二、机构设置",)]
    assert prose_under(result, "一、主要职能") == "负责审计。"


def test_a_report_in_one_line_is_split_at_its_headings() -> None:
    result = made(RUN, 标题=TITLE)
    assert_consistent(result)
    assert result.text == RUN
    tops = [path[0] for path in paths(result) if len(path) == 1]
    assert [form_section(top) for top in tops] == list(FORM_SECTIONS)
    subs = [path[1] for path in paths(result) if len(path) == 2 and path[0] == "一、总体情况"]
    assert subs == ["（一）主动公开情况", "（二）依申请公开方面", "（三）监督保障工作情况", "（四）完善机制，提升质效"]
    assert prose_under(result, "一、总体情况") == "2022年，我县稳步推进公开工作。"
    assert prose_under(result, "一、总体情况", "（二）依申请公开方面") == "全年收到申请9件。"
    assert prose_under(result, "五、存在的主要问题及改进情况", "（二）改进措施") == "一是加强培训。"
    assert prose_under(result, "六、其他需要报告的事项") == "无。"


def test_flattened_tables_are_paragraphs_apart_from_the_prose() -> None:
    result = made(RUN, 标题=TITLE)
    tables = [result.text[start:end] for start, end in result.flattened]
    assert [table[:6] for table in tables] == ["第二十条第（", "（本列数据的", "行政复议行政"]
    assert tables[0].endswith("行政事业性收费15.6万元")
    assert tables[1].endswith(f"四、结转下年度继续办理{NONE}")
    assert tables[2].endswith(f"总计{NONE * 2}0")
    values = [str(f.value) for p in result.prose for f in figures_in(p.text, offset=p.start)]
    assert values == ["312", "9", "2"]


def test_a_grid_is_printed_row_by_row_and_its_cells_are_placed() -> None:
    spanned = GridBlock(
        3,
        2,
        (
            GridCell(0, 0, "项目", rowspan=2),
            GridCell(0, 1, "数量"),
            GridCell(1, 1, "件"),
            GridCell(2, 0, ""),
            GridCell(2, 1, "12"),
        ),
        page=4,
    )
    result = made(TITLE, spanned, "后文。")
    assert result.text == f"{TITLE}\n项目\t数量\n件\n\t12\n后文。"
    [placed] = result.grids
    assert result.text[placed.start : placed.end] == "项目\t数量\n件\n\t12"
    assert next((cell.text, cell.rowspan, cell.page) for cell in placed.cells) == ("项目", 2, 4)
    assert_consistent(result)


def test_caption_and_unit_come_from_the_lines_before_a_grid() -> None:
    result = made(
        TITLE,
        "一、收支情况",
        "表1 收入支出决算总表",
        "编制单位：清源县审计局 单位：万元",
        grid(("收入", "支出"), ("1", "2")),
    )
    assert (result.grids[0].caption, result.grids[0].unit) == ("表1 收入支出决算总表", "万元")
    assert result.grids[0].section == ("一、收支情况",)


def test_a_unit_may_stand_in_a_cell_of_its_own_but_not_in_a_column_header() -> None:
    own = made(TITLE, grid(("单位：元", ""), ("合计", "5")))
    header = made(
        TITLE,
        "二、收费",
        "信息内容本年收费金额（单位：万元）",
        grid(("信息内容", "本年收费金额（单位：万元）"), ("收费", "5")),
    )
    assert own.grids[0].unit == "元"
    assert header.grids[0].unit is None
    assert header.grids[0].caption == "二、收费"


def test_a_grids_own_caption_wins() -> None:
    assert made(TITLE, "收支情况", grid(("甲", "1"), caption="附表2 明细")).grids[0].caption == "附表2 明细"


@pytest.mark.parametrize(
    ("title", "agency", "region", "year", "kind"),
    [
        ("清源县 2020 年政府信息公开工作年度报告", "清源县", "清源县", 2020, "disclosure"),
        ("2019年东海市人民政府办公厅政府信息公开工作年度报告", "东海市人民政府办公厅", "东海市", 2019, "disclosure"),
        ("清源县人民政府信息公开2023年年度报告", "清源县人民政府", "清源县", 2023, "disclosure"),
        ("东海市财政局2024年度部门决算", "东海市财政局", "东海市", 2024, "部门决算"),
        ("2026年江南省政府工作报告", "江南省", "江南省", 2026, "政府工作报告"),
        (
            "东海市青山区市场监督管理局2021年政务公开工作年度报告",
            "东海市青山区市场监督管理局",
            "东海市青山区",
            2021,
            "disclosure",
        ),
        ("明珠综合实验区公安局2022年政府信息公开年报", "明珠综合实验区公安局", "明珠综合实验区", 2022, "disclosure"),
        ("东海市城市管理局2022年政府信息公开工作年度报告", "东海市城市管理局", "东海市", 2022, "disclosure"),
        ("国家税务总局2022年政府信息公开工作年度报告", "国家税务总局", None, 2022, "disclosure"),
    ],
)
def test_the_title_names_the_report(title: str, agency: str, region: str | None, year: int, kind: str) -> None:
    result = made(title, "一、总体情况", "全年平稳。")
    assert (result.title, result.agency, result.region, result.year, result.kind) == (title, agency, region, year, kind)


def test_a_title_may_be_split_over_lines() -> None:
    two = made("东海市人民政府", "2024 年政府信息公开工作年度报告", "一、总体情况", "平稳。")
    assert (two.agency, two.year, two.title) == (
        "东海市人民政府",
        2024,
        "东海市人民政府2024 年政府信息公开工作年度报告",
    )
    cut = made("正文", "2024 年东海市科技局政府信息公开工作", "年度报告", "根据有关规定编制。")
    assert (cut.agency, cut.title) == ("东海市科技局", "2024 年东海市科技局政府信息公开工作年度报告")


def test_a_site_name_is_no_part_of_the_title() -> None:
    result = made("东海市教育局", "政府信息公开", TITLE, "一、总体情况", "平稳。")
    assert (result.title, result.agency) == (TITLE, "清源县")
    meta = made("首页", "一、总体情况", "平稳。", title=f"{TITLE}-清源县政府网")
    assert meta.title == TITLE


def test_the_agency_comes_from_elsewhere_when_the_title_has_none() -> None:
    bare = "2023年政府信息公开工作年度报告"
    opening = "本报告由清源县人民政府办公室根据国务院办公厅的要求编制。"
    assert made(bare, opening, 发布机构="清源县水务局").agency == "清源县水务局"
    assert made(bare, opening).agency == "清源县人民政府"
    assert (
        made(bare, "按国务院办公厅要求编制。", "六、其他需要报告的事项", "无", "清源县水务局", "2024年1月12日").agency
        == "清源县水务局"
    )
    budget = made("东海市青山区2025年区级部门预算", "预算主管部门：东海市青山区档案局", "一、主要职能", "管理档案。")
    assert budget.agency == "东海市青山区档案局"


def test_another_agency_that_is_mentioned_is_not_the_agency() -> None:
    result = made(
        "2023年政府信息公开工作年度报告", "按照国务院办公厅和东海市人民政府的要求开展工作。", "来源：东海市人民政府"
    )
    assert result.agency is None
    assert any("发布机构" in warning for warning in result.warnings)


def test_the_year_is_the_year_reported_on() -> None:
    period = "本报告数据统计期限为 2020 年 1 月 1 日至 12 月 31 日。"
    assert made("清源县政府信息公开工作年度报告", period, 发布时间="2021-01-28").year == 2020
    clash = made("清源县2021年政府信息公开工作年度报告", period)
    assert clash.year == 2021
    assert any("2021" in warning and "2020" in warning for warning in clash.warnings)


def test_an_empty_form_has_no_year_and_no_agency() -> None:
    result = made(
        *(f"{number}、{title}" for number, title in zip("一二三", SECTIONS, strict=False)), file="form-2021.docx"
    )
    assert (result.year, result.agency, result.kind) == (None, None, "disclosure")
    assert sum("未找到" in warning for warning in result.warnings) >= 2


@pytest.mark.parametrize(
    ("blocks", "metadata"),
    [
        ((TITLE, "正文。"), {"发布时间": "2023-01-16 09:30"}),
        ((TITLE, "发布日期：2023年1月16日", "正文。"), {}),
        ((TITLE, "正文。", "清源县人民政府", "2023年1月16日"), {}),
    ],
)
def test_the_day_of_publication(blocks: tuple[str, ...], metadata: dict[str, str]) -> None:
    assert made(*blocks, **metadata).published == date(2023, 1, 16)


def test_an_impossible_day_is_no_day() -> None:
    assert made(TITLE, "正文。", 发布时间="2023-02-31").published is None


def test_lost_sections_and_empty_reports_are_said() -> None:
    lost = made(
        TITLE, "一、总体情况", "全年受理申请三件，均按期答复，没有发生行政复议和行政诉讼，群众满意度继续保持较高水平。"
    )
    assert any("收到和处理政府信息公开申请情况" in warning for warning in lost.warnings)
    assert any("只有标题" in warning for warning in made(TITLE).warnings)


def test_text_is_nfc() -> None:
    result = made(TITLE, "cafe\u0301 8 条。", grid(("e\u0301", "1")))
    assert "café" in result.text and "\u0301" not in result.text
    assert_consistent(result)


def test_report_ids_are_stable_and_apart() -> None:
    one = report_id("清源县", 2020, "disclosure", "a.pdf")
    assert one == report_id("清源县人民政府", 2020, "disclosure", "a.pdf")
    assert one != report_id("清源县", 2020, "disclosure", "b.docx"), "two files of one report are two versions"
    assert one[0] == "r" and len(one) == 13
    others = [("清源县", 2021, "disclosure"), ("清源县水务局", 2020, "disclosure"), ("清源县", 2020, "部门预算")]
    assert len({one, *(report_id(*key, "a.pdf") for key in others)}) == 4
    assert report_id(None, None, "report", "a.pdf") != report_id(None, None, "report", "b.pdf")


def test_hostile_documents_cost_little() -> None:
    started = time.process_time()
    made(*["（一）甲乙丙"] * 20_000)
    made("一、总体情况" * 10_000)
    made("年度报告" * 20_000, "第二十条第（一）项" * 10_000, 标题="2020年" * 50_000)
    made("（一）" * 30_000 + "一、总体情况二、主动公开政府信息情况" + "。（一）" * 30_000)
    assert time.process_time() - started < 10


def gold(folder: Path) -> list[dict[str, Any]]:
    records = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return [record for record in records if (folder / record["file"]).exists()]


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is contained in another, or is made of its characters in order (科委, 科学技术委员会)."""
    rest = iter(full)
    return all(char in rest for char in short)


def test_real_reports_are_named_right(shared_reports: Path) -> None:
    for record in gold(shared_reports):
        result = outline(read(shared_reports / record["file"]), record["file"])
        agency = result.agency or "?"
        assert abbreviates(agency, record["agency"]) or record["agency"] in agency, (record["file"], agency)
        assert (result.year, result.kind) == (record["year"], "disclosure"), record["file"]
        assert_consistent(result)


def test_real_reports_have_their_six_sections(shared_reports: Path) -> None:
    damaged = {"pingtan-police-2020.txt", "shanghai-kewei-2024.md"}
    for record in gold(shared_reports):
        if record["file"] in damaged:
            continue
        result = outline(read(shared_reports / record["file"]), record["file"])
        tops = [section.path[0] for section in result.sections if len(section.path) == 1]
        assert [form_section(top) for top in tops] == list(FORM_SECTIONS), record["file"]


def test_real_damage_is_reported(shared_reports: Path) -> None:
    result = outline(read(shared_reports / "shicheng-2020.txt"), "shicheng-2020.txt")
    assert (result.year, result.region) == (2020, result.agency)
    lost = [title for title in FORM_SECTIONS if any(title in warning for warning in result.warnings)]
    assert lost == list(SECTIONS[2:4])
    assert {c.kind for c in result.contacts} == {"website", "address", "telephone", "postcode", "department"}
    template = outline(read(shared_reports / "template-2021-form.docx"), "template-2021-form.docx")
    assert (template.agency, template.year, template.kind) == (None, None, "disclosure")


def test_real_prose_gives_its_figures(shared_reports: Path) -> None:
    result = outline(read(shared_reports / "shicheng-2020.txt"), "shicheng-2020.txt")
    figures = [figure for p in result.prose for figure in figures_in(p.text, offset=p.start)]
    assert all(result.text[figure.start : figure.end] == figure.raw for figure in figures)
    stated = {(str(figure.value), figure.unit) for figure in figures}
    expected = {
        ("23156", "条"), ("682", "条"), ("5", "件"), ("843", "条"), ("382", "条"), ("45", "%"), ("1590000", "次"),
        ("314", "个"), ("149", "个"), ("47.5", "%"), ("68", "万元"), ("10", "万元"), ("200", "人次"), ("7", "期"),
    }  # fmt: skip
    assert expected <= stated


def test_a_long_report_is_read_quickly(shared_reports: Path) -> None:
    file = "pingtan-2019.txt"
    document = read(shared_reports / file)
    laps = []
    for _ in range(5):
        started = time.process_time()
        result = outline(document, file)
        for paragraph in result.prose:
            figures_in(paragraph.text, offset=paragraph.start)
        laps.append((time.process_time() - started) / len(result.text))
    assert min(laps) * 10_000 < 0.06


def test_other_reports_that_a_page_lists_first_do_not_name_it() -> None:
    texts = ["历年年报", "2015年度报告", "2016年度报告", "清源县水利局2022年政府信息公开工作年度报告", "正文。"]
    named = outline(Document(tuple(map(TextBlock, texts)), metadata={"title": f"{texts[3]}_清源县"}), "a.html")
    assert (named.title, named.agency, named.year) == (texts[3], "清源县水利局", 2022)
    unnamed = outline(Document((TextBlock("历年年报"), TextBlock("正文。"))), "a.html")
    assert unnamed.agency is None
