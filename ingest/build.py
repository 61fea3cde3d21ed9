"""Files → the library: what is new is read and published, what is there stays, what cannot be read is said."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import ReadingError
from assistant.library import Library, Publication, ReportInfo
from assistant.report import Report
from ingest.coverage import coverage
from ingest.finding import Found, find
from ingest.outcome import Ingested, IngestOutcome, Rejected, Removed, Unchanged
from ingest.overrides import SIDECAR, Overrides, sidecar
from ingest.reading import read_report
from ingest.workers import Reader, Reading, read_all

Progress = Callable[[str, int, int], None]
"""Called after each file that was read: (file, how many are done, how many there are)."""

ReadAll = Callable[[Sequence[Path], Reader, int], Iterator[Reading | Rejected]]
"""Files, how to read one, how many at a time → what became of each, in order."""

_BATCH_CHUNKS, _BATCH_REPORTS = 1_000, 50
"""Reports are published together up to these numbers: an index commits once for all of them."""
_BATCH_BYTES = 32 * 2**20
"""And up to so many bytes of original files, which are held in memory until then."""


def ingest(
    paths: Iterable[Path],
    library: Library,
    *,
    jobs: int = 1,
    dry_run: bool = False,
    prune: bool = False,
    reader: Reader = read_report,
    given: Overrides = Overrides(),  # noqa: B008 - a frozen value
    progress: Progress | None = None,
    reading: ReadAll = read_all,
) -> IngestOutcome:
    """Bring these files, and those under these folders, into the library; says what became of each.

    `prune` also removes the reports whose files were found under these folders earlier and are gone. `dry_run` reads
    and changes nothing. What is `given`, or stands in a sidecar, goes before what a file says; a known file that
    differs from it is read again. `reading` is how the files are read: by children of this process, or on a cluster.

    Raises LibraryBusyError while another process writes, LibraryError when the library fails.
    """
    started = time.perf_counter()
    with TemporaryDirectory(prefix="baogao-") as scratch, nullcontext() if dry_run else library.writing("ingest"):
        run = _Run(library, find(paths, Path(scratch)), dry_run, given)
        run.leave_known()
        if given != Overrides():
            reader = partial(read_report, given=given)
        new = run.new_files()
        results = reading([run.found.place(path) for path in new], reader, jobs)
        for done, (path, result) in enumerate(zip(new, results, strict=True), 1):
            run.take(path, result)
            if progress is not None:
                progress(str(path), done, len(new))
        run.publish()
        run.settle_copies()
        if prune:
            run.prune()
        return run.outcome(time.perf_counter() - started)


def read_again(report_id: str, library: Library, *, reader: Reader = read_report) -> IngestOutcome:
    """Read the original file of a report anew, as after an upgrade; a file that cannot be read changes nothing.

    Raises LibraryError when there is no such report, LibraryBusyError while another process writes.
    """
    started = time.perf_counter()
    with library.writing("read again"), TemporaryDirectory(prefix="baogao-again-") as folder:
        data = library.original(report_id).read_bytes()
        file = next(info.file for info in library.reports() if info.report_id == report_id)
        path = Path(folder) / file
        path.write_bytes(data)
        if person := library.sidecar(report_id):
            path.with_name(path.name + SIDECAR).write_text(person, encoding="utf-8")
        origin = library.origins()[report_id]
        run = _Run(library, find([path], Path(folder)), dry_run=False)
        for result in read_all([path], reader, 1):
            run.take(path, result)
        run.publish()
        outcome = run.outcome(time.perf_counter() - started)
        if origin:
            library.relocate({one.report_id: origin for one in outcome.ingested})
        return outcome


class _Run:
    """One ingestion under way."""

    def __init__(self, library: Library, found: Found, dry_run: bool, given: Overrides | None = None) -> None:
        self._library = library
        self._given = given or Overrides()
        self.found = found
        self._dry_run = dry_run
        self._known = {info.report_id: info for info in library.reports()}
        self._origins = library.origins()
        self._claimed: dict[str, Path] = {}
        """The reports that a file of this run stands for, with that file."""
        self._overruled: set[str] = set()
        """Digests of known files that a person now says more about."""
        self._batch: list[Publication] = []
        self._ingested: list[Ingested] = []
        self._unchanged: list[Unchanged] = []
        self._removed: list[Removed] = []
        self._rejected = list(found.rejected)

    def leave_known(self) -> None:
        """Leave the files whose bytes are in the library, and record where they are now if they moved."""
        by_digest = {info.sha256: info for info in self._known.values()}
        moved: dict[str, str] = {}
        for path, digest in self.found.files.items():
            info = by_digest.get(digest)
            if info is None:
                continue
            if not self._wanted(path).agree_with(info):
                self._overruled.add(digest)
                continue
            self._unchanged.append(Unchanged(str(path), info.report_id))
            self._claimed.setdefault(info.report_id, path)
            origin = self._origins[info.report_id]
            if origin is None or not (Path(origin).is_file() or Path(origin) in self.found.present):
                moved.setdefault(info.report_id, str(path.resolve()))
        if moved and not self._dry_run:
            self._library.relocate(moved)

    def new_files(self) -> list[Path]:
        """The files to read: one for each content that the library does not have."""
        known = {info.sha256 for info in self._known.values()} - self._overruled
        first: dict[str, Path] = {}
        for path, digest in self.found.files.items():
            if digest not in known:
                first.setdefault(digest, path)
        return list(first.values())

    def take(self, path: Path, result: Reading | Rejected) -> None:
        """Take in what became of a file that was read."""
        if isinstance(result, Rejected):
            self._rejected.append(replace(result, file=str(path)))
            return
        report = result.report
        rival = self._claimed.get(report.report_id)
        if rival is not None:
            self._reject(
                path, "duplicate", f"与“{rival}”是同一份报告的不同版本，请只留一份", f"is another version of {rival}"
            )
            return
        data = _bytes(self.found.place(path))
        if data is None or hashlib.sha256(data).hexdigest() != report.sha256:
            self._reject(path, "changed", "在读取过程中发生了变化，请重新导入", "changed while it was being read")
            return
        gone = self._predecessors(path, report)
        self._claimed[report.report_id] = path
        self._ingested.append(_ingested(path, result))
        self._removed += [Removed(info.file, info.report_id) for info in gone]
        origin, replaces = str(path.resolve()), [info.report_id for info in gone]
        person = self._wanted(path).written()
        self._batch.append(Publication(report, result.chunks, data, origin, replaces, person, result.embedded))
        if (
            len(self._batch) >= _BATCH_REPORTS
            or sum(len(item.chunks) for item in self._batch) >= _BATCH_CHUNKS
            or sum(len(item.data) for item in self._batch) >= _BATCH_BYTES
        ):
            self.publish()

    def _wanted(self, path: Path) -> Overrides:
        """What is to go before the file's own words; a sidecar that cannot be read is judged when the file is."""
        try:
            return self._given.over(sidecar(path))
        except ReadingError:
            return self._given

    def publish(self) -> None:
        """Make what was taken in visible."""
        if self._batch and not self._dry_run:
            self._library.publish_many(self._batch)
        self._batch = []

    def settle_copies(self) -> None:
        """A second file of the same bytes shares the fate of the first, which alone was read."""
        read: list[Ingested | Rejected] = [*self._ingested, *self._rejected]
        fates = {entry.file: entry for entry in read}
        first = {self.found.files[path]: path for path in self.new_files()}
        for path, digest in self.found.files.items():
            original = first.get(digest, path)
            if path == original:
                continue
            match fates[str(original)]:
                case Rejected(code=code, reason=reason):
                    self._rejected.append(Rejected(str(path), code, reason))
                case Ingested(report_id=report_id):
                    self._unchanged.append(Unchanged(str(path), report_id))

    def prune(self) -> None:
        """Remove the reports whose files lay under the walked folders and lie there no longer."""
        kept = set(self._claimed) | {entry.report_id for entry in self._removed}
        gone = [
            info
            for report_id, info in self._known.items()
            if report_id not in kept and self._lost(self._origins[report_id])
        ]
        self._removed += [Removed(info.file, info.report_id) for info in gone]
        if gone and not self._dry_run:
            self._library.remove(*(info.report_id for info in gone))

    def outcome(self, seconds: float) -> IngestOutcome:
        """What became of everything."""
        return IngestOutcome(
            tuple(self._ingested),
            tuple(self._unchanged),
            tuple(self._removed),
            tuple(self._rejected),
            round(seconds, 3),
        )

    def _predecessors(self, path: Path, report: Report) -> list[ReportInfo]:
        """What this report replaces under another id: what the same file was, or one of its name, agency and year."""
        identity, origin = (report.file, report.agency, report.year), str(path.resolve())
        return [
            info
            for report_id, info in self._known.items()
            if report_id != report.report_id
            and report_id not in self._claimed
            and (self._origins[report_id] == origin or (info.file, info.agency, info.year) == identity)
        ]

    def _lost(self, origin: str | None) -> bool:
        if origin is None or Path(origin) in self.found.present:
            return False
        return any(Path(origin).is_relative_to(folder) for folder in self.found.folders)

    def _reject(self, path: Path, code: str, zh: str, en: str) -> None:
        self._rejected.append(Rejected(str(path), code, f"文件“{path.name}”{zh} / {path.name} {en}"))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _ingested(path: Path, reading: Reading) -> Ingested:
    report = reading.report
    return Ingested(
        file=str(path),
        report_id=report.report_id,
        title=report.title,
        agency=report.agency,
        region=report.region,
        year=report.year,
        form=report.form,
        pages=report.pages,
        sections=len(report.sections),
        tables=len(report.tables),
        figures=len(report.figures),
        chunks=len(reading.chunks),
        warnings=report.warnings,
        seconds=round(reading.seconds, 3),
        coverage=coverage(report),
    )
