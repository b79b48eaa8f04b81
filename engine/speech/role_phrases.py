"""What agents say and what customers say in service calls, Mandarin and English, with how much each is worth."""

import re

Weighed = tuple[tuple[re.Pattern[str], float], ...]

FORMULA, HABIT, HINT, ADDRESS = 4.0, 3.0, 2.0, 0.15


def _weighed(table: dict[float, tuple[str, ...]]) -> Weighed:
    return tuple((re.compile("|".join(phrases), re.IGNORECASE), weight) for weight, phrases in table.items())


AGENT_SAYS: tuple[Weighed, ...] = (
    _weighed(
        {
            FORMULA: (
                r"什么(?:可以|能)?(?:帮|为)(?:助)?[您你]",
                r"有什么(?:可以|能)(?:帮|为)[您你]",
                r"为[您你]服务",
                r"工号|客服(?:专员|代表|中心|热线)|欢迎(?:致电|拨打|来电)",
                r"这里是.{0,12}(?:客服|公司|中心|热线)",
            ),
            HABIT: (
                r"感谢[您你]的?(?:来电|致电|耐心|等待|支持|理解)",
                r"祝[您你].{0,4}愉快",
                r"还有(?:其他|其它|别的|什么).{0,4}(?:问题|需要|帮)",
            ),
            2.5: (
                r"请[您你]?(?:稍等|稍候|不要挂机)|帮[您你](?:查|看|核实|登记|反馈|处理|申请)",
                r"为[您你](?:查|核实|登记|办理|转接)|跟[您你]核实|核对一下|系统显示",
            ),
            HINT: (
                r"非常抱歉|给[您你]带来.{0,4}不便|[您你]的心情.{0,4}理解|理解[您你]的心情",
                r"请[您你](?:提供|说|报|问|确认)",
            ),
            ADDRESS: (r"您",),
        }
    ),
    _weighed(
        {
            FORMULA: (
                r"(?:how|what) (?:can|may) I (?:help|do|assist)|thank(?:s| you) for calling",
                r"my name is .{0,20}(?:how|from)|speaking,? how",
            ),
            HABIT: (
                r"anything else (?:I can|that I|you)|have a (?:great|good|nice|wonderful) (?:day|one|evening)",
                r"(?:can|may|could) I (?:please )?(?:have|get) your",
            ),
            HINT: (
                r"(?:verify|confirm) your|let me (?:check|look|pull|see)|I (?:do )?apologi[sz]e",
                r"I(?:'d| would) be happy to|bear with me|please hold|I can help you|your (?:account|order) number",
            ),
        }
    ),
)
CUSTOMER_SAYS: tuple[Weighed, ...] = (
    _weighed(
        {
            HABIT: (
                r"我(?:想|要|是想)(?:问|咨询|投诉|查|退|办|了解|取消|反映|开通)",
                r"我的?(?:手机|卡|话费|订单|宽带|账户|快递|套餐|流量).{0,12}(?:怎么|为什么|没|不)",
            ),
            2.5: (
                r"你们(?:公司|客服|怎么|这个|到底|为什么|是不是|这)|凭什么|太慢了",
                r"怎么(?:还没|还不|回事)|麻烦(?:你|您)?(?:帮我|查)|帮我(?:查|看|办|取消)",
                r"我(?:昨天|前天|上个月|上周).{0,10}(?:买|办|交|充|打)",
            ),
        }
    ),
    _weighed(
        {
            HABIT: (
                r"I(?:'m| am) calling (?:about|because|to)|I (?:need|want|would like|was wondering)",
                r"I have a (?:question|problem)",
            ),
            HINT: (
                r"my (?:order|account|bill|card|phone|package|car|insurance)|I (?:bought|ordered|received|paid)",
                r"speak (?:to|with) (?:a|your) (?:manager|supervisor)",
            ),
        }
    ),
)
