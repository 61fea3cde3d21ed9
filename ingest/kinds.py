"""What kind of thing a cell's text is: a number, a date, a choice, a sentence, or words that may name others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from ingest.numbers import is_blank, is_numeric


class Kind(StrEnum):
    """The kinds of cells that tell a header from what it heads."""

    BLANK = "blank"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    VALUE = "value"
    """Something stated that is no word: a telephone number, an address on the web, a size with its unit."""
    TEXT = "text"
    """Words too long to be a name."""
    LABEL = "label"


_YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?")
_PERIOD = re.compile(
    r"(?:19|20)\d{2}(?:年度?|[-./年]\d{1,2}(?:月|[-./月]\d{1,2}日?)?)(?:\s*[-—~至]+\s*(?:(?:19|20)\d{2}[-./年])?\d.*)?"
)
_AGE = re.compile(
    r"\d{1,2}\s*(?:年|个?月|日|天|岁)?\s*(?:[-—~～至到]+\s*\d{1,3}\s*(?:年|个?月|日|天|岁)|(?:年|个?月|日|天|岁)?以[内上下])(?:[(（].*[)）])?"
)
"""The brackets of a distribution: 1年以内, 2至3年."""
_CHOICE = re.compile(r"(?:[□√×☑☐■✓]\s*\S{0,6}\s*)+|是|否|有|无|男|女|适用|不适用|不存在|已?事[前后].{0,8}|[√×✓☑]")
_LOOSE_NUMBER = re.compile(
    r"[(（]?[-+−－±≥≤<>＜＞约¥￥$]*\s*\d[\d,，.\s]*(?:[-~～—–至×xX*/:：]\s*\d[\d,.]*)*\s*[)）]?\s*"
    r"(?:%|％|‰|[a-zA-Z°℃Ωμ/²³·]{1,8}|[万亿千百]?[\u4e00-\u9fff]{0,3})?(?:[(（][^()（）]*[)）])?"
)
_CONTACT = re.compile(r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|\d{3,4}[-—]\d{6,8}(?:[-转]\d+)?|[0-9A-Z]{15,18}")
_LONG, _VERY_LONG = 26, 40
_SENTENCE = re.compile(r"[。；！]|，.*，")

_NAMING = (
    "姓名|名称|名|项目|事项|科目|类别|类型|种类|性质|品种|款项|内容|指标|项|序号|编号|代码|编码|文号|单位|部门|机构|公司|对象|"
    "客户|供应商|股东|职务|职位|职称|性别|年龄|学历|金额|余额|总额|数额|额|数量|人数|件数|次数|数|量|比例|比重|占比|比率|率|"
    "日期|时间|期限|期间|年月|年度|年份|年|月份|日|时点|状态|状况|情况|方式|方法|形式|来源|去向|用途|依据|标准|条件|范围|地址|"
    "地点|地区|区域|场所|所在地|电话|邮箱|邮编|网址|传真|代表人|负责人|联系人|经办人|签名|签字|意见|原因|理由|事由|说明|描述|"
    "备注|附注|注|程序|措施|结果|影响|风险|关系|责任|等级|级别|分类|层级|层次|行业|业务|产品|服务|技术|型号|规格|参数|"
    "尺寸|重量|材质|颜色|品牌|产地|厂家|价格|单价|成本|费用|收入|支出|利润|资产|负债|准备|损失|合计|小计|总计|共计|其中|"
    "增加|减少|增减|变动|变化|增长|计提|核销|转回|摊销|期初|期末|本期|上期|年初|年末|本年|上年|去年|同期|预算|决算|"
    "实际|计划|累计|账面|面积|长度|功率|电压|电流|压力|温度|范围|容量|速度|频率|寿命|特点|特征|功能|简介|介绍|背景|经历|"
    "国籍|民族|籍贯|职业|专业|院校|学校|证号|证件|档案|印章|用章|主体|信息|记录|清单|名单|种|否|者|家|人|长|度|值|法|型|式|性|"
    "方|类|表|款|书|证|会|费|税|股|权|息|利|值|商|员|源|具|数据|数目|批次|版本|语言|"
    "履行|认缴|实缴|持股|任职|起始|终止|起止|出生|成立|注册|挂牌|上市|发布|生产|投运|首次|最高|最低|平均|额定|最大|最小"
)
_NAME_END = re.compile(rf"(?:{_NAMING})(?:\s*[(（\[【][^()（）]*[)）\]】])?[%％:：]?")
_NAME_START = re.compile(
    r"(?:期[初末]|年[初末]|本[期年月次]|上[期年月]|报告期|是否|其中|合计|小计|总计|累计|项目|其他|占|较|比|首次|主要|"
    r"[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．)](?!\d)|[①-⑳])"
)
_THING = re.compile(
    r".{3,}(?:公司|集团|事务所|银行|支行|大学|学院|研究院|厂|中心|政府|委员会|协会|系统|组合)(?:[(（].*[)）])?"
)
"""Names of organisations and of sorts: they end like attributes and are none."""
_WITH_UNIT = re.compile(
    r"[(（](?:[万亿百千]?元|%|％|[a-zA-Z°℃/²³μΩ]{1,8}|[件个条项次人份股户天年月日]|单位.*)[)）]|[%％]$"
    r"|[\u4e00-\u9fff)）](?:mm|cm|m|kg|t|k[wW]|V|A|N|Hz|s|h|rpm)$"
)


@lru_cache(maxsize=65_536)
def kind_of(text: str) -> Kind:
    """The kind of a cell's text, by its shape alone."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if is_blank(text) or not plain:
        return Kind.BLANK
    if is_numeric(text) and not _YEAR.fullmatch(plain):
        return Kind.NUMBER
    if any(pattern.fullmatch(plain) for pattern in (_YEAR, _PERIOD, _AGE)):
        return Kind.DATE
    if _CHOICE.fullmatch(plain):
        return Kind.CHOICE
    if _LOOSE_NUMBER.fullmatch(plain) or _CONTACT.fullmatch(plain):
        return Kind.VALUE
    length = len("".join(plain.split()))
    if length > _VERY_LONG or (length > _LONG and _SENTENCE.search(plain)):
        return Kind.TEXT
    return Kind.LABEL if any(map(str.isalpha, plain)) else Kind.VALUE


@lru_cache(maxsize=65_536)
def names_attribute(text: str) -> bool:
    """Whether words read like the name of an attribute (期末余额, 是否变更, 金额（万元）) rather than of a thing."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if kind_of(text) is Kind.DATE:
        return True
    if kind_of(text) not in (Kind.LABEL, Kind.TEXT) or len(plain) > _VERY_LONG:
        return False
    if _THING.fullmatch(plain) and not _NAME_START.match(plain):
        return False
    tail = plain[-_longest_tail(plain) :]
    return bool(_WITH_UNIT.search(plain) or _NAME_START.match(plain) or _NAME_END.fullmatch(tail))


def _longest_tail(plain: str) -> int:
    """How many of the last characters are the shortest ending that names an attribute; the whole when none does."""
    return next((n for n in range(1, len(plain) + 1) if _NAME_END.fullmatch(plain[-n:])), len(plain))


def share(texts: Sequence[str], *kinds: Kind) -> float:
    """How many of the texts that state something are of these kinds, from 0 to 1; 0 when none states anything."""
    stated = [kind for text in texts if (kind := kind_of(text)) is not Kind.BLANK]
    return sum(kind in kinds for kind in stated) / len(stated) if stated else 0.0
