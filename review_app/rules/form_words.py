"""What the loader and the lint say of a form, in the reader's tongue."""

from review_app.phrasebook import Phrasebook

BOOK = Phrasebook(
    (
        (r"the items add up to (.+), the maximum is (.+)", r"各项合计 \1 分，满分写的是 \2 分"),
        (r"pass_mark is above the maximum", "及格线高于满分"),
        (r"ids used twice: (.+)", r"编号重复：\1"),
        (r"either every item has points, or every item has a weight", "要么各项都写分数，要么都写权重"),
        (r"needs either points or weight", "要写分数或权重"),
        (r"needs rules or a manual question", "要有规则，或一个人工问题"),
        (r"a bonus item has points and is neither critical nor fatal", "加分项写分数，不能是关键或致命"),
        (r"a bonus adds points on presence and is neither critical nor fatal", "加分的规则不能是关键或致命"),
        (r"a deduction is negative; write bonus: true for points that are added", "扣分要写负数"),
        (r"max_times needs per: hit", "「最多几次」要与「每次」一起用"),
        (r"(.+) counts in (.+) and in (.+): the agent pays twice", r"\1 在 \2 与 \3 里都计分：坐席被扣两次"),
        (r"a cap of (.+) is above the maximum of (.+)", r"封顶 \1 分高于本项的 \2 分"),
        (r"its prerequisite (.+) cannot be run: nobody is ever asked", r"前提规则 \1 不能运行：永远不会问"),
        (r"a prerequisite needs a manual question; .+", "写了前提，就要有人工问题；规则有自己的前提"),
        (r"none of its rules can be run and no question is asked", "规则都不能运行，也没有人工问题"),
        (r"(.+) adds points, the item does not", r"规则 \1 是加分的，本项不是加分项"),
        (r"(.+) takes off points, the item does not", r"规则 \1 是扣分的，本项是加分项"),
        (r"(.+) changes no points", r"规则 \1 不影响分数"),
        (r"(.+) takes (.+) off, no more than (.+) can be lost here", r"规则 \1 扣 \2 分，本项最多只计 \3 分"),
        (r"a goal of (.+) is above the maximum of (.+)", r"基准或目标 \1 分高于满分 \2 分"),
        (r"the target is below the benchmark", "目标低于基准"),
        (r"every call passes: pass_mark is 0", "及格线是 0：每通都会及格"),
        (r"every item may be not applicable, so the whole section may vanish", "各项都可不适用，整个维度可能消失"),
        (r"has bonus items alone", "只有加分项"),
        (r"no rule counts on this form: every call is left to people", "没有规则在这张表上计分：每通都要人工"),
        (r"String should match pattern .+", "不能有空格"),
    )
)


def form_words(said: str) -> str:
    """*said* in the reader's language."""
    return BOOK.told(said)
