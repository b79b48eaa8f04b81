"""What stands between the docstrings in the two documents of the rule language."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.handbook import Language


@dataclass(frozen=True, slots=True)
class Frame:
    """Headings and joining words of one document.

    Args:
        file: its name in docs/.
        parts: a heading for each part of a rule file, by the name of its class.
        note: made from a parameter's *names* and *said*.
    """

    file: str
    opening: str
    parts: Mapping[str, str]
    expressions: str
    joined: str
    as_text: str
    stretch: str
    operators: str
    why: str
    formula: str
    source: str
    note: str
    listed: str


_EXAMPLE = """```yaml
rulebook: {name: my-rules, title: {zh: 我的规则, en: My rules}, version: 1, language: zh}

word_lists:
  greeting: [您好, 你好]
  products: {file: products.csv}      # first column, one word a line

rules:
  - id: OPEN-01
    title: {zh: 开场未问候, en: No greeting}
    why: {zh: 客户接通后先听到问候, en: The first words tell the customer that somebody is there}
    effect: {on: absence, points: -2}
    when: {op: keyword, lists: [greeting], scope: {role: agent, utterances: 1..2}}
    tests:
      - {call: "A 您好\\nC 我查话费", expect: pass}
      - {call: "A 说吧\\nC 我查话费\\nA 号码", expect: fail}
  - id: SHIRK-01
    title: {zh: 投诉后推诿, en: Shirks after a complaint}
    why: {zh: 投诉之后不得推诿, en: A complaint must not be answered with excuses}
    effect: {points: -3}
    conditions:
      complaint: {op: keyword, words: [投诉, 举报], scope: {role: customer}}
      shirks: {op: regex, pattern: "没办法|不归我", scope: {role: agent, after: complaint, utterances: 1..2}}
      sorry: {op: keyword, words: [抱歉, 不好意思], scope: {role: agent, after: complaint}}
    when: complaint && shirks && !sorry
```"""

ENGLISH = Frame(
    file="rule-language.md",
    opening=f"""# The rule language

[中文](rule-language.zh.md)

<!-- Made by tools/rule_docs.py from the docstrings; change those. -->

A rulebook is a folder of YAML files. One of them says which rulebook it is; any of them may hold rules, word lists,
knowledge and scorecards. Nothing else is read, and nothing that is not known is accepted: an unknown key, an unknown
operator or a word list that does not exist is reported with file, line, rule and place, all problems at once.
`callqc rules check FOLDER` does this, and runs the tests that the rules carry. A value is what it is written as: `10`
is a number and `"10"` a text, `true` and `false` are the only truths; `yes`, `on` and dates are texts.

{_EXAMPLE}

## Verdicts

Every rule that applies gives one finding: `fail`, `pass` or `unsure`. A condition is true, false or unknown. It is
unknown when the window does not exist in the call, when it is not certain who speaks, or when the words in it are
suspect or recognised with too little confidence. An absence that would cost something must be certain: one doubtful
utterance in the window is enough to make it unknown. An absence that costs nothing stays an absence until more than
half of the words searched are doubtful. What is heard only in doubtful words is unknown. Unknown parts make the whole
unknown only where they could change it. An `unsure` finding costs nothing and goes to a person. A rule whose
prerequisite does not hold, and a bonus that was not earned, give no finding.

A failed rule always shows its evidence: the words with their times, or the window that was searched. Without evidence
it is unsure.
""",
    parts={
        "Rule": "Rule",
        "Effect": "Effect on the score",
        "Scope": "Scope",
        "Excuses": "Excuses",
        "Scorecard": "Scorecard",
        "Item": "Item of a scorecard",
        "RuleTest": "Tests",
    },
    expressions="Expressions",
    joined="A trigger is one condition, or conditions joined:",
    as_text="The same as text, over the names of the rule's conditions:",
    stretch="A stretch is written `1..3`, `-2..-1`, `5..` or `..10`, both ends included.",
    operators="Operators",
    why="Why: ",
    formula="Formula: ",
    source="Source: ",
    note="- {names}: {said}",
    listed=", ",
)

CHINESE = Frame(
    file="rule-language.zh.md",
    opening=f"""# 规则语言

[English](rule-language.md)

<!-- 由 tools/rule_docs.py 从 rules/chinese/ 生成；请改那里。 -->

规则库是一个放 YAML 文件的文件夹。其中一个文件写明这是哪个规则库；每个文件都可以写规则、词表、知识库和评分表。
此外什么都不读，不认识的也一概不收：多余的键、没有的算子、不存在的词表，都会连同文件、行号、规则和位置一次全部
报出来。`callqc rules check 文件夹` 做的就是这件事，并且运行规则自带的测试。写成什么就是什么：`10` 是数字，`"10"` 是
文字；真假只有 `true` 与 `false`，`yes`、`on` 和日期都是文字。

文中的“一句”都指一句话语（utterance）：一个人连续说完的一段。

{_EXAMPLE}

## 判定

适用的每条规则给出一个命中，判为不合格（`fail`）、合格（`pass`）或存疑（`unsure`）。条件有三种结果：成立、不成立、
无法判断。通话里没有那个窗口、不确定是谁在说话、窗口里的话可疑或识别置信度太低，都是无法判断。要扣分的“没有说”
必须有把握：窗口里有一句话靠不住，就无法判断；不扣分的“没有说”，要一半以上的话靠不住才算无法判断。只在靠不住的
话里听到的，也是无法判断。某一部分无法判断，只有它能改变结论时，整体才无法判断。存疑的命中不扣分，交给人看。
前提不成立的规则和没有挣到的加分，不给出命中。

不合格的命中总带着证据：原话和时间，或者找过的窗口。没有证据就只能存疑。
""",
    parts={
        "Rule": "规则",
        "Effect": "计分",
        "Scope": "窗口",
        "Excuses": "免责",
        "Scorecard": "评分表",
        "Item": "评分项",
        "RuleTest": "自带测试",
    },
    expressions="逻辑表达式",
    joined="触发条件是一个条件，或几个条件的组合：",
    as_text="同样的组合也可以写成文字，用规则里条件的名字：",
    stretch="一段写成 `1..3`、`-2..-1`、`5..` 或 `..10`，两端都包括在内。",
    operators="算子",
    why="为什么：",
    formula="公式：",
    source="来源：",
    note="- {names}：{said}",
    listed="、",
)

FRAMES: Mapping[Language, Frame] = {"en": ENGLISH, "zh": CHINESE}
