"""The library read anew from the files it keeps: after damage to its database, or an upgrade."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import LibraryError
from assistant.library import FACTS, Library
from assistant.settings import Settings
from ingest.build import ingest
from ingest.outcome import IngestOutcome
from ingest.overrides import SIDECAR


def rebuild_from_files(settings: Settings, *, jobs: int = 1) -> IngestOutcome:
    """Read every kept original anew, under its old name and facts, and put the result in the library's place at once.

    Nobody else writes meanwhile. A database file that cannot be read is set aside first; then files that cannot be read
    any more are copied to the store's folder `unread`. While the database is good, one such file leaves the library as
    it is. What a person set is set again. Raises LibraryError, LibraryBusyError.
    """
    with _remains(settings) as library, library.writing("rebuild"), library.scratch() as scratch:
        kept = library.kept()
        names: dict[str, tuple[Path, dict[str, Any]]] = {}
        for number, (place, facts) in enumerate(kept):
            named = scratch / "in" / str(number) / Path(facts["file"]).name
            named.parent.mkdir(parents=True)
            shutil.copyfile(place, named)
            given = {name: facts[name] for name in FACTS if facts.get(name) is not None}
            if given := given | yaml.safe_load(facts.get("sidecar") or "{}"):
                sidecar = named.with_name(named.name + SIDECAR)
                sidecar.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
            names[str(named)] = place, facts
        apart = replace(settings, store=scratch / "store", database_url=None, chroma_url=None)
        with Library.open(apart, create=True) as fresh:
            outcome = ingest([scratch / "in"], fresh, jobs=jobs)
            origins = {one.report_id: names[one.file][1].get("origin") for one in outcome.ingested}
            fresh.relocate({report_id: origin for report_id, origin in origins.items() if origin})
            if outcome.rejected and library.reports():
                raise LibraryError(_unreadable(outcome, names))
            for one in outcome.rejected:
                (settings.store / "unread").mkdir(exist_ok=True)
                shutil.copy(names[one.file][0], settings.store / "unread")
            library.adopt(fresh)
    return _renamed(outcome, {named: str(place) for named, (place, _) in names.items()})


def _unreadable(outcome: IngestOutcome, names: dict[str, tuple[Path, dict[str, Any]]]) -> str:
    lost = "；".join(f"{names[one.file][1]['file']}：{one.reason}" for one in outcome.rejected)
    return (
        f"有 {len(outcome.rejected)} 份原始文件不能再读，资料库没有改动：{lost} / "
        "some originals can no longer be read; the library was left as it is (remove their reports first)"
    )


def _remains(settings: Settings) -> Library:
    """The library, of whatever version; one without a database when that is gone or cannot be read."""
    try:
        return Library.open(settings, older=True)
    except LibraryError:
        if settings.database_url is not None or not (settings.store / "files").is_dir():
            raise
        for file in settings.store.glob("library.sqlite3*"):
            file.rename(file.with_name(file.name.replace("library.sqlite3", "damaged.sqlite3")))
        return Library.open(settings, create=True)


def _renamed(outcome: IngestOutcome, places: dict[str, str]) -> IngestOutcome:
    """The outcome with the kept files' own places."""
    return replace(
        outcome,
        ingested=tuple(replace(one, file=places[one.file]) for one in outcome.ingested),
        rejected=tuple(replace(one, file=places.get(one.file, one.file)) for one in outcome.rejected),
        unchanged=(),
    )
