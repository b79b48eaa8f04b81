"""What the administrator looks after: people, teams, announcements, the audit chain, the machine's health."""

from flask import Blueprint

from review_app.admin import (
    access_log,
    announcements,
    audit,
    deliveries,
    health,
    sources,
    teams,
    users,
    webhooks,
    workdays,
)

pages = Blueprint("admin", __name__, url_prefix="/admin")

pages.add_url_rule("/users", "users", users.users)
pages.add_url_rule("/users/new", "new_user", users.new_user, methods=["GET", "POST"])
pages.add_url_rule("/users/<int:user_id>", "user", users.user, methods=["GET", "POST"])
pages.add_url_rule("/users/<int:user_id>/password", "user_password", users.password, methods=["POST"])
pages.add_url_rule("/users/<int:user_id>/lock", "lock_user", users.lock, methods=["POST"])
pages.add_url_rule("/teams", "teams", teams.teams, methods=["GET", "POST"])
pages.add_url_rule("/sources", "sources", sources.sources)
pages.add_url_rule("/sources/new", "new_source", sources.new_source, methods=["GET", "POST"])
pages.add_url_rule("/sources/<int:source_id>", "source", sources.source, methods=["GET", "POST"])
pages.add_url_rule("/announcements", "announcements", announcements.announcements, methods=["GET", "POST"])
pages.add_url_rule(
    "/announcements/<int:announcement_id>/withdraw", "withdraw_announcement", announcements.withdraw, methods=["POST"]
)
pages.add_url_rule("/webhooks", "webhooks", webhooks.webhooks, methods=["GET", "POST"])
pages.add_url_rule("/webhooks/<int:webhook_id>/kinds", "webhook_kinds", webhooks.kinds, methods=["POST"])
pages.add_url_rule("/webhooks/<int:webhook_id>/secret", "webhook_secret", webhooks.secret, methods=["POST"])
pages.add_url_rule("/webhooks/<int:webhook_id>/pause", "pause_webhook", webhooks.pause, methods=["POST"])
pages.add_url_rule("/webhooks/<int:webhook_id>/test", "test_webhook", webhooks.test, methods=["POST"])
pages.add_url_rule("/webhooks/<int:webhook_id>/remove", "remove_webhook", webhooks.remove, methods=["POST"])
pages.add_url_rule("/webhooks/test-mail", "test_mail", webhooks.test_mail, methods=["POST"])
pages.add_url_rule("/deliveries", "deliveries", deliveries.deliveries)
pages.add_url_rule("/deliveries/<int:delivery_id>/again", "send_again", deliveries.again, methods=["POST"])
pages.add_url_rule("/deliveries/again", "send_all_again", deliveries.all_again, methods=["POST"])
pages.add_url_rule("/access-log", "access_log", access_log.access_log)
pages.add_url_rule("/audit", "audit", audit.audit)
pages.add_url_rule("/audit/verify", "verify_audit", audit.verify, methods=["POST"])
pages.add_url_rule("/health", "health", health.health)
pages.add_url_rule("/calendar", "calendar", workdays.calendar)
pages.add_url_rule("/calendar/week", "week", workdays.week, methods=["POST"])
pages.add_url_rule("/calendar/day", "day", workdays.day, methods=["POST"])
pages.add_url_rule("/calendar/day/remove", "remove_day", workdays.remove_day, methods=["POST"])
pages.add_url_rule("/calendar/import", "import_days", workdays.import_days, methods=["POST"])
