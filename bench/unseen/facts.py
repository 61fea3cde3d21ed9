"""Invented reports that no file of ours holds: other agencies, other numbers, the form's identities kept."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from samples.facts import Form, Report, load

_SAMPLES = cache(load)
"""Read once: they lend their form, their headings and their contacts."""

_PLACES = ("临澜县", "青岫区", "桐溟市", "鹤渚县", "砾川区", "岚陂县")
_OFFICES = ("水务局", "民政局", "统计局", "人民政府", "交通运输局", "市场监督管理局")
_ENDS = {"new", "carried_in", "closed", "carried_out"}


def invented(seed: str, *, after_2020: bool = True, largest: int = 60) -> Report:
    """A report whose tables are drawn from the seed."""
    chance = random.Random(f"unseen/{seed}")
    base = next(report for report in _SAMPLES() if (report.year > 2020) is after_2020)
    region, office = chance.choice(_PLACES), chance.choice(_OFFICES)
    year = chance.choice((2021, 2022, 2023, 2024) if after_2020 else (2019, 2020))
    form = base.form
    made = replace(
        base,
        agency="unseen",
        name=region + office,
        region=region,
        year=year,
        title=f"{region}{office}{year}年政府信息公开工作年度报告",
        published=date(year + 1, 1, chance.randrange(8, 29)),
        index=f"LL{chance.randrange(100, 999)}-{year + 1}-{chance.randrange(1000):04}",
        numbers={},
        art20=_article20(form, chance),
        requests=_requests(form, chance, largest),
        review={group: _row([_count(chance, 30) for _ in range(4)]) for group in form.review_groups},
        planted=None,
    )
    return replace(made, preamble=_preamble(made), sections=_sections(made))


def _article20(form: Form, chance: random.Random) -> Mapping[str, tuple[str, ...]]:
    def amount(column: str) -> str:
        if "金额" in column:
            return f"{chance.randrange(1, 90_000)}.{chance.randrange(1, 10)}"
        if column == "本年增/减":
            return str(chance.randrange(-40, 40))
        return str(_count(chance, 4_000) if "决定" in column else _count(chance, 300))

    return {row: tuple(map(amount, item.columns)) for item in form.items for row in item.rows}


def _requests(form: Form, chance: random.Random, largest: int) -> Mapping[str, tuple[int, ...]]:
    results = [code for code in form.request_rows if code not in _ENDS]
    rows = {code: _row([_count(chance, largest) for _ in range(6)]) for code in results}
    rows["closed"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    rows["carried_out"] = _row([_count(chance, 9) for _ in range(6)])
    available = [a + b for a, b in zip(rows["closed"], rows["carried_out"], strict=True)][:6]
    rows["carried_in"] = _row([chance.randint(0, min(9, most)) for most in available])
    rows["new"] = _row([a - b for a, b in zip(available, rows["carried_in"], strict=False)])
    return {code: rows[code] for code in form.request_rows}


def _count(chance: random.Random, largest: int) -> int:
    return 0 if chance.random() < 0.5 else chance.randint(1, largest)


def _row(parts: list[int]) -> tuple[int, ...]:
    return (*parts, sum(parts))


def _preamble(report: Report) -> tuple[str, ...]:
    return (
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{report.name}{report.year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{report.year}年1月1日起至12月31日止。",
    )


def _sections(report: Report) -> tuple[tuple[str, ...], ...]:
    received, closed = report.requests["new"][-1], report.requests["closed"][-1]
    return (
        (
            f"{report.year}年，本机关扎实推进政务公开工作，信息发布更加及时规范，群众获取信息更加方便。",
            f"全年新收政府信息公开申请{received}件，办结{closed}件，均依法答复申请人。",
        ),
        (),
        (),
        (),
        ("一是公开内容还不够全面；二是解读形式较为单一。下一步将加强业务培训，丰富解读形式。",),
        ("无其他需要报告的事项。",),
    )
