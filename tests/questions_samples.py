"""Questions over the sample reports in the words of citizens, officials and journalists, with what they must get."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its outcome: the values that are asserted in order, words of the answer, or a reason."""

    question: str
    values: tuple[str, ...] = ()
    outcome: str = "answered"
    """"answered", a reason of a refusal, or "clarify"."""
    says: tuple[str, ...] = ()
    """Words that the answer must hold."""
    beyond: str = ""
    """Why the question is still beyond the assistant; it must then fail, so that a success is noticed."""


def _values(question: str, *values: str) -> Asked:
    return Asked(question, values)


def _says(question: str, *words: str) -> Asked:
    return Asked(question, says=words)


def _not(question: str, reason: str) -> Asked:
    return Asked(question, outcome=reason)


CITIZENS = (
    _values("霁川市2021年一共收到了多少份信息公开申请？", "2604"),
    _values("2022年霁川有多少人拿到了全部想要的信息，就是予以公开的有几件？", "1073"),
    _values("想问下霁川市政府2020年拒绝了多少件申请", "214"),
    _values("霁川市2022年有多少申请最后没办完，转到下一年了？", "59"),
    _values("砚溪县2020年信息公开申请收了多少", "118"),
    _values("砚溪县政府2021年答复了多少件申请？", "146"),
    _values("砚溪2022年公民个人提了多少件申请", "89"),
    _values("霁川2019年公司来申请信息公开的有多少件？", "137"),
    _values("砚溪县教体局2022年收到几件申请呀", "7"),
    _values("财政局2021年收到了几件申请？", "5"),
    _values("请问砚溪县财政局2020年新收申请几件，谢谢", "3"),
    _values("霁川2021年因为申请不明确、补正后还是不明确的有几件", "32"),
    _values("霁川市2021年重复申请有多少件", "33"),
    _values("霁川市2021年说信息不存在、机关不掌握的有多少件？", "603"),
    _values("2021年霁川市政务公开专区花了多少钱？", "735.8"),
    _values("霁川市2021年开了几场新闻发布会", "58"),
    _values("砚溪县2022年办了多少场政府开放日活动？", "8"),
    _values("“砚溪发布”2022年推送了多少条信息？", "1393"),
    _values("砚溪县教育体育局2021年课后服务惠及多少名学生", "19860"),
    _says("砚溪县财政局办公室的电话是多少？", "0190-3181507"),
    _says("霁川市信息公开办公室在哪里？", "霁明大道1号"),
    _says("砚溪县教育体育局的邮箱是什么", "jtj@yanxi.example"),
    _says("砚溪县人民政府2022年的邮政编码是多少", "909300"),
)

SAID_OTHERWISE = (
    _values("霁川市2021年行政许可和行政处罚一共多少件", "457818"),
    _values("霁川市2021年不予公开的里面涉及国家秘密的占多少", "2.06"),
    _values("霁川市2021年律所办结的申请里予以公开占多少", "35.66"),
    _values("霁川市2021年行政诉讼总数和败诉数分别是几件", "47", "6"),
    _values("霁川市2021年行政诉讼几件，败诉几件", "47", "6"),
    _values("企业们关心：霁川市2021年企业申请新收多少件", "193"),
    _values("霁川市2020年新收比2021年少多少件", "-367"),
    _values("霁川市2021年和2022年哪年新收多", "186"),
    _values("霁川市2021年补正之后还是不清楚的几件", "32"),
    _values("霁川市2021年没交费不再处理的几件", "9"),
    _values("霁川市2021年没走复议直接起诉的几件", "30"),
    _values("霁川市2021年不予公开的理由排名", "77", "59", "44", "38", "33", "25", "9", "6"),
    _values("霁川市砚溪县财政局2021年新收几件", "5"),
    _not("苏州市财政局2021年新收多少", "report_not_loaded"),
    _not("霁川市2020年的规范性文件现在还有效的有几件", "not_stated"),
    _not("霁川市2021年诉求办理率是多少", "not_stated"),
    _not("霁川市2021年投诉办结率多少", "not_stated"),
)

OFFICIALS = (
    _values("霁川市2021年度本年新收政府信息公开申请数量总计", "2604"),
    _values("霁川市人民政府2021年度“（三）不予公开—5.属于三类内部事务信息”总计数", "59"),
    _values("砚溪县2021年四类过程性信息不予公开件数", "1"),
    _values("霁川市2022年上年结转政府信息公开申请数量是多少", "78"),
    _values("霁川市2020年度办理结果总计多少件", "2244"),
    _values("霁川市2021年法律服务机构本年新收申请数", "128"),
    _values("霁川市2021年法人或其他组织新收申请合计多少件", "356"),
    _values("霁川市2021年不予处理合计多少件", "183"),
    _values("霁川市2021年无法提供的申请共多少件？", "721"),
    _values("霁川市2021年予以公开和部分公开合计多少件", "1301"),
    _values("霁川市2021年行政规范性文件现行有效件数", "201"),
    _values("霁川市2022年废止行政规范性文件多少件", "31"),
    _values("霁川市2019年规范性文件对外公开总数量", "318"),
    _values("霁川市2020年行政许可处理决定数量", "301774"),
    _values("霁川市2020年行政许可本年增/减", "6"),
    _values("霁川市2020年行政处罚本年增/减多少项", "-21"),
    _values("霁川市2019年政府集中采购总金额", "86213.47"),
    _values("霁川市2021年行政事业性收费金额是多少万元？", "73184.26"),
    _values("砚溪县2022年行政强制处理决定多少件", "91"),
    _values("霁川市2021年行政复议结果维持多少件", "52"),
    _values("霁川市2021年行政复议总计多少件", "76"),
    _values("霁川市2021年行政诉讼中未经复议直接起诉总计几件", "30"),
    _values("霁川市2021年复议后起诉结果维持多少件", "14"),
    _values("霁川市2021年行政诉讼总计多少件", "47"),
    _values("霁川市2020年其他处理多少件", "68"),
    _values("霁川市2021年（六）其他处理共多少件", "87"),
    _values("霁川市2021年商业企业的（六）3其他有多少件", "3"),
    _values("霁川市2021年自然人信访举报投诉类申请件数", "87"),
    _values("砚溪县教育体育局2020年科研机构新收申请", "0"),
    _values("霁川市２０２１年新收申请多少件", "2604"),
    _values("霁川市二〇二一年新收申请多少件", "2604"),
    _values("霁川市二〇一九年办结多少件申请", "1844"),
    _values("霁川市21年新收申请数", "2604"),
    _values("砚溪县22年度办结申请件数", "98"),
    _values("霁川市2021年危及“三安全一稳定”的不予公开件数", "9"),
    _values("砚溪县2021年保护第三方合法权益的几件", "2"),
)

JOURNALISTS = (
    _values("霁川市2019到2022年每年新收多少件申请？", "1862", "2237", "2604", "2418"),
    _values("砚溪县2020年、2021年和2022年分别办结多少件？", "115", "146", "98"),
    _values("霁川市历年行政复议总计各多少件？", "55", "64", "76", "61"),
    _values("霁川市2022年新收申请比2021年少了多少件？", "-186"),
    _values("霁川市2021年新收申请比上年增长了多少件", "367"),
    _values("霁川市2021年新收申请同比增长率是多少？", "16.41"),
    _values("砚溪县2022年新收申请同比下降了百分之几", "-32.87"),
    _values("霁川市2021年予以公开占办结总数的比例", "41.15"),
    _values("霁川市2021年的公开率是多少", "50.37"),
    _values("霁川市2021年行政复议纠错率是多少", "9.21"),
    _values("砚溪县2022年公开类答复占办结的百分之几", "58.16"),
    _values("霁川市2021年不予公开占办结的比重", "11.27"),
    _values("霁川市2021年自然人申请占新收申请的比例", "86.33"),
    _values("霁川市和砚溪县2022年各新收多少件申请？", "2418", "96"),
    _values("砚溪县财政局、教育体育局2021年分别收到多少件申请", "5", "9"),
    _not("霁川市2020年和2021年规范性文件总量可以直接比较吗？", "not_comparable"),
    _not("砚溪县2020年行政事业性收费和2021年可比吗", "not_comparable"),
    _values("霁川市2019-2022年哪一年新收申请最多？", "2604"),
    _values("2021年哪个机关新收的申请最少？", "5"),
    _values("霁川市2019年到2022年一共新收多少件申请？", "9121"),
    _values("霁川市年均新收多少件申请", "2280.25"),
    _values("2022年砚溪县财政局和教体局一共新收多少", "18"),
    _values("霁川市2021年有没有行政诉讼案件", "47"),
    _values("霁川市2021年办结2538件对吗", "2583"),
    _values("霁川市2021年新收是不是超过2000件？", "2604"),
    _values("砚溪县2021年教育局新收多少件", "9"),
    _not("2021年哪个单位收到群众诉求最多", "not_stated"),
    _not("霁川市规范性文件总量哪年最多", "not_comparable"),
    _not("砚溪县财政局2019年公开率是多少", "not_computable"),
    _not("砚溪县教育体育局2021年行政诉讼败诉率", "not_computable"),
)

REFUSED = (
    _not("霁川市财政局2021年新收多少件申请？", "report_not_loaded"),
    _not("砚溪县公安局2021年新收多少件申请", "report_not_loaded"),
    _not("临渡镇人民政府2021年收到多少件申请", "report_not_loaded"),
    _not("北京市2021年新收多少件申请？", "report_not_loaded"),
    _not("霁川市卫健委2022年办结多少件申请", "report_not_loaded"),
    _not("霁川市2018年新收多少件申请？", "year_not_covered"),
    _not("砚溪县2023年办结多少件？", "year_not_covered"),
    _not("砚溪县2021年申请人都有谁，叫什么名字？", "personal"),
    _not("是谁提出了砚溪县财政局2020年的那3件申请", "personal"),
    _not("砚溪县2019年规范性文件对外公开总数量是多少", "damaged"),
    _not("砚溪县2019年行政许可处理决定数量", "damaged"),
    _not("砚溪县财政局2022年行政规范性文件现行有效件数", "damaged"),
    _not("霁川市2021年政府集中采购总金额是多少", "not_stated"),
    _not("霁川市2021年新建了多少公里地铁？", "not_stated"),
    _not("霁川市2022年市长叫什么名字", "not_stated"),
    _not("去年新收多少件申请？", "clarify"),
    _not("砚溪县去年新收多少件申请", "clarify"),
    _not("砚溪县新收多少件申请？", "clarify"),
    _not("2021年新收多少件申请？", "clarify"),
    _not("今天天气怎么样", "not_stated"),
    _not("霁川市2021年GDP增长了多少", "not_stated"),
)

TEXT = (
    _says("霁川市2021年存在哪些问题？", "反馈说明不够充分", "专区利用率有高有低", "检索义务履行不到位"),
    _says("霁川市2021年打算采取哪些改进措施", "逐条说明意见采纳情况", "星级评定", "检索工作指引"),
    _says("砚溪县教育体育局2021年的薄弱环节有哪些？", "条文", "时间差", "体育类信息占比"),
    _says("砚溪县2022年下一步怎么改进，有哪些打算", "线上列席", "关键词检索", "台账管理"),
    _says("霁川市2021年收没收信息处理费？", "没有收取信息处理费"),
    _says("砚溪县2022年信息处理费情况如何", "没有产生信息处理费收入"),
)

ENGLISH = (
    _values("How many requests did 霁川市 receive in 2021?", "2604"),
    _values("How many requests were carried over to next year by 霁川市 in 2021?", "78"),
    _values("How many requests were denied by 霁川市 in 2021?", "291"),
    _not("How many new requests did 霁川市 receive in 2017?", "year_not_covered"),
)

QUESTIONS = (*CITIZENS, *SAID_OTHERWISE, *OFFICIALS, *JOURNALISTS, *REFUSED, *TEXT, *ENGLISH)
