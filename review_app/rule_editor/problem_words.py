"""What the loader and the lint say of a rule, in the reader's tongue; what nobody translated yet stays as it is."""

import re

from review_app.languages import language

_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"is missing", "必填"),
        (r"is not known here", "这里没有这个参数"),
        (r"needs when", "缺少触发条件"),
        (r"needs zh or en", "至少写一种语言"),
        (r"needs words or lists", "要有词语或词表"),
        (r"needs phrases or lists", "要有短语或词表"),
        (r"needs over or under", "要写「大于」或「小于」"),
        (r"needs a pattern, or patterns, and not both", "写一个正则，或几个正则，不能都写"),
        (r"needs exactly one of jump_db, span_db, z", "三种音量只能选一种"),
        (r"needs either value or other", "「值」与「另一字段」要写一个"),
        (r"a deduction is negative; write bonus: true for points that are added", "扣分要写负数；加分请勾选「加分项」"),
        (r"a bonus adds points on presence and is neither critical nor fatal", "加分项在出现时加分，不能是关键或致命"),
        (r"max_times needs per: hit", "「最多计几次」要与「每次命中」一起用"),
        (r"until is before since", "失效日期早于生效日期"),
        (r"hit needs before, after, around or same", "「第几次命中」要与另一条件一起用"),
        (r"this text is not one rule", "这段文字不是一条规则"),
        (r"a rule is a mapping: id, title, why, when", "一条规则由 id、title、why、when 等键组成"),
        (r"another rule has this id already", "已有规则用了这个编号"),
        (r"another rule", "另一条规则"),
        (r"no condition '(.+)' in this rule", r"这条规则里没有名为 \1 的条件"),
        (r"no word list '(.+)'", r"没有名为 \1 的词表"),
        (r"no knowledge base '(.+)'", r"没有名为 \1 的知识库"),
        (r"no rule '(.+)'", r"没有编号为 \1 的规则"),
        (r"another condition of this rule is called '(.+)' already", r"已有条件叫 \1"),
        (r"'(.+)' is the name of another condition", r"已有条件叫 \1"),
        (r"hangs on itself: (.+)", r"条件互相依赖成环：\1"),
        (r"unknown operator '(.+)'; did you mean '(.+)'\?", r"没有算子 \1，是不是 \2？"),
        (r"unknown operator '(.+)'; there are (.+)", r"没有算子 \1；有 \2"),
        (r"'(.+)' is missing at character (\d+) of .+", r"第 \2 个字符处缺少 \1"),
        (r"a name is missing at character (\d+) of .+", r"第 \1 个字符处缺少条件名"),
        (r"not expected here at character (\d+) of .+", r"第 \1 个字符处不应有内容"),
        (r"a single & or \| has no meaning at character (\d+) of .+", r"第 \1 个字符处：「与」写 &&，「或」写 ||"),
        (r"the pattern is refused: (.+)", r"正则不能用：\1"),
        (r"'(.+)' has fewer than (\d+) syllables and sounds like too much", r"「\1」不足 \2 个音节，同音的太多"),
        (r"(.+) is used neither in the trigger nor in the prerequisite", r"触发条件与前提都没有用到 \1"),
        (r"Input should be greater than or equal to (.+)", r"不能小于 \1"),
        (r"Input should be less than or equal to (.+)", r"不能大于 \1"),
        (r"Input should be greater than (.+)", r"要大于 \1"),
        (r"Input should be a valid (?:number|integer).*", "要写数字"),
        (r"Input should be a valid (?:list|tuple).*", "要写成列表"),
        (r"Input should be a valid string", "要写成文字"),
        (r"Input should be a valid boolean.*", "要写 true 或 false"),
        (r"Input should be (.+)", r"只能是 \1"),
        (r"(?:String|Tuple|List|Value) should have at least 1 (?:character|item).*", "不能为空"),
        (
            r"'(.+)' is not a stretch such as 1\.\.3, -2\.\.-1, 5\.\. or \.\.10",
            r"「\1」不是 1..3、-2..-1、5.. 这样的区间",
        ),
        (r"has no tests", "没有测试"),
        (r"did not find expected (.+) or (.+)", r"这里应有 \1 或 \2"),
        (r"did not find expected (.+)", r"这里应有 \1"),
        (r"could not find expected ':'", "缺少冒号"),
        (r"mapping values are not allowed in this context", "这里不能有冒号：多半是缩进或引号的问题"),
        (r"block sequence entries are not allowed in this context", "这里不能有列表项"),
        (r"found character that cannot start any token", "有不能用来开头的字符（例如制表符）"),
        (r"found unexpected end of stream", "引号没有结束"),
        (r"the key '(.+)' is written twice", r"\1 写了两次"),
        (r"nested deeper than (\d+)", r"嵌套超过 \1 层"),
        (r"anchors and aliases .+", "规则文件不用锚点与别名（& 与 *）"),
        (r"is only tested for (\w+): add a dialogue that comes out otherwise", r"只测试了 \1：再加一个结果不同的对话"),
        (r"condition '(.+)' is never used", r"条件 \1 没有用到"),
        (
            r"the agent pays for words that the customer may have said: set scope\.role",
            "客户说的也会扣坐席的分：请选「谁说的」",
        ),
        (r"an announced wait will cost points: add excuses", "事先说明的等待也会扣分：请加免责用语"),
        (r"'(.+)' is found by '(.+)' already", r"「\1」已被「\2」覆盖"),
        (r"'(.+)' is a single character and will be found inside other words", r"「\1」只有一个字，会在别的词里命中"),
        (r"a sound alone never takes points off", "仅凭读音不会扣分"),
        (r"is fatal but its severity is (\w+)", r"致命但严重程度是 \1"),
        (r"empties a form without a person: review should be flag", "会清零却不经过人：「命中后」应为派给质检员"),
        (
            r"can never fire: (\d+) different words are needed, there are (\d+)",
            r"不会命中：要 \1 个词，只有 \2 个",
        ),
        (r"can never fire: nothing is over (.+) and under (.+)", r"不会命中：没有既大于 \1 又小于 \2 的"),
        (r"can never fire: at least (\d+) of (\d+)", r"不会命中：\2 个里至少 \1 个"),
        (r"can never fire: what is not there has no place in a sequence", "不会命中：不存在的东西没有先后"),
        (r"can never fire: (.+) is to be (.+) and (.+)", r"不会命中：\1 既要是 \2 又要是 \3"),
        (r"scope\.(\w+) (.+) is the wrong way round: there is nothing in it", r"范围 \1 \2 写反了：里面什么都没有"),
        (r"(\w+) is of the whole call: its scope is not looked at", r"\1 看整通电话，范围不起作用"),
        (r"talk_ratio of one side alone .+", "只看一方的占比不是全部就是没有：不要选「谁说的」"),
        (
            r"(\w+) is not of one side: scope\.role only moves where it looks",
            r"\1 不分双方：「谁说的」只改变看哪一段",
        ),
        (
            r"(\w+) is not of a single utterance: every has no meaning for it",
            r"\1 不看单独一句：「每一句」没有意义",
        ),
        (r"'(.+)' is too short to be found fuzzily: use keyword", r"「\1」太短，不能模糊匹配：请用关键词"),
        (r"a similarity of (.+) finds almost anything", r"相似度 \1 几乎什么都会命中"),
        (r"'(.+)' is only punctuation and is never heard", r"「\1」只有标点，永远听不到"),
        (r"'(.+)' is among its own exceptions", r"「\1」又写在例外里"),
        (r"only asks a person: write it as a manual item of the scorecard", "只是问人：请写成评分表的人工项"),
        (r"takes points off, but no scorecard counts it", "会扣分，但没有评分表计它"),
        (r"'(.+)' is in (.+) and (.+)", r"「\1」同时在词表 \2 和 \3 里"),
        (r"(.+) has the same trigger as (.+): the agent pays twice", r"\1 与 \2 的触发条件相同：坐席被扣两次"),
        (r"test (\d+): expected (.+?), seen (.+)", r"测试 \1：期望 \2，实际 \3"),
    )
)


def problem_words(said: str) -> str:
    """*said* in the reader's language."""
    return said if language() == "en" else in_chinese(said)


def in_chinese(said: str) -> str:
    """*said* in Chinese."""
    for pattern, words in _CHINESE:
        if match := pattern.fullmatch(said):
            return match.expand(words)
    return said
