"""What a model may call while it gathers evidence: lookup, search, check, list_reports. Read-only, inside the scope.

The scope is the question's: a report that the question does not reach cannot be reached by asking a tool for it, so
words in a document that order a look elsewhere have no effect. Results carry handles, not numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from assistant.answer import Status
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.llm.evidence import Evidence
from assistant.llm.verifying import verdicts
from assistant.pipeline import Assistant
from assistant.search.retriever import search
from assistant.sources import source_of_chunk
from assistant.tools import ComputeArguments

_PASSAGES = 4
_MOST_REPORTS = 40


@dataclass(frozen=True)
class Reach:
    """What the tools of one question work on."""

    library: Library
    catalog: Catalog
    report_ids: Collection[str]
    """The reports that the question is about; tools see no other."""
    assistant: Assistant
    """The embedded engine."""
    evidence: Evidence


class SearchArguments(BaseModel):
    """Passages of reports by their words."""

    query: str = Field(description="要找的内容，用中文官方说法 / what to look for, in Chinese")


class ListArguments(BaseModel):
    """Reports by agency."""

    name: str = Field("", description="机关名称中的文字，空为全部 / words of the agency's name; empty for all")


class CheckArguments(BaseModel):
    """A statement with figures or comparisons, checked against the reports."""

    text: str = Field(description="要核对的一句话，写明机关和年度 / the statement, with its agency and year")


def tools_for(reach: Reach, *, passages: bool) -> list[BaseTool]:
    """The tools of one question; `passages` offers the search, which questions for a figure do without."""

    def lookup(**fields: object) -> str:
        answer = reach.assistant.look_up(ComputeArguments.model_validate(fields).request())
        within = all(citation.source.report_id in reach.report_ids for citation in answer.citations)
        if answer.status is not Status.ANSWERED or not within:
            return json.dumps({"figures": [], "reason": answer.reason or "not_stated"})
        before = set(reach.evidence.figures)
        reach.evidence.add_answer(answer)
        new = [bound for handle, bound in reach.evidence.figures.items() if handle not in before]
        return json.dumps(
            {"figures": [[f"{{{b.handle}}}", b.label, b.agency, b.year] for b in new]}, ensure_ascii=False
        )

    def find(query: str) -> str:
        marks = add_passages(reach, query, _PASSAGES)
        found = [reach.evidence.passages[mark] for mark in marks]
        return json.dumps(
            [[f"[{p.mark}]", p.source.agency, p.source.year, p.masked] for p in found], ensure_ascii=False
        )

    def check(text: str) -> str:
        return verdicts(reach.library, reach.catalog, reach.report_ids, reach.evidence, text)

    def list_reports(name: str = "") -> str:
        return "\n".join(listed(reach, name)) or "没有 / none"

    offered: list[tuple[Callable[..., str], str, type[BaseModel]]] = [
        (lookup, "lookup", ComputeArguments),
        (check, "check", CheckArguments),
        (list_reports, "list_reports", ListArguments),
    ]
    if passages:
        offered.append((find, "search", SearchArguments))
    return [
        StructuredTool.from_function(call, name=name, description=takes.__doc__, args_schema=takes)
        for call, name, takes in offered
    ]


def add_passages(reach: Reach, query: str, k: int) -> list[str]:
    """Search within reach; the marks of what was found, of passages that were there before too."""
    marks = []
    for passage in search(reach.library, query, k, list(reach.report_ids)):
        source = source_of_chunk(reach.library, reach.catalog.info(passage.chunk.report_id), passage.chunk)
        if source.table_id is None and (mark := reach.evidence.add_passage(source)):
            marks.append(mark)
    return marks


def listed(reach: Reach, name: str = "") -> list[str]:
    """The reports within reach whose agency holds some words, a line each, at most a screen of them."""
    infos = [info for info in reach.catalog.reports if info.report_id in reach.report_ids]
    lines = [f"{info.agency or info.title} {info.year or ''}".strip() for info in infos]
    chosen = sorted({line for line in lines if name in line})
    more = [f"… {len(chosen) - _MOST_REPORTS}"] if len(chosen) > _MOST_REPORTS else []
    return chosen[:_MOST_REPORTS] + more
