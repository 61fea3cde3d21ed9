"""A report with a planted fault, in a library of its own: what an audit case looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.library import Library
from assistant.settings import Settings
from evals.cases import Audited, Plant
from evals.errors import EvaluationError
from ingest.build import ingest

_ENCODINGS = ("utf-8", "gb18030")
_TAGS = r"(?:<[^<>]*>)*"


@contextmanager
def library_of(audited: Audited, reports: Sequence[Path], settings: Settings) -> Iterator[tuple[Library, str]]:
    """The library and the audited report's id. Raises EvaluationError naming what is missing or cannot be planted."""
    with TemporaryDirectory(prefix="baogao-audit-") as name:
        folder = Path(name)
        for file in (audited.report, *audited.beside):
            (folder / file).write_bytes(find(file, reports).read_bytes())
        for plant in audited.plants:
            put(folder / audited.report, plant)
        own = replace(settings, store=folder / "store", database_url=None)
        with Library.open(own, create=True) as library:
            outcome = ingest([folder / file for file in (audited.report, *audited.beside)], library)
            if outcome.rejected:
                raise EvaluationError(outcome.rejected[0].reason)
            ids = {info.file: info.report_id for info in library.reports()}
            yield library, ids[audited.report]


def find(file: str, reports: Sequence[Path]) -> Path:
    """The report file of this name. Raises EvaluationError."""
    for path in reports:
        place = path if path.is_file() and path.name == file else path / file
        if place.is_file():
            return place
    raise EvaluationError(f"评测集的 reports 里没有“{file}” / {file} is not among the suite's reports")


def put(file: Path, plant: Plant) -> None:
    """Change the one place where the words stand, in the file's own encoding; tags between their characters stay.

    Raises EvaluationError.
    """
    data = file.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = _places(text, plant.find, "") or _places(text, plant.find, _TAGS)
        if len(found) != 1:
            said = f"“{plant.find}”出现 {len(found)} 次，应为 1 次 / must stand there once, not {len(found)} times"
            raise EvaluationError(f"{file.name}：{said}")
        file.write_bytes(_changed(text, found[0], plant).encode(encoding))
        return
    raise EvaluationError(f"{file.name}：只有文本类文件能植入错误 / faults can be planted in text files only")


def _places(text: str, words: str, between: str) -> list[re.Match[str]]:
    """Where the words stand; each character is a group."""
    return list(re.finditer(between.join(f"({re.escape(char)})" for char in words), text))


def _changed(text: str, found: re.Match[str], plant: Plant) -> str:
    """Character for character; what is left over goes where the last one stood."""
    last = len(plant.find) - 1
    parts = [text[: found.start()]]
    for place in range(last + 1):
        parts.append(plant.put[place:] if place == last else plant.put[place : place + 1])
        parts.append(text[found.end(place + 1) : found.start(place + 2)] if place < last else text[found.end() :])
    return "".join(parts)
