"""Whose report this is, of which year and of what kind: read from its title first, and never guessed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingest.particulars import DATE, parent_of, period_in, published_in
from ingest.simplified import simplified

DISCLOSURE = "disclosure"
"""The kind of a 政府信息公开工作年度报告."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a report. Every field but `title` and `kind` is None where the report does not state it."""

    title: str
    agency: str | None
    region: str | None
    year: int | None
    kind: str
    published: date | None
    parent: str | None = None
    period: tuple[date, date] | None = None
    warnings: tuple[str, ...] = ()


_YEAR = r"(?:19|20)\d{2}"
_GENRE = (
    r"(?:政府信息公开|政务公开|信息公开|政府工作|法治政府建设|国民经济|部门|区级|市级|省级|县级|单位|本级"
    r"|预算|决算|财政(?![局厅部所])|行政处罚|工作总结|年度)"
)
_NOUN = r"(?:年度报告|工作报告|年报|报告|预算|决算|公报|总结|公开表|统计表)"
_TITLE = re.compile(
    rf"[^。，；！？：:\t《》]{{0,60}}?{_NOUN}(?:公开|说明|表)?(?:（[^（）]{{1,24}}）|\([^()]{{1,24}}\))?"
)
_LEADING_TITLE = re.compile(r"[^。，；！？：:\t《》\s]{2,40}(?:年度报告|工作报告)(?=\s)")
_PARTS = (
    re.compile(rf"^(?P<early>)(?:关于)?(?P<agency>\D{{2,40}}?)(?P<late>{_YEAR})年?度?(?P<genre>.*{_NOUN}.*)$"),
    re.compile(
        rf"^(?:关于)?(?:(?P<early>{_YEAR})年?度?)?(?P<agency>.*?)(?P<late>)"
        rf"(?P<genre>的?{_GENRE}.*{_NOUN}.*|{_NOUN}.*)$"
    ),
)
_DISCLOSURE = re.compile(r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")
_FORM_HEAD = re.compile(r"收到和处理政府信息公开申请情况|本年新收政府信息公开申请数量")

_PERIOD = re.compile(rf"(?P<year>{_YEAR})\s*年\s*0?1\s*月\s*0?1\s*日\s*起?\s*[至到—~～-]")
_YEAR_OF_REPORT = re.compile(
    rf"(?P<year>{_YEAR})\s*年度?\s*(?:政府信息公开|政务公开|部门|单位|区级)[^。，]{{0,12}}?(?:报告|预算|决算)"
)

_TITLE_KEYS = ("标题", "名称", "信息名称", "title", "Title")
_AGENCY_KEYS = ("发布机构", "发文机关", "公开单位", "单位", "publisher")
_LONGEST_TITLE = 120
_SITE_WORDS = frozenset({"正文", "全文", "打印", "关闭", "下载"})

_ORGAN = (
    r"(?:政府|局|委员会|委|厅|部|院|办公室|办公厅|办|会|中心|总队|支队|大队|街道|镇|乡|公司|学校|大学|医院|行|处|署|社)"
)
_STATED_AGENCY = re.compile(
    r"(?:预算主管部门|编制单位|预算单位|部门名称|单位名称|公开单位)\s*[:：]\s*(\S{2,30}?)(?=\s|$|[，。；）)])"
)
_NAME = r"(?P<agency>[^，。；《》\d\s（(]{2,24}?"
_OPENINGS = (
    re.compile(rf"公布{_NAME}){_YEAR}\s*年度?政府信息公开"),
    re.compile(rf"(?:由|，){_NAME}{_ORGAN})(?:办公室)?(?:根据|依据|按照|结合|汇总|编制)"),
    re.compile(rf"请(?:与|联系)[:：]?{_NAME}{_ORGAN})(?:办公室)?[^，。；（(]{{0,16}}联系"),
)
_NO_AGENCY = re.compile(r"历年|历次|往年|近年|全部|更多|最新|相关|有关|其他")
"""Words in front of a kind of report that name a list of such reports, not an agency."""
_OF_ANOTHER = re.compile(r"^(?:国务院|中共中央|我|本|该|各|其)|有关|相关")
_SIGNATURE = re.compile(rf"^[^，。；：:《》\d\s]{{2,28}}{_ORGAN}$")
_OFFICE = re.compile(r"(?<=人民政府)办公[室厅]$")

_PLACE = re.compile(
    r"(?:[一-鿿]{2,8}?(?:省|自治区|特别行政区))?(?:[一-鿿]{2,8}?(?:自治州|地区|盟|州(?!市|区|县)|市(?!场|政)))?"
    r"(?:[一-鿿]{1,3}县|[一-鿿]{2,10}?(?:自治县|实验区|开发区|高新区|新区|林区|自治旗|县(?!级)|区(?!级|域)|旗|市(?!场|政|容|级)))?"
)
_NO_PLACE = re.compile(r"(?:城市|社区|灌区|景区|名胜区|保护区|校区|园区|库区|超市|地区性)$")


def identify(texts: Sequence[str], metadata: Mapping[str, str], file: str) -> Identity:
    """Name a report from its blocks of text in order, what the format states outside the text, and its file name.

    The year is the year reported on, not the year of publication. What is not stated stays None, with a warning.
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", file)
    outside = _title_of(_lookup(metadata, _TITLE_KEYS))
    # A page may name other reports in front of its own; what it calls itself says which line is its title.
    confirmed = outside if outside and any(_squeezed(text) == _squeezed(outside) for text in texts) else None
    sources = (confirmed or _title_in(texts), outside, _title_of(stem))
    title = next(filter(None, sources), (_lookup(metadata, _TITLE_KEYS) or stem)[:_LONGEST_TITLE])
    running = "\n".join(texts)
    named = [parts for source in (title, *sources) if source and (parts := _parts(source))]
    agency = _as_printed(_agency(named, texts, metadata, running), [title, *filter(None, sources)])
    year, warnings = _year(named, running)
    if agency is None:
        warnings.append("未找到发布机构 / The report names no agency")
    kind = _kind(named, title, running)
    published, period = published_in(texts, metadata), period_in(running)
    parent = parent_of(agency, running, metadata)
    return Identity(title, agency, region_of(agency), year, kind, published, parent, period, tuple(warnings))


def report_id(agency: str | None, year: int | None, kind: str, file: str) -> str:
    """A stable id, "r" and 12 hexadecimal digits, out of what the report is and which file states it.

    A place's short name and its 人民政府 are one agency. Two files of one report are two versions, each with its
    own id, so that neither hides the other.
    """
    name = (agency or "").removesuffix("人民政府")
    parts = [name, str(year or ""), kind, file]
    return "r" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def region_of(agency: str | None) -> str | None:
    """The place name that leads an agency's name (县, 区, 市, 省 and their combinations), or None."""
    name = simplified(agency or "")
    match = _PLACE.match(name)
    place = match.group() if match else ""
    while _NO_PLACE.search(place):
        shorter = _PLACE.match(place[:-1])
        place = shorter.group() if shorter else ""
    return (agency or "")[: len(place)] or None


def _title_in(texts: Sequence[str]) -> str | None:
    """The report's title among the first blocks, put together again where it is split over two or three."""
    head = [text for text in map(str.strip, texts[:40]) if text not in _SITE_WORDS]
    for index, text in enumerate(head):
        leading = _LEADING_TITLE.match(_simplified(text))
        title = _title_of(text) or _split_title(head[index : index + 3]) or (leading and text[: leading.end()])
        if title:
            before = head[index - 1] if index else ""
            return before + title if _lacks_agency(title) and _SIGNATURE.match(_squeezed(before)) else title
    return None


def _split_title(lines: Sequence[str]) -> str | None:
    """The title that two or three short lines make together, unless the later one is a title of its own."""
    for count in range(2, len(lines) + 1):
        if any(len(line) > 50 for line in lines[:count]) or _title_of(lines[count - 1]):
            return None
        title = _title_of("".join(lines[:count]))
        if title:
            return title
    return None


def _lacks_agency(title: str) -> bool:
    parts = _parts(title)
    return parts is not None and not parts["agency"]


def _parts(title: str) -> re.Match[str] | None:
    """Year, agency and genre of a title; the year, where it stands in the middle, parts the two."""
    squeezed = _simplified(_squeezed(title))
    return next((match for pattern in _PARTS if (match := pattern.match(squeezed))), None)


def _title_of(text: str | None) -> str | None:
    """The report title in a line, without a site's name behind it; None when the line is no title."""
    line = re.split(r"\s*[-_|—]{1,2}\s*(?=[^\d])", (text or "").strip())[0]
    if not _TITLE.fullmatch(_simplified(line)):
        return None
    parts = _parts(line)
    stated = parts is not None and (parts["early"] or parts["late"] or parts["agency"])
    return line if stated and not line.startswith(("本", "关于印发", "根据", "第", "表", "附")) else None


def _simplified(text: str) -> str:
    """`text` in simplified characters and the words of the mainland; every character keeps its place."""
    return simplified(text).replace("资讯公开", "信息公开")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _lookup(metadata: Mapping[str, str], keys: Iterable[str]) -> str | None:
    return next((metadata[key].strip() for key in keys if metadata.get(key, "").strip()), None)


def _agency(
    named: Sequence[re.Match[str]], texts: Sequence[str], metadata: Mapping[str, str], running: str
) -> str | None:
    disclosure = _is_disclosure(named)
    stated = None if disclosure else _STATED_AGENCY.search(running[:2000])
    if stated:
        return stated.group(1)
    for parts in named:
        agency = _trimmed(parts["agency"], parts["genre"])
        if agency:
            return agency
    return _lookup(metadata, _AGENCY_KEYS) or _opening_agency(running[:1500]) or _signature(texts)


def _as_printed(agency: str | None, titles: Iterable[str]) -> str | None:
    """An agency that was compared in simplified characters, in those of the title that names it."""
    for title in map(_squeezed, titles):
        place = simplified(title).find(agency) if agency else -1
        if agency and place >= 0:
            return title[place : place + len(agency)]
    return agency


def _trimmed(agency: str, genre: str) -> str | None:
    """A title's agency without what belongs to the genre: 县人民 + 政府信息公开 is 县人民政府."""
    name = agency.strip("的（）() ")
    kept = re.sub(r"(?:政府信息公开|政务公开|信息公开)(?:工作)?$", "", name)
    name, genre = kept, name[len(kept) :] or genre
    if name.endswith("人民") and genre.startswith("政府"):
        name += "政府"
    named = len(name) >= 2 and not _NO_AGENCY.match(name) and re.fullmatch(r"[一-鿿（）()·、]+", name)
    return name if named else None


def _opening_agency(opening: str) -> str | None:
    for pattern in _OPENINGS:
        for match in pattern.finditer(opening):
            if not _OF_ANOTHER.search(match["agency"]):
                return _OFFICE.sub("", match["agency"])
    return None


def _signature(texts: Sequence[str]) -> str | None:
    """The agency that signs at the end, on a line of its own before the date."""
    lines = [_squeezed(text) for text in texts[-20:]]
    for line, following in pairwise(lines):
        if _SIGNATURE.match(line) and DATE.match(following) and not _OF_ANOTHER.search(line):
            return line
    return None


def _year(named: Sequence[re.Match[str]], running: str) -> tuple[int | None, list[str]]:
    titled = next((int(year) for parts in named if (year := parts["early"] or parts["late"])), None)
    period = _PERIOD.search(running)
    counted = int(period["year"]) if period else None
    if titled is None and counted is None:
        stated = _YEAR_OF_REPORT.search(running)
        if stated is None:
            return None, ["未找到报告年度 / The report states no year"]
        return int(stated["year"]), []
    if titled is not None and counted is not None and titled != counted:
        return titled, [f"标题写 {titled} 年，统计期限写 {counted} 年 / The title says {titled}, the period {counted}"]
    return (titled if titled is not None else counted), []


def _is_disclosure(named: Sequence[re.Match[str]]) -> bool:
    return any(_DISCLOSURE.search(re.sub(rf"{_YEAR}年?度?", "", parts.string)) for parts in named)


def _kind(named: Sequence[re.Match[str]], title: str, running: str) -> str:
    if _is_disclosure(named) or _FORM_HEAD.search(running):
        return DISCLOSURE
    bare = re.sub(rf"{_YEAR}年?度?", "", _simplified(_squeezed(title)))
    slug = named[0]["genre"].removeprefix("的") if named else bare
    return re.sub(r"[（(].*?[）)]", "", slug).removeprefix("年度") or "report"
