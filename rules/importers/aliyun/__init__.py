"""Alibaba Cloud Qualitycheck (智能对话分析): rules and test dialogues in the three shapes its interfaces use.

UploadRule writes snake_case with numbers for conditions; GetRuleDetail answers in camelCase, over REST in PascalCase
with wrapped lists; AddRuleV4 names conditions by letters. All three are read by the same code: see fields.py.

    found = import_rules(text, "aliyun.json")
    files = rulebook_files(found, name="aliyun", title="导入的规则")  # by name; load_rulebook_text takes the YAML
    [rule.id for rule in found.rules if rule.not_runnable]

What cannot run here is kept as it was, with the reason.

One thing is told apart here that is one there: a window without sentences. There the condition is "not hit", and what
demands its absence hits; here nothing was there to be searched, so nothing is known, the finding is `unsure`, and a
person looks. A window that has sentences gives the same answer on both sides.
"""

from rules.importers.aliyun.dialogue import transcripts_of
from rules.importers.aliyun.result import Imported, ImportedRule
from rules.importers.aliyun.rules import import_rules
from rules.importers.aliyun.writing import rulebook_files

__all__ = ["Imported", "ImportedRule", "import_rules", "rulebook_files", "transcripts_of"]
