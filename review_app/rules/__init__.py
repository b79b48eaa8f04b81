"""Rulebooks and forms: what judges now, the next version of it, what is aimed at, and which rules are in doubt."""

from flask import Blueprint

from review_app.rules import drafts, effect, forms, standards
from review_app.rules.remark_words import remark_words

pages = Blueprint("rules", __name__, url_prefix="/rules")

pages.add_url_rule("", "rulebooks", drafts.rulebooks)
pages.add_url_rule("/<name>/begin", "begin", drafts.begin_draft, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>", "draft", drafts.draft)
pages.add_url_rule("/drafts/<draft_id>/text", "write", drafts.write_draft, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/words", "words", drafts.words, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/replay", "replay", effect.replay, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/replay", "progress", effect.progress)
pages.add_url_rule("/drafts/<draft_id>/replay/stop", "stop_replay", effect.stop_replay, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/effect", "effect", effect.effect)
pages.add_url_rule("/drafts/<draft_id>/forms", "new_form", forms.new_form, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>", "form", forms.form)
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>", "save_form", forms.save_form, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>/arrange", "arrange_form", forms.arrange, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>/check", "check_form", forms.check, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>/preview", "preview_form", forms.preview)
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>/preview", "score_form", forms.preview, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/forms/<form_id>/remove", "remove_form", forms.remove_form, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/ask", "ask", drafts.ask_publication, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/decide", "decide", drafts.decide, methods=["POST"])
pages.add_url_rule("/drafts/<draft_id>/drop", "drop", drafts.drop_draft, methods=["POST"])
pages.add_url_rule("/forms/<scorecard>", "targets", standards.targets)
pages.add_url_rule("/forms/<scorecard>/targets", "aim", standards.set_targets, methods=["POST"])
pages.add_url_rule("/evidence", "evidence", standards.evidence)
pages.add_app_template_filter(remark_words, "remark")
