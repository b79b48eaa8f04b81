"""Who is the agent, from what is said."""

from engine.speech.roles import agent_points, guess_agent

AGENT = ["您好,工号8023为您服务,请问有什么可以帮您", "请稍等,我帮您查一下", "感谢您的来电,祝您生活愉快"]
CUSTOMER = ["我想问一下我的话费怎么扣了这么多", "你们公司怎么回事", "帮我取消了吧"]


def test_the_one_who_speaks_like_an_agent_is_the_agent():
    guess = guess_agent({0: CUSTOMER, 1: AGENT}, first=0)

    assert guess.agent == 1
    assert guess.confidence > 0.95


def test_english_calls_are_told_too():
    guess = guess_agent(
        {
            0: ["I'm calling about my order, I bought a phone last week"],
            1: ["Thank you for calling, how can I help you today?", "Is there anything else I can help you with?"],
        }
    )

    assert guess.agent == 1


def test_words_that_show_nothing_give_a_coin_toss():
    guess = guess_agent({0: ["嗯"], 1: ["啊"]}, first=1)

    assert guess.agent == 1
    assert guess.confidence < 0.6


def test_a_single_customer_is_not_taken_for_the_agent():
    assert guess_agent({0: CUSTOMER}).agent is None


def test_a_single_agent_is_recognised():
    assert guess_agent({0: AGENT}).agent == 0


def test_nobody_is_nobody():
    assert guess_agent({}).agent is None


def test_a_customer_has_fewer_points_than_nothing():
    assert agent_points(CUSTOMER) < 0 < agent_points(AGENT)
