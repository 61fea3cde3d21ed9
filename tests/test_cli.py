from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commanding import ROOT, baogao, document, one_line

SAMPLES = ("jichuan-2021.html", "yanxi-2022.docx", "yanxi-finance-2022.txt")
FIGURE = "霁川市2021年新收多少件申请？"

SHAPES = {
    "ingested": "file report_id title agency region year form pages sections tables figures chunks warnings seconds "
    "coverage",
    "report": "report_id title agency region year form file sha256 ingested_at tables figures chunks warnings "
    "parent period published contacts",
    "source": "report_id file title agency year section page table_id cell row col bbox start end quote",
    "figure": "figure_id report_id agency region year form table row col measure raw value unit status basis source "
    "scope period",
    "answer": "question standalone_question status reason answer figures derivation citations notes suggestions "
    "confidence engine prompts usage seconds",
    "answer figure": "value unit label agency year status citation",
}
"""The keys of the public JSON, in order."""
INGESTED, REPORT, SOURCE, FIGURE_KEYS, ANSWER, ANSWER_FIGURE = (keys.split() for keys in SHAPES.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sample reports, a broken PDF and a file of no supported format."""
    made = tmp_path_factory.mktemp("reports")
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / "reports" / name, made / name)
    (made / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is not one")
    (made / "data.json").write_bytes(b"{}")
    return made


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A store of that folder, and what `ingest --json` printed."""
    made = tmp_path_factory.mktemp("cli") / "store"
    return made, document(baogao(made, "ingest", "--json", folder), 3)


def test_ingest_puts_every_file_into_one_list(store: tuple[Path, Any]) -> None:
    outcome = store[1]
    assert list(outcome) == ["ingested", "unchanged", "removed", "rejected", "seconds"]
    assert sorted(Path(one["file"]).name for one in outcome["ingested"]) == sorted(SAMPLES)
    assert all(list(one) == INGESTED for one in outcome["ingested"])
    rejected = {Path(one["file"]).name: one for one in outcome["rejected"]}
    assert rejected.keys() == {"broken.pdf", "data.json"}
    assert all(list(one) == ["file", "code", "reason"] and one["reason"] for one in rejected.values())
    assert rejected["data.json"]["code"] == "unsupported"


def test_ingesting_again_changes_nothing(store: tuple[Path, Any], folder: Path) -> None:
    good = [folder / name for name in SAMPLES]
    outcome = document(baogao(store[0], "ingest", "--json", *good))
    assert len(outcome["unchanged"]) == 3
    assert not outcome["ingested"]


def test_reports_lists_what_is_there_and_prints_a_text(store: tuple[Path, Any]) -> None:
    listed = document(baogao(store[0], "reports", "--json"))
    assert [list(one) for one in listed] == [REPORT] * 3
    assert {one["file"] for one in listed} == set(SAMPLES)
    done = baogao(store[0], "reports", "text", listed[0]["report_id"])
    assert done.returncode == 0
    assert listed[0]["title"] in done.stdout


def test_removing_a_report_removes_that_one(store: tuple[Path, Any], tmp_path: Path) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store[0], copy)
    listed = document(baogao(copy, "reports", "--json"))
    gone = listed[0]["report_id"]
    assert document(baogao(copy, "reports", "remove", gone, "--json")) == {"removed": [gone]}
    assert gone not in baogao(copy, "reports", "--json").stdout
    assert "没有" in one_line(baogao(copy, "reports", "remove", "no-such-id"))


def test_figures_have_every_key_and_decimal_strings(store: tuple[Path, Any]) -> None:
    found = document(baogao(store[0], "figures", "--agency", "霁川", "--table", "art20", "--json"))
    assert all(list(figure) == FIGURE_KEYS and list(figure["source"]) == SOURCE for figure in found)
    fees = next(figure for figure in found if figure["measure"] == "art20.charges.fees")
    assert (fees["value"], fees["unit"], fees["status"]) == ("73184.26", "万元", "reported")
    assert (fees["row"], fees["col"]) == (["第二十条第（八）项", "行政事业性收费"], ["本年收费金额（单位：万元）"])
    assert all(figure["value"] is None or isinstance(figure["value"], str) for figure in found)
    assert len(fees["source"]["cell"]) == 2


def test_figures_are_filtered(store: tuple[Path, Any]) -> None:
    unsure = document(baogao(store[0], "figures", "--status", "ambiguous", "--json"))
    assert {(figure["agency"], figure["year"], figure["value"]) for figure in unsure} == {("砚溪县财政局", 2022, None)}
    assert all(figure["basis"] for figure in unsure)
    found = document(
        baogao(store[0], "figures", "--year", 2021, "--table", "requests", "--row", "新收", "--col", "总计", "--json")
    )
    assert [figure["value"] for figure in found] == ["2604"]
    assert document(baogao(store[0], "figures", "--agency", "不存在市", "--json")) == []


def test_an_answer_has_every_key_and_its_offsets_prove_it(store: tuple[Path, Any]) -> None:
    answer = document(baogao(store[0], "ask", FIGURE, "--json"))
    assert list(answer) == ANSWER
    assert (answer["status"], answer["reason"], answer["engine"]) == ("answered", None, "embedded")
    (figure,) = answer["figures"]
    assert list(figure) == ANSWER_FIGURE
    assert (figure["value"], figure["unit"], figure["citation"]) == ("2604", "件", 1)
    (citation,) = answer["citations"]
    assert list(citation) == ["n", *SOURCE]
    assert citation["table_id"]
    assert isinstance(citation["cell"], list)
    (text,) = document(baogao(store[0], "reports", "text", citation["report_id"], "--json"))
    assert text[citation["start"] : citation["end"]] == citation["quote"] == "2604"


def test_a_derived_figure_shows_its_operands(store: tuple[Path, Any]) -> None:
    answer = document(baogao(store[0], "ask", "霁川市2021年公开率是多少", "--json"))
    derivation = answer["derivation"]
    assert list(derivation) == ["formula", "operands", "value", "unit"]
    assert derivation["value"] == "50.37"
    assert [operand["value"] for operand in derivation["operands"]] == ["1063", "238", "2583"]
    assert all(list(operand) == ANSWER_FIGURE for operand in derivation["operands"])
    assert answer["figures"][0]["status"] == "derived"
    assert Decimal(derivation["value"]) == Decimal("50.37")


def test_a_refusal_is_an_answer_and_no_failure(store: tuple[Path, Any]) -> None:
    answer = document(baogao(store[0], "ask", "北京市2021年新收多少件申请", "--json"))
    assert (answer["status"], answer["reason"], answer["figures"]) == ("refused", "report_not_loaded", [])


def test_history_and_scope_are_read(store: tuple[Path, Any], tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"question": FIGURE, "answer": "2604"}]), encoding="utf-8")
    followed = document(baogao(store[0], "ask", "其中企业呢？", "--history", history, "--json"))
    assert [figure["value"] for figure in followed["figures"]] == ["193"]
    scoped = document(baogao(store[0], "ask", "新收多少件申请", "--agency", "砚溪", "--year", 2022, "--json"))
    assert [figure["value"] for figure in scoped["figures"]] == ["96"]


def test_the_text_of_an_answer_ends_with_its_source(store: tuple[Path, Any]) -> None:
    done = baogao(store[0], "ask", FIGURE)
    assert done.returncode == 0
    assert "2604" in done.stdout
    assert "[1] jichuan-2021.html" in done.stdout


def test_a_chat_remembers_the_turn_before(store: tuple[Path, Any]) -> None:
    done = baogao(store[0], "ask", stdin=f"{FIGURE}\n\n其中企业呢？\n")
    assert done.returncode == 0
    assert "193 件" in done.stdout


def test_a_batch_answers_in_order_and_a_bad_line_costs_the_others_nothing(
    store: tuple[Path, Any], tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": "a", "question": FIGURE}),
        "{not json",
        json.dumps({"id": "no question"}),
        "",
        json.dumps({"id": 7, "question": "办结呢", "history": [{"question": FIGURE}]}),
        json.dumps({"id": "s", "question": "新收多少件申请", "scope": {"file": "yanxi-2022.docx"}}),
        json.dumps({"id": "bad scope", "question": FIGURE, "scope": {"year": "soon"}}),
        json.dumps({"id": "bad scope", "question": FIGURE, "scope": ["2021"]}),
        json.dumps({"id": "bad history", "question": FIGURE, "history": ["x"]}),
        '{"id": "half", "question": "\\ud800"}',
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_bytes("\n".join(lines).encode() + b'\n{"id": "\xff\xfe", "question": "\xff"}')
    done = baogao(store[0], "ask", "--batch", batch)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 5
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    answered = [one for one in printed if "status" in one]
    assert len(printed) == 10
    assert [one["id"] for one in answered] == ["a", 7, "s", "half", "\ufffd\ufffd"]
    assert all(list(one) == ["id", *ANSWER] for one in answered)
    assert [[f["value"] for f in one["figures"]] for one in answered] == [["2604"], ["2583"], ["96"], [], []]
    failed = [(one["id"], one["line"]) for one in printed if "error" in one]
    assert failed == [(None, 2), (None, 3), ("bad scope", 7), ("bad scope", 8), ("bad history", 9)]


def test_search_ranks_chunks_with_sources(store: tuple[Path, Any], tmp_path: Path) -> None:
    found = document(baogao(store[0], "search", "政务公开专区 星级评定", "-k", 3, "--json"))
    assert [one["rank"] for one in found] == [1, 2, 3]
    assert all(list(one) == ["rank", "score", "chunk_id", "report_id", "text", "source"] for one in found)
    assert all(list(one["source"]) == SOURCE for one in found)
    assert "星级评定" in found[0]["text"]
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": 1, "question": "星级评定", "scope": {"year": 2022}}) + "\n", encoding="utf-8")
    (line,) = baogao(store[0], "search", "--batch", batch).stdout.splitlines()
    assert json.loads(line)["id"] == 1
    assert {one["source"]["year"] for one in json.loads(line)["results"]} == {2022}


@pytest.mark.parametrize("command", [["reports"], ["ask", FIGURE], ["figures"], ["search", "x"], ["reindex"]])
def test_a_store_that_is_not_there_is_one_line_that_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = baogao(tmp_path / "none", *command)
    assert done.returncode == 1
    assert "baogao ingest" in one_line(done)
    assert not (tmp_path / "none").exists()


def test_a_store_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"not a database" * 100)
    done = baogao(tmp_path, "reports", "--json")
    assert done.returncode == 1
    one_line(done)


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = baogao(tmp_path / "none", "reports", "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ingest"],
        ["ask", "x", "--year", "soon"],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "many"],
        ["reports", "burn"],
    ],
)
def test_wrong_usage_is_exit_code_two(tmp_path: Path, arguments: list[str]) -> None:
    done = baogao(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "x", "--year", "soon"], "'soon'：应为整数"),
        (["search", "x", "-k", "0"], "'0'：应为 1 或更大"),
        (["ingest", "x", "--published", "2020"], "'2020'：日期应写作 2024-01-31"),
        (["eval", "--timeout", "nan"], "'nan'：应为大于 0 的秒数"),
    ],
)
def test_a_wrong_value_of_an_option_is_told_in_a_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = baogao(tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1]


def test_a_reader_that_is_gone_is_told_nothing(store: tuple[Path, Any]) -> None:
    shell = f'"{sys.executable}" -m assistant figures --json --store "{store[0]}" | true'
    done = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["search"], ["figures", "--status", "great"], ["reports", "text"]])
def test_usage_that_only_the_command_can_judge_is_exit_code_two(store: tuple[Path, Any], arguments: list[str]) -> None:
    done = baogao(store[0], *arguments)
    assert done.returncode == 2
    one_line(done)


@pytest.mark.parametrize("content", ["{", '{"question": "x"}', '["x"]'])
def test_a_history_that_is_none_is_wrong_usage(store: tuple[Path, Any], tmp_path: Path, content: str) -> None:
    history = tmp_path / "history.json"
    history.write_text(content, encoding="utf-8")
    done = baogao(store[0], "ask", FIGURE, "--history", history)
    assert done.returncode == 2
    one_line(done)


@pytest.mark.parametrize("option", ["--history", "--batch"])
def test_a_file_that_is_not_there_is_one_line(store: tuple[Path, Any], tmp_path: Path, option: str) -> None:
    done = baogao(store[0], "ask", *([FIGURE] if option == "--history" else []), option, tmp_path / "none.json")
    assert done.returncode == 1
    assert "none.json" in one_line(done)


def test_a_path_that_is_not_there_is_rejected_or_refused_without_a_traceback(tmp_path: Path) -> None:
    done = baogao(tmp_path / "store", "ingest", tmp_path / "nowhere", "--json")
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr
    assert "nowhere" in done.stdout + done.stderr


def test_a_dry_run_says_what_would_happen_and_leaves_no_report(folder: Path, tmp_path: Path) -> None:
    done = baogao(tmp_path / "store", "ingest", "--dry-run", "--json", folder / SAMPLES[2])
    assert len(document(done)["ingested"]) == 1
    listed = baogao(tmp_path / "store", "reports", "--json")
    assert listed.returncode == 1 or json.loads(listed.stdout) == []


def test_no_command_prints_the_help_and_is_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "ingest" in done.stderr


HEAVY = ("torch", "chromadb", "gradio", "langchain", "langchain_core", "sentence_transformers", "transformers", "numpy")


def test_a_figure_from_a_cold_process_loads_no_heavy_library(store: tuple[Path, Any]) -> None:
    script = (
        "import sys; from assistant.cli import main; code = main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", FIGURE, "--json", "--store", str(store[0])],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout)["figures"][0]["value"] == "2604"
    assert done.stderr.strip() == "[]"
