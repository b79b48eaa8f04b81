"""What the administrator looks after: people, teams, announcements, the audit chain, the machine's health."""

from flask import Blueprint

from review_app.admin import announcements, audit, health, teams, users

pages = Blueprint("admin", __name__, url_prefix="/admin")

pages.add_url_rule("/users", "users", users.users)
pages.add_url_rule("/users/new", "new_user", users.new_user, methods=["GET", "POST"])
pages.add_url_rule("/users/<int:user_id>", "user", users.user, methods=["GET", "POST"])
pages.add_url_rule("/users/<int:user_id>/password", "user_password", users.password, methods=["POST"])
pages.add_url_rule("/users/<int:user_id>/lock", "lock_user", users.lock, methods=["POST"])
pages.add_url_rule("/teams", "teams", teams.teams, methods=["GET", "POST"])
pages.add_url_rule("/announcements", "announcements", announcements.announcements, methods=["GET", "POST"])
pages.add_url_rule(
    "/announcements/<int:announcement_id>/withdraw", "withdraw_announcement", announcements.withdraw, methods=["POST"]
)
pages.add_url_rule("/audit", "audit", audit.audit)
pages.add_url_rule("/audit/verify", "verify_audit", audit.verify, methods=["POST"])
pages.add_url_rule("/health", "health", health.health)
