"""What is served besides the pages: original files, pictures of their pages, figures as files. All by GET, all ours."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse, PlainTextResponse, Response

from assistant.errors import LibraryError
from assistant.library import Library, ReportInfo
from assistant.web import downloads
from assistant.web.pageimage import PageImages
from assistant.web.shared import Shared

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_routes(app: FastAPI, shared: Shared) -> None:
    """`/original/ID`, `/page/ID/N` and `/answer/TOKEN.csv`, `.xlsx`."""
    library = shared.assistant.library

    @app.get("/original/{report_id}")
    def original(report_id: str) -> Response:
        return _original(library, report_id)

    @app.get("/page/{report_id}/{page}")
    def picture(report_id: str, page: int) -> Response:
        return _picture(library, shared.pages, report_id, page)

    @app.get("/answer/{token}.csv")
    def as_csv(token: str, language: str = "zh") -> Response:
        answer = shared.answers.answer(token)
        if answer is None:
            return _forgotten()
        data = downloads.csv_file(answer, "en" if language == "en" else "zh")
        return _file(data, "text/csv; charset=utf-8", "baogao.csv")

    @app.get("/answer/{token}.xlsx")
    def as_xlsx(token: str, language: str = "zh") -> Response:
        answer = shared.answers.answer(token)
        if answer is None:
            return _forgotten()
        return _file(downloads.xlsx_file(answer, "en" if language == "en" else "zh"), _SPREADSHEET, "baogao.xlsx")


def _original(library: Library, report_id: str) -> Response:
    """The original file of a report as a download: never shown inside our own pages' origin."""
    found = _found(library, report_id)
    if found is None:
        return _absent()
    info, path = found
    return FileResponse(
        path, media_type="application/octet-stream", filename=info.file, content_disposition_type="attachment"
    )


def _picture(library: Library, pages: PageImages, report_id: str, page: int) -> Response:
    found = _found(library, report_id)
    data = pages.png(found[1], page) if found else None
    if data is None:
        return _absent()
    return Response(data, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _found(library: Library, report_id: str) -> tuple[ReportInfo, Path] | None:
    info = next((one for one in library.reports() if one.report_id == report_id), None)
    if info is None:
        return None
    try:
        path = library.original(report_id)
    except LibraryError:
        return None
    return (info, path) if path.is_file() else None


def _file(data: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=kind, headers=headers)


def _absent() -> Response:
    return PlainTextResponse("没有这份报告或这一页。 / No such report or page.", status_code=404)


def _forgotten() -> Response:
    return PlainTextResponse(
        "这条回答已不在服务器上，请重新提问后再下载。 / The answer is no longer here; ask again.", status_code=410
    )
