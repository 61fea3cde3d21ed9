"""The form's words in traditional characters."""

_PAIRS = (
    "数數发發废廢现現规規许許处處罚罰强強业業费費额額单單万萬组組织織构構会會务務总總计計开開请請结結转轉办辦区區这這属屬国國稳穩"
    "护護权權类類过過执執询詢无無关關没沒补補后後确確访訪举舉报報诉訴复復认認获獲缴繳纳納维維纠糾审審经經议議讼訟条條项項体體况況"
    "动動问問题題进進还還较較为為将將训訓丰豐读讀时時间間来來门門网網县縣华華据據统統当當实實众眾应應内內于於"
)
_TABLE = {ord(one): other for one, other in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}


def traditional(text: str) -> str:
    """The text with the simplified characters that reports use turned into traditional ones."""
    return text.translate(_TABLE)
