"""The words of the desk, Chinese first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskWords:
    """One language: what the templates say, by short names."""

    code: str
    html: str
    say: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.say[name]

    def deed(self, name: str) -> str:
        """A deed of the journal, or a verdict, in words; anything else as it stands."""
        return self.say.get(f"deed {name}", name)

    def kind(self, name: str) -> str:
        """A finding's kind in words."""
        return self.say.get(f"kind {name}", name)

    def why(self, kind: str) -> str:
        """What a finding of a kind says, for those who cannot read its explanation, which is Chinese; else ""."""
        return _WHY.get(kind, "") if self.code == "en" else ""


_PAIRS: dict[str, tuple[str, str]] = {
    "desk": ("报告 · 工作台", "Baogao desk"),
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出", "Sign out"),
    "colon": ("：", ": "),
    "open (": ("（", " ("),
    "close )": ("）", ")"),
    "name": ("用户名", "Name"),
    "password": ("密码", "Password"),
    "wrong": ("用户名或密码不对。", "The name or the password is wrong."),
    "too_many": ("尝试次数太多，请一刻钟后再试。", "Too many attempts; please wait a quarter of an hour."),
    "library": ("报告库", "Library"),
    "check": ("核对文稿", "Check a draft"),
    "audit": ("审查报告", "Audit"),
    "evaluations": ("评测", "Evaluations"),
    "feedback": ("读者意见", "Feedback"),
    "journal": ("日志", "Journal"),
    "journal_hint": (
        "谁在什么时候导入、移除、处理了什么（时间为 UTC）。",
        "Who added, removed and decided what, and when (UTC).",
    ),
    "who": ("人员", "Who"),
    "deed": ("操作", "Deed"),
    "about": ("内容", "About"),
    "deed ingest": ("导入", "added"),
    "deed again": ("重新读取", "read again"),
    "deed replace": ("替换", "replaced"),
    "deed remove": ("移除", "removed"),
    "deed decide": ("处理", "decided"),
    "deed sign in": ("登录", "signed in"),
    "deed confirmed": ("确认有误", "confirmed"),
    "deed dismissed": ("不是错误", "dismissed"),
    "deed noted": ("已知悉", "noted"),
    "kind row_sum": ("行合计", "row total"),
    "kind column_sum": ("列合计", "column total"),
    "kind balance": ("收办平衡", "balance"),
    "kind review_total": ("复议诉讼合计", "review total"),
    "kind carry_over": ("跨年结转", "carry-over"),
    "kind prose_ratio": ("正文比例", "share in the text"),
    "kind prose_sum": ("正文合计", "sum in the text"),
    "kind prose_vs_table": ("正文与表不符", "text against table"),
    "kind missing_row": ("缺行", "missing row"),
    "kind missing_section": ("缺章节", "missing section"),
    "kind missing_table": ("缺表", "missing table"),
    "kind numbering": ("序号", "numbering"),
    "kind date": ("日期", "date"),
    "kind stock": ("存量", "stock"),
    "kind not_a_count": ("不是件数", "not a count"),
    "kind repeated_text": ("文字重复", "repeated text"),
    "particulars": ("报告概况", "About this report"),
    "public": ("公众页面", "Public page"),
    "skip": ("跳到正文", "Skip to content"),
    "reports": ("{} 份报告", "{} reports"),
    "report": ("报告", "Report"),
    "agency": ("机关", "Agency"),
    "year": ("年度", "Year"),
    "file": ("文件", "File"),
    "form": ("表格", "Form"),
    "read": ("表格读出", "Form read"),
    "read_title": ("标准表格中读出数字的单元格 / 全部单元格", "Cells of the form that gave a number / all cells"),
    "warnings": ("提示", "Warnings"),
    "state": ("状态", "State"),
    "fine": ("完整", "complete"),
    "partly": ("有缺损", "damaged in part"),
    "no_form": ("无标准表格", "no standard form"),
    "ingested_at": ("入库时间", "Added"),
    "upload": ("上传报告", "Upload reports"),
    "upload_hint": (
        "网页、PDF、Word、Excel、CSV、Markdown 或文本，可一次选多个；每个文件的结果会逐一列出。",
        "Web pages, PDF, Word, Excel, CSV, Markdown or text, several at once; what became of each file is listed.",
    ),
    "send": ("上传并读取", "Upload and read"),
    "reading": ("正在上传…", "Uploading…"),
    "reading_on_server": ("已上传，正在读取…", "Uploaded; being read…"),
    "outcome": ("结果", "Outcome"),
    "added": ("已入库", "added"),
    "unchanged": ("内容未变", "unchanged"),
    "removed": ("已移除", "removed"),
    "rejected": ("未能入库", "rejected"),
    "kept": (
        "原来的报告保留不动：新文件未能入库，或不是同一机关、同一年度的报告。如确要替换，请自行移除旧报告。",
        "The old report stays: the new file was not added, or is of another agency or year. "
        "Remove the old one yourself if you mean to.",
    ),
    "back": ("返回报告库", "Back to the library"),
    "open": ("打开", "Open"),
    "reread": ("重新读取", "Read again"),
    "replace": ("用新文件替换", "Replace with a new file"),
    "remove": ("移除", "Remove"),
    "remove_sure": (
        "确定移除《{}》吗？它的全部表格、数字和原文件都会从报告库中删除，此后不能再被引用。",
        "Remove “{}”? All its tables, figures and its original file leave the library and can no longer be cited.",
    ),
    "yes_remove": ("确定移除", "Yes, remove it"),
    "cancel": ("取消", "Cancel"),
    "gone": ("没有这份报告。", "There is no such report."),
    "no_page_here": ("没有这个页面。", "There is no such page."),
    "no_files": ("请先选择文件。", "Choose a file first."),
    "too_large": ("上传的内容太大：合计不得超过 {} MB。", "The upload is too large: at most {} MB in all."),
    "busy": ("另一个程序正在写入报告库，请稍后再试。", "Another program is writing to the library; try again shortly."),
    "sections": ("章节", "Sections"),
    "tables": ("表格", "Tables"),
    "figures": ("数字", "Figures"),
    "identities": ("勾稽关系", "Identities"),
    "identities_hold": ("{} 条可核的勾稽关系全部成立。", "All {} identities that can be checked hold."),
    "identities_fail": (
        "{} 条可核的勾稽关系中有 {} 条不成立：",
        "Of {} identities that can be checked, {} do not hold:",
    ),
    "identities_none": ("没有可核的勾稽关系。", "There is no identity that can be checked."),
    "holds": ("成立", "holds"),
    "fails": ("不成立", "fails"),
    "page": ("第 {} 页", "p. {}"),
    "source_page": ("原件第 {} 页", "Page {} of the original"),
    "as_read": ("读出的表格", "The table as read"),
    "no_page": ("这种格式没有可显示的页面。", "This format has no page to show."),
    "row": ("行", "Row"),
    "column": ("列", "Column"),
    "value": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "basis": ("依据", "Basis"),
    "status": ("状态", "Status"),
    "all": ("全部", "all"),
    "download": ("下载原文件", "Download the original file"),
    "prose": ("正文", "prose"),
    "art20": ("第二十条", "Article 20"),
    "requests": ("申请办理", "requests"),
    "review": ("复议诉讼", "review"),
    "none": ("没有。", "None."),
    "more": ("另有 {} 条未显示。", "{} more are not shown."),
    "show": ("查看", "Show"),
    "draft": ("文稿", "Draft"),
    "draft_hint": ("粘贴文稿，或上传文件。", "Paste a draft or upload a file."),
    "draft_file": ("文稿文件（txt、md、docx、pdf、html）", "Draft file (txt, md, docx, pdf, html)"),
    "check_now": ("核对", "Check"),
    "claims": ("{} 处说法", "{} claims"),
    "supported": ("与报告相符", "supported"),
    "contradicted": ("与报告不符", "contradicted"),
    "not_found": ("报告中未找到", "not found"),
    "correct": ("报告所载", "According to the report"),
    "evidence": ("依据", "Evidence"),
    "export": ("导出", "Export"),
    "draft_empty": ("文稿是空的。", "The draft is empty."),
    "draft_long": (
        "文稿太长，请分段核对（不超过 {} 字）。",
        "The draft is too long; check it in parts (at most {} characters).",
    ),
    "audit_now": ("审查所选报告", "Audit the chosen reports"),
    "audit_hint": ("不选则审查全部报告。", "Without a choice all reports are audited."),
    "findings": ("{} 项发现", "{} findings"),
    "error": ("错误", "error"),
    "remark": ("提醒", "remark"),
    "severity": ("程度", "Severity"),
    "stated": ("报告所写", "Stated"),
    "computed": ("应为", "Computed"),
    "formula": ("算式", "Formula"),
    "decision": ("处理", "Decision"),
    "undecided": ("未处理", "open"),
    "confirmed": ("确认有误", "confirmed"),
    "dismissed": ("不是错误", "dismissed"),
    "noted": ("已知悉", "noted"),
    "note": ("说明", "Note"),
    "save": ("保存", "Save"),
    "saved": ("已保存。", "Saved."),
    "filter": ("筛选", "Filter"),
    "runs": ("最近的评测", "Latest runs"),
    "run": ("评测", "Run"),
    "when": ("时间", "When"),
    "passed": ("通过率", "Passed"),
    "suite": ("题组", "Suite"),
    "trend": ("各题组的走势", "Trend of each suite"),
    "no_runs": (
        "还没有评测结果。运行 baogao eval --out {}/名称，结果就会列在这里。",
        "There is no evaluation yet. Run baogao eval --out {}/NAME and it is listed here.",
    ),
    "open_report": ("打开报告", "Open the report"),
    "useful": ("有用", "useful"),
    "wrong_answer": ("有误", "wrong"),
    "reason": ("理由", "Reason"),
    "question": ("问题", "Question"),
    "answer": ("回答", "Answer"),
    "no_feedback": ("还没有读者意见。", "No feedback yet."),
    "failed": ("没能完成：{}", "It failed: {}"),
    "foreign": ("请求不是从本站页面发出的，未予处理。", "The request did not come from this site; nothing was done."),
}

_WHY = {
    "row_sum": "The parts of the row do not add up to its total.",
    "column_sum": "The parts of the column do not add up to its total.",
    "balance": "Received plus brought forward is not handled plus carried over.",
    "review_total": "Upheld, corrected, other and pending do not add up to the total.",
    "carry_over": "What one year carries over is not what the next one brings forward.",
    "prose_ratio": "A share or a growth in the text is not what its own figures, or the tables, give.",
    "prose_sum": "Parts named in the text do not add up to the whole that is named with them.",
    "prose_vs_table": "A figure in the text is not the one in the tables.",
    "missing_row": "A row that the form has is not there; it may have been lost in conversion.",
    "missing_section": "A section that the form has is not there; it may have been lost in conversion.",
    "missing_table": "A table that the form has is not there; it may have been lost in conversion.",
    "numbering": "A list skips a number, or does not have as many points as it announces.",
    "date": "A date that does not exist, or one of another year than the report's.",
    "stock": "Last year's stock, with what was issued and repealed, does not give this year's; reviews may explain it.",
    "not_a_count": "A count must be a whole number, zero or more.",
    "repeated_text": "Sentences are the same, word for word, as in the report of the year before.",
}

WORDS = {
    "zh": DeskWords("zh", "zh-CN", {name: pair[0] for name, pair in _PAIRS.items()}),
    "en": DeskWords("en", "en", {name: pair[1] for name, pair in _PAIRS.items()}),
}


def words_for(code: str | None) -> DeskWords:
    """The words of a language; Chinese for anything unknown."""
    return WORDS.get(code or "", WORDS["zh"])
