"""`baogao library …`: whether the library is whole, and how it is mended, rebuilt, copied and brought back."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from assistant import wire
from assistant.errors import UsageError
from assistant.exits import DONE, REJECTED
from assistant.library import Library
from assistant.settings import Settings
from assistant.store.verification import first


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do what was asked; the exit code is 3 when something is still wrong."""
    if options.action in ("backup", "restore") and options.folder is None:
        raise UsageError(f"baogao library {options.action} 需要一个文件夹 / needs a folder")
    said, lines, code = _ACTIONS[options.action](options, settings)
    sys.stdout.write((wire.dumps(said, indent=2) if options.json else "\n".join(lines)) + "\n")
    return code


_Told = tuple[Any, list[str], int]


def _verify(_options: argparse.Namespace, settings: Settings) -> _Told:
    with Library.open(settings) as library:
        seen = library.verify()
    lines = [
        f"{seen.reports} 份报告，{seen.chunks} 段 / reports, chunks",
        f"用自己的向量找到 {seen.found_by_vector}，用自己的词找到 {seen.found_by_words} / found by vector, by words",
        f"内容哈希 / hash {seen.digest}",
        f"问题 / problems: {len(seen.problems)}",
        *first(seen.problems),
    ]
    return seen, lines, REJECTED if seen.problems else DONE


def _repair(_options: argparse.Namespace, settings: Settings) -> _Told:
    with Library.open(settings) as library:
        repaired = library.repair()
        seen = library.verify()
    left = first(seen.problems)
    lines = [*(repaired or ["无需修复 / nothing to repair"]), *left]
    return {"repaired": repaired, "problems": seen.problems}, lines, REJECTED if left else DONE


def _rebuild(options: argparse.Namespace, settings: Settings) -> _Told:
    if options.from_files:
        from ingest.rebuilding import rebuild_from_files

        outcome = rebuild_from_files(settings, jobs=options.jobs)
        rejected = [f"{one.file}: {one.reason}" for one in outcome.rejected]
        lines = [f"重新读取了 {len(outcome.ingested)} 份报告 / reports read anew", *rejected]
        return outcome, lines, REJECTED if rejected else DONE
    with Library.open(settings) as library:
        library.reindex()
        count = len(library.reports())
    return {"reports": count}, [f"已重建索引：{count} 份报告 / the indexes were written anew"], DONE


def _backup(options: argparse.Namespace, settings: Settings) -> _Told:
    with Library.open(settings) as library:
        said = library.back_up(options.folder)
    return said, [f"已备份 {said.reports} 份报告到 {said.folder} / copied"], DONE


def _restore(options: argparse.Namespace, settings: Settings) -> _Told:
    with Library.open(settings, create=True) as library:
        said = library.restore(options.folder)
    return said, [f"已恢复 {said.reports} 份报告 / restored"], DONE


_ACTIONS = {"verify": _verify, "repair": _repair, "rebuild": _rebuild, "backup": _backup, "restore": _restore}
