"""The metrics by name: what a threshold, a table and a floor may be about."""

from __future__ import annotations

LOWER_IS_BETTER = frozenset(
    {"over_refusal", "false_alarm", "figure_scale_only", "figure_sign_only", "errors", "aurc"}
    | {"latency_p50", "latency_p95", "tokens_in", "tokens_out", "cost", "judge_failed"}
)
TITLES = {
    "passed": ("通过", "Passed"),
    "status": ("答或不答正确", "Right status"),
    "reason": ("拒答理由正确", "Right reason"),
    "figure_exact": ("数字完全正确", "Figure exact"),
    "figure_scale_only": ("仅量级错", "Only the scale is wrong"),
    "figure_sign_only": ("仅正负号错", "Only the sign is wrong"),
    "list_match": ("列表完全一致", "List match"),
    "lead": ("首句即答案", "Leads with the answer"),
    "text_contains": ("要点齐全", "Says what it must"),
    "answer_exact": ("文字完全一致", "Answer exact"),
    "text_f1": ("字符 F1", "Character F1"),
    "citation_precision": ("出处准确率", "Citation precision"),
    "citation_recall": ("出处召回率", "Citation recall"),
    "cell_f1": ("单元格定位 F1", "Cell location F1"),
    "refusal_precision": ("拒答准确率", "Refusal precision"),
    "refusal_recall": ("拒答召回率", "Refusal recall"),
    "over_refusal": ("误拒率", "Over-refusal"),
    "verdict": ("核对结论正确", "Right verdict"),
    "verdict_f1": ("核对结论宏平均 F1", "Verdict macro-F1"),
    "correct_value": ("给出的正确值", "Right corrected value"),
    "finding_precision": ("审计发现准确率", "Finding precision"),
    "finding_recall": ("审计发现召回率", "Finding recall"),
    "finding_f1": ("审计发现宏平均 F1", "Finding macro-F1"),
    "false_alarm": ("误报", "False alarms"),
    "judge_faithfulness": ("忠实（评审模型打分）", "Faithfulness (a model's judgement)"),
    "judge_completeness": ("完整（评审模型打分）", "Completeness (a model's judgement)"),
    "judge_failed": ("评审模型未能评判", "The judging model failed"),
    "auroc_answerable": ("置信度区分可答与不可答 AUROC", "AUROC: answerable or not"),
    "auroc_correct": ("置信度区分对错 AUROC", "AUROC: right or wrong"),
    "aurc": ("风险—覆盖曲线下面积", "Area under risk-coverage"),
    "agreement": ("重复提问一致率", "Agreement of repeats"),
    "errors": ("出错的题", "Questions that failed"),
    "latency_p50": ("用时 p50（秒）", "Latency p50 (s)"),
    "latency_p95": ("用时 p95（秒）", "Latency p95 (s)"),
    "tokens_in": ("平均输入 token", "Input tokens, mean"),
    "tokens_out": ("平均输出 token", "Output tokens, mean"),
    "cost": ("费用合计", "Cost, total"),
}
"""Every metric's name, in the order of a table: in Chinese, in English."""
