"""The same questions in other words: does a figure survive synonyms, order, register and slips of the keyboard?

    python -m bench.rephrasing [--suite figures] [--store DIR] [--variants N] [--seed N]

Every single-turn case of a suite is asked as it stands and again in N rephrasings made by rules. Printed are the
share of cases right as they stand, that of rephrasings right, and each rephrasing that lost or changed its figures.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answer import Answer, Question, Scope
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.years import years_in
from assistant.wire import to_json
from evals.cases import Case
from evals.dataset import load
from evals.scoring import score
from ingest.build import ingest

ROOT = Path(__file__).resolve().parents[1]
_SYNONYMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("新收", ("收到", "受理", "接收", "新收到")),
    ("办结", ("办理完", "答复", "处理完")),
    ("结转下年度", ("结转到下一年", "转到下一年", "顺延到下年")),
    ("上年结转", ("上一年结转", "上年度结转", "从上年结转")),
    ("不予公开", ("拒绝公开", "不同意公开")),
    ("予以公开", ("同意公开", "准予公开")),
    ("商业企业", ("企业", "公司")),
    ("自然人", ("个人", "公民")),
    ("多少件", ("几件", "多少", "多少宗")),
    ("合计", ("一共", "总共")),
    ("占", ("占到",)),
    ("比例", ("比重",)),
    ("增加多少", ("多了多少", "增加了多少")),
    ("最多", ("最多",)),
    ("行政复议", ("复议",)),
    ("结果纠正", ("被纠正", "纠错")),
)
_OPENINGS = ("请问", "想问一下，", "帮我查一下", "麻烦看看", "你好，", "我想知道")
_ENDINGS = ("，谢谢", "呢？", "呀", "？？", "  ", "，麻烦了")
_WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
_CHINESE_DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def _synonyms(text: str, names: AgencyNames, draw: random.Random) -> str:
    """Another word for the first thing that has one; agencies keep their names."""
    for word, others in draw.sample(_SYNONYMS, k=len(_SYNONYMS)):
        spans = [(mention.start, mention.end) for mention in names.find(text)]
        at = text.find(word)
        inside = any(start <= at < end for start, end in spans)
        if at >= 0 and not inside and not (word == "予以公开" and text[at - 1 : at] == "不"):
            return text[:at] + draw.choice(others) + text[at + len(word) :]
    return text


def _order(text: str, names: AgencyNames, draw: random.Random) -> str:
    """The year in front of the agency, or the scope at the end."""
    mentions, years = names.find(text), years_in(text)
    if len(mentions) != 1 or len(years.spans) != 1:
        return text
    who, when = mentions[0], years.spans[0]
    if who.end != when[0]:
        return text
    year = text[when[0] : when[1]] if text[when[1] - 1] == "年" else text[when[0] : when[1]] + "年"
    rest = text[: who.start] + text[when[1] :]
    if draw.random() < 0.5:
        return f"{year}{who.text}{rest}"
    return f"{rest.rstrip('？?。')}，{who.text}{year}？"


def _register(text: str, names: AgencyNames, draw: random.Random) -> str:
    """Politer, or more in passing."""
    if text.isascii() or re.match("[A-Za-z]", text):
        return text
    return draw.choice(_OPENINGS) + text.rstrip("？?。") + draw.choice(_ENDINGS)


def _slip(text: str, names: AgencyNames, draw: random.Random) -> str:
    """What keyboards do: wide digits, spaces around the year, a year in Chinese digits, a word twice."""
    years = years_in(text)
    choice = draw.randrange(4)
    if choice == 0 or not years.spans:
        return text.translate(_WIDE)
    start, end = years.spans[0]
    year = text[start:end]
    if choice == 1:
        return f"{text[:start]} {year} {text[end:]}"
    if choice == 2 and re.fullmatch(r"20\d\d年", year):
        return text[:start] + "".join(_CHINESE_DIGITS.get(c, c) for c in year) + text[end:]
    return text.replace("多少", "多少多少", 1)


RULES: dict[str, Callable[[str, AgencyNames, random.Random], str]] = {
    "synonyms": _synonyms,
    "order": _order,
    "register": _register,
    "slip": _slip,
}


def main() -> int:
    """Ask every case and its rephrasings; print what was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="figures")
    parser.add_argument("--store", type=Path, help="a library of the samples; else they are read now")
    parser.add_argument("--variants", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cases = [case for case in load(options.suite).cases if not case.history and case.scope == Scope()]
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        with Library.open(store, create=options.store is None) as library:
            if options.store is None:
                ingest([ROOT / "samples" / "reports"], library)
            _measure(Assistant(library), cases, options.variants, random.Random(options.seed))
    return 0


def _measure(assistant: Assistant, cases: Sequence[Case], variants: int, draw: random.Random) -> None:
    names = assistant.catalog.names
    right, asked, kept = 0, Counter[str](), Counter[str]()
    for case in cases:
        text = case.question
        plain = _right(assistant.ask(Question(text)), case)
        right += plain
        if not plain:
            got = [str(figure.value) for figure in assistant.ask(Question(text)).figures]
            print(f"as it stands: {text} → {got}")
        rules = list(RULES) * max(1, variants // len(RULES))
        for rule, other in sorted({(rule, RULES[rule](text, names, draw)) for rule in rules}):
            if other == text:
                continue
            answer = assistant.ask(Question(other))
            same = _right(answer, case)
            asked[rule] += 1
            kept[rule] += same
            if plain and not same:
                got = [str(figure.value) for figure in answer.figures]
                print(f"{rule}: {text} → {other}\n    {answer.status.value} {got} {answer.answer[:80]!r}")
    print(f"as they stand: {right} of {len(cases)} = {right / len(cases):.3f}")
    for rule in RULES:
        print(f"{rule:9} {kept[rule]} of {asked[rule]} = {kept[rule] / max(asked[rule], 1):.3f}")
    print(f"rephrased: {kept.total()} of {asked.total()} = {kept.total() / max(asked.total(), 1):.3f}")


def _right(answer: Answer, case: Case) -> bool:
    """Whether the answer passes, by the suites' own judgement."""
    return score(case, to_json(answer)).passed


if __name__ == "__main__":
    sys.exit(main())
