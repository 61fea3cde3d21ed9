"""Reports as web pages, the way Word text looks after it was pasted into a publishing system."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from samples import grids
from samples.facts import Report
from samples.grids import Grid, GridCell


@dataclass(frozen=True, slots=True)
class Skin:
    """How one publishing system marks up a paragraph, a run, a cell.

    `cut`: numbers of two or more digits are spread over two spans. `joined`: Article 20 is one table, not one per item.
    """

    paragraph: str
    run: str
    digits: str
    table: str
    cell: str
    tail: str
    cut: bool
    joined: bool
    charset: str = "utf-8"


_WORD_FONT = "font-family:仿宋_GB2312;mso-hansi-font-family:Calibri;mso-bidi-font-family:宋体;font-size:16.0pt"
SKINS = {
    "html-word": Skin(
        paragraph='<p class="MsoNormal" align="left" style="margin:0cm 0cm 0pt;line-height:28pt;text-indent:32pt;'
        'mso-pagination:widow-orphan">{}</p>',
        run=f'<span style="{_WORD_FONT};mso-font-kerning:0pt">{{}}</span>',
        digits=f'<span lang="EN-US" style="{_WORD_FONT.replace("仿宋_GB2312", "Times New Roman")}">{{}}</span>',
        table='<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0" width="100%" '
        'style="width:100%;border-collapse:collapse;mso-yfti-tbllook:1184;mso-padding-alt:0cm 0cm 0cm 0cm">',
        cell="border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;"
        "height:22.7pt",
        tail="<o:p></o:p>",
        cut=True,
        joined=True,
    ),
    "html-wps": Skin(
        paragraph='<p style="text-indent:2em;text-align:justify;line-height:2;margin:0 0 5px 0;">{}</p>',
        run='<span style="font-size:18px;font-family:仿宋,FangSong;color:rgb(51,51,51);">'
        '<font style="letter-spacing:0;">{}</font></span>',
        digits='<span style="font-size:18px;font-family:Calibri;letter-spacing:-.1px;">{}</span>',
        table='<table border="1" cellspacing="0" width="96%" '
        'style="border:none;border-collapse:collapse;table-layout:fixed;"><colgroup></colgroup>',
        cell="padding:2px 4px;border:1px solid #000000;background:none transparent scroll repeat 0% 0%;"
        "text-align:center;",
        tail="",
        cut=True,
        joined=False,
    ),
    "html-cms": Skin(
        paragraph='<p style="line-height: 2em;">&nbsp; &nbsp; &nbsp; &nbsp;{}</p>',
        run='<span style="font-family: 宋体, SimSun; font-size: 16px;">{}</span>',
        digits='<span style="font-family: 宋体, SimSun; font-size: 16px;">{}</span>',
        table='<table cellspacing="0" cellpadding="0" style="width:100%;border-collapse:collapse"><tbody>',
        cell="border:1px solid #666;padding:4px 6px;vertical-align:middle",
        tail="",
        cut=False,
        joined=False,
    ),
}
SKINS["html-gb18030"] = Skin(
    paragraph='<P style="TEXT-INDENT: 2em; LINE-HEIGHT: 30px">{}</P>',
    run='<FONT face="仿宋" size="4">{}</FONT>',
    digits='<SPAN style="FONT-FAMILY: 仿宋; FONT-SIZE: 14pt" lang="EN-US">{}</SPAN>',
    table='<TABLE border="1" cellSpacing="0" borderColor="#000000" cellPadding="0" width="98%" align="center">',
    cell="BORDER: windowtext 1pt solid; PADDING: 0cm 5.4pt; WIDTH: 42pt; HEIGHT: 20pt",
    tail="&nbsp;",
    cut=True,
    joined=True,
    charset="gb18030",
)

_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))


def page(report: Report) -> bytes:
    """The whole page in the skin's character set."""
    skin = SKINS[report.format]
    text = _PAGE.substitute(
        charset=skin.charset,
        place=report.region,
        title=report.title,
        name=report.name,
        index=report.index,
        date=f"{report.published:%Y-%m-%d}",
        body="\n".join(_body(report, skin)),
    )
    return text.encode(skin.charset)


def _body(report: Report, skin: Skin) -> list[str]:
    article20 = grids.article20(report)
    tables = {
        1: [grids.stack(article20)] if skin.joined else article20,
        2: [grids.requests(report)],
        3: [grids.review(report)],
    }
    parts = [_paragraph(text, skin) for text in report.preamble]
    for i, (heading, texts) in enumerate(zip(report.headings, report.sections, strict=True)):
        parts.append(_paragraph(heading, skin, bold=True))
        parts += [_paragraph(text, skin) for text in texts]
        parts += [_table(grid, skin) for grid in tables.get(i, [])]
    signed = (report.name, f"{report.published.year}年{report.published.month}月{report.published.day}日")
    return [*parts, *(f'<p style="text-align:right">{_runs(text, skin)}</p>' for text in signed)]


def _paragraph(text: str, skin: Skin, bold: bool = False) -> str:
    runs = _runs(text, skin)
    return skin.paragraph.format(f"<b>{runs}</b>" if bold else runs)


def _runs(text: str, skin: Skin) -> str:
    pieces = []
    for piece in re.split(r"(\d+(?:\.\d+)?)", text):
        if not piece[:1].isdigit():
            pieces.append(skin.run.format(escape(piece, quote=False)) if piece else "")
        elif skin.cut and len(piece) > 1:
            pieces += [skin.digits.format(piece[:1]), skin.digits.format(piece[1:])]
        else:
            pieces.append(skin.digits.format(piece))
    return "".join(pieces)


def _table(grid: Grid, skin: Skin) -> str:
    rows = ["<tr>" + "".join(_cell(cell, skin) for cell in row) + "</tr>" for row in grid.by_row()]
    closing = "</tbody></table>" if "<tbody>" in skin.table else "</table>"
    return skin.table + "\n".join(rows) + closing


def _cell(cell: GridCell, skin: Skin) -> str:
    spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if n > 1)
    inner = f'<p align="center" style="margin:0cm;text-align:center">{_runs(cell.text, skin)}{skin.tail}</p>'
    return f'<td{spans} style="{skin.cell}">{inner}</td>'
