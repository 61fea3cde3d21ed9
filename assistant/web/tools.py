"""The tools of the Model Context Protocol: `/mcp` for everybody, `/desk/mcp` for staff. The importer of mcp.

Gradio's own MCP server lets nobody in once pages need signing in, and would offer every endpoint to everybody: these
two are of the protocol's own library, without sessions, on routes of their own.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import wraps
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar

from fastapi import FastAPI
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.errors import BaogaoError
from assistant.web.services import Services
from assistant.web.telling import sentence

P = ParamSpec("P")
T = TypeVar("T")
Fits = Callable[[str, str, str], Awaitable[bool | None]]
"""(name, password, address) → whether they open the desk; None after too many attempts."""

LONGEST_REQUEST = 1 * 1024 * 1024
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "报告问答：数字逐位取自报告的单元格或句子并附出处；查不到时会说明原因，不要自行补数。"
    "Answers about reports: every figure is copied from a cell or a sentence and cited. A refusal states its reason: "
    "do not supply a figure of your own instead."
)


class Tools:
    """The two servers; `running` must surround the app that serves them."""

    def __init__(self, services: Services, staff_fits: Fits | None) -> None:
        self._servers = [_public(services)]
        self._apps = [_mounted(self._servers[0], "/mcp")]
        if staff_fits is not None:
            self._servers.append(_staff(services))
            self._apps.append(_mounted(self._servers[1], "/desk/mcp"))
        self._fits = staff_fits

    def add_routes(self, app: FastAPI) -> None:
        """Put the servers on their routes."""
        for inner, path in zip(self._apps, ("/mcp", "/desk/mcp"), strict=False):
            fits = self._fits if path.startswith("/desk") else None
            app.router.routes.append(Route(path, _Endpoint(inner, fits), methods=["GET", "POST", "DELETE"]))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the servers' task groups."""
        async with AsyncExitStack() as stack:
            for server in self._servers:
                await stack.enter_async_context(server.session_manager.run())
            yield


class _Endpoint:
    """An ASGI app in front of a server: asks for a name and a password where the server is the staff's."""

    def __init__(self, inner: Starlette, fits: Fits | None) -> None:
        self._inner = inner
        self._fits = fits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or answer 401 or 429."""
        if self._fits is not None:
            request = Request(scope)
            name, password = _credentials(request.headers.get("authorization", ""))
            fits = await self._fits(name, password, request.client.host if request.client else "") if name else False
            if not fits:
                refused = PlainTextResponse(
                    "需要工作人员的用户名和密码。 / Staff name and password needed.",
                    status_code=429 if fits is None else 401,
                    headers={"WWW-Authenticate": 'Basic realm="Baogao desk", charset="UTF-8"'},
                )
                await refused(scope, receive, send)
                return
        await self._inner(scope, receive, send)


def _credentials(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def _mounted(server: MCPServer[Any], path: str) -> Starlette:
    # Without cookies there is nothing that another site could borrow: any host name may lead here.
    open_hosts = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        streamable_http_path=path,
        stateless_http=True,
        json_response=True,
        max_request_body_size=LONGEST_REQUEST,
        transport_security=open_hosts,
    )


def _public(services: Services) -> MCPServer[Any]:
    return _server("baogao", "报告 Baogao", _reading(services))


def _staff(services: Services) -> MCPServer[Any]:
    return _server("baogao-desk", "报告 Baogao · 工作台", {**_reading(services), **_checking(services)})


def _server(name: str, title: str, described: Mapping[Callable[..., Awaitable[Any]], str]) -> MCPServer[Any]:
    tools = [_strict(tool, description) for tool, description in described.items()]
    return MCPServer(
        name, title=title, instructions=_INSTRUCTIONS, version=version("baogao"), log_level="WARNING", tools=tools
    )


def _strict(function: Callable[..., Awaitable[Any]], description: str) -> Tool:
    """The tool, refusing arguments that it does not know: a filter that is misspelt must not be passed over."""
    tool = Tool.from_function(_told(function), name=function.__name__, description=description, annotations=_READS)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    return tool.model_copy(update={"parameters": arguments.model_json_schema(by_alias=True)})


def _reading(services: Services) -> dict[Callable[..., Awaitable[Any]], str]:
    async def ask(
        question: str, history: list[dict[str, Any]] | None = None, scope: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return await services.ask(question, history, scope)

    async def search(query: str, k: int = 10, scope: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        return await services.search(query, k, scope)

    async def lookup(
        agency: str | None = None,
        year: int | None = None,
        table: str | None = None,
        row: str | None = None,
        col: str | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        filters = {"agency": agency, "year": year, "table": table, "row": row, "col": col}
        return await services.lookup(filters, limit)

    return {
        ask: "回答一个关于报告的问题，附数字、出处与说明。history：先前的 {question, answer}；scope：report_id、file、"
        "agency、year。Answer one question about the reports, with figures, citations and notes; history: earlier "
        "{question, answer}; scope narrows it by report_id, file, agency, year.",
        search: "按相关度列出报告中的段落与表格行，不作回答。Rank passages for a query without answering it.",
        lookup: "按机关、年度、表（art20、requests、review、prose）、行、列查确切数字及其状态与出处。"
        "Exact figures with their status and source, by agency, year, table, row and column; an empty list where "
        "nothing fits.",
    }


def _checking(services: Services) -> dict[Callable[..., Awaitable[Any]], str]:
    async def check(text: str) -> dict[str, Any]:
        return await services.check(text)

    async def audit(report_ids: list[str] | None = None) -> dict[str, Any]:
        return await services.audit(report_ids)

    return {
        check: "核对一段文稿中的数字说法，逐处给出结论与依据。Check every claim with a figure in a draft.",
        audit: "按勾稽关系、正文与相邻年度审查报告；不给编号（report_ids）则审查全部。"
        "Audit reports against themselves and their neighbours; all of them where no report_ids are given.",
    }


def _told(tool: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """The tool with our errors as the protocol's: a sentence for the model that called."""

    @wraps(tool)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await tool(*args, **kwargs)
        except BaogaoError as error:
            raise ToolError(sentence(error)) from error

    return told
