"""`baogao …`: the commands, their options, and the one place where an error becomes a line and an exit code.

Exit codes: 0 done · 1 it failed · 2 wrong usage · 3 done, but some inputs were rejected or some checks failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from assistant.errors import BaogaoError, UsageError
from assistant.exits import FAILED, USAGE
from assistant.exports.formats import FORMATS
from assistant.options import day, positive, whole
from assistant.settings import Settings

_FUNCTIONS = {"eval": "evaluate"}
"""Commands whose function in `assistant.commands` has another name."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    from assistant import commands

    try:
        settings = Settings.from_environment()
        if options.store is not None:
            settings = replace(settings, store=options.store)
        run = getattr(commands, _FUNCTIONS.get(options.command, options.command))
        return int(run(options, settings))
    except UsageError as error:
        return _failed(error, USAGE, options.debug)
    except BrokenPipeError:  # whoever read us has enough; the interpreter's last flush must not fail on it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (BaogaoError, OSError) as error:
        return _failed(error, FAILED, options.debug)
    except KeyboardInterrupt:
        return _failed(BaogaoError("已中断 / interrupted"), FAILED, False)


def _failed(error: Exception, code: int, debug: bool) -> int:
    if debug:
        raise error
    sys.stderr.write(f"baogao: {error}\n")
    return code


def _common(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options of every command, with the default that the parser was made with."""
    default = parser.argument_default
    store_help = "the library's folder (default: $BAOGAO_STORE, else ./data)"
    parser.add_argument("--store", type=Path, metavar="DIR", default=default, help=store_help)
    debug_default = False if default is None else default
    debug_help = "show the traceback of an error"
    parser.add_argument("--debug", action="store_true", default=debug_default, help=debug_help)
    return parser


def _parser() -> argparse.ArgumentParser:
    from evals.command import add_arguments as add_eval_arguments

    first = _common(argparse.ArgumentParser(add_help=False))
    # Before the command or behind it: a command without the option must not undo the one before it.
    common = _common(argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS))
    printing = argparse.ArgumentParser(add_help=False)
    printing.add_argument("--json", action="store_true", help="print one JSON document")
    scope = argparse.ArgumentParser(add_help=False)
    scope.add_argument("--report", metavar="ID", help="only this report")
    scope.add_argument("--agency", metavar="NAME", help="only this agency, by any of its names")
    scope.add_argument("--year", type=whole, metavar="YEAR", help="only this report year")

    parser = argparse.ArgumentParser(
        prog="baogao",
        description="Ask reports; get exact figures and the cell or sentence that proves them.",
        parents=[first],
    )
    parser.add_argument("--version", action="version", version=f"baogao {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    _add_library_commands(commands, common, printing)

    figures = commands.add_parser("figures", parents=[common, printing, scope], help="list exact figures")
    figures.add_argument("--table", help='a table code ("art20", "requests", "review"), a caption, or "prose"')
    figures.add_argument("--row", help="words of a row header")
    figures.add_argument("--col", help="words of a column header")
    figures.add_argument("--status", help="reported, blank, reconstructed, ambiguous or missing")

    ask = commands.add_parser("ask", parents=[common, printing, scope], help="ask one question, a batch, or chat")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--history", type=Path, metavar="FILE", help='earlier turns: a JSON list of {"question","answer"}')
    ask.add_argument("--batch", type=Path, metavar="FILE", help='JSONL of {"id","question","history"?,"scope"?}')

    search = commands.add_parser("search", parents=[common, printing, scope], help="retrieval alone: the ranked chunks")
    search.add_argument("query", nargs="?")
    search.add_argument("-k", type=positive, default=10, metavar="N", help="how many chunks (default: 10)")
    search.add_argument("--batch", type=Path, metavar="FILE", help="JSONL as for ask")

    _add_staff_commands(commands, common, printing, scope)

    evaluate = commands.add_parser("eval", parents=[common, printing], help="run evaluation suites")
    add_eval_arguments(evaluate)

    _add_serving_commands(commands, common, printing)
    return parser


def _add_library_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], *parents: argparse.ArgumentParser
) -> None:
    common, printing = parents
    ingest = commands.add_parser("ingest", parents=[common, printing], help="read files and folders into the library")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument(
        "--jobs",
        type=positive,
        default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        metavar="N",
        help="read this many files at a time (default: one for each processor)",
    )
    ingest.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="read and embed on the Ray cluster here (host:port of its head, or auto)",
    )
    facts = (("agency", "publishing agency"), ("region", "region"), ("title", "title"), ("parent", "agency above"))
    for fact, what in facts:
        ingest.add_argument(f"--{fact}", metavar=fact.upper(), help=f"the {what} of these files, whatever they say")
    ingest.add_argument("--year", type=whole, metavar="YEAR", help="the report year of these files, whatever they say")
    ingest.add_argument("--published", type=day, metavar="DAY", help="the day they came out, 2024-01-31")
    ingest.add_argument("--period", nargs=2, type=day, metavar=("FROM", "TO"), help="the days that their figures cover")
    ingest.add_argument("--prune", action="store_true", help="remove reports whose files are gone from these folders")
    ingest.add_argument("--watch", action="store_true", help="stay, and read again whenever something changes")
    ingest.add_argument("--dry-run", action="store_true", help="read and say what would happen; change nothing")

    reports = commands.add_parser("reports", parents=[common, printing], help="list, remove or print reports")
    reports.add_argument("action", nargs="?", choices=("list", "remove", "text"), default="list")
    reports.add_argument("ids", nargs="*", metavar="ID")

    commands.add_parser("reindex", parents=[common], help="write the search indexes anew, with the configured embedder")

    library = commands.add_parser(
        "library", parents=[common, printing], help="verify, repair, rebuild, copy, bring back"
    )
    library.add_argument("action", choices=("verify", "repair", "rebuild", "backup", "restore"))
    library.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="of a copy: for backup and restore")
    library.add_argument("--from-files", action="store_true", help="rebuild: read the kept original files anew")
    library.add_argument("--jobs", type=positive, default=2, metavar="N", help="rebuild: read so many files at a time")


def _add_staff_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], *parents: argparse.ArgumentParser
) -> None:
    common, printing, scope = parents
    output = argparse.ArgumentParser(add_help=False)
    output.add_argument("--format", choices=FORMATS, default="text", help="how the result is written (default: text)")
    output.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of standard output")

    check = commands.add_parser(
        "check", parents=[common, printing, scope, output], help="check the claims of a draft against the reports"
    )
    check.add_argument("draft", type=Path, metavar="FILE", help="txt, md, docx, pdf or html; - reads standard input")

    audit = commands.add_parser(
        "audit", parents=[common, printing, output], help="check reports against themselves and their form"
    )
    audit.add_argument("reports", nargs="*", metavar="REPORT", help="report ids or file names (default: all)")
    audit.add_argument("--agency", metavar="NAME", help="only this agency, by any of its names")
    audit.add_argument("--year", type=whole, metavar="YEAR", help="only this report year")
    audit.add_argument("--errors-only", action="store_true", help="leave out the remarks")
    audit.add_argument("--decide", metavar="FINDING", help="record a decision on the finding of this id")
    audit.add_argument("--as", dest="decision", choices=("confirmed", "dismissed", "noted"), help="what was decided")
    audit.add_argument("--note", default="", metavar="TEXT", help="a remark to the decision")
    audit.add_argument("--by", default="", metavar="NAME", help="who decided")


def _add_serving_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], *parents: argparse.ArgumentParser
) -> None:
    common, printing = parents
    staff = commands.add_parser("staff", parents=[common], help="an entry of BAOGAO_STAFF_USERS for one person")
    staff.add_argument("name", metavar="NAME")

    commands.add_parser("journal", parents=[common, printing], help="who ingested, removed and decided what")

    closing = commands.add_parser("maintenance", parents=[common, printing], help="close the public side, or open it")
    closing.add_argument("state", nargs="?", choices=("on", "off"), help="(default: say which it is)")
    closing.add_argument("notice", nargs="?", default="", metavar="SENTENCE", help="what visitors read meanwhile")

    serve = commands.add_parser("serve", parents=[common], help="the web app")
    serve.add_argument("--host", help="the address to serve on (default: $BAOGAO_HOST, else 127.0.0.1)")
    serve.add_argument("--port", type=positive, help="the port to serve on (default: $BAOGAO_PORT, else 7860)")


def _version() -> str:
    try:
        return metadata.version("baogao")
    except metadata.PackageNotFoundError:
        return "(not installed)"
