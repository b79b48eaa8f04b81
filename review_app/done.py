"""What has just been done, said once on the page that follows. The address carries a code, never a text."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

DONE: Mapping[str, LazyString] = {
    "acknowledged": _("已确认结果。"),
    "appealed": _("申诉已提交，质检员与班长将分别给出意见。"),
    "withdrawn": _("申诉已撤回，原申诉期限不变。"),
    "opinion_given": _("意见已提交，在双方都提交之前不会公开。"),
    "decided": _("裁定已生效，结果已通知各方。"),
    "granted": _("已同意。"),
    "refused": _("已拒绝。"),
    "released": _("结果已下发。"),
    "recalled": _("质检单已收回。"),
    "reassigned": _("质检单已改派。"),
    "asked": _("申请已提交，等待第二人审批。"),
    "password_changed": _("密码已修改，其他设备已退出登录。"),
    "signed_out": _("您已退出登录。"),
    "read": _("已全部标为已读。"),
    "test_asked": _("测试已排队，几秒后刷新可看到结果。"),
    "sending_again": _("已重新排队发送。"),
    "paused": _("已暂停。"),
    "resumed": _("已恢复。"),
    "replay_asked": _("回放已排队，完成后会显示哪些判定会变。"),
    "replay_stopped": _("回放已停止，什么都没有改变。"),
    "removed": _("已移除。"),
    "saved": _("已保存。"),
    "created": _("已创建。"),
    "disabled": _("账号已停用，其登录已失效。"),
    "enabled": _("账号已恢复。"),
    "published": _("公告已发布。"),
    "announcement_withdrawn": _("公告已撤下。"),
    "uploaded": _("录音已收到，正在排队转写。"),
    "known": _("这通录音以前已经收到过，没有重复处理。"),
    "retried": _("已重新排队。"),
    "swapped": _("双方已互换，并已重新机评。"),
    "voice_kept": _("声纹已登记，之后的单声道录音会用到。"),
    "voice_erased": _("声纹已抹去。"),
    "submitted": _("已提交复核结果。"),
    "recused": _("已回避，原质检单已改派。"),
    "described": _("已保存，读者可以看到这个案例了。"),
    "taken_out": _("已移出案例库。"),
    "put_back": _("已放回案例库。"),
    "imported_days": _("日历已导入，此后的期限按新的日历计算。"),
    "extended": _("期限已延长，坐席已收到通知。"),
    "kept_apart": _("已登记，今后的派检会避开；在手的质检单已改派。"),
    "conflict_removed": _("回避关系已解除。"),
    "away": _("已设为离岗。"),
    "back": _("已返岗。"),
    "asked_appellant": _("问题已发送，期限暂停计算。"),
    "question_taken_back": _("问题已撤回，期限继续计算。"),
    "answered": _("答复已提交，期限继续计算。"),
    "skipped": _("已换一通，原质检单已改派。"),
}


def done(code: str, endpoint: str, **values: Any) -> Response:
    """Go on to *endpoint* and say there what was done."""
    return redirect(url_for(endpoint, done=code, **values), code=303)
