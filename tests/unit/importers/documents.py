"""Small documents to import, and what becomes of them."""

import json

from rules.dialogue import dialogue
from rules.evaluate import evaluate
from rules.importers.aliyun import import_rules, rulebook_files
from rules.load import load_rulebook_text


def keywords(oid, *words, **param):
    """An operator that hits any of *words*."""
    return {"oid": oid, "type": "HIT_ANY_KEYWORDS", "param": {"keywords": list(words), **param}}


def condition(cid, *operators, **fields):
    """A condition whose operators must all hold."""
    logic = "&&".join(operator["oid"] for operator in operators)
    return {"cid": cid, "check_range": {}, "lambda": logic, "operators": list(operators), **fields}


def document(conditions, rules):
    return json.dumps({"conditions": conditions, "rules": rules}, ensure_ascii=False)


def one_rule(*conditions, logic=None, **fields):
    """A document of one rule, 1, that needs all *conditions*."""
    logic = logic or "&&".join(each["cid"] for each in conditions)
    return document(list(conditions), [{"rid": "1", "name": "规则", "lambda": logic, **fields}])


def rulebook(text, name="import"):
    """The rulebook that an import gives, loaded from the files it would write."""
    files = rulebook_files(import_rules(text, f"{name}.json"), name=name, title=name)
    return load_rulebook_text({file: body for file, body in files.items() if file.endswith(".yaml")})


def verdicts(text, call, metadata=None):
    """What the imported rules say of a dialogue, by rule."""
    return {one.rule: one.verdict.value for one in evaluate(rulebook(text), dialogue(call), metadata or {})}


def reason(text):
    """Why the first rule cannot run; None when it can."""
    return import_rules(text).rules[0].not_runnable


def written(text):
    """The first rule as it stands in a rule file."""
    rule = import_rules(text).rules[0]
    assert rule.not_runnable is None, rule.not_runnable
    return rule.written


COMPLAINT = one_rule(condition("1", keywords("1", "投诉"), check_range={"role": "客户"}))


COMPLAINS = condition("1", keywords("1", "投诉"), check_range={"role": "客户"})
SORRY = condition("2", keywords("2", "抱歉"), check_range={"role": "客服"})
