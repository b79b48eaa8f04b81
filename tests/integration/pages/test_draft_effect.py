"""What a draft would change, with calls to listen to: everything for the manager, nobody's name for the lead."""

import re

import pytest
from flask import Flask

from engine.casework import replay_claims
from engine.reading.access_log import access_log
from engine.reading.draft_effect import effect_page
from engine.reading.listing import Wish
from engine.reading.rulebooks import draft_page
from review_app.app import create_app
from tests.integration.pages.conftest import Visit
from tests.support import publishing
from tests.support.pages import links_in
from tests.support.seed import PEOPLE, House
from tests.support.serving import copied

RULE = "PROM-01"
# Said by agents of one bank as they give their number; the promises are said by others.
OLD, NEW = "[我保证, 向您保证,", "[海岸银行, 向您保证,"
NAMES = [text for _, name, _, _, number in PEOPLE if number for text in (name, number)]


@pytest.fixture(scope="module")
def replayed(template: House, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    house = copied(template, tmp_path_factory.mktemp("replayed") / "house")
    draft_id = publishing.begun(house)
    publishing.rewritten(house, draft_id, OLD, NEW)
    publishing.rewritten(house, draft_id, "绝对没问题,\n         肯定没问题, 绝对可以", "绝对可以")
    publishing.replayed(house, draft_id)
    return house, draft_id


@pytest.fixture
def made(replayed: tuple[House, str], tmp_path) -> House:
    return copied(replayed[0], tmp_path / "house")


@pytest.fixture
def app(made: House) -> Flask:
    return create_app(made.services)


@pytest.fixture
def path(replayed: tuple[House, str]) -> str:
    return f"/rules/drafts/{replayed[1]}/effect"


def test_a_call_that_is_newly_hit_is_quoted_and_plays(visit: Visit, path: str):
    manager = visit("manager")

    page = manager.page(path)

    assert "<mark>海岸银行</mark>" in page
    sound = next(link for link in sorted(links_in(page)) if link.startswith("/media/draft/"))
    answer = manager.get(sound, headers={"Range": "bytes=0-999"})
    assert (answer.status_code, len(answer.data)) == (206, 1000)


def test_the_counts_add_up(replayed: tuple[House, str]):
    house, draft_id = replayed

    page = effect_page(draft_id, **house.as_("manager"))

    (rule,) = page.rules
    assert rule.id == RULE
    assert rule.newly_hit and rule.changed + rule.unchanged == page.calls == 30
    assert rule.fails_old + rule.newly_hit - rule.newly_missed == rule.fails_new
    assert page.changed_calls == rule.changed
    assert page.shown and 0 < len(page.shown.hits) <= 5
    assert all(one.proofs and one.now == "fail" for one in page.shown.hits)
    assert re.fullmatch("[0-9a-f]{64}", page.replay_digest)


def test_scores_move_by_agent_and_team_and_add_up_to_the_whole(replayed: tuple[House, str]):
    house, draft_id = replayed

    page = effect_page(draft_id, **house.as_("manager"))

    assert page.agents and page.teams and page.forms[0].by < 0
    assert {one.whom for one in page.teams} <= {"一组", "二组"}
    moved = sum((one.new_mean - one.old_mean) * one.calls for one in page.agents)
    whole = sum((one.new_mean - one.old_mean) * one.calls for one in page.forms)
    assert moved == pytest.approx(whole, abs=0.05)


def test_whoever_decides_on_appeals_meets_no_agent_here(visit: Visit, path: str, replayed: tuple[House, str]):
    lead, page = visit("lead"), effect_page(replayed[1], **replayed[0].as_("lead"))

    text = re.sub(r"<[^>]*>", " ", lead.page(path))

    assert (page.agents, page.teams) == (None, None)
    assert page.shown and {one.recording_id for one in page.shown.hits} == {None}
    assert [name for name in NAMES if re.search(rf"(?<!\d){name}(?!\d)", text)] == []
    assert "八零零" not in text
    assert "/recordings/" not in lead.page(path)


@pytest.mark.parametrize("login", ["inspector", "leader1", "agent8008", "admin"])
def test_others_neither_read_nor_hear(visit: Visit, path: str, login: str):
    visitor = visit(login)

    assert visitor.get(path).status_code == 403
    assert visitor.get(f"/media/draft/{path.split('/')[3]}/0/audio").status_code == 403


@pytest.mark.parametrize("number", ["999", "-1"])
def test_an_example_that_is_not_there_is_not_found(visit: Visit, path: str, number: str):
    assert visit("manager").get(f"/media/draft/{path.split('/')[3]}/{number}/audio").status_code == 404


def test_a_rule_that_does_not_change_is_not_found(visit: Visit, path: str):
    assert visit("manager").get(f"{path}?rule=OPEN-02").status_code == 404


def test_what_was_heard_is_in_the_access_log_under_the_call(visit: Visit, made: House, path: str):
    visit("lead").get(f"/media/draft/{path.split('/')[3]}/0/audio")

    (line,) = access_log(Wish(filters={"kind": "listened"}), **made.as_("admin")).rows
    assert (line.login, line.streamed_s is not None) == ("lead", True)
    assert access_log(Wish(words=line.what), **made.as_("admin")).rows[0].what == line.what != ""


def test_a_call_that_is_no_longer_hit_says_what_was_missing(visit: Visit, made: House):
    draft_id = publishing.begun(made)
    text = draft_page(draft_id, **made.as_("manager")).files["professional.yaml"]
    words = re.search(rf"id: {RULE}\n.*?words:\s*(\[.*?\])", text, re.DOTALL)
    assert words
    publishing.rewritten(made, draft_id, words[1], "[绝不会说的话]")
    publishing.replayed(made, draft_id)

    page = visit("manager").page(f"/rules/drafts/{draft_id}/effect?rule={RULE}")

    shown = effect_page(draft_id, RULE, **made.as_("manager")).shown
    assert shown and shown.missed
    assert {(one.was, one.now, bool(one.missing)) for one in shown.missed} == {("fail", "pass", True)}
    assert "新版本没有命中：" in page and "<mark>" in page


def test_before_a_replay_the_page_says_what_to_do(visit: Visit, made: House):
    draft_id = publishing.begun(made)

    assert "还没有回放" in visit("manager").page(f"/rules/drafts/{draft_id}/effect")


def test_a_replay_that_runs_shows_its_bar_and_who_may_stops_it(made: House, visit: Visit, path: str):
    manager, lead, address = visit("manager"), visit("lead"), path.removesuffix("/effect")
    assert manager.post(f"{address}/replay").status_code == 303
    with made.services.transaction() as tx:
        (draft,) = replay_claims.waiting(tx, made.clock(), 5)
        held = replay_claims.claim(tx, draft, made.clock(), lease_s=60, max_attempts=5)
        assert held is not None
        replay_claims.beat(tx, held, 1500, 6000, made.clock(), lease_s=60)

    page, part = manager.page(path), manager.page(f"{address}/replay")

    assert 'aria-valuenow="1500"' in page and 'aria-valuenow="1500"' in part and "25 %" in part
    assert 'aria-valuenow="1500"' in manager.page(address)
    assert f"{address}/replay/stop" in page
    assert "25 %" in lead.page(path) and "/replay/stop" not in lead.page(path)
    assert visit("inspector").get(f"{address}/replay").status_code == 403
    assert lead.post(f"{address}/replay/stop").status_code == 403
    assert manager.post(f"{address}/replay/stop").status_code == 303
    assert "progressbar" not in manager.page(path)
    # The part that was being renewed leads back to the whole page.
    assert f'hx-get="{path}"' in manager.page(f"{address}/replay")
