"""The parts of a rule file in Chinese, by the names of the classes whose docstrings say it in English."""

from collections.abc import Mapping

PARTS: Mapping[str, str] = {
    "Rule": """主管禁止、要求或奖励的一件事。

    Args:
        why：理由，用坐席能接受的话来写。
        level：多快要让人知道：1 立即，2 当天，3 在周期报告里。
        prerequisite：前提；不成立则规则不适用，不给出命中。
        conditions：有名字的条件，供 `when` 的文字写法引用，也供互相依附的窗口引用。
        when：触发条件。
        review：`auto_release` 不经人工即可下发；`flag` 把这通交给质检员；`manual` 只标为存疑，人工确认之前不扣分。
        if_unknown：机器无法判断时，`review` 给出存疑，`ignore` 不给结论。
        not_runnable：在这里不能运行的原因；规则照样保留和展示，但从不判定。
        origin：导入之前的原样。
    """,
    "Effect": """规则对分数的影响。

    Args:
        on：`presence` 触发条件成立就是出了问题；`absence` 不成立才是出了问题。
        points：负数为扣分，正数为加分，0 为只提示。
        per：`once` 只计一次，`hit` 每发生一次计一次。
        max_times, cap：最多计几次，最多计多少分。
        critical：整个评分项的分都扣掉，评分表不得通过。
        fatal：所在维度或整张评分表清零。
        bonus：触发是好事：命中判为 `pass` 并加分；没有触发就不给出命中。
    """,
    "All": "各部分都成立。",
    "AnyOf": "任一部分成立即可。",
    "Not": "这一部分不成立。",
    "AtLeast": "其中至少几部分成立。",
    "Sequence": "各部分的命中按此次序先后出现，可以限制相邻两处的间隔。",
    "Fired": "同一通里另一条规则触发了。",
    "expression": """条件的文字写法：`a && (b || !c)`、`2 of (a, b, c)`。由一个小的解析器读取，从不当作程序执行。

或     = 且 ("||" 且)*              也可写 or、或
且     = 单项 ("&&" 单项)*          也可写 and、且
单项   = ("!" | not) 单项 | "(" 或 ")" | 个数 "of" "(" 或 ("," 或)* ")" | 条件的名字
""",
    "Scope": """条件的窗口：在哪里找。

    Args:
        role：看谁的话；句数只在这一方的话里数。
        utterances：第几句，从 1 数起，负数从末尾数；写了依附的条件时，1 是离它最近的一句。
        seconds：按开始时间取第几秒，负数从通话末尾数；写了依附的条件时，从它往外数。
        percent：同上，按通话的百分比。
        before, after, around, same：本规则里另一个条件的名字，窗口依附于它的命中：之前、之后、前后、同一句；
            `after` 与 `before` 都写，就是从一个条件的命中到另一个条件的下一次命中。
        hit：以哪一次命中为准：`first` 第一次，`last` 最后一次，数字为第几次，`any` 有一次的窗口符合即可，
            `every` 每一次都要符合。
        every：窗口里每一句都要满足，而不是有一句满足即可。
    """,
    "Excuses": """说过这些就不算命中。

    Args:
        words, lists：免责用语，或词表的名字。
        before, after：命中之前、之后各看几句；命中本身盖住的话总要看。
        role：谁说的才算。
    """,
    "Scorecard": """有满分的评分表。

    Args:
        applies：都成立的通话才用这张评分表；不写则所有通话都用。
        effects：各规则在这张表上扣多少，只写与规则本身不同的；加载以后，表上每条规则都有一项。
        incomplete：有评分项还没判时，`score` 先当作不扣分，`withhold` 全部判完才有总分。
        bonus_above_maximum：加分能否让总分超过满分。
        auto_release：没有问题、也没被抽中的通话，可以不经人工复核直接下发。
    """,
    "Item": """评分表的一行。

    Args:
        points：这一项的满分；加分项则为最多能加的分。
        weight：不写分数而写占评分表满分的份额。
        rules：哪些规则的命中在这里扣分（加分项则为加分）。
        manual：由人回答的问题；与规则同时写，则两者都算。
        na_allowed：可以判为不适用，分数摊给其余各项。
        cap：这一项最多扣多少分。
        critical：不合格则整项扣光，评分表不得通过。
        fatal：不合格则所在维度或整张评分表清零。
        benchmark, target：通常的分数和目标分数。
    """,
    "RuleTest": """一段对话，和规则对它应有的判定；写法见下。

    Args:
        said：把对话里的每个 `{}` 依次换成这些说法，各判一次。
        hits：应当发生几次。
    """,
    "dialogue": """规则自带测试里的通话，写成人读得懂的样子。

A 您好,很高兴为您服务          坐席；时间按字数推算
C 3.0-5.5 我要投诉             客户，从第 3.0 秒到第 5.5 秒
? 喂                           不知道是谁说的
A~ 请稍等                      识别的置信度低
A! 谢谢观看                    可疑：可能是识别凭空写出来的
A@-12 你听我说                 比满幅 0 dB 低 12 dB（音量 -12 dBFS）
-- 12                          十二秒没有人说话
== mono                        双方混在一个声道：角色照写，但不确定；抢话无法判断
== hold 20                     事先说明的等待，二十秒
== end 90                      录音长 90 秒
== en                          英语通话
# 注释
""",
    "Step": """一步，或一个岔口。

    Args:
        say：说了其中任一短语就算做到。
        optional：可以省略，缺了不扣。
        weight：在完成度里占的份额。
        points：缺了扣几分，写负数。
        branches：不写 say 而写几条岔路；走第一条听到了词的岔路。
    """,
    "Branch": "一条岔路：上一步之后听到其中一个词就走；没有写词的岔路，在别的都不走时走。",
}
