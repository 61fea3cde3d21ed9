"""The original files, each under its digest, so that an answer can show the very file it rests on.

Beside each lies what the library knew of it, so that the library can be read anew from the files alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path, PurePath
from typing import Any

from assistant.errors import LibraryError
from assistant.report import Report

FACTS = ("agency", "region", "year", "title")
"""What the library knew of a file, besides its name, that reading it anew may need."""
_SAID = ".json"


class Originals:
    """A folder of files named `<sha256><suffix>`, each with a `<sha256>.json` beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, sha256: str, file: str) -> Path:
        """Where the original of a report is kept."""
        return self.folder / (sha256 + PurePath(file).suffix.lower())

    def keep(self, report: Report, data: bytes, origin: str | None = None, sidecar: str | None = None) -> None:
        """Put a report's original in its place, whole or not at all, and what is known of it beside it.

        Raises LibraryError when it cannot be written, or when these are not the bytes that were read.
        """
        if hashlib.sha256(data).hexdigest() != report.sha256:
            raise LibraryError(f"{report.file} 读取后已改变，未入库。The file changed after it was read.")
        place = self.place(report.sha256, report.file)
        known = {name: getattr(report, name) for name in ("file", *FACTS)}
        said = json.dumps(known | {"origin": origin, "sidecar": sidecar}, ensure_ascii=False)
        try:
            self.folder.mkdir(exist_ok=True)
            _put(self.folder / f"{report.sha256}{_SAID}", said.encode())
            if not place.exists():
                _put(place, data)
        except OSError as error:
            raise LibraryError(f"原始文件无法存入资料库：{error}。The original cannot be kept.") from error

    def sweep(self, needed: Collection[Path]) -> list[str]:
        """Delete every file that is not needed; returns their names."""
        if not self.folder.is_dir():
            return []
        said = {self.beside(place) for place in needed}
        orphans = sorted(set(self.folder.iterdir()) - set(needed) - said)
        for orphan in orphans:
            orphan.unlink()
        return [orphan.name for orphan in orphans if not orphan.name.endswith(_SAID)]

    def kept(self, known: Mapping[str, dict[str, Any]]) -> list[tuple[Path, dict[str, Any]]]:
        """Every original with what is known of it, by its digest or as noted beside it."""
        found = []
        for place in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
            if place.suffix in (_SAID, ".part"):
                continue
            found.append((place, {"file": place.name} | self._noted(place) | known.get(place.stem, {})))
        return found

    def sidecar(self, place: Path) -> str | None:
        """What a person set of this original, as a sidecar states it."""
        said: str | None = self._noted(place).get("sidecar")
        return said

    def beside(self, place: Path) -> Path:
        """Where it is noted what is known of this original."""
        return place.with_name(place.stem + _SAID)

    def _noted(self, place: Path) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads(self.beside(place).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return said

    def take(self, folder: Path) -> None:
        """Copy what another such folder holds. Raises OSError."""
        self.folder.mkdir(exist_ok=True)
        for place in folder.iterdir() if folder.is_dir() else ():
            if not (self.folder / place.name).exists():
                part = self.folder / f"{place.name}.part"
                shutil.copyfile(place, part)
                part.replace(self.folder / place.name)


def _put(place: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = place.with_name(f"{place.name}.part")
    part.write_bytes(data)
    part.replace(place)
