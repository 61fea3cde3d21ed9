"""The drawing of the house, checked: who may import whom, and what nobody may do."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "ingest")
FILES = sorted([*(ROOT / "assistant").rglob("*.py"), *(ROOT / "ingest").rglob("*.py"), *ROOT.glob("app.py")])
NAMES = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in FILES}
MODULES = frozenset(NAMES.values())

ROOTS = {"assistant.commands", "assistant.cli", "assistant.upkeep", "app"}
"""Where the parts are put together: only here may the two sides meet."""
INGEST_MAY_KNOW = {"report", "forms", "library", "errors", "invariants", "language", "settings"}
HOMES = {
    "chromadb": {"assistant.search.chroma", "assistant.search.vectors"},
    "sentence_transformers": {"assistant.search.embedding"},
    "torch": {"assistant.search.embedding"},
    "tantivy": {"assistant.search.lexical"},
    "rjieba": {"assistant.search.tokens"},
    "langchain": {"assistant.llm.model"},
    "langchain_core": {
        "assistant.chain",
        "assistant.llm.model",
        "assistant.llm.recording",
        "assistant.llm.tools",
        "assistant.tools",
    },
    "httpx": {"assistant.llm.model"},
    "sqlalchemy": {
        "assistant.store.database",
        "assistant.figures",
        "assistant.search.fulltext",
        "assistant.library",
        "assistant.store.backup",
        "assistant.store.copying",
        "assistant.store.publishing",
        "assistant.store.schema",
        "assistant.store.statements",
    },
    "lxml": {"ingest.html", "ingest.visibility"},
    "docx": {"assistant.exports.word", "ingest.docx"},
    "openpyxl": {"assistant.exports.workbook", "assistant.web.downloads", "ingest.sheet"},
    "pdfplumber": {"ingest.pdf", "ingest.pdf_visible", "ingest.rules"},
    "jinja2": {"assistant.web.desk.pages"},
    "markupsafe": {"assistant.web.desk.pages"},
    "mcp": {"assistant.web.tools"},
    "prometheus_client": {"assistant.web.metrics"},
    "pypdfium2": {"assistant.web.pageimage", "ingest.raster"},
    "pdfminer": {"ingest.pdf", "ingest.pdf_visible"},
    "PIL": {"ingest.raster"},
    "pypinyin": {"assistant.language.pinyin"},
    "xlrd": {"ingest.xls"},
    "yaml": {
        "assistant.search.synonyms",
        "assistant.forms.form",
        "assistant.understanding.english",
        "assistant.understanding.latin",
        "assistant.understanding.measures",
        "assistant.understanding.naming",
        "ingest.overrides",
        "ingest.rebuilding",
    },
    "ray": {"ingest.cluster"},
    "tqdm": {"assistant.commands"},
}
"""Where each outside library may be imported; gradio and its server have a house of their own, assistant.web."""
WEB_ONLY = {"anyio", "gradio", "gradio_client", "starlette", "fastapi", "uvicorn"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, *, loading: bool = False) -> Iterator[str]:
    """The full names that a module imports; with `loading` only those that its own loading needs."""
    nodes = _loading(tree(path).body) if loading else ast.walk(tree(path))
    package = NAMES[path] if path.name == "__init__.py" else NAMES[path].rpartition(".")[0]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                yield whole if whole in MODULES else module


def _loading(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The statements that run when a module loads: neither functions nor what only the type checker reads."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _loading(node.orelse)
            continue
        yield node
        for field in ("body", "orelse", "finalbody"):
            yield from _loading(getattr(node, field, []))


def top(name: str) -> str:
    return name.partition(".")[0]


def test_the_walk_sees_the_house() -> None:
    assert len(FILES) > 60
    assert {"assistant.pipeline", "ingest.build", "assistant.forms"} <= MODULES
    seen = set(imports(ROOT / "assistant" / "pipeline.py"))
    assert {"assistant.catalog", "assistant.library", "time"} <= seen


def test_the_assistant_knows_nothing_of_ingest() -> None:
    assert [
        (NAMES[path], name)
        for path in FILES
        if NAMES[path].startswith("assistant") and NAMES[path] not in ROOTS
        for name in imports(path)
        if top(name) in ("ingest", "app")
    ] == []


def test_ingest_knows_little_of_the_assistant() -> None:
    known = {
        (NAMES[path], name)
        for path in FILES
        if NAMES[path].startswith("ingest")
        for name in imports(path)
        if top(name) in ("assistant", "app") and name.split(".")[1:2] != []
    }
    assert {pair for pair in known if pair[1].split(".")[1] not in INGEST_MAY_KNOW} == set()


def test_only_the_web_and_the_app_know_the_web() -> None:
    assert [
        (NAMES[path], name)
        for path in FILES
        if not NAMES[path].startswith("assistant.web") and NAMES[path] not in ROOTS
        for name in imports(path)
        if name.startswith("assistant.web") or top(name) in WEB_ONLY
    ] == []


def test_each_outside_library_has_its_home() -> None:
    strangers = [
        (NAMES[path], name)
        for path in FILES
        for name in imports(path)
        if top(name) in HOMES and NAMES[path] not in HOMES[top(name)]
    ]
    assert strangers == []


def test_no_other_outside_library_is_imported() -> None:
    known = {*HOMES, *WEB_ONLY, *PACKAGES, "app", "numpy", "pydantic", "safetensors", "tokenizers"}
    assert {
        (NAMES[path], top(name))
        for path in FILES
        for name in imports(path)
        if top(name) not in known and top(name) not in sys.stdlib_module_names
    } == {("assistant.cli", "evals"), ("assistant.commands", "evals")}, "only the command line knows the evaluations"


def test_no_module_needs_itself_to_load() -> None:
    needs = {
        NAMES[path]: {name for name in imports(path, loading=True) if name in MODULES and name != NAMES[path]}
        for path in FILES
    }
    assert any(needs.values())
    while free := [name for name, needed in needs.items() if not needed & needs.keys()]:
        for name in free:
            del needs[name]
    assert needs == {}, "what is left imports itself in a circle"


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        NAMES[path]
        for path in FILES
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv", "environb"))
        or (isinstance(node, ast.ImportFrom) and {"environ", "getenv"} & {alias.name for alias in node.names})
    }
    assert readers <= {"assistant.settings", "app"}


def test_the_app_sets_nothing_in_the_environment_but_gradios_analytics() -> None:
    app = ROOT / "app.py"
    if not app.is_file():
        pytest.skip("there is no app.py yet")
    touched = [
        ast.unparse(node)
        for node in ast.walk(tree(app))
        if isinstance(node, (ast.Assign, ast.Expr)) and "environ" in ast.unparse(node)
    ]
    assert [line for line in touched if "GRADIO" not in line] == []


FORBIDDEN_NAMES = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "chromadb.server"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "load_prompt", "loads_prompt", "os.system", "os.popen"}


def test_nothing_is_imported_that_runs_what_it_reads() -> None:
    assert [
        (NAMES[path], name)
        for path in FILES
        for name in imports(path)
        if name in FORBIDDEN_NAMES or top(name) in FORBIDDEN_NAMES or name.startswith("chromadb.server")
    ] == []


def test_nothing_is_called_that_runs_what_it_reads() -> None:
    bad = []
    for path in FILES:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in FORBIDDEN_CALLS or called.endswith((".load_prompt", "yaml.load", "yaml.unsafe_load")):
                bad.append((NAMES[path], called))
            for keyword in node.keywords:
                risky = keyword.arg in ("trust_remote_code", "allow_dangerous_deserialization", "shell")
                if risky and ast.unparse(keyword.value) != "False":
                    bad.append((NAMES[path], ast.unparse(keyword)))
    assert bad == []


def test_everything_public_is_documented() -> None:
    silent = []
    for path in FILES:
        if path.name != "__main__.py" and ast.get_docstring(tree(path)) is None:
            silent.append(NAMES[path])
        for owner, node in _public(tree(path).body):
            if ast.get_docstring(node) is None:
                silent.append(f"{NAMES[path]}.{owner}{node.name}")
    assert silent == []


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, Definition]]:
    """Public functions and classes, and the public methods of those classes."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield owner, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{node.name}.")


def test_two_places_catch_everything() -> None:
    catching = [
        NAMES[path]
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    ]
    assert len(catching) <= 3, catching


def test_no_code_is_keyed_to_a_place_that_it_was_tried_on() -> None:
    tried = ("石城", "平潭", "淮安", "沭阳", "shicheng", "pingtan", "huaian", "shuyang", "kewei", "砚溪", "霁川")
    sources = [*FILES, *(ROOT / "assistant").rglob("*.yaml")]
    assert [
        (str(path.relative_to(ROOT)), name)
        for path in sources
        for name in tried
        if name in path.read_text(encoding="utf-8")
    ] == []
