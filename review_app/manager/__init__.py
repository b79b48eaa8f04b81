"""What those who look after recordings do: see how far each has come, hand new ones in, try failed ones again."""

from flask import Blueprint

from review_app.manager import recordings, upload

pages = Blueprint("manager", __name__, url_prefix="/recordings")

pages.add_url_rule("", "recordings", recordings.recordings)
pages.add_url_rule("/<int:recording_id>/retry", "retry", recordings.retry, methods=["POST"])
pages.add_url_rule("/upload", "upload", upload.upload, methods=["GET", "POST"])
