"""The one place where what went wrong becomes an answer.

Expected errors say what happened and what to do next. What nobody expected says only a reference number, under
which the log has the rest. "Not yours" and "does not exist" are the same page, byte for byte.
"""

import secrets
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from engine.errors import Conflict, Expected, Forbidden, Invalid, NotFound, Refused
from models.lifecycle import IllegalTransition, WrongActor
from review_app.problems import problem_text

log = structlog.get_logger()

Answer = tuple[str | Response, int]

STATUS: Mapping[type[Exception], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    IllegalTransition: 409,
    WrongActor: 403,
    Refused: 422,
    Invalid: 422,
}
TITLES: Mapping[int, LazyString] = {
    400: _("这次请求不完整"),
    401: _("请先登录"),
    403: _("当前角色不能做这件事"),
    404: _("没有找到"),
    405: _("这里不能这样操作"),
    409: _("刚刚有人先处理了"),
    413: _("文件太大"),
    422: _("没有完成"),
    429: _("操作太频繁"),
    500: _("出错了"),
    503: _("暂时不可用"),
}
NEXT: Mapping[int, LazyString] = {
    400: _("请返回上一页，刷新后再提交一次。"),
    401: _("登录已结束。请在新标签页登录，再回到这里提交；已填写的内容还在。"),
    403: _("如果您有其他角色，请在右上角切换；否则请联系管理员。"),
    404: _("它可能已被收回，或者不属于您。请从列表重新打开。"),
    405: _("请从页面上的按钮操作。"),
    409: _("没有覆盖对方的结果。请刷新页面查看最新情况。"),
    413: _("请上传更小的文件，或请管理员调整上限。"),
    422: _("请按提示修改后再提交；您填写的内容在下面。"),
    429: _("请稍等片刻再试。"),
    500: _("请稍后再试；若仍然出现，请把编号告诉管理员。"),
    503: _("请稍后再试。"),
}
# Never repeated on a page, whatever was typed.
_SECRET_FIELDS = frozenset({"csrf_token", "password", "old", "new", "again"})


def install(app: Flask) -> None:
    """Register the answer to every kind of error."""
    for kind in (Expected, IllegalTransition, WrongActor):
        app.register_error_handler(kind, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: Exception) -> Answer:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    if isinstance(error, Refused) and error.code == "too_many_attempts":
        status = 429
    return _page(status, what=problem_text(error), facts=_facts(error))


def _facts(error: Exception) -> dict[str, str]:
    """What a script must know to go on: which thing was changed meanwhile, or which place a guard names."""
    if isinstance(error, Conflict):
        return {"kind": error.kind, "now": error.now}
    return {"code": error.code, "where": error.where} if isinstance(error, Refused) else {}


def _stale_form(error: CSRFError) -> Answer:
    return _page(400, what=str(_("表单已失效，可能是因为您重新登录过。")))


def _strange_host(_error: SecurityError) -> Answer:
    # Without a page: under a name that is not ours there is no address that a page could link to.
    text = "本系统不以这个主机名提供服务。 This system is not reached under this host name.\n"
    return Response(text, mimetype="text/plain"), 400


def _http(error: HTTPException) -> Answer:
    return _page(error.code or 500)


def _unexpected(error: Exception) -> Answer:
    reference = secrets.token_hex(4)
    log.error("request.failed", reference=reference, endpoint=request.endpoint, exc_info=error)
    return _page(500, reference=reference)


def _page(status: int, *, what: str = "", reference: str = "", facts: Mapping[str, str] | None = None) -> Answer:
    shown = status if status in TITLES else 500 if status >= 500 else 400
    if request.accept_mimetypes.best == "application/json":
        return jsonify(status=status, title=str(TITLES[shown]), what=what, reference=reference, **(facts or {})), status
    # A form that htmx sent stays as it is; only the problem is put into it.
    template = "problem.html" if request.headers.get("HX-Request") else "error.html"
    html = render_template(
        template,
        status=status,
        title=TITLES[shown],
        what=what,
        next=NEXT[shown],
        reference=reference,
        typed=_typed() if status in {409, 422} else {},
        framed="session_now" in g and g.session_now is not None,
    )
    return html, status


def _typed() -> dict[str, str]:
    """What a person wrote into the form, so that nothing of it is lost."""
    return {
        name: value for name, value in request.form.items() if name not in _SECRET_FIELDS and len(value.strip()) > 10
    }
