"""What the scripts of the review page must know: numbers and addresses, and their words in the reader's language."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from pydantic import BaseModel

from engine.reading.review import ReviewView
from engine.reading.scorecard_view import ScoreView
from review_app.context import services
from review_app.inspector.keymap import Binding
from review_app.security import style_nonce
from review_app.words import word


def facts(view: ReviewView, bindings: Sequence[Binding]) -> dict[str, object]:
    """Everything that `review/main.js` starts from."""
    here: dict[str, Any] = {"assignment_id": view.id}
    return {
        "id": view.id,
        "is_open": view.is_open,
        "version": view.version,
        "duration_s": view.duration_s,
        "active_s": view.active_s,
        "idle_s": view.idle_s,
        "lanes": view.lanes,
        "silences": [[one.start_s, one.end_s] for one in view.silences],
        "preferences": view.preferences.model_dump(mode="json", exclude={"keys"}),
        "keymap": [asdict(binding) for binding in bindings],
        "nonce": style_nonce(),
        "urls": {
            "peaks": url_for("media.assignment_peaks", **here) if view.has_audio else "",
            "draft": url_for("inspector.save", **here),
            "confirm": url_for("inspector.confirm", **here),
            "beat": url_for("inspector.beat", **here),
            "preferences": url_for("inspector.preferences"),
            "queue": url_for("inspector.queue"),
            "sign_in": url_for("account.sign_in"),
        },
        "words": words(),
    }


def score_facts(score: ScoreView) -> dict[str, object]:
    """The score as the page redraws it after every save."""
    parts = [{"id": f"{section.id}", "score": section.score, "outcome": None} for section in score.sections]
    parts += [
        {"id": f"{section.id}/{item.id}", "score": item.score, "outcome": item.outcome}
        for section in score.sections
        for item in section.items
    ]
    return {
        "total": score.total,
        "outcome": score.outcome,
        "outcome_word": word(score.outcome, "outcome"),
        "fatal": score.fatal,
        "critical": score.critical,
        "ended_word": ended_word(score),
        "parts": parts,
    }


def ended_word(score: ScoreView) -> str:
    """Why the form cannot pass, whatever its points: a fatal or a critical item."""
    if score.fatal:
        return str(_("致命项不通过"))
    return str(_("关键项不通过")) if score.critical else ""


def as_json(value: Sequence[BaseModel] | Mapping[int, str]) -> str:
    """A value of the draft for a hidden field; empty for an empty one."""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return json.dumps([one.model_dump(mode="json") for one in value], ensure_ascii=False) if value else ""


def clock_of(moment: datetime) -> str:
    """The time of day on the wall where the reader works: 12:03:20."""
    return moment.astimezone(ZoneInfo(services().settings.web.timezone)).strftime("%H:%M:%S")


def words() -> dict[str, str]:
    """What the scripts say."""
    return {
        "unsaved": _("未保存"),
        "saving": _("正在保存…"),
        "saved_at": _("已保存 {time}"),
        "kept_here": _("未保存，草稿留在本机"),
        "offline": _("连不上服务器。您写的内容留在本机，恢复后会自动保存。"),
        "signed_out": _("登录已结束。您写的内容留在本机；登录后会自动保存，也可以刷新本页继续。"),
        "sign_in": _("去登录"),
        "not_saved": _("没有保存，请检查刚才的内容。"),
        "not_submitted": _("没有提交。"),
        "taken": _("这通质检单已被收回或已提交。您写的内容没有丢，留在本机，也可以复制走。"),
        "newer": _("另一个窗口保存过更新的草稿。您写的内容没有丢。"),
        "copy_draft": _("复制我的草稿"),
        "to_queue": _("回到待检列表"),
        "load_newer": _("改用较新的草稿"),
        "keep_mine": _("以我的为准"),
        "restored": _("已恢复上次没来得及保存的内容。"),
        "kept_older": _("本机有一份未保存的旧草稿。"),
        "restore": _("恢复"),
        "discard": _("丢弃"),
        "machine_right": _("机检正确"),
        "machine_wrong": _("机检不正确"),
        "held_pass": _("通过"),
        "held_fail": _("不通过"),
        "held_not_applicable": _("不适用"),
        "sentence_right": _("本句机检正确"),
        "sentence_wrong": _("本句机检不正确"),
        "missed_incomplete": _("请选择规则，填写时间（如 02:11）和理由。"),
        "press_a_key": _("请按下新的键；Esc 取消。"),
        "key_forbidden": _("{key} 属于输入法、浏览器或系统，不能使用。"),
        "key_taken": _("{key} 已用于「{name}」。"),
        "key_kept": _("已更改，随账号保存。"),
        "keys_usual": _("已恢复默认快捷键。"),
    }
