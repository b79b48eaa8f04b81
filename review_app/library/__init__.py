"""The case library: to look through, to listen to, and, for curators, to prepare."""

from flask import Blueprint

from review_app.library import clips, curating, entries

pages = Blueprint("library", __name__, url_prefix="/library")

pages.add_url_rule("", "entries", entries.entries)
pages.add_url_rule("/<entry_id>", "entry", entries.entry)
pages.add_url_rule("/<entry_id>/clips/<int:number>", "clip", clips.clip)
pages.add_url_rule("/<entry_id>/describe", "describe", curating.describe, methods=["POST"])
pages.add_url_rule("/<entry_id>/take-out", "take_out", curating.take_out, methods=["POST"])
pages.add_url_rule("/<entry_id>/put-back", "put_back", curating.put_back, methods=["POST"])
