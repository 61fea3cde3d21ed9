"""What each command does. Results go to standard output, progress and remarks to standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from getpass import getpass, getuser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant import batch, given, rendering, wire
from assistant import figures as figure_queries
from assistant.answer import Question, Scope, Turn
from assistant.errors import LibraryError, UsageError
from assistant.exits import DONE, REJECTED
from assistant.journal import Journal
from assistant.library import Library
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.engine import Engine
    from ingest.build import ReadAll


def ingest(options: argparse.Namespace, settings: Settings) -> int:
    """Read files into the library; with --watch, again whenever they change."""
    if not options.watch:
        return _ingest(options, settings)
    from ingest.watching import changes

    sys.stderr.write("正在监视，Ctrl-C 结束 / watching, Ctrl-C ends it\n")
    for _ in changes(options.paths):
        _ingest(options, settings)
    return DONE


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    from tqdm import tqdm

    from ingest.build import ingest as build
    from ingest.overrides import Overrides

    quiet = options.json or not sys.stderr.isatty()
    with (
        _trial_of(settings) if options.dry_run else nullcontext(settings) as chosen,
        Library.open(chosen, create=True) as library,
        tqdm(unit="file", disable=quiet, file=sys.stderr) as bar,
    ):

        def progress(file: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(Path(file).name)
            bar.update(done - bar.n)

        outcome = build(
            options.paths,
            library,
            jobs=options.jobs,
            dry_run=options.dry_run,
            prune=options.prune,
            given=Overrides(
                options.agency,
                options.region,
                options.year,
                options.title,
                options.parent,
                options.published,
                tuple(options.period) if options.period else None,
            ),
            progress=progress,
            reading=_reading(options, settings),
        )
        if not options.dry_run and (outcome.ingested or outcome.removed):
            _note(
                settings,
                "ingest",
                [*(one.file for one in outcome.ingested), *(one.report_id for one in outcome.removed)],
            )
    _print(wire.dumps(outcome, indent=2) if options.json else rendering.outcome(outcome))
    return REJECTED if outcome.rejected else DONE


def _reading(options: argparse.Namespace, settings: Settings) -> ReadAll:
    """How the files are read: by children of this process, or on the cluster that --ray names."""
    from ingest.workers import read_all

    if options.ray is None:
        return read_all
    from assistant.search.embedding import embed
    from ingest.cluster import reading_on

    return reading_on(options.ray, partial(embed, settings.embedder))


@contextmanager
def _trial_of(settings: Settings) -> Iterator[Settings]:
    """The settings for a dry run: where there is no library yet, an empty one elsewhere stands in for it."""
    if settings.database_url or (settings.store / "library.sqlite3").exists():
        yield settings
        return
    with TemporaryDirectory(prefix="baogao-") as folder:
        yield replace(settings, store=Path(folder), chroma_url=None)


def reports(options: argparse.Namespace, settings: Settings) -> int:
    """List the reports, remove some, or print the extracted text of one."""
    with Library.open(settings) as library:
        if options.action == "list":
            infos = library.reports()
            _print(wire.dumps(infos, indent=2) if options.json else rendering.reports(infos))
            return DONE
        if not options.ids:
            raise UsageError(f"baogao reports {options.action} 需要报告编号 / needs a report id (see `baogao reports`)")
        if options.action == "remove":
            library.remove(*options.ids)
            _note(settings, "remove", options.ids)
            _print(wire.dumps({"removed": options.ids}) if options.json else f"已删除 {len(options.ids)} 份 / removed")
            return DONE
        texts = [library.text(report_id) for report_id in options.ids]
        _print(wire.dumps(texts) if options.json else "\n".join(texts))
        return DONE


def reindex(options: argparse.Namespace, settings: Settings) -> int:
    """Write the search indexes anew, as after a change of embedder."""
    with Library.open(settings) as library:
        library.reindex()
        _print(f"已重建索引：{len(library.reports())} 份报告 / the indexes were written anew")
    return DONE


def library(options: argparse.Namespace, settings: Settings) -> int:
    """Verify, repair, rebuild, back up or restore the library."""
    from assistant.upkeep import run

    return run(options, settings)


def figures(options: argparse.Namespace, settings: Settings) -> int:
    """List figures as the library holds them."""
    from assistant.catalog import Catalog

    status = given.status(options.status, "--status")
    with Library.open(settings) as library:
        report_ids = Catalog(library).report_ids(_scope(options))
        found = figure_queries.select(
            library, report_ids=report_ids, table=options.table, row=options.row, col=options.col, status=status
        )
    _print(wire.dumps(found, indent=2) if options.json else rendering.figures(found))
    return DONE


def ask(options: argparse.Namespace, settings: Settings) -> int:
    """Answer one question, a batch of them, or chat."""
    from assistant.engine import assistant_for

    with Library.open(settings) as library, closing(assistant_for(library, settings)) as assistant:
        if options.batch is not None:
            return batch.answered(options.batch, lambda item: wire.to_json(assistant.ask(batch.question_of(item))))
        if options.question is None:
            return _chat(assistant, _scope(options))
        history = batch.history_from(options.history) if options.history else ()
        answer = assistant.ask(Question(options.question, history, _scope(options)))
    _print(wire.dumps(answer, indent=2) if options.json else rendering.answer_text(answer))
    return DONE


def search(options: argparse.Namespace, settings: Settings) -> int:
    """Rank chunks for a query, without answering it."""
    from assistant.pipeline import Assistant
    from assistant.search import searching

    with Library.open(settings) as library:
        assistant = Assistant(library)

        def results(query: str, scope: Scope) -> list[searching.Ranked]:
            return searching.results(library, lambda: assistant.catalog, query, options.k, scope)

        if options.batch is not None:
            return batch.answered(
                options.batch, lambda item: {"results": results(str(item["question"]), given.scope(item.get("scope")))}
            )
        if options.query is None:
            raise UsageError("baogao search 需要查询词 / needs a query or --batch FILE")
        found = results(options.query, _scope(options))
    _print(wire.dumps(found, indent=2) if options.json else rendering.passages(found))
    return DONE


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Check the claims of a draft; REJECTED when the reports contradict one."""
    from assistant.checking import check as check_draft
    from assistant.exports import write
    from ingest.drafts import read_draft

    text = read_draft(options.draft)
    with Library.open(settings) as library:
        result = check_draft(library, text, _scope(options))
        form = "json" if options.json else options.format
        write.put(write.rendered_check(result, text, options.draft.name, form, library), options.out)
    return REJECTED if result.summary["contradicted"] else DONE


def audit(options: argparse.Namespace, settings: Settings) -> int:
    """Audit reports, or record a decision on a finding; REJECTED while there is an error nobody has dismissed."""
    from assistant.audit import audit as audit_reports
    from assistant.audit import decisions, selected
    from assistant.exports import write

    with Library.open(settings) as library:
        if options.decide:
            if not options.decision:
                raise UsageError("--decide 需要 --as confirmed|dismissed|noted / --decide needs --as")
            decisions.decide(library, options.decide, options.decision, options.note, options.by)
            _note(settings, "decide", [options.decide, options.decision], options.by)
        chosen = selected(library, options.reports, _scope(options))
        result = audit_reports(library, chosen)
        if options.errors_only:
            result = replace(result, findings=tuple(f for f in result.findings if f.severity.value == "error"))
        form = "json" if options.json else options.format
        write.put(write.rendered_audit(result, form, library), options.out)
    return REJECTED if any(finding.is_open_error for finding in result.findings) else DONE


def evaluate(options: argparse.Namespace, settings: Settings) -> int:
    """Run evaluation suites."""
    from evals.command import run

    return run(options, settings)


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the web app until interrupted."""
    from app import serve as serve_app

    changes = {name: getattr(options, name) for name in ("host", "port") if getattr(options, name)}
    serve_app(replace(settings, **changes))
    return DONE


def maintenance(options: argparse.Namespace, settings: Settings) -> int:
    """Close the public side of the web app, open it again, or say which it is."""
    from assistant.maintenance import Maintenance

    switch = Maintenance(settings.store)
    if not settings.store.is_dir():
        raise UsageError(f"没有这个文件夹：{settings.store} / there is no such store")
    try:
        if options.state == "on":
            switch.on(options.notice)
        elif options.state == "off":
            switch.off()
    except OSError as error:
        raise LibraryError(f"不能写入 {settings.store}：{error.strerror} / the store cannot be written") from error
    notice = switch.read()
    if options.json:
        _print(wire.dumps({"maintenance": bool(notice), "notice": notice}))
    else:
        _print(f"维护中 / closed：{notice}" if notice else "开放 / open")
    return DONE


def _note(settings: Settings, deed: str, about: Iterable[str], who: str = "") -> None:
    """Write down what was done; it is done even where that fails, so that is said and no more."""
    try:
        Journal(settings.store).note(who or getuser(), deed, about)
    except OSError as error:
        sys.stderr.write(f"日志未能写入：{error.strerror} / done, but the journal cannot be written\n")


def journal(options: argparse.Namespace, settings: Settings) -> int:
    """List who changed what, the latest first."""
    deeds = Journal(settings.store).latest()
    lines = [f"{one.at}  {one.who}  {one.deed}  {' '.join(one.about)}".rstrip() for one in deeds]
    _print(wire.dumps(deeds, indent=2) if options.json else "\n".join(lines))
    return DONE


def staff(options: argparse.Namespace, settings: Settings) -> int:
    """Ask for a password and print the entry that lets its owner sign in at the desk."""
    from assistant.web.desk.users import Users, hashed

    password = getpass("密码 / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    entry = f"{options.name}:{hashed(password)}"
    Users.parse(entry)  # a name that the setting could not hold is refused here
    _print(entry)
    return DONE


def _chat(assistant: Engine, scope: Scope) -> int:
    """Questions from standard input, one a line, each with the turns before it."""
    turns: list[Turn] = []
    prompt = "问 > " if sys.stdin.isatty() else ""
    while True:
        try:
            question = input(prompt).strip()
        except EOFError:
            return DONE
        if question:
            answer = assistant.ask(Question(question, tuple(turns), scope))
            turns.append(Turn(question, answer.answer))
            _print(rendering.answer_text(answer) + "\n")


def _scope(options: argparse.Namespace) -> Scope:
    """The scope that --report, --file, --agency and --year name, as far as a command has them."""
    return given.scope({"report_id" if name == "report" else name: value for name, value in vars(options).items()})


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
