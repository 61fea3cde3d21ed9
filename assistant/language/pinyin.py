"""How Chinese characters sound, by pypinyin: what a slip of typing shares with what was meant."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # its dictionaries take a quarter of a second: only when they are needed

    return frozenset(reading for found in pinyin(char, style=Style.NORMAL, heteronym=True) for reading in found)


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters have a reading in common, tones aside: 去 and 区."""
    return not _readings(one).isdisjoint(_readings(other))


@lru_cache(maxsize=20_000)
def spelled(name: str) -> str:
    """A name in pinyin, without tones, spaces and marks: “beijing”."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))
