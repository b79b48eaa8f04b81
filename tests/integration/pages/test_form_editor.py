"""The scorecard editor: the page says what the file says, nothing typed is lost, and nobody's work is overwritten."""

import re
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from engine.errors import Conflict, Forbidden
from engine.reading.form_editor import form_editor, forms_of_draft
from engine.reading.rulebooks import draft_page
from engine.steps.publish import ask
from engine.steps.write_form import add_form, drop_form, write_form
from models.tables.audit import AuditRow
from review_app.rules.form_fields import fields_of, form_of
from rules.editing.form_act import acted
from tests.integration.pages.conftest import Visit
from tests.support import publishing
from tests.support.pages import Visitor
from tests.support.seed import House

FORM = "zh-50"
OF_SECTION = ("id", "title_zh", "title_en", "benchmark", "target")
OF_ITEM = (*OF_SECTION, "worth", "question_zh", "question_en", "prerequisite", "cap", "fatal")
_INPUT = re.compile(r"<(input|button)\b([^>]*)>")
_SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_TEXT = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)


@pytest.fixture
def draft_id(made: House) -> str:
    return publishing.begun(made)


@pytest.fixture
def path(draft_id: str) -> str:
    return f"/rules/drafts/{draft_id}/forms/{FORM}"


def typed(page: str) -> MultiDict[str, str]:
    """What a browser would send of the editor on *page*."""
    form = page[page.index('<form id="form-editor"') :]
    form = form[: form.index("</form>")]
    found: MultiDict[str, str] = MultiDict()
    for kind, attributes in _INPUT.findall(form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        boxed = told.get("type") == "checkbox" and not re.search(r"\bchecked\b", attributes)
        if kind == "input" and "name" in told and not boxed:
            found.add(told["name"], unescape(told.get("value", "")))
    for name, options in _SELECT.findall(form):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        assert chosen
        found.add(name, unescape(chosen[1]))
    for name, text in _TEXT.findall(form):
        found.add(name, unescape(text))
    return found


def send(visitor: Visitor, path: str, fields: MultiDict[str, str]):
    fields.setlist("csrf_token", [visitor.token])
    return visitor.client.post(path, data=fields)


def text_of(house: House, draft_id: str) -> str:
    return draft_page(draft_id, **house.as_("manager")).files["scorecard.yaml"]


def test_the_page_sends_back_what_the_file_says(made: House, draft_id: str):
    editor = form_editor(draft_id, FORM, **made.as_("manager"))
    sent = typed_of(editor.raw)

    assert form_of(sent, {id_: one.effect for id_, one in editor.rules.items()}) == editor.raw


def typed_of(raw) -> MultiDict[str, str]:
    """The fields of *raw* as the page names them."""
    fields = fields_of(raw)
    flat: list[tuple[str, str]] = [
        (name, getattr(fields, name))
        for name in ("id", "version", "title_zh", "title_en", "maximum", "pass_mark", "unit", "since", "until")
    ]
    flat += [("sections", str(len(fields.sections))), ("applies", str(len(fields.applies)))]
    for at, section in enumerate(fields.sections):
        flat += [
            (f"s.{at}.{name}", getattr(section, name)) for name in ("id", "title_zh", "title_en", "benchmark", "target")
        ]
        flat.append((f"s.{at}.items", str(len(section.items))))
        for number, item in enumerate(section.items):
            name = f"s.{at}.i.{number}."
            flat += [(name + key, getattr(item, key)) for key in OF_ITEM]
            flat += [(name + key, "1") for key in ("critical", "bonus", "na_allowed") if getattr(item, key)]
            flat += [(name + "rules", rule.id) for rule in item.rules]
    return MultiDict(flat)


def test_saving_what_was_shown_changes_nothing(visit: Visit, made: House, draft_id: str, path: str):
    manager, before = visit("manager"), text_of(made, draft_id)

    answer = send(manager, path, typed(manager.page(path)))

    assert answer.status_code == 303
    assert text_of(made, draft_id) == before
    assert draft_page(draft_id, **made.as_("manager")).version == 0


def test_a_change_writes_its_lines_alone_and_is_remembered(visit: Visit, made: House, draft_id: str, path: str):
    manager, before = visit("manager"), text_of(made, draft_id)
    fields = typed(manager.page(path))
    fields["s.0.i.0.worth"], fields["s.0.i.1.worth"] = "3.5", "4.5"
    fields["e.OPEN-01.points"] = "-1"

    answer = send(manager, path, fields)

    assert answer.status_code == 303
    old, new = before.splitlines(), text_of(made, draft_id).splitlines()
    assert [line for line in old if line not in new] == ["    version: 1"]
    assert [line.strip() for line in new if line not in old] == [
        "version: 2", "points: 3.5", "points: 4.5", "effects: {OPEN-01: {on: absence, points: -1}}",
    ]  # fmt: skip
    with made.services.transaction.read() as tx:
        assert "rulebook.form_written" in set(tx.session.scalars(select(AuditRow.action)))


def test_an_item_may_wait_for_a_rule(visit: Visit, made: House, draft_id: str, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    fields["s.0.i.0.question_zh"], fields["s.0.i.0.prerequisite"] = "说清了吗？", "OPEN-01"

    answer = send(manager, path, fields)

    assert answer.status_code == 303
    assert "prerequisite: OPEN-01" in text_of(made, draft_id)


def test_a_prerequisite_that_is_no_rule_is_told_at_its_item(visit: Visit, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    fields["s.0.i.0.question_zh"], fields["s.0.i.0.prerequisite"] = "说清了吗？", "NOBODY"

    assert "没有编号为 NOBODY 的规则" in send(manager, f"{path}/check", fields).text


def test_the_live_maximum_is_the_servers(visit: Visit, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    fields["s.0.i.0.worth"] = "5"

    live = send(manager, f"{path}/check", fields).text

    assert 'data-total="51"' in live
    assert "各项合计 51 分，满分写的是 50 分" in live
    assert re.search(r'id="sum-0" hx-swap-oob="true">19<', live)


def test_what_does_not_add_up_comes_back_with_everything_that_was_typed(
    visit: Visit, made: House, draft_id: str, path: str
):
    manager, before = visit("manager"), text_of(made, draft_id)
    fields = typed(manager.page(path))
    fields["s.0.i.0.worth"], fields["s.0.i.0.title_zh"] = "五", "开场与<问候>"

    answer = send(manager, path, fields)

    assert answer.status_code == 422
    back = typed(answer.text)
    assert (back["s.0.i.0.worth"], back["s.0.i.0.title_zh"]) == ("五", "开场与<问候>")
    assert "要写数字" in answer.text
    assert text_of(made, draft_id) == before


def test_of_two_who_change_one_form_the_second_is_told_and_keeps_what_was_typed(
    visit: Visit, made: House, draft_id: str, path: str
):
    manager = visit("manager")
    mine = typed(manager.page(path))
    theirs = typed(manager.page(path))
    theirs["title_zh"] = "别人的名称"
    assert send(manager, path, theirs).status_code == 303
    mine["title_zh"] = "我的名称"

    answer = send(manager, path, mine)

    assert answer.status_code == 409
    assert "刚刚有人改了这张评分表" in answer.text
    back = typed(answer.text)
    assert back["title_zh"] == "我的名称"
    assert "别人的名称" in text_of(made, draft_id)
    fingerprint = re.search(r'<button[^>]*name="was" value="([^"]+)"', answer.text)
    assert fingerprint
    back.add("was", fingerprint[1])
    assert send(manager, path, back).status_code == 303
    assert "我的名称" in text_of(made, draft_id)


def test_a_change_elsewhere_in_the_draft_is_no_conflict(visit: Visit, made: House, draft_id: str, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    publishing.rewritten(made, draft_id, "客户主动表扬", "客户当面表扬")
    fields["title_zh"] = "新名称"

    assert send(manager, path, fields).status_code == 303

    files = draft_page(draft_id, **made.as_("manager")).files
    assert "新名称" in files["scorecard.yaml"]
    assert any("客户当面表扬" in text for text in files.values())


def test_a_draft_that_waits_for_its_second_person_is_not_written(visit: Visit, made: House, draft_id: str, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    fields["title_zh"] = "来不及了"
    publishing.rewritten(made, draft_id, "客户主动表扬", "客户当面表扬")
    publishing.replayed(made, draft_id)
    ask(draft_id, **made.as_("manager"))

    answer = send(manager, path, fields)

    assert answer.status_code == 409
    assert typed(answer.text)["title_zh"] == "来不及了"
    assert '<fieldset class="form-fields" disabled>' in manager.page(path)


def test_buttons_move_and_add_without_storing(visit: Visit, made: House, draft_id: str, path: str):
    manager, before = visit("manager"), text_of(made, draft_id)
    fields = typed(manager.page(path))
    fields["act"] = "item.down.0.0"

    moved = send(manager, f"{path}/arrange", fields)
    back = typed(moved.text)
    back["act"] = "applies.add"
    more = typed(send(manager, f"{path}/arrange", back).text)

    assert [back[f"s.0.i.{number}.id"] for number in range(3)] == ["warmth", "opening", "closing"]
    assert more["a.0.field"] == "project"
    assert text_of(made, draft_id) == before


def test_a_rule_is_added_by_its_number_and_taken_off_by_its_box(visit: Visit, made: House, draft_id: str, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    kept = [rule for rule in fields.getlist("s.0.i.0.rules") if rule != "OPEN-03"]
    fields.setlist("s.0.i.0.rules", kept)
    fields["s.0.i.1.add"] = "OPEN-03"

    assert send(manager, path, fields).status_code == 303

    items = form_editor(draft_id, FORM, **made.as_("manager")).raw["sections"][0]["items"]
    assert items[0]["rules"] == ["OPEN-01", "OPEN-02"]
    assert items[1]["rules"][-1] == "OPEN-03"


def test_a_form_for_one_project_with_weights_and_dates_is_stored(visit: Visit, made: House, draft_id: str, path: str):
    manager = visit("manager")
    fields = typed(manager.page(path))
    fields["unit"], fields["since"], fields["applies"] = "weight", "2026-12-01", "1"
    fields["a.0.field"], fields["a.0.compare"], fields["a.0.value"] = "project", "in", "宽带业务\n8001"

    assert send(manager, path, fields).status_code == 303

    raw = form_editor(draft_id, FORM, **made.as_("manager")).raw
    assert raw["applies"] == [{"field": "project", "compare": "in", "value": ["宽带业务", 8001]}]
    assert raw["effective"] == {"since": "2026-12-01"}
    assert raw["sections"][0]["items"][0]["weight"] == 4
    assert raw["sections"][0]["items"][4]["points"] == 2


def test_pasted_verdicts_are_scored_by_the_form(visit: Visit, path: str):
    manager = visit("manager")

    scored = manager.post(f"{path}/preview", verdicts="OPEN-01 fail\nPROM-01 fail 2\nsystem n/a").text
    wrong = manager.post(f"{path}/preview", verdicts="OPEN-01 fail\nNO-99 fail")

    assert "开场未问候 −2" in scored and "违规承诺 −6" in scored
    assert wrong.status_code == 422 and "第 2 行" in wrong.text and "NO-99" in wrong.text


def test_a_copy_is_a_form_of_its_own(made: House, draft_id: str):
    add_form(draft_id, "zh-50-宽带", FORM, **made.as_("manager"))

    assert [one.id for one in forms_of_draft(draft_id, **made.as_("lead"))] == ["zh-50-宽带", FORM]
    drop_form(draft_id, "zh-50-宽带", **made.as_("manager"))
    assert [one.id for one in forms_of_draft(draft_id, **made.as_("lead"))] == [FORM]


@pytest.mark.parametrize("login", ["lead", "inspector", "leader1", "agent8001", "admin"])
def test_only_the_manager_writes_forms(made: House, draft_id: str, login: str):
    editor = form_editor(draft_id, FORM, **made.as_("manager"))

    with pytest.raises(Forbidden):
        write_form(draft_id, FORM, acted(editor.raw, "section.add"), editor.was, **made.as_(login))
    with pytest.raises(Forbidden):
        drop_form(draft_id, FORM, **made.as_(login))
    with pytest.raises(Forbidden):
        add_form(draft_id, "other", FORM, **made.as_(login))


def test_a_stale_fingerprint_is_a_conflict(made: House, draft_id: str):
    editor = form_editor(draft_id, FORM, **made.as_("manager"))

    with pytest.raises(Conflict):
        write_form(draft_id, FORM, editor.raw, "of-another-form", **made.as_("manager"))
