"""Claims and findings for publishing pipelines: SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from assistant.answer import Audited, Checked, Finding, Severity, Verdict
from assistant.exports import listing
from assistant.report import Source

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def checked_sarif(result: Checked, draft: str, name: str) -> str:
    """A result for every claim that is contradicted or not found."""
    results = [
        {
            "ruleId": f"claim/{claim.verdict.value}",
            "level": "error" if claim.verdict is Verdict.CONTRADICTED else "note",
            "message": {"text": f"{claim.text}：{claim.explanation}"},
            "locations": [_location(name, claim.start, claim.end, draft.count("\n", 0, claim.start) + 1)],
            "relatedLocations": _related(claim.evidence),
        }
        for claim in result.claims
        if claim.verdict is not Verdict.SUPPORTED
    ]
    return _sarif(results)


def audited_sarif(result: Audited) -> str:
    """A result for every finding that nobody has dismissed."""
    results = [
        {
            "ruleId": f"audit/{finding.kind}",
            "level": "error" if finding.severity is Severity.ERROR else "note",
            "message": {"text": f"{finding.where}：{finding.explanation}"},
            "locations": _related(finding.evidence)[:1] or [{"physicalLocation": _artifact(finding.file)}],
            "relatedLocations": _related(finding.evidence)[1:],
            "partialFingerprints": {"finding/v1": finding.finding_id},
        }
        for finding in result.findings
        if not _dismissed(finding)
    ]
    return _sarif(results)


def checked_junit(result: Checked, name: str) -> str:
    """A test case a claim: contradicted ones fail, those not found are skipped."""
    suite = ElementTree.Element("testsuite", name=_clean(name))
    for number, claim in enumerate(result.claims, 1):
        case = _case(suite, f"{number}. {listing.one_line(claim.text)}", name)
        if claim.verdict is Verdict.CONTRADICTED:
            _fail(case, claim.explanation)
        elif claim.verdict is Verdict.NOT_FOUND:
            ElementTree.SubElement(case, "skipped", message=_clean(claim.explanation))
    return _xml(suite)


def audited_junit(result: Audited) -> str:
    """A test case a finding: errors fail, remarks are skipped."""
    suite = ElementTree.Element("testsuite", name="baogao audit")
    for finding in result.findings:
        case = _case(suite, f"{finding.kind} {finding.where}", finding.file)
        if finding.severity is Severity.ERROR and not _dismissed(finding):
            _fail(case, finding.explanation)
        else:
            ElementTree.SubElement(case, "skipped", message=_clean(finding.explanation))
    return _xml(suite)


def _sarif(results: list[dict[str, Any]]) -> str:
    rules = [{"id": rule} for rule in dict.fromkeys(result["ruleId"] for result in results)]
    driver = {"name": "Baogao", "rules": rules}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _location(name: str, start: int, end: int, line: int | None = None) -> dict[str, Any]:
    region: dict[str, Any] = {"charOffset": start, "charLength": end - start}
    if line is not None:
        region["startLine"] = line
    return {"physicalLocation": {**_artifact(name), "region": region}}


def _artifact(name: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": name}}


def _related(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {**_location(source.file, source.start, source.end), "message": {"text": listing.place(source)}}
        for source in sources
    ]


def _dismissed(finding: Finding) -> bool:
    return finding.decision is not None and finding.decision.verdict == "dismissed"


def _case(suite: ElementTree.Element, name: str, group: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", name=_clean(name), classname=_clean(group))


def _fail(case: ElementTree.Element, why: str) -> None:
    ElementTree.SubElement(case, "failure", message=_clean(why)).text = _clean(why)


def _xml(suite: ElementTree.Element) -> str:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode")


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)
