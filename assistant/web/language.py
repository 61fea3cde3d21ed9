"""The words of the interface, Chinese first. What an answer says is in `assistant.phrasing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Reason, Status

LANGUAGES = {"中文": "zh", "English": "en"}
"""What the language switch shows → the code of the language."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the page says by itself, in one language. `{}` is filled by the caller."""

    code: str
    html: str
    """The language as an HTML `lang` attribute."""
    title: str
    tagline: str
    loaded: str
    """{reports}, {agencies} and {years} are put in."""
    nothing_loaded: str
    question: str
    placeholder: str
    greeting: str
    send: str
    stop: str
    clear: str
    language: str
    evidence: str
    evidence_hint: str
    no_evidence: str
    earlier: str
    coverage: str
    agency: str
    more_agencies: str
    other_files: str
    has_report: str
    versions: str
    note: str
    formula: str
    original: str
    page: str
    reconstructed: str
    cited_cell: str
    part_of_table: str
    working: str
    failed: str
    broken: str
    clarify: str
    reasons: Mapping[Reason, str]

    def status(self, answer: Answer) -> str:
        """What became of the question, in a few words; "" for a plain answer."""
        if answer.status is Status.ANSWERED:
            return ""
        if answer.status is Status.CLARIFY:
            return self.clarify
        return self.reasons.get(answer.reason, "") if answer.reason else ""


ZH = Words(
    code="zh",
    html="zh-CN",
    title="报告 Baogao",
    tagline="用中文提问年度报告：答数字、答原文，并指出它在哪份报告的哪一格、哪一句。",
    loaded="已载入 {reports} 份报告 · {agencies} 个机关 · {years}",
    nothing_loaded="还没有载入报告。请先运行 baogao ingest。",
    question="问题",
    placeholder="请输入问题，按回车发送",
    greeting="可以这样问",
    send="发送",
    stop="停止",
    clear="清空对话",
    language="界面语言",
    evidence="依据",
    evidence_hint="回答的依据会显示在这里：原文的表格或段落，引用之处已标出。",
    no_evidence="这条回答没有引用报告。",
    earlier="此前的依据",
    coverage="已载入的报告",
    agency="机关",
    more_agencies="另有 {} 个机关",
    other_files="未识别出机关或年度的文件：",
    has_report="有报告",
    versions="{} 个版本",
    note="注",
    formula="计算",
    original="下载原文件",
    page="第 {} 页",
    reconstructed="原件中这张表的格线已失、文字粘连；此处按内容重排，版式不是原件的。",
    cited_cell="引用的单元格",
    part_of_table="表格共 {total} 行，此处显示引用之处附近的 {shown} 行。",
    working="正在查找…",
    failed="没能回答：{}",
    broken="程序出错，没能回答。请稍后再试。",
    clarify="请先确认",
    reasons={
        Reason.REPORT_NOT_LOADED: "报告未载入",
        Reason.YEAR_NOT_COVERED: "该年度未载入",
        Reason.NOT_STATED: "报告未写明",
        Reason.DAMAGED: "原文受损",
        Reason.AMBIGUOUS: "有歧义",
        Reason.NOT_COMPARABLE: "不可比",
        Reason.NOT_COMPUTABLE: "无法计算",
        Reason.OUT_OF_SCOPE: "超出范围",
        Reason.PERSONAL: "涉及个人信息",
        Reason.FALSE_PREMISE: "前提不符",
    },
)

EN = Words(
    code="en",
    html="en",
    title="Baogao 报告",
    tagline="Ask annual reports: figures and sentences, each with the very cell or line that proves it.",
    loaded="{reports} reports · {agencies} agencies · {years}",
    nothing_loaded="No report is loaded yet. Run `baogao ingest` first.",
    question="Question",
    placeholder="Ask a question and press Enter",
    greeting="Try one of these",
    send="Send",
    stop="Stop",
    clear="Clear the chat",
    language="Interface language",
    evidence="Evidence",
    evidence_hint="What proves an answer is shown here: the table or paragraph of the report, the cited place marked.",
    no_evidence="This answer cites no report.",
    earlier="Earlier evidence",
    coverage="Reports loaded",
    agency="Agency",
    more_agencies="and {} more agencies",
    other_files="Files without a known agency or year: ",
    has_report="report loaded",
    versions="{} versions",
    note="Note",
    formula="Computed",
    original="Download the original file",
    page="p. {}",
    reconstructed="In the original this table has lost its lines and its text is glued; it is laid out anew here.",
    cited_cell="cited cell",
    part_of_table="The table has {total} rows; the {shown} near the cited place are shown.",
    working="Looking it up…",
    failed="No answer: {}",
    broken="Something went wrong and there is no answer. Please try again later.",
    clarify="Please choose first",
    reasons={
        Reason.REPORT_NOT_LOADED: "Report not loaded",
        Reason.YEAR_NOT_COVERED: "Year not loaded",
        Reason.NOT_STATED: "Not stated",
        Reason.DAMAGED: "Damaged source",
        Reason.AMBIGUOUS: "Ambiguous",
        Reason.NOT_COMPARABLE: "Not comparable",
        Reason.NOT_COMPUTABLE: "Not computable",
        Reason.OUT_OF_SCOPE: "Out of scope",
        Reason.PERSONAL: "Personal data",
        Reason.FALSE_PREMISE: "False premise",
    },
)


def words(code: str | None) -> Words:
    """The words of a language; Chinese for anything unknown."""
    return EN if code == EN.code else ZH


def words_of(choice: str | None) -> Words:
    """The words of what the language switch shows."""
    return words(LANGUAGES.get(choice or ""))
