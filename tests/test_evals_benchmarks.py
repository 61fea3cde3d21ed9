"""The adapters, on tiny data sets in the formats of the real ones."""

from __future__ import annotations

import gzip
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, AnswerFigure, Status
from assistant.report import FigureStatus
from evals.benchmarks import __main__ as command
from evals.benchmarks import dragonball, reading, rgb, tables
from evals.benchmarks.tables import result_of
from evals.benchmarks.task import Item, Task, measure, same_result
from evals.errors import EvaluationError


def squad(file: Path, *paragraphs: tuple[str, list[dict[str, Any]]]) -> None:
    """A file in SQuAD's format."""
    file.parent.mkdir(parents=True)
    data = [{"paragraphs": [{"context": text, "qas": asked} for text, asked in paragraphs]}]
    file.write_text(json.dumps({"data": data}, ensure_ascii=False), "utf-8")


def asked(name: str, question: str, *spans: str) -> dict[str, Any]:
    return {"id": name, "question": question, "answers": [{"text": span} for span in spans], "is_impossible": "true"}


def test_cjrc_counts_as_unanswerable_what_most_annotators_left_empty(tmp_path: Path) -> None:
    questions = [
        asked("a", "借了多少钱？", "三万元", "三万元", ""),
        asked("b", "在哪里审理？", "", "", "法院"),
        asked("c", "是否离婚？", "YES", "YES", "YES"),
    ]
    squad(tmp_path / "cjrc" / "dev.json", ("原告向被告借款三万元。", questions))
    task = reading.cjrc(tmp_path)
    assert [(item.id, item.answerable) for item in task.items] == [("a", True), ("b", False), ("c", True)]
    assert task.items[0].answers == ("三万元",)


def test_dureader_is_searched_over_every_paragraph_once(tmp_path: Path) -> None:
    pytest.importorskip("pytrec_eval")
    river = (
        "溪水县的主要河流叫青溪，长四十二公里，流经三个乡镇，最后汇入大江。",
        [asked("a", "青溪有多长", "四十二公里")],
    )
    tower = (
        "钟楼建成于光绪年间，楼高十八米，共四层，是县城里最老的建筑。",
        [asked("b", "钟楼有多高", "十八米"), asked("c", "空的")],
    )
    squad(tmp_path / "dureader" / "robust-dev.json", river, tower, river)
    task = reading.dureader_robust(tmp_path)
    assert len(task.documents) == 2
    assert {item.id for item in task.items} == {"a", "b"}
    found = measure(task)
    assert (found.documents, found.rejected) == (2, 0)
    assert found.metrics["recall@1"] == 1


TABLE = {
    "table_id": "T1",
    "file_name": "甲",
    "cell_ID_matrix": [[0, 1, 1], [0, 2, 3], [4, 5, 6]],
    "chinese_cell_value_list": ["项目", "金额<万元>", "年初", "年末", "存货", "12", "34"],
}


def test_im_tqa_keeps_merged_cells_and_names_right_cells_by_their_place(tmp_path: Path) -> None:
    (tmp_path / "im-tqa").mkdir()
    question = {"question_id": "T1_1", "table_id": "T1", "chinese_question": "存货年末多少？", "answer_cell_list": [6]}
    lost = {**question, "question_id": "T2_1", "table_id": "T2"}
    (tmp_path / "im-tqa" / "dev_tables.json").write_text(json.dumps([TABLE]), "utf-8")
    (tmp_path / "im-tqa" / "dev_questions.json").write_text(json.dumps([question, lost]), "utf-8")
    task = tables.im_tqa(tmp_path)
    (item,) = task.items
    assert item.cells == {(2, 2)}
    page = task.documents["T1.html"]
    assert '<td rowspan="2" colspan="1">项目</td><td rowspan="1" colspan="2">金额&lt;万元&gt;</td>' in page
    assert measure(task).rejected == 0


def test_retqa_finds_the_table_among_all(tmp_path: Path) -> None:
    pytest.importorskip("pytrec_eval")
    base = tmp_path / "retqa"
    base.mkdir()
    listed = [
        {
            "table_name": f"{town}2021年商品房成交表",
            "markdown_table": f"<table_name> x col : 项目名称 | 均价 row 1 : {name} | 9",
        }
        for town, name in (("青溪县", "松苑"), ("白河市", "梅庄"))
    ]
    with zipfile.ZipFile(base / "tables.zip", "w") as archive:
        archive.writestr("all_markdown_table.json", json.dumps(listed, ensure_ascii=False))
    row = {
        "query": "2021年白河市商品房成交最好的是哪个项目",
        "table_caption_label": ["白河市2021年商品房成交表"],
        "SQL_result": [["梅庄"]],
    }
    with gzip.open(base / "validation.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    task = tables.retqa(tmp_path)
    assert task.items[0].document == "00001.html"
    assert task.items[0].result == ("梅庄",)
    assert "<td>松苑</td><td>9</td>" in task.documents["00000.html"]
    found = measure(task).metrics
    assert (found["recall@1"], found["table_first"], found["first_table_first"]) == (1, 1, 1)


def test_cells_spans_and_refusals_are_measured() -> None:
    text = "# 青溪县2021年工作情况\n\n青溪县全年栽种树木三千五百棵，主要分布在河岸两侧。\n"
    items = [
        Item("a", "树木主要分布在哪里？", "a.md", ("河岸两侧",)),
        Item("b", "县长的生日是哪天？", "a.md", answerable=False),
    ]
    found = measure(Task("mine", {"a.md": text}, items, search=False)).metrics
    assert {"span_in_answer", "span_f1", "auroc", "over_refusal", "refusal_recall"} <= found.keys()
    assert all(0 <= value <= 1 for value in found.values())


def test_dragonball_counts_the_sentences_that_are_found(tmp_path: Path) -> None:
    base = tmp_path / "dragonball"
    base.mkdir()
    text = "# 判决书\n\n被告人甲某驾驶蓝色货车，车牌号为A12345。\n\n原告乙某因此受伤。\n"
    (base / "docs.jsonl").write_text(json.dumps({"doc_id": 7, "content": text}), "utf-8")
    queries = [
        {
            "query": {"query_id": 1, "content": "甲某的车牌号？"},
            "ground_truth": {"references": ["车牌号 为A12345", "没有的话"]},
        },
        {"query": {"query_id": 2, "content": "丙某判了几年？"}, "ground_truth": {"references": []}},
    ]
    (base / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    task = dragonball.dragonball(tmp_path)
    assert [item.answerable for item in task.items] == [True, False]
    found = measure(task).metrics
    assert found["sentence_recall@5"] == 0.5
    assert {"over_refusal", "refusal_recall"} <= found.keys()
    assert "recall@1" not in found


def answer_with(*values: str, text: str = "", status: Status = Status.ANSWERED) -> Answer:
    figures = tuple(AnswerFigure(Decimal(v), None, "", None, None, FigureStatus.REPORTED, 1) for v in values)
    return Answer("?", "?", status, None, text, figures)


def test_what_a_tables_name_states_is_no_result_beside_what_was_asked() -> None:
    assert result_of([["2020", "12.5"], ["2021", "13.1"]], "云栖2020年财务表云栖2021年财务表") == ("12.5", "13.1")
    assert result_of([["2020"]], "云栖2020年财务表") == ("2020",)
    assert result_of([["12.5", None]], "云栖2020年财务表") == ()


@pytest.mark.parametrize(
    ("result", "answer", "right"),
    [
        (("3922.9399999999996",), answer_with("3922.94"), True),
        (("1", "2"), answer_with("2", "1"), True),
        (("1", "2"), answer_with("1", "2", "3"), False),
        (("1",), answer_with("1", status=Status.REFUSED), False),
        (("松苑", "梅庄"), answer_with(text="是梅庄和 松苑。"), True),
        (("松苑", "梅庄"), answer_with(text="是松苑。"), False),
    ],
)
def test_a_querys_result_is_matched_whole(result: tuple[str, ...], answer: Answer, right: bool) -> None:
    assert same_result(result, answer) is right


def test_rgb_looks_for_both_facts_and_answers_nothing_from_the_negatives(tmp_path: Path) -> None:
    (tmp_path / "rgb").mkdir()
    row = {
        "id": 7,
        "query": "青溪和白河各有多长？",
        "answer": [["四十二公里", "42公里"], "九十公里"],
        "positive": [["青溪全长 42公里。"], ["白河全长九十公里。"]],
        "negative": ["钟楼建成于光绪年间，楼高十八米，是县城里最老的建筑。"],
    }
    (tmp_path / "rgb" / "zh_int.json").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    task = rgb.rgb(tmp_path)
    assert [(item.answerable, item.document) for item in task.items] == [
        (True, "007-positive.txt"),
        (False, "007-negative.txt"),
    ]
    found = measure(task).metrics
    assert (found["all_facts@5"], found["fact_recall@5"]) == (1, 1)
    assert {"over_refusal", "refusal_recall"} <= found.keys()


def test_a_limit_draws_with_the_seed() -> None:
    items = [Item(str(i), "几棵树？", "a.md", ("三",)) for i in range(9)]
    task = Task("mine", {"a.md": "# 甲\n\n一共三棵树。\n"}, items, search=False)
    assert measure(task, limit=4, seed=1).questions == 4


def test_a_data_set_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EvaluationError, match="cannot read"):
        reading.cjrc(tmp_path)
    assert command.main(["im-tqa", "retqa", "--data", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
