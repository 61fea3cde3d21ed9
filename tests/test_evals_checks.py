"""Claims and audits: what is wrong moves its own measure; faults are planted where they should be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from evals import statistics
from evals.cases import Audited, Case, Evidence, Expected, ExpectedClaim, ExpectedFinding, Kind, Plant
from evals.errors import EvaluationError
from evals.planted import library_of, put
from evals.staff_scoring import NOTHING, score

DRAFT = "甲县2021年新收143件，办结164件，建成书房45座。"
CLAIMS = Case(
    "c",
    DRAFT,
    Expected(
        claims=(
            ExpectedClaim("143件", "supported"),
            ExpectedClaim("164件", "contradicted", Decimal(146)),
            ExpectedClaim("45座", "not_found"),
        ),
        evidence=(
            Evidence("a.pdf", ("一",), ("总计",), value="143"),
            Evidence("a.pdf", ("七",), ("总计",), value="146"),
        ),
    ),
    kind=Kind.CLAIMS,
)


def claim(words: str, verdict: str, correct: str | None = None, row: str = "一") -> dict[str, Any]:
    start = DRAFT.index(words)
    cell = {"file": "a.pdf", "cell": [1, 7], "row": [row], "col": ["总计"], "quote": "143" if row == "一" else "146"}
    return {
        **{"text": words, "start": start, "end": start + len(words), "value": words[:-1], "unit": words[-1]},
        **{"verdict": verdict, "correct": correct, "evidence": [] if verdict == "not_found" else [cell]},
    }


RIGHT = [claim("143件", "supported"), claim("164件", "contradicted", "146", "七"), claim("45座", "not_found")]


def measures(claims: list[dict[str, Any]]) -> dict[str, float]:
    return {name: right / of for name, (right, of) in score(CLAIMS, {"claims": claims}).ratios.items()}


def test_right_verdicts_pass_in_every_measure() -> None:
    found = measures(RIGHT)
    assert found == {"passed": 1, "false_alarm": 0, "verdict": 1, "correct_value": 1, "citation_recall": 1}


@pytest.mark.parametrize(
    ("claims", "moved"),
    [
        ([RIGHT[0], {**RIGHT[1], "correct": "164"}, RIGHT[2]], {"passed", "correct_value"}),
        ([{**RIGHT[0], "verdict": "not_found"}, *RIGHT[1:]], {"passed", "verdict"}),
        (RIGHT[:2], {"passed", "verdict"}),
        ([claim("143件", "supported", row="二"), *RIGHT[1:]], {"citation_recall"}),
        ([*RIGHT, {**claim("2021年", "contradicted"), "value": "2021"}], {"passed", "false_alarm"}),
        ([*RIGHT, {**claim("2021年", "supported"), "value": "2021"}], set()),
    ],
)
def test_a_wrong_claim_moves_its_own_measure(claims: list[dict[str, Any]], moved: set[str]) -> None:
    right, now = measures(RIGHT), measures(claims)
    assert {name for name in right if right[name] != now[name]} == moved


AUDIT = Case(
    "a",
    "a.md",
    Expected(
        findings=(
            ExpectedFinding("row_sum", Decimal(10), Decimal(9)),
            ExpectedFinding("balance"),
            ExpectedFinding("prose_vs_table", optional=True),
        )
    ),
    kind=Kind.AUDIT,
    audited=Audited("a.md"),
)


def finding(kind: str, stated: str = "10", computed: str = "9", severity: str = "error") -> dict[str, str]:
    return {"kind": kind, "stated": stated, "computed": computed, "severity": severity, "where": "表"}


@pytest.mark.parametrize(
    ("findings", "recall", "precision", "passed"),
    [
        ([finding("row_sum"), finding("balance")], 1, 1, True),
        ([finding("row_sum"), finding("balance"), finding("prose_vs_table")], 1, 1, True),
        ([finding("row_sum"), finding("balance"), finding("date", severity="remark")], 1, 1, True),
        ([finding("row_sum", "10", "8"), finding("balance")], 0.5, 0.5, False),
        ([finding("row_sum"), finding("balance"), finding("column_sum")], 1, 2 / 3, False),
        ([], 0, None, False),
    ],
)
def test_findings_are_matched_by_kind_and_numbers(
    findings: list[dict[str, str]], recall: float, precision: float | None, passed: bool
) -> None:
    found = score(AUDIT, {"findings": findings})
    values = {name: right / of for name, (right, of) in found.ratios.items()}
    assert found.passed is passed
    assert values["finding_recall"] == recall
    assert values.get("finding_precision") == precision


def test_macro_f1_is_the_mean_over_the_expected_classes() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), (NOTHING, "b")]
    found = statistics.macro_f1(pairs, NOTHING, ["r"] * 4, seed=0)
    assert found is not None
    assert found.value == pytest.approx((2 / 3 + 2 / 4) / 2)
    assert (found.low, found.high) == (None, None)
    assert statistics.macro_f1([(NOTHING, "a")], NOTHING, ["r"], seed=0) is None


def test_a_fault_is_planted_in_the_words_and_leaves_the_tags(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<p>办结<span>24</span><span>37</span>件，结转59件</p>", "gb18030")
    put(file, Plant("2437件", "2473件"))
    assert file.read_text("gb18030") == "<p>办结<span>24</span><span>73</span>件，结转59件</p>"
    put(file, Plant("59件", "5980件次"))
    assert file.read_text("gb18030").endswith("结转5980件次</p>")
    put(file, Plant("，结转5980件次", ""))
    assert file.read_text("gb18030") == "<p>办结<span>24</span><span>73</span>件</p>"


@pytest.mark.parametrize(("words", "times"), [("没有", 0), ("件", 2)])
def test_a_fault_that_has_no_one_place_is_refused(tmp_path: Path, words: str, times: int) -> None:
    (tmp_path / "a.md").write_text("一件两件", "utf-8")
    with pytest.raises(EvaluationError, match=rf"a\.md.*{times} times"):
        put(tmp_path / "a.md", Plant(words, "x"))


def test_a_planted_report_is_read_with_its_fault_beside_its_neighbour(samples: Path, tmp_path: Path) -> None:
    audited = Audited("yanxi-education-2021.md", (Plant("办结8件", "办结6件"),), ("yanxi-education-2022.pdf",))
    with library_of(audited, [samples], Settings(store=tmp_path)) as (library, report_id):
        assert "办结6件" in library.text(report_id)
        assert {info.file for info in library.reports()} == {"yanxi-education-2021.md", "yanxi-education-2022.pdf"}
    with (
        pytest.raises(EvaluationError, match=r"none\.md"),
        library_of(Audited("none.md"), [samples], Settings(store=tmp_path)),
    ):
        pass
