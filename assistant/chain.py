"""The assistant for LangChain users: the answer chain is a Runnable, the search a BaseRetriever, the lookup a tool.

Each part can be taken alone. Our own types become LangChain's only here, at the edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from assistant import figures, wire
from assistant.answer import Answer, Question
from assistant.catalog import Catalog
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.report import Figure, FigureStatus
from assistant.retriever import search
from assistant.sources import source_of_chunk

_PIECE = re.compile(r"[^\n。；]*[\n。；]+|[^\n。；]+")
MOST_FIGURES = 200
"""The lookup tool returns no more figures than this in one call: a model could not read more."""


class AnswerChain(Runnable[str | Question, Answer]):
    """Question → Answer. `invoke`, `batch` and their async forms give whole answers.

    `stream` gives the same answer as it grows: every item is an Answer whose text is a prefix of the last one's.
    """

    def __init__(self, library: Library) -> None:
        self._assistant = Assistant(library)

    def invoke(self, input: str | Question, config: RunnableConfig | None = None, **kwargs: object) -> Answer:
        """Answer one question."""
        return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(self, input: str | Question, config: RunnableConfig | None = None, **kwargs: object) -> Iterator[Answer]:
        """Answer one question piece by piece; the last item is the whole answer."""
        answer = self.invoke(input, config)
        shown = ""
        for piece in pieces(answer):
            shown += piece
            yield replace(answer, answer=shown)

    def _answer(self, asked: str | Question) -> Answer:
        return self._assistant.ask(Question(asked) if isinstance(asked, str) else asked)


def pieces(answer: Answer) -> Iterator[str]:
    """An answer's text in sentences, for streaming; together they are the text."""
    yield from _PIECE.findall(answer.answer) or [""]


class LibraryRetriever(BaseRetriever):
    """The library's hybrid search; a document's metadata holds the chunk's id, score and source."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 10
    report_ids: list[str] | None = None
    """Only these reports; None means all."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        catalog = Catalog(self.library)
        documents: list[Document] = []
        for passage in search(self.library, query, self.k, self.report_ids):
            chunk = passage.chunk
            source = source_of_chunk(self.library, catalog.info(chunk.report_id), chunk)
            metadata = {"chunk_id": chunk.chunk_id, "score": passage.score, "source": wire.to_json(source)}
            documents.append(Document(page_content=chunk.text, metadata=metadata, id=chunk.chunk_id))
        return documents


class LookupArguments(BaseModel):
    """What the lookup tool takes. Every argument narrows; none is a query language."""

    agency: str | None = Field(None, description="机关名称，全称或简称 / the agency, by any of its names")
    year: int | None = Field(None, description="报告年度 / the report year")
    table: str | None = Field(None, description='"art20", "requests", "review", a caption, or "prose"')
    row: str | None = Field(None, description="行标题中的文字 / words of a row header")
    col: str | None = Field(None, description="列标题中的文字 / words of a column header")


def lookup_tool(library: Library) -> BaseTool:
    """The structured lookup as a tool: exact figures as JSON text for a model, the Figures themselves as artifact."""

    def lookup(
        agency: str | None = None,
        year: int | None = None,
        table: str | None = None,
        row: str | None = None,
        col: str | None = None,
    ) -> tuple[str, list[Figure]]:
        catalog = Catalog(library)
        agencies = None
        if agency is not None:
            agencies = {name for mention in catalog.names.find(agency) for name in mention.agencies} | {agency}
        found = figures.select(
            library,
            agencies=agencies,
            years=None if year is None else [year],
            table=table,
            row=row,
            col=col,
            limit=MOST_FIGURES,
        )
        stated = [figure for figure in found if figure.status is not FigureStatus.MISSING]
        return wire.dumps(stated), stated

    return StructuredTool.from_function(
        lookup,
        name="lookup_figures",
        description="查询报告中的确切数字，返回数值、单位、状态与出处；查不到时返回空列表。"
        "Exact figures with their sources; an empty list when there are none.",
        args_schema=LookupArguments,
        response_format="content_and_artifact",
    )
