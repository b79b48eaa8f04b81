"""What everybody has, whatever the role: sign-in, password, role, settings, notices."""

from flask import Blueprint

from review_app.account import looks, notices, own, password, signing

pages = Blueprint("account", __name__)

pages.add_url_rule("/sign-in", "sign_in", signing.sign_in, methods=["GET", "POST"])
pages.add_url_rule("/sign-out", "sign_out", signing.sign_out, methods=["POST"])
pages.add_url_rule("/role", "role", signing.role, methods=["POST"])
pages.add_url_rule("/password", "password", password.password, methods=["GET", "POST"])
pages.add_url_rule("/language", "language", looks.language, methods=["POST"])
pages.add_url_rule("/theme", "theme", looks.theme, methods=["POST"])
pages.add_url_rule("/rail", "rail", looks.rail, methods=["POST"])
pages.add_url_rule("/settings", "own", own.own, methods=["GET"])
pages.add_url_rule("/settings/mail", "own_mail", own.mail, methods=["POST"])
pages.add_url_rule("/notices", "notices", notices.notices, methods=["GET"])
pages.add_url_rule("/notices/read", "notices_read", notices.read_all, methods=["POST"])
pages.add_url_rule("/announcements", "announcements", notices.announcements, methods=["GET"])
