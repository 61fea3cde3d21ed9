"""The words of questions: what sort of answer they want, which operation, which unit; and what carries no meaning.

Dictionary words of the forms stand in measures.yaml; here is what is asked of them.
"""

from __future__ import annotations

import re

PERSONAL = re.compile(
    r"申请(?:人|者)[^，。？]{0,6}(?:是谁|叫什么|姓名|名字|都?有谁|都?有哪些人|身份证|电话|住址|住在?哪|手机|联系方式)|(?:谁|哪些人)(?:提出|提交|申请)"
    r"|(?:提|申请).{0,6}的人.{0,6}(?:是谁|叫什么|姓名|名字)|申请人.{0,4}姓[\u4e00-\u9fff]"
    r"|申请.{0,16}(?:叫什么|姓名|名字)"
    r"|(?:who|names?|addresses|address|phone numbers?|telephone numbers?|e-?mails?|identity numbers?)"
    r" (?:are|were|is|of|for) (?:the |an? |each )?applicants?"
    r"|applicants?'?s? (?:names?|phone|telephone|address|e-?mail)"
    r"|\bwho (?:applied|submitted|filed|requested)\b",
    re.IGNORECASE,
)
ASKS_WHY = re.compile(r"为什么|为何|原因|怎么|怎样|如何|why|how (?:do|does|can|to)\b", re.IGNORECASE)
ASKS_REASON = re.compile(r"为什么|为何|凭什么|\bwhy\b", re.IGNORECASE)
ASKS_FIGURE = re.compile(
    r"最[多少高低大小]|平均|多少|几(?=[个条件次人期场篇项份名家辆户台处所批例起宗])|数量|总数|总量|件数|总计|合计|一共|占比|比例|百分之几|百分比|[^效频]率(?!先)|增长|增速|[增降涨]幅"
    r"|how many|how much|number of|percentage|share of|\btotal\b|\baverage\b",
    re.IGNORECASE,
)
ASKS_TEXT = re.compile(
    r"为什么|为何|原因|怎么|怎样|如何|哪些|什么|谁|哪[个家一]|哪里|哪儿|何处|在哪|地址|邮编|联系|介绍|概括|总结"
    r"|why|how (?:do|does|can|to)|what (?:are|is|were)|where|who",
    re.IGNORECASE,
)
ASKS_CONTACT = re.compile(r"电话|号码|地址|邮编|邮政编码|邮箱|网址|传真|联系方式|phone|address|e-?mail", re.IGNORECASE)
GENERAL = re.compile(
    r"^(?:请问)?[^，。]{0,4}?(?:联系)?(?:电话|地址|邮编|邮箱|网址|传真|联系方式)"
    r"|(?:存在|有)?(?:哪些|什么)[^，。]{0,6}(?:问题|不足|短板|困难|措施)"
)
UNIT = re.compile(
    r"(?:多少|几)\s*(人次|批次|场次|户次|公里|平方米|万元|亿元|个百分点|[个条件次人期场篇项份名家本元钱天辆户台处所批例起宗])"
)
NUMBER = re.compile(
    r"(?:多少|几)\s*(?:人次|批次|场次|户次|万元|亿元|个百分点|公里|平方米|[个条次件人期场篇项份名家本元钱天辆户台处所批例起宗])?"
)
MONEY = re.compile(r"(?:多少|几)(?:钱|元)|花了?多少|费用|金额|资金")
SHARE = re.compile(r"占比|占|比例|比重|share|proportion", re.IGNORECASE)
PERCENT = re.compile(r"百分之几|百分之多少|百分比|percent", re.IGNORECASE)
GROWTH = re.compile(
    r"增长率|增速|增幅|(?:增长|增加|上升|下降|减少|降低|[多少高低升降涨])了?(?:多少|几)?(?:%|百分)|同比|降幅|下降率"
    r"|growth|grow by|grew by",
    re.IGNORECASE,
)
DIFFERENCE = re.compile(
    r"[多少](?:收|办|受理|公开|答复|拒绝|结转)到?了?(?:多少|几)|(?:多|少|高|低|降|升|涨|增加|减少|增长|下降|上升|提升|相差|差)了?(?:多少|几)|变化了?多少|差多少|相差"
    r"|grow|grew|increase|decrease|\brise|\brose\b|\bfall\b|\bfell\b|\bdrop|(?:fewer|more) than(?!\s*\d)"
    r"|how many (?:fewer|more)|change from|\bcompare\b"
    r"|减[去掉]"
    r"|净[增减]|(?<![新递倍])增了?(?:多少|几)"
    r"|(?:是否|有没有|是不是|有无)(?:超过|多于|少于|高于|低于)(?![\d一二三四五六七八九十百千万两])"
    r"|(?:涨|升|增加?|增长|上升|多)了?(?:还是|或)(?:跌|降|减少?|下降|少)了?|(?:跌|降|减少?|下降|少)了?(?:还是|或)(?:涨|升|增加?|增长|上升|多)了?"
    r"|比[^，。？]{2,24}[多少高低](?:了|些|一些)?[吗么]|(?:是否|是不是)[^，。？]{0,16}比[^，。？]{2,24}[多少高低]"
    r"|\b(?:more|fewer|less|higher|lower)\b[^?.]{0,60}?\bthan\b\s+(?:in\s+|for\s+)?(?:(?:19|20)\d\d\b|(?!\d))",
    re.IGNORECASE,
)
COMPARABLE = re.compile(
    r"(?:能|可以|(?<!许)可)(?:不能|否|不可以)?(?:直接)?(?:相?比较?|对比)|直接(?:相?比较?|对比)|comparable|be compared",
    re.IGNORECASE,
)
MAXIMUM = re.compile(r"最多|最高|最大|排名|排第一|第一名|most|highest|rank", re.IGNORECASE)
MINIMUM = re.compile(r"最少|最低|最小|least|lowest|fewest", re.IGNORECASE)
AVERAGE = re.compile(r"平均|年均|average|mean", re.IGNORECASE)
EVERYONE = re.compile(
    r"(?:几|多少|[一二两三四五六七八九十\d]+)个(?:单位|机关|部门|地方|县区?|区县)|单位(?:中|里|之间)|(?:哪一?个|哪一?家|哪些|各个?|每个|所有|全部)(?:单位|机关|部门|地方|地区|市县|县市|[局委厅市县区])"
    r"|单位有哪些|有哪些单位|哪些单位|(?:单位|机关|部门|[局厅委办])(?:又|应该|应)?是(?:哪|谁)"
    r"|最[多少高低大小]的(?:单位|机关|部门|地方|市县|县区)(?=$|[？?。，是有])"
    r"|[%％件个条项次]的(?:单位|机关|部门|地方)(?=$|[？?])"
    r"|(?:which|how many|all|the|rank|each|every)(?: the)? (?:agency|agencies|counties|county|cities|city|bureaus?)",
    re.IGNORECASE,
)
EACH = re.compile(r"分别|各是|各有|各自|各多少|各收|每一?年|历年|逐年|each|respectively", re.IGNORECASE)
WHETHER = re.compile(
    r"有没有|有无|是否|是不是|对吗|对不对|是吗|属实|[件条项个次]了?吗|有.{0,16}吗|[件条项个次元]了?吧|没错|[对是]吧"
    r"|\bany .*\?$|(?:was|were) there|is it true"
    r"|^(?:did|was|were|is|are|has|have)\b.*\b\d[\d,]*\s*(?:requests|applications|items|cases)"
    r"|^(?:did|was|were|is|are|has|have)\b.*(?:\bany|\b(?:more|fewer|less|higher|lower)\b.*\bthan\b)"
    r"|比[^，。？]{2,24}[多少高低](?:了|些|一些)?[吗么]"
    r"|翻(?:了)?(?:[一两三四]?番|一?倍)了?(?:吗|没有?)|\bdoubled?\b.*\?",
    re.IGNORECASE,
)
SUM = re.compile(
    r"(?<!增)加上?|合计|之和|总和|总共|一共|共计|\+|＋|in total|plus|sum of|altogether|combined"
    r"|[和与及跟、][^，。；？]{1,24}共(?:有)?(?:多少|几)"
    r"|(?:19|20)\d\d\s*年?\s*(?:至|到|—+|-|–|~)\s*(?:19|20)\d\d[^，。；？]*共"
    r"|\btotal\b.*\b(?:19|20)\d\d\b\s*(?:,|and|to|through|until|plus|[-–—])\s*(?:in\s+)?(?:19|20)\d\d\b|\b(?:combined|altogether)\b",
    re.IGNORECASE,
)
STRANGER = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:综合实验区|自治区|自治州|自治县|实验区|开发区|省|市|州|县|区|旗)"
    r"|[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道)(?=人民政府|政府|办事处|$|[的＿ ])"
)
FOREIGN = re.compile(
    r"\b(?:did|of|in|for|by|from|at|has|had|does|do)\s+(?:the\s+)?(?P<name>[A-Z][a-z]+(?:['’][a-z]+)?)\b"
)
"""A name in Latin letters where an agency's stands in an English question."""
NOT_NAMES = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|China|Chinese|Article"
    r"|Table|Section|Part|Internet|State)$"
)
PROVINCES = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
NOT_PLACES = re.compile(
    r"公开|^[在于对向为从把将是]?(?:全|各|本|我|该|这|那|上|下|城|都|超|门|股|地|社|园|片|辖|同|两|几|哪)+[省市县区州旗]|[全各本我该]$|[专园校社小景库辖地片灾牧林矿港]区$|[驻入到向送报][省市县区州旗]$|[城超门股]市$"
)
TOWN = re.compile(r"^(?:请问|我想知道|查一下)?(?P<name>[\u4e00-\u9fff][城门]市)(?=＿|人民政府|政府)")
"""A city whose name ends like the words for a town or a shop: 聊城市, 厦门市."""
FILLER = re.compile(
    r"为什么|为何|(?:哪一?个|哪一?家|哪些|各个?|每个|所有|全部)(?:单位|机关|部门|地方|地区|市县|县市|[局委厅市县区])|哪一?年|排名|排第一|第一名|"
    r"所以|拿到|得到|获得|案子|法院|(?<=所以|因此|因而)没给|而[不没未]给|就?不办了|那些|这些|那个|这个|大概|的话|来着|[两三四五六七八几]项|这一?项|该项|上述|相加|加起来|作出|做出|公开申请|为由|(?:最[多少高低大小])|平均|年均|有没有|有无|是否|是不是|对吗|对不对|没错|属实|发生过?|超过|多于|大于|不到|少于|达到|至少|相差|变化|请问|谢谢|多谢|麻烦|您好|你好|帮我|因为|由于|最后|最终|到底|究竟|([\u4e00-\u9fff])[没不]\1|告诉我|我说的|我问的|说说|请教|求问|劳驾|查询|查一下|看看|我想知道|想问|一下|根据|按照|报告|年报|年度|全年|当年|本年度?|这一?年|那一?年|里[面头]?|其中|分别|各自|各是|各有|各|每一?年|历年|逐年|请提供|请给出|"
    r"政府信息公开申请|信息公开申请|政府信息|信息公开|申请公开|依申请公开|申请|信息|"
    r"多少|几|数量|总数|总量|件数|总计|合计|之和|总和|总共|一共|共计|加上?|占比?|比例|比重|百分之|率|"
    r"全市|全县|全区|全省|本市|本县|我市|我县|我区|本局|我局|"
    r"是多少|是|有(?!效)|了|的|吗|呢|呀|啊|么|吧|那么|那|和|与|(?<![惠涉普])及|以及|或|在|中|被|(?<![理事])由|给|从|到|至|于|共|都|为|过|还|能|可以|直接|比较?|"
    r"(?<=[少几\d])\s*(?:[批场户]次|[个条次件人期场篇项份名家本元钱天辆户台处所批例起宗])|年|万元|亿元|人次|情况|结果|数|提出|提交|"
    r"\b(?:(?:each|every|per)\sagency|how|many|anything|much|were|was|true|it|the|of|in|did|do|does|what|is|are|there|that|to|and|for|by|with|its?|from|on|at|total|"
    r"number|figure|year|information|disclosure|government|requests?|applications?|items?|cases?|compared|than|report|"
    r"according|new|percentage|percent|grow|grew|increased?|decreased?|change|rise|rose|fall|fell|drop(?:ped)?|have|has|had|been|be|made?|make|decided?|issued?|took|all|come|came|"
    r"an?|any|each|per|every|list|give|show|tell|me|please|amount(?:ed)?|because|due|those|these|they|them|about|altogether|"
    r"impos(?:e|ed)|submit(?:ted)?|filed?|lodged?|ask(?:ed)?|collect(?:ed)?|levied|among|overall|annual(?:ly)?|numbers|figures|"
    r"people|who|their|this|some|only|during|over|ever|how|us|i|we|you|can|could|would|like|know|want|with|spen[dt])\b",
    re.IGNORECASE,
)
TEXT_FILLER = re.compile(
    r"([\u4e00-\u9fff])[没不]\1|请问|我想知道|想问|告诉我|一下|根据|按照|报告|年报|年度|全年|什么|哪[些个里儿家一]?|怎么样?|怎样|如何|为什么|为何|原因|谁|方面|"
    r"情况|做了|做得?|开展得?|主要|关于|这么多|多么|具体|说的?|由|[的了吗呢呀啊吧是在和与有被把对向从到年]|"
    r"\b(?:the|of|in|did|do|does|what|is|are|was|were|where|who|why|how|which|its?|to|a|an|and|for|by|according|report|year)\b",
    re.IGNORECASE,
)
"""What carries no meaning in a question that a sentence is to answer."""
ASIDE = frozenset(
    "一二三四五六七八九十度年含—－·得个件宗起例批笔次份名位家因提收而人大名花作做项类转以底跟同可这那所列呈用把让对向按就都也又才已来去内下该某嘛哦呵您你我他它些点儿里说讲看查问请"
)
"""Characters that may be left of a question without turning it; any other one, alone, may be what is counted (“输”)."""
OF_ALL = re.compile(r"占(?:全|整个|本)[省市县区](?:的|总数)*(?:多少|几|比例|比重|百分|$)")
"""A share of a whole place, which no report of one agency states."""
OF_WHOLE = re.compile(
    r"全部|所有|全体|整个|来自|百分比?|\b(?:share|proportion|came|come|comes|from|made|up)\b", re.IGNORECASE
)
"""What a share says of its whole and its part without naming either."""
TURNED = re.compile(r"[没未非不除]|以外|之外|其余|剩下")
PART_OF_YEAR = re.compile(r"[上下]半年|季度|(?:\d|[一二三四五六七八九十])月|月份|每[天日周月]|截至|\bQ[1-4]\b")
WRITTEN_OUT = {
    "GDP": "地区生产总值",
    "CPI": "居民消费价格",
    r"(?<![^\s年的省市县区国度])经济(?=增长|增速|总量)": "地区生产总值",
}
"""What people call shorter than reports do, and what reports write."""
ACTIONS = (
    ("公开", "公布", "发布"),
    ("发布", "推送", "编发", "刊发", "发送", "发了", "发出"),
    ("编发", "出版", "编印", "编辑", "制作", "出了", "印了"),
    ("关注用户", "关注人数", "关注了"),
    ("召开", "举办", "举行", "开展", "组织", "开设", "开了", "办了", "进行"),
    ("收到", "受理", "接到", "接收", "接听"),
    ("办结", "办理", "解决", "处理", "答复", "回复", "回应"),
    ("解决",),
    ("采纳", "吸收"),
    ("刊登", "刊载", "登载"),
    ("关停", "注销", "撤销", "关闭"),
    ("新增", "新建", "增设", "新开"),
    ("取消",),
    ("废止", "失效"),
    ("有效", "在用", "生效"),
    ("修改", "修订"),
    ("整改", "纠正"),
)
"""What is done to the things that sentences count; words of one line say the same."""
NEGATION = re.compile(r"没有?(?!收)|未|不(?!动产|含|同|仅|断)|无(?!障碍)|非")
ELLIPSIS = re.compile(r"^(?:那么?|其中|再|还有|另外)|呢[？?]?$|^(?:and|what about)\b", re.IGNORECASE)
