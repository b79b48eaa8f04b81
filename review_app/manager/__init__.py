"""What those who look after recordings do: see how far each has come, hand new ones in, try failed ones again."""

from flask import Blueprint

from review_app.manager import lexicons, recording, recordings, upload, voices

pages = Blueprint("manager", __name__, url_prefix="/recordings")

pages.add_url_rule("", "recordings", recordings.recordings)
pages.add_url_rule("/<int:recording_id>/retry", "retry", recordings.retry, methods=["POST"])
pages.add_url_rule("/<int:recording_id>", "recording", recording.recording)
pages.add_url_rule("/<int:recording_id>/swap", "swap", recording.swap, methods=["POST"])
pages.add_url_rule("/<int:recording_id>/voice", "voice", recording.voice, methods=["POST"])
pages.add_url_rule("/voices", "voices", voices.voices)
pages.add_url_rule("/voices/<int:voiceprint_id>/erase", "erase_voice", voices.erase, methods=["POST"])
pages.add_url_rule("/lexicons", "lexicons", lexicons.lexicons)
pages.add_url_rule("/lexicon", "lexicon", lexicons.lexicon, methods=["GET", "POST"])
pages.add_url_rule("/upload", "upload", upload.upload, methods=["GET", "POST"])
