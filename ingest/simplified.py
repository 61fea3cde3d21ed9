"""Traditional characters as the simplified ones that labels, headings and titles are compared in."""

from __future__ import annotations

_PAIRS = (
    "數数發发廢废現现規规許许處处罰罚強强業业費费額额單单萬万組组織织構构會会務务總总計计開开請请結结轉转辦办區区這这屬属國国"
    "穩稳護护權权類类過过執执詢询無无關关沒没補补後后確确訪访舉举報报訴诉複复復复認认獲获繳缴納纳維维糾纠審审經经議议訟讼條条"
    "項项體体況况動动問问題题進进還还較较為为將将訓训豐丰讀读時时間间來来門门網网縣县華华據据統统當当實实眾众應应內内於于與与"
    "從从對对們们個个樣样種种給给約约級级紅红線线練练續续績绩綜综績绩編编緩缓總总縱纵繼继續续缺缺職职聯联聽听責责財财貨货資资"
    "質质賬账購购貿贸賠赔賽赛贊赞趨趋車车軍军輕轻載载輔辅輪轮輸输農农運运達达違违遠远適适選选遷迁還还邊边鄉乡鎮镇醫医釋释鐵铁"
    "銀银銷销錄录鑒鉴長长閉闭閱阅陽阳陸陆隊队際际隨随險险難难電电靈灵頁页順顺須须預预領领頻频顯显風风飛飞養养館馆驗验體体鹽盐"
    "黨党點点齊齐齡龄龍龙佔占價价優优億亿備备傳传債债傾倾僅仅償偿兒儿兩两冊册凍冻則则剛刚創创劃划劑剂勞劳勢势勝胜協协廠厂參参"
    "員员啟启喪丧嚴严園园圍围圖图團团執执場场塊块塵尘墊垫壓压壞坏處处備备夠够夥伙獎奖學学孫孙寧宁實实寫写寬宽寶宝專专尋寻導导"
    "屆届層层島岛師师帳帐帶带幣币幫帮廣广廳厅張张彈弹徑径後后徵征徹彻戶户戰战換换撥拨擇择擔担據据擬拟擴扩攝摄敗败數数斷断時时"
    "曆历歷历書书會会東东構构標标檔档檢检橋桥機机歲岁殘残氣气決决沖冲減减測测漁渔溫温漢汉潔洁濟济濕湿灣湾災灾為为無无煙烟營营"
    "爭争狀状獨独產产畫画異异當当療疗盡尽監监盤盘眾众礎础礦矿禮礼稅税穀谷積积窮穷競竞筆笔節节範范築筑簡简簽签糧粮紀纪純纯紙纸"
    "紛纷終终絕绝絡络網网緊紧線线縮缩聲声膚肤興兴舊旧莊庄藝艺藥药處处號号虧亏補补製制複复視视親亲覺觉覽览觀观觸触訂订討讨記记"
    "訊讯歸归滿满鄰邻馬马魚鱼鳥鸟麥麦寢寝設设評评試试詳详話话該该誌志調调談谈論论諮咨諾诺謀谋講讲證证譯译議议讓让變变"
)
_TABLE = {ord(one): other for one, other in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_MARKS = frozenset("數發處開請結辦屬國關報訴獲審議訟條項體況縣區統計")


def simplified(text: str) -> str:
    """The text in simplified characters, as far as reports and their forms use them; each keeps its place."""
    return text.translate(_TABLE)


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters: many different ones stand in it."""
    return len(_MARKS.intersection(text)) >= len(_MARKS) // 3
