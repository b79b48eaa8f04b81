"""What a mail says: that something happened to some cases or drafts. No score, no name, no word of a call."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.delivery.kinds import TEST
from models.tables.notices import NoticeKind

_K = NoticeKind
_ZH: Mapping[str, str] = {
    _K.RELEASED: "质检结果已下发",
    _K.DEADLINE_NEAR: "申诉期限将至",
    _K.APPEAL_FILED: "申诉已提交",
    _K.OPINION_ASKED: "等待您的申诉意见",
    _K.OPINION_DUE: "申诉意见即将到期",
    _K.OVERDUE: "终审已超期",
    _K.DECIDED: "申诉已裁定",
    _K.CORRECTED: "质检结果已更正",
    _K.CLARIFICATION_ASKED: "质检班长请您说明申诉",
    _K.CLARIFICATION_CLOSED: "申诉提问已有结果",
    _K.DEADLINE_EXTENDED: "申诉期限已延长",
    _K.PUBLICATION_ASKED: "规则草稿等待您审批",
    _K.PUBLICATION_GRANTED: "规则草稿已发布",
    _K.PUBLICATION_REFUSED: "规则草稿被退回",
    TEST: "测试邮件：邮件通知可以送达",
}
_EN: Mapping[str, str] = {
    _K.RELEASED: "Results released",
    _K.DEADLINE_NEAR: "Appeal deadline near",
    _K.APPEAL_FILED: "Appeals filed",
    _K.OPINION_ASKED: "Your opinion is asked",
    _K.OPINION_DUE: "Opinions due soon",
    _K.OVERDUE: "Decisions overdue",
    _K.DECIDED: "Appeals decided",
    _K.CORRECTED: "Results corrected",
    _K.CLARIFICATION_ASKED: "A question about your appeal",
    _K.CLARIFICATION_CLOSED: "Questions about appeals closed",
    _K.DEADLINE_EXTENDED: "Appeal deadline extended",
    _K.PUBLICATION_ASKED: "Drafts of rules wait for your approval",
    _K.PUBLICATION_GRANTED: "Drafts of rules published",
    _K.PUBLICATION_REFUSED: "Drafts of rules given back",
    TEST: "Test: mail reaches you",
}
# As the pages show an id.
_ID_LETTERS = 8
_MOST_IDS = 20


def mail_text(items: Iterable[Mapping[str, Any]], language: str, page_url: str) -> tuple[str, str]:
    """Subject and text of one mail, in the reader's language."""
    english = language == "en"
    words, gap, colon = (_EN, ", ", ": ") if english else (_ZH, "、", "：")
    told = list(items)
    lines = [_line(item, words, gap, colon) for item in told]
    several = "Several notices" if english else "多条质检通知"
    subject = words[told[0]["kind"]] if len(told) == 1 else several
    where = f"{page_url.rstrip('/')}/notices" if page_url else ""
    if english:
        end = f"Open it here: {where}" if where else "Sign in to open it."
        foot = "You choose in your settings which notices come by mail."
    else:
        end = f"请在这里查看：{where}" if where else "请登录系统查看。"
        foot = "哪些通知发邮件，可在“我的设置”里选择。"
    return f"[CallQC] {subject}", "\n".join([*lines, "", end, "", foot, ""])


def _line(item: Mapping[str, Any], words: Mapping[str, str], gap: str, colon: str) -> str:
    references: list[str] = item["references"]
    name = words[item["kind"]]
    if not references:
        return name
    ids = gap.join(reference[:_ID_LETTERS] for reference in references[:_MOST_IDS])
    more = " …" if len(references) > _MOST_IDS else ""
    return f"{name} × {len(references)}{colon}{ids}{more}"
