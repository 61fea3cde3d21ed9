"""The structured lookup as LangChain tools with a typed schema: raw figures, and one computed answer. Read-only.

A model names agencies, years, a measure and an operation; it supplies no figure and no query. What comes back is the
same Answer, with its operands and sources, that a sentence would get.
"""

from __future__ import annotations

from typing import Literal, get_args

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from assistant import figures, wire
from assistant.answer import Answer, Checked
from assistant.catalog import Catalog
from assistant.checking import check
from assistant.library import Library
from assistant.pipeline import Assistant, Request
from assistant.report import Figure, FigureStatus
from assistant.understanding.inquiry import Operation

MOST_FIGURES = 200
"""The lookup tool returns no more figures than this in one call: a model could not read more."""
Computation = Literal[
    "value",
    "share",
    "share_change",
    "difference",
    "growth",
    "ratio",
    "total",
    "average",
    "median",
    "maximum",
    "minimum",
    "top",
    "bottom",
    "rank",
    "select",
    "count",
    "trend",
    "comparable",
    "carry_over",
]
"""The operations that a model may ask for: those of `Operation`, by their names."""
assert set(get_args(Computation)) <= {operation.value for operation in Operation}


class LookupArguments(BaseModel):
    """What the lookup tool takes. Every argument narrows; none is a query language."""

    agency: str | None = Field(None, description="机关名称，全称或简称 / the agency, by any of its names")
    year: int | None = Field(None, description="报告年度 / the report year")
    table: str | None = Field(None, description='"art20", "requests", "review", a caption, or "prose"')
    row: str | None = Field(None, description="行标题中的文字 / words of a row header")
    col: str | None = Field(None, description="列标题中的文字 / words of a column header")


def lookup_tool(library: Library) -> BaseTool:
    """The structured lookup as a tool: exact figures as JSON text for a model, the Figures themselves as artifact."""

    def lookup(
        agency: str | None = None,
        year: int | None = None,
        table: str | None = None,
        row: str | None = None,
        col: str | None = None,
    ) -> tuple[str, list[Figure]]:
        catalog = Catalog(library)
        agencies = None
        if agency is not None:
            agencies = {name for mention in catalog.names.find(agency) for name in mention.agencies} | {agency}
        found = figures.select(
            library,
            agencies=agencies,
            years=None if year is None else [year],
            table=table,
            row=row,
            col=col,
            limit=MOST_FIGURES,
        )
        stated = [figure for figure in found if figure.status is not FigureStatus.MISSING]
        return wire.dumps(stated), stated

    return StructuredTool.from_function(
        lookup,
        name="lookup_figures",
        description="查询报告中的确切数字，返回数值、单位、状态与出处；查不到时返回空列表。"
        "Exact figures with their sources; an empty list when there are none.",
        args_schema=LookupArguments,
        response_format="content_and_artifact",
    )


class ComputeArguments(BaseModel):
    """What the computing tool takes."""

    measure: str = Field(description="要查的项目，如：新收、不予公开、行政复议结果纠正 / the row, group or outcome")
    agencies: list[str] = Field([], description="机关，全称或简称；[] 为全部 / agencies, by any name; [] means all")
    years: list[int] = Field([], description="报告年度；空列表为全部 / report years; [] means all")
    columns: str | None = Field(None, description="申请人类别，如“商业企业” / the applicants; null: the total")
    operation: Computation = Field("value", description="对数字做什么 / what to do with the figures")
    of: str | None = Field(None, description="占比的分母，不填为办理结果总计 / what a share is of")
    places: int = Field(1, ge=1, le=100, description="top、bottom 取几个 / how many for top and bottom")
    condition: str | None = Field(None, description="select、count 的条件，如“超过100件” / a condition with a number")

    def request(self) -> Request:
        """The same as a request to the assistant."""
        return Request(
            measure=self.measure,
            agencies=tuple(self.agencies),
            years=tuple(self.years),
            columns=self.columns,
            operation=Operation(self.operation),
            of=self.of,
            places=self.places,
            condition=self.condition,
        )


def compute_tool(library: Library) -> BaseTool:
    """The lookup with arithmetic as a tool: the whole Answer as JSON text for a model, the Answer itself as artifact.

    A refusal is an answer too: its reason and sentence say what is missing.
    """
    assistant = Assistant(library)

    def compute(**fields: object) -> tuple[str, Answer]:
        answer = assistant.look_up(ComputeArguments.model_validate(fields).request())
        return wire.dumps(answer), answer

    return StructuredTool.from_function(
        compute,
        name="compute_figures",
        description="查询标准表格中的数字并精确计算（占比、增减、排名、条件筛选、趋势等），每个数字附出处；不能确定时拒绝并说明原因。"
        "Exact figures of the standard forms with exact arithmetic and sources; refuses with a reason.",
        args_schema=ComputeArguments,
        response_format="content_and_artifact",
    )


class CheckArguments(BaseModel):
    """What the check tool takes."""

    text: str = Field(description="要核对的文字，一句话或一份草稿 / the sentence or draft to check")


def check_tool(library: Library) -> BaseTool:
    """The check of a draft as a tool: its claims with their verdicts as JSON text, the result itself as artifact."""

    def check_claims(text: str) -> tuple[str, Checked]:
        result = check(library, text)
        return wire.dumps(result), result

    return StructuredTool.from_function(
        check_claims,
        name="check_claims",
        description="核对一段文字里的每个数字和比较是否与报告一致，返回结论、正确的数字和出处。"
        "Check every figure and comparison of a text against the reports.",
        args_schema=CheckArguments,
        response_format="content_and_artifact",
    )
