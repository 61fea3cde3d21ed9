"""Paragraphs of ours for synthetic reports: what an agency says it did, in the manner of such reports."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

from assistant.report import Paragraph, Report, Section

_TOPICS = {
    "主动公开": "公开目录 机构职能 规划计划 财政预决算 行政处罚结果 重大项目批准 公共资源配置 人事任免",
    "依申请公开": "登记台账 答复文书 补正告知 征求第三方意见 协商沟通 电子送达 期限提醒 卷宗归档",
    "政府信息管理": "文件属性源头认定 规范性文件清理 历史文件数字化 发布审核 保密审查 内容更新 失效标注",
    "平台建设": "门户网站改版 无障碍浏览 智能检索 政务新媒体 公报电子版 公共查阅点 移动端适配 专题专栏",
    "监督保障": "业务培训 年度考核 社会评议 责任追究 日常巡查 第三方测评 问题整改 专人专岗",
    "民生领域": "养老服务 义务教育招生 农村供水 老旧小区改造 就业补贴 医疗救助 公交线路调整 保障性住房",
}
_DEEDS = (
    "修订{thing}办法",
    "开展{thing}工作",
    "梳理{thing}事项",
    "完善{thing}机制",
    "组织{thing}专项检查",
    "公布{thing}情况",
)
_ENDS = (
    "共{n}项，比上年多{m}项",
    "涉及{n}个单位，{m}个已经完成",
    "收到意见{n}条，采纳{m}条",
    "发布信息{n}条，其中图解{m}篇",
    "解答群众来电{n}次，现场接待{m}人",
    "举办活动{n}场，参加者{m}人次",
)
_TIMES = ("上半年", "三月以来", "年中", "下半年", "全年", "第四季度")


def with_prose(report: Report, paragraphs: int) -> Report:
    """The report with so many paragraphs more, in sections after its tables; the same report gives the same words."""
    draw = random.Random(f"prose/{report.report_id}")
    text = report.text
    sections, found = list(report.sections), list(report.paragraphs)
    topics = draw.sample(sorted(_TOPICS), min(len(_TOPICS), max(1, paragraphs // 2)))
    for place, topic in enumerate(topics):
        path, start = (f"{topic}情况",), len(text)
        text += path[0] + "\n"
        for _ in range(paragraphs // len(topics) + (place < paragraphs % len(topics))):
            words = "".join(_sentence(topic, draw) for _ in range(draw.randrange(2, 5)))
            found.append(Paragraph(words, len(text), len(text) + len(words), path))
            text += words + "\n"
        sections.append(Section(path, start, len(text), None))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(report, text=text, sections=tuple(sections), paragraphs=tuple(found), sha256=digest)


def _sentence(topic: str, draw: random.Random) -> str:
    things = draw.sample(_TOPICS[topic].split(), 2)
    deeds = "，".join(draw.choice(_DEEDS).format(thing=thing) for thing in things)
    n = draw.randrange(3, 900)
    return f"{draw.choice(_TIMES)}{deeds}，{draw.choice(_ENDS).format(n=n, m=draw.randrange(1, n))}。"
