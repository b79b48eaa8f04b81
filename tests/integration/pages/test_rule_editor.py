"""The rules of a draft are listed, edited, tried and tested one by one, and nobody's text is lost."""

import re
from collections.abc import Mapping
from html import unescape

import pytest
from sqlalchemy import select

from engine.reading.rule_editor import draft_texts, stored_text
from engine.steps.publish import ask
from engine.steps.write_rule import write_rule
from models.tables.audit import AuditRow
from models.tables.recordings import Recording, TranscriptRow
from rules.editing.draft import mapping_in
from tests.integration.pages.conftest import Visit
from tests.support.forms_of_rules import sent
from tests.support.pages import Visitor
from tests.support.publishing import begun, replayed, rewritten
from tests.support.seed import House

RULE = "OPEN-01"


@pytest.fixture
def draft_id(made: House) -> str:
    return begun(made)


@pytest.fixture
def manager(visit: Visit) -> Visitor:
    return visit("manager")


def text_of(house: House, draft_id: str, rule_id: str = RULE) -> str:
    return stored_text(draft_texts(draft_id, **house.as_("manager")), rule_id)[1]


def audit(house: House, *actions: str) -> list[AuditRow]:
    with house.services.transaction.read() as tx:
        return list(tx.session.scalars(select(AuditRow).where(AuditRow.action.in_(actions)).order_by(AuditRow.number)))


def say(house: House, call_id: str, words: str, at: int = 0) -> None:
    """Have the agent say *words* in a stored call."""
    with house.services.transaction() as tx:
        recording = tx.session.scalars(select(Recording).where(Recording.call_id == call_id)).one()
        row = tx.session.scalars(select(TranscriptRow).where(TranscriptRow.recording_id == recording.id)).one()
        said = [dict(one) for one in row.body["utterances"]]
        said[at] |= {"text": words, "words": [], "role": "agent"}
        row.body = {**row.body, "utterances": said}


def dialogue_in(page: str) -> str:
    """What the box of the tester says."""
    box = page[page.index('<textarea class="form-control mono" id="call"') :]
    return unescape(box[box.index(">") + 1 : box.index("</textarea>")]).strip()


def filled(text: str, **changes: str) -> Mapping[str, object]:
    """The whole page as a browser without scripts sends it, after *changes* in the form."""
    rule = mapping_in(text)
    assert rule is not None
    fields: dict[str, object] = {"shown": text, "yaml": text.replace("\n", "\r\n"), "version": "0", **sent(rule)}
    return {**fields, **{key.replace("__", "."): value for key, value in changes.items()}}


def test_the_list_finds_rules_by_what_they_are(manager: Visitor, draft_id: str):
    everything = manager.page(f"/rules/drafts/{draft_id}/rules")
    quiet = manager.page(f"/rules/drafts/{draft_id}/rules?q=静音")
    fatal = manager.page(f"/rules/drafts/{draft_id}/rules?severity=fatal&sort=-points")

    assert f"/rules/drafts/{draft_id}/rules/{RULE}" in everything
    assert RULE not in quiet and "silence" not in fatal
    assert "致命" in fatal and f"rules/{RULE}" not in fatal
    assert manager.get(f"/rules/drafts/{draft_id}/rules?agent=8001").status_code == 422
    assert manager.get(f"/rules/drafts/{draft_id}/rules?sort=nonsense").status_code == 422


def test_a_field_of_the_form_changes_its_line_of_the_file_and_nothing_else(
    made: House, manager: Visitor, draft_id: str
):
    before = draft_texts(draft_id, **made.as_("manager")).files

    answer = manager.post(
        f"/rules/drafts/{draft_id}/rules/{RULE}", **filled(text_of(made, draft_id), act="save", effect__points="-3")
    )

    after = draft_texts(draft_id, **made.as_("manager")).files
    changed = [file for file in after if after[file] != before[file]]
    assert answer.status_code == 303
    assert changed == ["conduct.yaml"]
    lines = zip(before["conduct.yaml"].split("\n"), after["conduct.yaml"].split("\n"), strict=True)
    assert [pair for pair in lines if pair[0] != pair[1]] == [
        ("    effect: {on: absence, points: -2}", "    effect: {on: absence, points: -3}")
    ]


def test_every_change_leaves_its_mark(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    new = text.replace("OPEN-01", "OPEN-09")
    where = f"/rules/drafts/{draft_id}"

    manager.post(f"{where}/rules/{RULE}", shown=text, yaml=text.replace("points: -2", "points: -1"), act="save")
    manager.post(f"{where}/new-rule", shown=new, yaml=new, act="save", file="manner.yaml")
    manager.post(f"{where}/remove-rule", rule="OPEN-09", version="2")

    rows = audit(made, "rulebook.rule_written", "rulebook.rule_added", "rulebook.rule_removed")
    assert [(row.action, row.details) for row in rows] == [
        ("rulebook.rule_written", {"rule": RULE, "file": "conduct.yaml"}),
        ("rulebook.rule_added", {"rule": "OPEN-09", "file": "manner.yaml"}),
        ("rulebook.rule_removed", {"rule": "OPEN-09", "file": "manner.yaml"}),
    ]
    assert rows[0].old != rows[0].new


def test_what_is_wrong_is_shown_at_its_place_and_nothing_is_saved(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    wrong = text.replace("points: -2", "points: 2").replace("lists: [greeting]", "lists: [hallo]").replace("A {}", "A")

    answer = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", shown=text, yaml=wrong, act="save")

    page = unescape(answer.text)
    assert answer.status_code == 422
    assert wrong.strip() in page
    assert "OPEN-01: effect" in page and "扣分要写负数" in page
    assert "OPEN-01: tests.0" in page
    assert text_of(made, draft_id) == text


def test_a_text_that_is_no_yaml_is_kept_on_the_page_with_its_line(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    broken = text.replace("severity: minor", "severity: minor: x")

    answer = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", shown=text, yaml=broken, act="save")

    assert answer.status_code == 422
    assert broken.strip() in unescape(answer.text)
    assert "第 6 行" in answer.text
    assert text_of(made, draft_id) == text


def test_whoever_was_slower_is_told_and_keeps_the_text(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    theirs, mine = text.replace("points: -2", "points: -4"), text.replace("points: -2", "points: -5")
    write_rule(draft_id, RULE, theirs, 0, **made.as_("manager"))

    late = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", shown=text, yaml=mine, version="0", act="save")
    again = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", shown=text, yaml=mine, version="1", act="save")

    assert late.status_code == 409
    assert mine.strip() in unescape(late.text) and theirs.strip() in unescape(late.text)
    assert 'name="version" value="1"' in late.text
    assert again.status_code == 303
    assert "points: -5" in text_of(made, draft_id)


def test_the_form_and_the_yaml_changed_at_once_lose_neither(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    fields = filled(text, act="save", level="1") | {"yaml": text.replace("points: -2", "points: -4")}

    answer = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", **fields)

    assert answer.status_code == 422
    assert "points: -4" in answer.text and "level: 1" in answer.text
    assert text_of(made, draft_id) == text


def test_a_rule_that_a_form_counts_on_is_not_deleted(made: House, manager: Visitor, draft_id: str):
    answer = manager.post(f"/rules/drafts/{draft_id}/remove-rule", rule=RULE, version="0")

    assert answer.status_code == 422
    assert f"no rule &#39;{RULE}&#39;" in answer.text
    assert text_of(made, draft_id)


def test_a_copy_begins_as_the_rule_it_is_of_under_an_id_of_its_own(made: House, manager: Visitor, draft_id: str):
    page = unescape(manager.page(f"/rules/drafts/{draft_id}/new-rule?copy={RULE}"))

    assert text_of(made, draft_id).replace("id: OPEN-01", "id: OPEN-01-2").strip() in page


def test_a_condition_is_added_and_removed_without_scripts(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)
    where = f"/rules/drafts/{draft_id}/rules/{RULE}"

    more = manager.post(where, **filled(text, act="add", add_op="sounds_like"))
    less = manager.post(where, **filled(text, act="remove:0"))

    assert "all: [{op: keyword" in unescape(more.text) and "c2: {op: sounds_like}" in unescape(more.text)
    assert 'name="c0.phrases"' in more.text
    assert 'name="c0.words"' not in less.text
    assert text_of(made, draft_id) == text


def test_a_sound_shows_the_words_it_may_have_been(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id).replace("op: keyword, lists: [greeting]", "op: sounds_like, phrases: [年化率]")

    page = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", shown=text, yaml=text).text

    assert "competitor" in page and "年华" in page


def test_a_dialogue_lights_every_condition(made: House, manager: Visitor, draft_id: str):
    where = f"/rules/drafts/{draft_id}/rules/CLOSE-01"

    good = manager.post(where, act="try", call="A 好\nC 查话费\nA 祝您生活愉快").text
    bad = manager.post(where, act="try", call="A 好\nC 查话费\nA 祝你生活快乐").text

    assert 'data-lit="c1" data-truth="true"' in good and 'data-lit="c2" data-truth="true"' in good
    assert "<mark" in good and "祝您生活愉快" in good
    assert 'data-lit="c2" data-truth="false"' in bad
    assert "相似度" in bad and "差 " in bad


def test_a_line_that_is_no_dialogue_is_told(manager: Visitor, draft_id: str):
    page = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", act="try", call="坐席：您好").text

    assert "坐席：您好" in page and "这一行不是对话" in page


def test_a_dialogue_becomes_a_test_and_tests_are_run(made: House, manager: Visitor, draft_id: str):
    text = text_of(made, draft_id)

    page = manager.post(
        f"/rules/drafts/{draft_id}/rules/{RULE}",
        shown=text, yaml=text, act="add-test", call="A 喂\r\nC 查话费\r\nA 号码", expect="pass",
    ).text  # fmt: skip

    assert '- {call: "A 喂\\nC 查话费\\nA 号码", expect: pass}' in unescape(page)
    assert "1 个没有通过" in page and "不符" in page


def test_a_stored_call_is_tried_and_that_is_remembered(made: House, visit: Visit, draft_id: str):
    manager = visit("manager")
    where = f"/rules/drafts/{draft_id}/rules/{RULE}"
    call_id = manager.page(where).split('<datalist id="calls"><option value="')[1].split('"')[0]

    page = manager.post(where, act="try", recording=call_id).text

    assert 'class="trial"' in page and "said-list" in page
    assert [row.details for row in audit(made, "recording.tried")] == [{"rule": RULE}]
    assert call_id in visit("admin").page("/admin/access-log?kind=opened")
    manager.post(where, act="", recording=call_id)
    assert len(audit(made, "recording.tried")) == 1


def test_only_the_manager_writes_and_only_an_open_draft(made: House, visit: Visit, draft_id: str):
    where = f"/rules/drafts/{draft_id}/rules/{RULE}"
    lead = visit("lead")

    page = lead.page(where)

    assert "data-save" not in page and 'name="recording"' not in page
    assert lead.post(where, act="try", recording="1").status_code == 403
    assert visit("inspector").get(where).status_code == 403
    assert visit("agent8001").get(where).status_code == 403


def test_a_draft_that_waits_for_the_second_person_is_read_only(made: House, manager: Visitor, draft_id: str):
    where, text = f"/rules/drafts/{draft_id}/rules/{RULE}", text_of(made, draft_id)
    write_rule(draft_id, RULE, text.replace("points: -2", "points: -4"), 0, **made.as_("manager"))
    rewritten(made, draft_id, "points: -4", "points: -3")
    replayed(made, draft_id)
    ask(draft_id, **made.as_("manager"))

    page = manager.page(where)
    answer = manager.post(where, shown=text, yaml=text, version="2", act="save")

    assert "data-save" not in page and "只读" in page
    assert answer.status_code == 409
    assert "points: -3" in text_of(made, draft_id)


def test_a_stored_call_does_not_become_a_test(made: House, manager: Visitor, draft_id: str):
    page = manager.post(f"/rules/drafts/{draft_id}/rules/{RULE}", act="add-test", recording="1").text

    assert "先写一段对话" in page
    assert "不能直接加为测试" in page and 'value="excerpt"' in page and 'value="add-test"' not in page


def test_an_excerpt_of_a_stored_call_names_nobody_and_is_remembered(made: House, manager: Visitor, draft_id: str):
    where = f"/rules/drafts/{draft_id}/rules/{RULE}"
    call_id = manager.page(where).split('<datalist id="calls"><option value="')[1].split('"')[0]
    say(made, call_id, "您好，我是工号8001陈思远，请记一下我的电话13812345678")

    page = manager.post(where, act="excerpt", recording=call_id, call="A 您先说").text

    lines = dialogue_in(page).splitlines()
    assert lines[0] == "A 您先说" and 2 <= len(lines) <= 1 + 8
    assert re.search(r"我是工号\*+，请记一下我的电话\*+", "\n".join(lines))
    assert "8001" not in dialogue_in(page) and "陈思远" not in dialogue_in(page) and "1381" not in dialogue_in(page)
    assert 'class="trial"' in page and 'value="add-test"' in page
    assert [row.details for row in audit(made, "recording.excerpted")] == [{"rule": RULE, "lines": len(lines) - 1}]
    assert audit(made, "recording.tried") == []


def test_an_excerpt_is_taken_where_the_rule_hit(made: House, manager: Visitor, draft_id: str):
    where = f"/rules/drafts/{draft_id}/rules/PROM-01"
    call_id = manager.page(where).split('<datalist id="calls"><option value="')[1].split('"')[0]
    say(made, call_id, "我保证肯定没问题", at=-2)

    page = manager.post(where, act="excerpt", recording=call_id).text

    said = [line[2:] for line in dialogue_in(page).splitlines() if not line.startswith("-")]
    assert "我保证肯定没问题" in said and len(said) == 3


@pytest.mark.parametrize("path", ["rules/no-such-rule", "new-rule?copy=no-such-rule"])
def test_what_is_not_there_is_not_found(manager: Visitor, draft_id: str, path: str):
    assert manager.get(f"/rules/drafts/{draft_id}/{path}").status_code == 404
    assert manager.get(f"/rules/drafts/no-such-draft/{path}").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("zh", "按字面查找词语或短语。"), ("en", "Finds words or phrases")])
def test_the_help_of_an_operator_speaks_the_language_of_the_page(
    manager: Visitor, draft_id: str, language: str, said: str
):
    manager.post("/language", language=language)

    page = manager.page(f"/rules/drafts/{draft_id}/rules/CLOSE-01")

    helped = page[page.index('class="rule-doc"') :]
    helped = helped[: helped.index("</details>")]
    assert said in page
    assert ("默认" in helped) is (language == "zh") and ("default" in helped) is (language == "en")
