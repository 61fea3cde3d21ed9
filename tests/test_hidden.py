"""Text that a reader of the file does not see is neither indexed nor passed over in silence."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from ingest import formats, html
from ingest.blocks import Document, TextBlock

SEEN = "全年共收到申请三十一件，均已按期答复。"


def text_of(document: Document) -> str:
    return " ".join(block.text for block in document.blocks if isinstance(block, TextBlock))


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility: hidden",
        "font-size:0",
        "font-size: 0px; color: red",
        "opacity:0",
        "text-indent:-9999px",
        "position:absolute; left:-10000px",
        "clip: rect(0,0,0,0)",
    ],
)
def test_styles_that_hide(style: str) -> None:
    for page in (
        f'<p>{SEEN}</p><p style="{style}">共99件。</p>',
        f"<style>.x {{{style}}}</style><p>{SEEN}</p><p class=x>共99件。</p>",
        f"<style>p#y {{{style}}}</style><p>{SEEN}</p><p id=y>共99件。</p>",
    ):
        document = html.read(page)
        assert text_of(document) == SEEN
        assert any("隐藏文字" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "style", ["font-size:0.9em", "opacity:0.8", "text-indent:-2em", "left:-10px", "font-size:10px"]
)
def test_styles_that_only_look_like_it(style: str) -> None:
    document = html.read(f'<p style="{style}">{SEEN}</p>')
    assert (text_of(document), document.warnings) == (SEEN, ())


def test_styles_of_word_that_hide(tmp_path: Path) -> None:
    package = docx.Document()
    for name, kind in (("Secret", WD_STYLE_TYPE.CHARACTER), ("Ghost", WD_STYLE_TYPE.PARAGRAPH)):
        package.styles.add_style(name, kind).font.hidden = True
    package.add_paragraph(SEEN).add_run("共99件。", style="Secret")
    package.add_paragraph("共98件。", style="Ghost")
    shown = package.add_paragraph(style="Ghost").add_run("另有说明。")
    shown.font.hidden = False
    path = tmp_path / "a.docx"
    package.save(str(path))
    document = formats.read(path)
    assert text_of(document) == f"{SEEN} 另有说明。"
    assert "10 字" in document.warnings[0]


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u2066", "\U000e0041"])
def test_characters_that_deceive_are_removed_and_said(tmp_path: Path, char: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEEN.replace("申请", f"申{char}请"), encoding="utf-8")
    document = formats.read(path)
    assert text_of(document) == SEEN
    assert any("看不见的字符 1 个" in warning for warning in document.warnings)
