"""Who is the agent, from what is said. Pure.

Agents introduce themselves, ask to verify, apologise for the company and close by formula; customers want something. The
phrases are those of service calls in Mandarin and English; each side's score is a sum of weights, and the difference says
how sure the answer is.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

AGENT_SAYS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (
            r"请问(?:有)?什么(?:可以|能)?(?:帮|为)(?:助)?[您你]|有什么(?:可以|能)(?:帮|为)[您你]|很高兴为[您你]服务|为[您你]服务",
            4.0,
        ),
        (r"工号|客服(?:专员|代表|中心|热线)|欢迎致电|欢迎拨打|这里是.{0,12}(?:客服|公司|中心|热线)", 4.0),
        (
            r"感谢[您你]的?(?:来电|致电|耐心|等待|支持|理解)|祝[您你]生活愉快|祝[您你].{0,4}愉快|还有(?:其他|别的)(?:问题|需要)",
            3.0,
        ),
        (
            r"请[您你]?稍等|帮[您你](?:查|看|核实|登记|反馈|处理)|为[您你](?:查|核实|登记|办理|转接)|跟[您你]核实|核对一下",
            2.5,
        ),
        (r"非常抱歉|给[您你]带来.{0,4}不便|[您你]的心情.{0,4}理解|请[您你]提供|请[您你](?:说|报)一下", 2.0),
        (r"[您]", 0.15),
        (r"(?:how|what) (?:can|may) I (?:help|do)|thank(?:s| you) for calling|my name is .{0,20}(?:how|from)", 4.0),
        (
            r"anything else (?:I can|that I)|have a (?:great|good|nice|wonderful) (?:day|one)|can I have your|may I have your",
            3.0,
        ),
        (
            r"(?:verify|confirm) your|let me (?:check|look|pull|see)|I (?:do )?apologi[sz]e|I(?:'d| would) be happy to|bear with me",
            2.0,
        ),
        (r"please hold|your (?:account|order) number|I can help you", 2.0),
    )
)
CUSTOMER_SAYS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (
            r"我(?:想|要)(?:问|咨询|投诉|查|退|办|了解|取消|反映)|我的(?:手机|卡|话费|订单|宽带|账户|快递|套餐|流量).{0,12}(?:怎么|为什么|没)",
            3.0,
        ),
        (r"你们(?:公司|客服|怎么|这个|到底|为什么|是不是)|凭什么|我要投诉|太慢了|怎么(?:还没|还不|回事)", 2.5),
        (r"我(?:昨天|前天|上个月|上周).{0,10}(?:买|办|交|充|打)|麻烦(?:你|您)(?:帮我|查)|帮我(?:查|看|办|取消)", 2.5),
        (
            r"I(?:'m| am) calling (?:about|because|to)|I (?:need|want|would like|was wondering)|I have a (?:question|problem)",
            3.0,
        ),
        (
            r"my (?:order|account|bill|card|phone|package|car|insurance)|I (?:bought|ordered|received|paid)|speak to (?:a|your) (?:manager|supervisor)",
            2.0,
        ),
    )
)
# The one who speaks first in an answered call is the agent more often than not.
FIRST_WORD = 0.5
# How quickly a difference in points becomes certainty: 4 points, one formula, give 0.88.
CERTAINTY = 0.5


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """Which speaker is the agent. *confidence* is 0.5 for a coin toss, 1.0 for certain."""

    agent: int | None
    confidence: float


def agent_points(texts: Iterable[str]) -> float:
    """How much one side's words are an agent's; negative for a customer's."""
    points = 0.0
    for text in texts:
        points += sum(weight for pattern, weight in AGENT_SAYS if pattern.search(text))
        points -= sum(weight for pattern, weight in CUSTOMER_SAYS if pattern.search(text))
    return points


def guess_agent(texts: Mapping[int, Sequence[str]], first: int | None = None) -> RoleGuess:
    """The speaker whose words are most an agent's.

    Args:
        texts: what each speaker said, without suspect text.
        first: who spoke first.
    """
    if not texts:
        return RoleGuess(None, 0.5)
    points = {
        speaker: agent_points(said) + (FIRST_WORD if speaker == first else 0.0) for speaker, said in texts.items()
    }
    ranked = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    if len(ranked) == 1:
        lead = points[ranked[0]]
        return RoleGuess(ranked[0] if lead > 1 else None, round(_certainty(abs(lead)), 3))
    return RoleGuess(ranked[0], round(_certainty(points[ranked[0]] - points[ranked[1]]), 3))


def _certainty(lead: float) -> float:
    return 1 / (1 + math.exp(-CERTAINTY * lead))
