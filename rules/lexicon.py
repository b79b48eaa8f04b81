"""Words of anger, threat and complaint, with how strong they are. What callers say, not what is forbidden."""

from collections.abc import Mapping
from enum import StrEnum


class Feeling(StrEnum):
    """What the emotion operator listens for."""

    ANGER = "anger"
    THREAT = "threat"
    COMPLAINT = "complaint"


STRONG, MILD = 2, 1

_STRONG: Mapping[Feeling, str] = {
    Feeling.ANGER: """
        气死 什么态度 太过分 太不像话 不像话 骗子 忽悠人 有病 混蛋 王八蛋 垃圾 他妈 滚 受够了 忍无可忍 岂有此理
        欺负人 无语了 烦死 你们怎么搞的 怎么办事的 怎么说话的
        ridiculous unacceptable fed_up sick_of furious outrageous are_you_kidding liar scam
    """,
    Feeling.THREAT: """
        告你们 起诉 法院 律师 曝光 媒体 记者 报警 银保监 金融监管 工信部 消费者协会 消协 市场监管 12315 12345 12378
        信访 上访 发到网上 发抖音 发微博 让你们倒闭
        lawyer sue_you take_you_to_court legal_action regulator ombudsman the_press the_police
    """,
    Feeling.COMPLAINT: """
        投诉你 要投诉 去投诉 投诉到底 举报 差评 叫你们领导 找你们领导 找你们经理 叫你们经理
        make_a_complaint file_a_complaint formal_complaint speak_to_your_manager your_supervisor
    """,
}
_MILD: Mapping[Feeling, str] = {
    Feeling.ANGER: """
        生气 着急 怎么回事 等了很久 这么慢 太慢 烦不烦 真是的 搞什么 到底
        angry upset annoyed frustrated terrible awful disappointed
    """,
    Feeling.THREAT: "",
    Feeling.COMPLAINT: "投诉 不满意 服务太差 complain not_happy bad_service",
}


def _weights(feeling: Feeling) -> dict[str, int]:
    weighted = ((_MILD[feeling], MILD), (_STRONG[feeling], STRONG))
    return {word.replace("_", " "): points for words, points in weighted for word in words.split()}


LEXICON: Mapping[Feeling, Mapping[str, int]] = {feeling: _weights(feeling) for feeling in Feeling}
