"""JUnit XML: a test suite for each suite of ours, a test case for each answer, one for each threshold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from evals.outcome import Outcome, SuiteOutcome
from evals.records import Scored

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(outcome: Outcome) -> str:
    """The document, as continuous-integration servers read it."""
    root = ElementTree.Element("testsuites", name="baogao eval", time=f"{outcome.seconds:.3f}")
    for one in outcome.suites:
        _suite(root, one)
    for sentence in outcome.broken:
        element = ElementTree.SubElement(root, "testsuite", name="broken", tests="1", failures="0", errors="1")
        case = ElementTree.SubElement(element, "testcase", classname="broken", name="run")
        ElementTree.SubElement(case, "error", message=_clean(sentence))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(root: ElementTree.Element, one: SuiteOutcome) -> None:
    errors = sum(result.record.error is not None for result in one.results)
    missed = [check for check in one.checks if not check.passed]
    failures = len(one.failing) - errors + len(missed)
    count = len(one.results) + len(one.checks)
    counts = {"tests": str(count), "failures": str(failures), "errors": str(errors)}
    seconds = sum(result.record.seconds for result in one.results)
    element = ElementTree.SubElement(root, "testsuite", {"name": one.suite.name, "time": f"{seconds:.3f}", **counts})
    for result in one.results:
        _case(element, one.suite.name, result)
    for check in one.checks:
        case = ElementTree.SubElement(element, "testcase", classname=f"{one.suite.name}.thresholds")
        case.set("name", check.bound.metric)
        if check in missed:
            said = f"{check.value} is not within {check.bound.low}..{check.bound.high}"
            ElementTree.SubElement(case, "failure", message=said)


def _case(element: ElementTree.Element, suite: str, result: Scored) -> None:
    case = ElementTree.SubElement(element, "testcase", classname=suite, time=f"{result.record.seconds:.3f}")
    repeat = f" #{result.record.repeat + 1}" if result.record.repeat else ""
    case.set("name", _clean(f"{result.case.id}{repeat} {result.case.question}"))
    if result.score.passed:
        return
    kind = "failure" if result.record.error is None else "error"
    failure = ElementTree.SubElement(case, kind, message=_clean("; ".join(result.score.why)))
    failure.text = _clean(str(result.record.answer.get("answer") or ""))


def _clean(text: str) -> str:
    """Without the characters that no XML document can hold."""
    return _NOT_XML.sub("�", text)
