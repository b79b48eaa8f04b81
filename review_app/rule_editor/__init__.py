"""The rules of a draft, one by one: the list, and the editor with form, YAML and tester side by side."""

from flask import Blueprint

from review_app.rule_editor import editor, rule_list
from review_app.rule_editor.operator_help import ticked
from review_app.rule_editor.problem_words import problem_words
from review_app.rule_editor.wording import joint, leaf

pages = Blueprint("rule_editor", __name__, url_prefix="/rules/drafts/<draft_id>")

pages.add_url_rule("/rules", "rules", rule_list.rules)
pages.add_url_rule("/new-rule", "new", editor.new_rule)
pages.add_url_rule("/new-rule", "add", editor.add_rule, methods=["POST"])
pages.add_url_rule("/rules/<path:rule_id>", "rule", editor.rule)
pages.add_url_rule("/rules/<path:rule_id>", "edit", editor.edit_rule, methods=["POST"])
pages.add_url_rule("/remove-rule", "remove", rule_list.remove_rule, methods=["POST"])
pages.add_app_template_filter(problem_words, "problem")
pages.add_app_template_filter(joint, "joint")
pages.add_app_template_filter(leaf, "leaf")
pages.add_app_template_filter(ticked, "ticked")
