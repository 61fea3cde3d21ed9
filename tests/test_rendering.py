"""What the terminal shows: an answer with all its sources, an ingestion with each file's own warnings."""

from __future__ import annotations

from assistant import rendering
from assistant.answer import Question, Scope
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.search import searching
from ingest.outcome import Ingested, IngestOutcome, Rejected


def test_an_answer_is_shown_with_every_source_it_cites(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2021年不予公开占办结的比例？"))
    shown = rendering.answer_text(answer).split("\n")
    assert shown[0] == answer.answer
    sources = [line for line in shown if line.startswith("[")]
    assert len(sources) == len(answer.citations) == 9
    assert "jichuan-2021.html" in sources[0] and "“6”" in sources[0]


def test_a_refusal_offers_what_can_be_asked(sample_library: Library) -> None:
    answer = Assistant(sample_library).ask(Question("霁川市2018年新收多少件？"))
    assert "可以问：霁川市2019年" in rendering.answer_text(answer)


def test_passages_are_shown_by_rank_with_their_file(sample_library: Library) -> None:
    found = searching.results(sample_library, lambda: Catalog(sample_library), "政务公开专区", 2, Scope())
    shown = rendering.passages(found)
    assert shown.startswith("1. (") and "\n\n2. (" in shown
    assert all(one.source.file in shown and one.text in shown for one in found)
    assert rendering.passages([]).startswith("没有找到")


def test_warnings_stand_under_their_own_file() -> None:
    def read(file: str, *warnings: str) -> Ingested:
        return Ingested(file, "r1", "t", "甲", None, 2023, None, None, 1, 1, 2, 3, warnings, 0.1)

    rejected = Rejected("c.pdf", "damaged", "读不出 / unreadable")
    outcome = IngestOutcome((read("a.txt", "缺一行"), read("b.txt")), (), (), (rejected,), 0.5)
    shown = rendering.outcome(outcome).split("\n")
    assert [line.strip()[:3] for line in shown] == ["+ a", "! 缺", "+ b", "x c", "导入 "[:3]]
    assert "[damaged] 读不出" in shown[3]
    assert shown[-1].startswith("导入 2（有警告 1） · 未变 0 · 移除 0 · 拒绝 1")


def test_an_empty_library_says_what_to_do() -> None:
    assert "baogao ingest" in rendering.reports([])
    assert rendering.figures([]) and rendering.passages([])
