"""Claims and findings as one self-contained web page: colours, and links to the cited cells at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from assistant.answer import Audited, Checked, Claim, Finding
from assistant.exports import listing
from assistant.exports.listing import SEVERITIES, VERDICTS
from assistant.library import Library
from assistant.report import Source, Table

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif}
body{margin:2rem auto;max-width:64rem;padding:0 1rem;color:#222}
.supported{background:#d9f2df}.contradicted{background:#fbd5d5}.not_found{background:#fdf0c8}
.error{border-left:.3rem solid #c62828}.remark{border-left:.3rem solid #b58900}
.draft{white-space:pre-wrap;border:1px solid #ddd;padding:1rem;border-radius:.3rem}
.draft a{color:inherit;text-decoration:none;border-bottom:1px dotted #555}
section.item{margin:.8rem 0;padding:.3rem .9rem;border-radius:.2rem}
section.item p{margin:.2rem 0}small{color:#555}
table{border-collapse:collapse;margin:.6rem 0;font-size:.8rem}td{border:1px solid #bbb;padding:.15rem .4rem}
td.cited{background:#ffe08a;font-weight:bold}td:target,blockquote:target{outline:3px solid #c62828}
blockquote{margin:.4rem 0;border-left:.2rem solid #bbb;padding-left:.7rem}
"""


def checked(result: Checked, draft: str, name: str, library: Library | None = None) -> str:
    """The draft with its claims marked, each claim explained, and what proves them."""
    items = [_claim(number, claim) for number, claim in enumerate(result.claims, 1)]
    body = [
        f"<h1>核对：{escape(name)}</h1>",
        f"<p>{escape(listing.summary(result))}</p>",
        *(f'<p class="wrong">{_to_mend(number, claim)}</p>' for number, claim in listing.wrong(result)),
        f'<div class="draft">{_marked(result, draft)}</div>',
        *items,
        *_appendix((source for claim in result.claims for source in claim.evidence), library),
    ]
    return _page(f"核对：{name}", body)


def audited(result: Audited, library: Library | None = None) -> str:
    """The findings by report, and what proves them."""
    body = ["<h1>报告审核</h1>", f"<p>共审核 {result.reports} 份报告，{len(result.findings)} 处需要核对。</p>"]
    for file in listing.files(result.findings):
        body.append(f"<h2>{escape(file)}</h2>")
        body += [_finding(finding) for finding in result.findings if finding.file == file]
    body += _appendix((source for finding in result.findings for source in finding.evidence), library)
    return _page("报告审核", body)


def _page(title: str, body: Iterable[str]) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{_STYLE}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def _marked(result: Checked, draft: str) -> str:
    pieces: list[str] = []
    at = 0
    for number, claim in enumerate(result.claims, 1):
        if claim.start < at:
            continue
        title = escape(claim.explanation, quote=True)
        pieces.append(escape(draft[at : claim.start]))
        pieces.append(
            f'<a href="#c{number}"><mark class="{claim.verdict.value}" title="{title}">{escape(claim.text)}</mark></a>'
        )
        at = claim.end
    return "".join(pieces) + escape(draft[at:])


def _to_mend(number: int, claim: Claim) -> str:
    return f'✗ <a href="#c{number}">{number}. {escape(claim.text)}</a> → <b>{escape(listing.corrected(claim))}</b>'


def _claim(number: int, claim: Claim) -> str:
    right = f"<p>应为：<b>{escape(listing.corrected(claim))}</b></p>" if claim.correct is not None else ""
    return (
        f'<section class="item {claim.verdict.value}" id="c{number}"><p><b>{number}. {VERDICTS[claim.verdict]}</b> '
        f"{escape(claim.text)}</p><p>{escape(claim.explanation)}</p>{right}{_links(claim.evidence)}</section>"
    )


def _finding(finding: Finding) -> str:
    return (
        f'<section class="item {finding.severity.value}"><p><b>{SEVERITIES[finding.severity]}</b> '
        f"{escape(finding.where)}{escape(listing.decided(finding))} <small>{finding.finding_id}</small></p>"
        f"<p>{escape(finding.explanation)}</p>{_links(finding.evidence)}</section>"
    )


def _links(sources: Iterable[Source]) -> str:
    links = (f'<a href="#{_anchor(source)}">{escape(listing.place(source))}</a>' for source in sources)
    return "".join(f"<p><small>{link}</small></p>" for link in links)


def _anchor(source: Source) -> str:
    if source.table_id is not None and source.cell is not None:
        return escape(f"{source.report_id}-{source.table_id}-{source.cell[0]}-{source.cell[1]}")
    return escape(f"{source.report_id}-{source.start}-{source.end}")


def _appendix(sources: Iterable[Source], library: Library | None) -> Iterator[str]:
    """The cited tables, whole, with the cited cells marked; the cited sentences."""
    kept = list(dict.fromkeys(sources))
    if not kept:
        return
    yield "<h2>依据</h2>"
    tables: dict[tuple[str, str], list[Source]] = {}
    for source in kept:
        if library is not None and source.table_id is not None and source.cell is not None:
            tables.setdefault((source.report_id, source.table_id), []).append(source)
        else:
            quote = escape(source.quote) or "（原文此处没有文字）"
            yield f'<blockquote id="{_anchor(source)}">{quote}<br><small>{escape(source.file)}</small></blockquote>'
    for (report_id, table_id), cited in tables.items():
        assert library is not None
        table = library.table(report_id, table_id)
        yield f"<h3>{escape(cited[0].file)} · {escape(table.caption)}</h3>"
        yield _table(table, cited)


def _table(table: Table, cited: Iterable[Source]) -> str:
    anchors = {source.cell: _anchor(source) for source in cited}
    rows: list[str] = []
    for row in range(table.n_rows):
        cells: list[str] = []
        for cell in (c for c in table.row_cells(row) if c.row == row):
            spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            anchor = anchors.get((cell.row, cell.col))
            mark = f' class="cited" id="{anchor}"' if anchor else ""
            cells.append(f"<td{spans}{mark}>{escape(cell.text)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"
