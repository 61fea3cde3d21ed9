"""The sentences of embedded answers, Chinese and English. Figures are put in as decimals; nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import bases
from assistant.answer import Reason
from assistant.arithmetic import plain
from assistant.catalog import Target
from assistant.report import Figure, FigureStatus, Source

_UNITS_EN = {
    "件": "items",
    "项": "items",
    "万元": "× 10,000 yuan",
    "元": "yuan",
    "条": "items",
    "次": "times",
    "人次": "attendances",
}
_PLURALS = ("items", "times", "attendances")
_STATUS = {
    FigureStatus.REPORTED: ("原文所载", "as reported"),
    FigureStatus.BLANK: ("空白", "blank"),
    FigureStatus.RECONSTRUCTED: ("按勾稽关系还原", "reconstructed"),
    FigureStatus.AMBIGUOUS: ("无法确定", "ambiguous"),
    FigureStatus.MISSING: ("缺失", "missing"),
    FigureStatus.DERIVED: ("计算得出", "derived"),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs between our own words: full width in Chinese, with spaces in English."""

    colon: str
    comma: str
    semicolon: str
    between: str
    """Between the entries of a list."""
    open: str
    close: str
    stop: str

    def aside(self, text: str) -> str:
        """The text in brackets, to stand behind another."""
        return f"{self.open}{text}{self.close}"


_SIGNS = {"zh": Signs("：", "，", "；", "、", "（", "）", "。"), "en": Signs(": ", ", ", "; ", ", ", " (", ")", ".")}


def signs(language: str) -> Signs:
    """The signs of a language."""
    return _SIGNS["zh" if language == "zh" else "en"]


def language_of(text: str) -> str:
    """The language to answer in: "en" for a question of English words, else "zh"."""
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    if latin and not re.search(r"[\u4e00-\u9fff]", text):
        return "en"
    return "en" if latin >= 3 and not re.search(r"多少|几|什么|哪|吗|呢|怎|谁|是否", text) else "zh"


def quoted(text: str) -> str:
    """The text in quotation marks, its own ones turned into inner ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def opening(text: str, language: str) -> str:
    """Words of ours as a sentence begins with them."""
    return text if language == "zh" else text[:1].upper() + text[1:]


def number(value: Decimal, unit: str | None, language: str) -> str:
    """A value with its unit, every digit as stated."""
    if unit == "%" or not unit:
        return plain(value) + (unit or "")
    name = unit_name(unit, language)
    return f"{plain(value)} {name[:-1] if language != 'zh' and abs(value) == 1 and name in _PLURALS else name}"


def unit_name(unit: str, language: str) -> str:
    """A unit in the language of the answer; a unit that no dictionary knows stays as it is."""
    return unit if language == "zh" else _UNITS_EN.get(unit, unit)


def rough(figure: Figure, language: str) -> str:
    """A sentence's figure with the word that makes it a rough one, where Chinese puts it: 约 500 条, 500 余条."""
    if figure.value is None:
        return figure.raw
    shown = number(figure.value, figure.unit, language)
    if (
        figure.table == "prose"
        and re.search(r"\d[百千万亿]+", figure.raw)
        and not re.match(r"[百千万亿]", figure.unit or "")
    ):
        return figure.raw.strip()  # as written: nobody reads 87160000000
    word = figure.basis or ""
    if language != "zh":
        return f"{bases.ROUGH.get(word, word)} {shown}".strip()
    if word in ("余", "多"):
        return shown.replace(" ", f" {word}", 1) if " " in shown else shown + word
    return shown + word if word in ("以上", "以下", "左右", "以内", "上下") else word + shown


def who(target: Target, language: str) -> str:
    """The report a figure is from."""
    return report_of(target.agency, target.year, language)


def report_of(agency: str, year: int | None, language: str) -> str:
    """The report of an agency for a year."""
    return f"{agency} {year} 年" if language == "zh" else f"{agency}, {year}"


def value_asked(target: Target, label: str, language: str) -> str:
    """The question for a quantity of a report."""
    if language == "zh":
        return f"{target.agency}{target.year}年{label}是多少？"
    whole, _, part = label.partition(": ")
    label = f"{whole} ({part})" if part else label
    return f"What is the number of {label} at {target.agency} in {target.year}?"


def quoting(source: Source, language: str) -> str:
    """What leads into words of a report that are given as they stand."""
    if language == "zh":
        return f"《{source.title}》："
    of = " ".join(str(part) for part in (source.agency, source.year) if part is not None)
    return f"The report says ({of}; in its own words):" if of else f"“{source.title}” says (in its own words):"


def status(value: FigureStatus, language: str) -> str:
    """A figure's status in words."""
    return _STATUS[value][0 if language == "zh" else 1]


def gap(figure: Figure | None, label: str, form: str | None, language: str) -> str:
    """Why a cell gives no figure."""
    if figure is None:
        zh, en = ("的表格", "form has") if form else ("的报告没有标准表格，也就", "report has no standard form, hence")
        return f"该年度{zh}没有“{label}”这一项" if language == "zh" else f"that year's {en} no “{label}”"
    words = {
        FigureStatus.MISSING: ("原文中这一行或这张表已缺失", "the row or table is lost in the source"),
        FigureStatus.BLANK: ("单元格空白，没有写数字（空白不等于 0）", "the cell is blank, which is not 0"),
        FigureStatus.AMBIGUOUS: (
            "原文此处受损，不能确定数值",
            "the source is damaged here and the figure cannot be decided",
        ),
    }.get(figure.status, ("不能确定", "undecided"))
    said = words[0 if language == "zh" else 1]
    if not figure.basis or figure.status is not FigureStatus.AMBIGUOUS:
        return said
    return said + signs(language).aside(bases.told(figure.basis, language))


def refusal(reason: Reason, asked: str, language: str) -> str:
    """The sentence of a refusal. `asked` is what is not there."""
    zh = {
        Reason.REPORT_NOT_LOADED: f"没有载入“{asked}”的报告，不能回答。" if asked else "还没有载入任何报告，不能回答。",
        Reason.YEAR_NOT_COVERED: f"没有载入 {asked} 年的报告，不能回答。",
        Reason.NOT_STATED: f"报告中没有写明{asked}，不作推测。",
        Reason.DAMAGED: f"不能给出这个数字：{asked}。",
        Reason.NOT_COMPARABLE: f"不能直接比较：{asked}",
        Reason.NOT_COMPUTABLE: f"无法计算：{asked}",
        Reason.PERSONAL: "报告只公布汇总数字，不含申请人的个人信息；本助手也不回答个人信息。",
        Reason.OUT_OF_SCOPE: f"这个问题不在报告范围内{asked}。",
        Reason.FALSE_PREMISE: f"问题的前提与报告不符：{asked}",
        Reason.AMBIGUOUS: f"“{asked}”有几种理解，请选择。",
    }
    en = {
        Reason.REPORT_NOT_LOADED: f"No report of “{asked}” is loaded." if asked else "No report is loaded yet.",
        Reason.YEAR_NOT_COVERED: f"No report for {asked.replace('、', ', ')} is loaded.",
        Reason.NOT_STATED: f"The reports do not state {asked or 'this'}; nothing is guessed.",
        Reason.DAMAGED: f"No figure can be given: {asked}.",
        Reason.NOT_COMPARABLE: f"These cannot be compared directly: {asked}",
        Reason.NOT_COMPUTABLE: f"This cannot be computed: {asked}",
        Reason.PERSONAL: "The reports hold totals only and no personal data of applicants; none is given here.",
        Reason.OUT_OF_SCOPE: f"This is outside what the reports are about{asked}.",
        Reason.FALSE_PREMISE: f"The question assumes what the report does not say: {asked}",
        Reason.AMBIGUOUS: f"“{asked}” can mean several things; please choose.",
    }
    return (zh if language == "zh" else en)[reason]


def clarify(asked: str, language: str) -> str:
    """The question back when several reports fit, or nothing in particular is asked."""
    if asked == "anything":
        return (
            "请问要查什么？问题里写明机关、年度和要查的内容，回答会附上出处。"
            if language == "zh"
            else "What would you like to know? Name an agency, a year and what you look for; every answer is cited."
        )
    if asked == "agency":
        return "请问要查哪个机关的报告？" if language == "zh" else "Which agency do you mean?"
    if asked == "year":
        return "请问要查哪一年的报告？" if language == "zh" else "Which report year do you mean?"
    return f"“{asked}”指的是哪一份报告？请选择。" if language == "zh" else f"Which report does “{asked}” mean?"


def loaded(targets: Sequence[Target], language: str) -> str:
    """What is there instead, in one sentence; at most a dozen reports are named."""
    by_agency: dict[str, list[int]] = {}
    for target in targets:
        by_agency.setdefault(target.agency, []).append(target.year)
    mark = signs(language)
    parts = [
        agency + mark.aside(mark.between.join(map(str, sorted(set(years))))) for agency, years in by_agency.items()
    ]
    shown, more = mark.semicolon.join(parts[:12]), len(parts) - 12
    if language == "zh":
        return f"已载入：{shown}" + (f"，另有 {more} 个机关。" if more > 0 else "。")
    return f"Loaded: {shown}" + (f" and {more} more agencies." if more > 0 else ".")


def place(source: Source, language: str) -> str:
    """Where a source stands, for people: file, page, section, row and column."""
    page = f"第 {source.page} 页" if language == "zh" else f"p. {source.page}"
    cell = " / ".join((*source.row, *source.col)) if source.table_id else ""
    parts = [source.file, page if source.page else "", " › ".join(source.section), cell]
    return " · ".join(part for part in parts if part)
