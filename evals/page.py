"""The report as one HTML page: Chinese and English, no script, nothing loaded from outside, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path

from evals import charts
from evals.compare import Comparison
from evals.metrics import Check, curve
from evals.names import LOWER_IS_BETTER, TITLES
from evals.outcome import Outcome, SuiteOutcome
from evals.page_failing import failing
from evals.statistics import Estimate

_CSS = Path(__file__).with_name("page.css")
_SHOWN = (
    *("passed", "figure_exact", "citation_precision", "citation_recall", "over_refusal", "refusal_recall"),
    *("verdict", "finding_recall", "finding_precision", "false_alarm"),
)
"""The columns of the overviews; those that no row has are left out."""
_MOST_FAILING = 500
"""A page of more cases than this would be unreadable; results.jsonl has them all."""


def page(outcome: Outcome) -> str:
    """The whole document."""
    verdict = _both("通过", "Passed") if outcome.passed and not outcome.broken else _both("未通过", "Not passed")
    mood = "good" if outcome.passed and not outcome.broken else "bad"
    body = [
        f'<h1>{_both("评测报告", "Evaluation report")} · <span class="{mood}">{verdict}</span></h1>',
        *(f'<p class="bad">{escape(sentence)}</p>' for sentence in outcome.broken),
        _overview(outcome.suites),
        *(_suite(one) for one in outcome.suites),
    ]
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>Baogao · 评测报告</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_CSS.read_text('utf-8')}</style></head><body>"
        '<input type="radio" name="lang" id="zh" checked><label for="zh">中文</label> '
        f'<input type="radio" name="lang" id="en"><label for="en">English</label>'
        f"<main>{''.join(body)}</main></body></html>\n"
    )


def _both(zh: str, en: str) -> str:
    """A text in both languages, of which the page shows one."""
    return f'<span class="zh" lang="zh">{escape(zh)}</span><span class="en" lang="en">{escape(en)}</span>'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of ready cells; those that begin with a digit stay on one line."""
    top = "".join(f"<th>{head}</th>" for head in heads)
    lines = ("".join(f'<td class="{"n" if cell[:1].isdigit() else ""}">{cell}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="tables"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _name(metric: str) -> str:
    return _both(*TITLES.get(metric, (metric, metric)))


def _number(one: Estimate | None) -> str:
    if one is None:
        return "—"
    band = "" if one.low is None or one.high is None else f' <span class="soft">[{one.low:.3f}, {one.high:.3f}]</span>'
    return f"{one.value:.3f}{band}"


def _title(one: SuiteOutcome) -> str:
    """What a suite is called; “中文 / English” is one of the two."""
    zh, _, en = one.suite.title.partition(" / ")
    return _both(zh, en or zh)


def _overview(suites: tuple[SuiteOutcome, ...]) -> str:
    shown = _columns(s.metrics for s in suites)
    heads = [_both("评测集", "Suite"), _both("回答数", "Answers"), *map(_name, shown)]
    rows = ([_title(s), str(len(s.results)), *(_number(s.metrics.get(m)) for m in shown)] for s in suites)
    return f'<div class="overview">{_table(heads, rows)}</div>'


def _columns(rows: Iterable[Mapping[str, Estimate]]) -> list[str]:
    known = {name for row in rows for name in row}
    return [name for name in _SHOWN if name in known]


def _suite(one: SuiteOutcome) -> str:
    parts = [
        f"<h2>{_title(one)}</h2>",
        _checks(one.checks),
        f"<h3>{_both('指标（95% 置信区间，按报告聚类）', 'Metrics (95 % intervals, clustered by report)')}</h3>",
        _table(
            (_both("指标", "Metric"), _both("值", "Value"), "n"),
            ([_name(name) + _down(name), _number(found), str(found.of)] for name, found in one.metrics.items()),
        ),
        _breakdown(_both("按题型", "By operation"), one.by_operation),
        _breakdown(_both("按标签", "By tag"), one.by_tag),
        _plots(one),
        _beside(one),
        _comparison(one.comparison) if one.comparison else "",
        f"<h3>{_both('未通过的题', 'Failing cases')} ({len(one.failing)})</h3>",
        *(failing(result, _both) for result in one.failing[:_MOST_FAILING]),
        _settings(one),
    ]
    return f"<section>{''.join(parts)}</section>"


def _down(metric: str) -> str:
    return (
        f' <span class="soft">{_both("（越低越好）", "(lower is better)")}</span>' if metric in LOWER_IS_BETTER else ""
    )


def _checks(checks: Iterable[Check]) -> str:
    lines = []
    for check in checks:
        bound = " ".join(f"{s} {v:g}" for s, v in (("≥", check.bound.low), ("≤", check.bound.high)) if v is not None)
        value = "—" if check.value is None else f"{check.value:.3f}"
        mood, mark = ("good", "✓") if check.passed else ("bad", "✗")
        lines.append(f'<li class="{mood}">{mark} {_name(check.bound.metric)}: {value} ({escape(bound)})</li>')
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _breakdown(title: str, found: Mapping[str, Mapping[str, Estimate]]) -> str:
    if not found:
        return ""
    shown = _columns(found.values())
    rows = (
        [escape(label), str(metrics["passed"].of), *(_number(metrics.get(name)) for name in shown)]
        for label, metrics in found.items()
    )
    return f"<h3>{title}</h3>" + _table(["", "n", *map(_name, shown)], rows)


def _plots(one: SuiteOutcome) -> str:
    seconds = [result.record.seconds for result in one.results]
    confidence = [float(result.record.answer.get("confidence") or 0) for result in one.results]
    plots = (
        (charts.histogram(seconds, "seconds"), "用时分布（秒）", "Latency (seconds)"),
        (charts.histogram(confidence, "confidence"), "置信度分布", "Confidence"),
        (charts.steps(curve(one.results), "risk-coverage"), "风险—覆盖曲线", "Risk over coverage"),
    )
    figures = (f"<figure>{svg}<figcaption>{_both(zh, en)}</figcaption></figure>" for svg, zh, en in plots)
    return f'<div class="plots">{"".join(figures)}</div>'


def _comparison(found: Comparison) -> str:
    heads = (*_pair("指标", "Metric"), *_pair("基线", "Baseline"), *_pair("本次", "This run"), "Δ", "p", "n")
    rows = (
        [_name(c.metric), f"{c.before:.3f}", f"{c.after:.3f}", f"{c.delta:+.3f}", f"{c.p_value:.3f}", str(c.cases)]
        for c in found.changes
    )
    lists = "".join(
        f"<p>{_both(zh, en)} ({len(cases)}): {escape(', '.join(cases)) or '—'}</p>"
        for zh, en, cases in (
            ("新增未通过", "Newly failing", found.newly_failing),
            ("新增通过", "Newly passing", found.newly_passing),
        )
    )
    test = f'<p class="soft">McNemar p = {found.mcnemar:.3f}</p>'
    return f"<h3>{_both('与基线比较', 'Against the baseline')}</h3>{_table(heads, rows)}{lists}{test}"


def _beside(one: SuiteOutcome) -> str:
    if not one.beside:
        return ""
    names = list(one.beside[0].metrics)
    rows = (
        [
            *(escape(side.system), str(side.cases)),
            *(f"{side.metrics[name]:.3f}" if name in side.metrics else "—" for name in names),
            f"{side.latency_p50 * 1000:.1f} ms",
            _seconds(side.ingest_seconds, side.index_seconds),
            escape(", ".join(side.unread)) or "—",
        ]
        for side in one.beside
    )
    title = _both("与常见做法对照", "Side by side with what one would build instead")
    heads = ["", "n", *map(escape, names), "p50", _both("入库用时", "Ingest"), _both("读不了的文件", "Unread files")]
    note = _both(
        "figure@5：前五段文字里是否有所需的数字；末行是 Baogao 的回答，数字须完全正确。",
        "figure@5: the needed figures stand in the five best texts; the last row is Baogao's answers, exactly right.",
    )
    return f"<h3>{title}</h3>" + _table(heads, rows) + f'<p class="soft">{note}</p>'


def _seconds(ingest: float | None, index: float | None) -> str:
    if ingest is not None:
        return f"{ingest:.1f} s"
    return "—" if index is None else f"{index:.1f} s " + _both("（仅建索引）", "(index alone)")


def _pair(zh: str, en: str) -> tuple[str]:
    return (_both(zh, en),)


def _settings(one: SuiteOutcome) -> str:
    known = {"suite_hash": one.suite.digest, **(asdict(one.config) if one.config else {})}
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in known.items())
    return f"<h3>{_both('配置', 'Configuration')}</h3><dl class='soft'>{body}</dl>"
