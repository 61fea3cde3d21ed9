"""The assistant for LangChain users: the answer chain is a Runnable, the search a BaseRetriever (tools: `tools`).

Each part can be taken alone. Our own types become LangChain's only here, at the edge.
"""

from __future__ import annotations

from collections.abc import Iterator

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ConfigDict

from assistant import wire
from assistant.answer import Answer, Question
from assistant.catalog import Catalog
from assistant.engine import assistant_for
from assistant.library import Library
from assistant.search.retriever import search
from assistant.settings import Settings
from assistant.sources import source_of_chunk


class AnswerChain(Runnable[str | Question, Answer]):
    """Question → Answer. `invoke`, `batch` and their async forms give whole answers.

    `stream` gives the same answer as it grows: every item is an Answer whose text is a prefix of the last one's.
    """

    def __init__(self, library: Library, settings: Settings | None = None) -> None:
        """`settings` name the model, if any; by default they are the library's own."""
        self._assistant = assistant_for(library, settings)

    def close(self) -> None:
        """Close the connections to a model's server, if there is one."""
        self._assistant.close()

    def invoke(self, input: str | Question, config: RunnableConfig | None = None, **kwargs: object) -> Answer:
        """Answer one question."""
        return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(self, input: str | Question, config: RunnableConfig | None = None, **kwargs: object) -> Iterator[Answer]:
        """Answer one question piece by piece; the last item is the whole answer."""
        yield from self._transform_stream_with_config(iter([input]), self._grown, config, run_type="chain")

    def _grown(self, inputs: Iterator[str | Question]) -> Iterator[Answer]:
        for asked in inputs:
            yield from self._assistant.stream(_question(asked))

    def _answer(self, asked: str | Question) -> Answer:
        return self._assistant.ask(_question(asked))


def _question(asked: str | Question) -> Question:
    return Question(asked) if isinstance(asked, str) else asked


class LibraryRetriever(BaseRetriever):
    """The library's hybrid search; a document's metadata holds the chunk's id, score and source."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 10
    report_ids: list[str] | None = None
    """Only these reports; None means all."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return self.library.settled(lambda: self._found(query))

    def _found(self, query: str) -> list[Document]:
        catalog = Catalog(self.library)
        documents: list[Document] = []
        for passage in search(self.library, query, self.k, self.report_ids):
            chunk = passage.chunk
            source = source_of_chunk(self.library, catalog.info(chunk.report_id), chunk)
            metadata = {"chunk_id": chunk.chunk_id, "score": passage.score, "source": wire.to_json(source)}
            documents.append(Document(page_content=chunk.text, metadata=metadata, id=chunk.chunk_id))
        return documents
