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
    copy: str
    link: str
    retry: str
    edit: str
    editing: str
    cancel: str
    like: str
    dislike: str
    vote_kept: str
    conversations: str
    new_conversation: str
    conversation_log: str
    actions: str
    next_questions: str
    large_type: str
    dark_mode: str
    busy: str
    slow: str
    chart: str
    chart_table: str
    chart_undecided: str
    item: str
    value: str
    unit: str
    download: str
    page_image: str
    page_alt: str
    missing: str
    nothing_missing: str
    not_loaded: str
    year: str
    assistant_said: str
    you_said: str
    browser: Mapping[str, str]
    """What the page's own script says."""
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
    broken="程序出错，没能回答（编号 {}）。请稍后再试。",
    clarify="请先确认",
    copy="复制",
    link="链接",
    retry="重新回答",
    edit="修改问题",
    editing="正在修改第 {} 个问题，发送后从这里重新开始。",
    cancel="取消",
    like="有用",
    dislike="有误",
    vote_kept="谢谢，已记下。",
    conversations="我的对话",
    new_conversation="新对话",
    conversation_log="对话",
    actions="对这条回答",
    next_questions="可以接着问",
    large_type="大字",
    dark_mode="深色",
    busy="现在提问的人很多，请过几秒再试一次。",
    slow="这个问题没能在限定时间内答完，请稍后再试，或把问题问得更具体些。",
    chart="图表",
    chart_table="图中的数据",
    chart_undecided="无数字",
    item="项目",
    value="数值",
    unit="单位",
    download="下载",
    page_image="看原件第 {} 页",
    page_alt="{file} 第 {page} 页的图像，引用之处已框出",
    missing="各机关首尾年度之间缺 {} 份：",
    nothing_missing="各机关首尾年度之间没有缺年。",
    not_loaded="未载入",
    year="{} 年",
    assistant_said="回答",
    you_said="提问",
    browser={
        "copied": "已复制",
        "linked": "链接已复制：打开它会重新回答这个问题",
        "rename": "改名",
        "delete": "删除",
        "sure": "确定删除？",
        "export": "导出",
        "none": "还没有对话。",
        "kept": "对话只保存在您这台设备的浏览器里。",
        "name": "对话名称",
        "why": "哪里有误？（可不填）",
        "send": "提交",
        "cancel": "取消",
        "close": "关闭",
        "private": "提交后，问题、回答和理由会留给工作人员改进之用。",
        "sources": "依据",
        "rate": "提问太频繁，请 {} 秒后再试；问题还在框里。",
        "line": "现在提问的人较多，正在排队…",
    },
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
    broken="Something went wrong (no. {}) and there is no answer. Please try again later.",
    clarify="Please choose first",
    copy="Copy",
    link="Link",
    retry="Answer again",
    edit="Edit the question",
    editing="You are editing question {}; sending it starts again from there.",
    cancel="Cancel",
    like="Useful",
    dislike="Wrong",
    vote_kept="Thank you, noted.",
    conversations="My conversations",
    new_conversation="New conversation",
    conversation_log="Conversation",
    actions="About this answer",
    next_questions="You may ask next",
    large_type="Large type",
    dark_mode="Dark",
    busy="Many people are asking right now. Please try again in a few seconds.",
    slow="This question could not be answered in time. Please try again later, or ask something more specific.",
    chart="Chart",
    chart_table="The chart's data",
    chart_undecided="no figure",
    item="Item",
    value="Value",
    unit="Unit",
    download="Download",
    page_image="See page {} of the original",
    page_alt="Image of page {page} of {file}, the cited place framed",
    missing="Missing between an agency's first and last year ({}): ",
    nothing_missing="No year is missing between an agency's first and last.",
    not_loaded="not loaded",
    year="{}",
    assistant_said="Answer",
    you_said="Question",
    browser={
        "copied": "Copied",
        "linked": "Link copied: opening it answers this question anew",
        "rename": "Rename",
        "delete": "Delete",
        "sure": "Delete for good?",
        "export": "Export",
        "none": "No conversations yet.",
        "kept": "Conversations are kept in this browser only.",
        "name": "Name of the conversation",
        "why": "What is wrong? (optional)",
        "send": "Send",
        "cancel": "Cancel",
        "close": "Close",
        "private": "The question, the answer and your reason are kept for the staff, to improve the service.",
        "sources": "Evidence",
        "line": "Many people are asking; your question is in line…",
        "rate": "Too many questions; please try again in {} seconds. Yours is still in the box.",
    },
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
