from __future__ import annotations

from pathlib import Path

from ingest.watching import changes


def test_a_change_is_noticed_once_and_only_when_it_is_still(tmp_path: Path) -> None:
    file = tmp_path / "年报.txt"
    file.write_text("一", "utf-8")
    noticed = changes([tmp_path], interval=0.05)
    next(noticed)
    file.write_text("一二三", "utf-8")
    (tmp_path / "新增.txt").write_text("四", "utf-8")
    next(noticed)
    file.unlink()
    next(noticed)
    assert [path.name for path in tmp_path.iterdir()] == ["新增.txt"]
