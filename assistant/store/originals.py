"""The original files, each under its digest, so that an answer can show the very file it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path, PurePath

from assistant.errors import LibraryError
from assistant.report import Report


class Originals:
    """A folder of files named `<sha256><suffix>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, sha256: str, file: str) -> Path:
        """Where the original of a report is kept."""
        return self._folder / (sha256 + PurePath(file).suffix.lower())

    def keep(self, report: Report, data: bytes) -> None:
        """Put a report's original in its place, whole or not at all.

        Raises LibraryError when it cannot be written, or when these are not the bytes that were read.
        """
        if hashlib.sha256(data).hexdigest() != report.sha256:
            raise LibraryError(f"{report.file} 读取后已改变，未入库。The file changed after it was read.")
        place = self.place(report.sha256, report.file)
        if place.exists():
            return
        part = place.with_name(f"{place.name}.part")
        try:
            self._folder.mkdir(exist_ok=True)
            part.write_bytes(data)
            part.replace(place)
        except OSError as error:
            raise LibraryError(f"原始文件无法存入资料库：{error}。The original cannot be kept.") from error

    def sweep(self, needed: Collection[Path]) -> list[str]:
        """Delete every file that is not needed; returns their names."""
        if not self._folder.is_dir():
            return []
        orphans = sorted(set(self._folder.iterdir()) - set(needed))
        for orphan in orphans:
            orphan.unlink()
        return [orphan.name for orphan in orphans]
