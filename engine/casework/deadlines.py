"""When appeals, opinions and decisions fall due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.calendar import BusinessCalendar
from engine.settings import Settings
from models.tables.special_days import SpecialDay
from models.transaction import Transaction


def business_calendar(tx: Transaction, settings: Settings) -> BusinessCalendar:
    """The calendar of this installation, holidays and worked weekends included."""
    days = {row.day: row.working for row in tx.session.scalars(select(SpecialDay))}
    return BusinessCalendar(ZoneInfo(settings.web.timezone), days)


def appeal_deadline(tx: Transaction, settings: Settings, released_at: datetime) -> datetime:
    """The last moment at which an appeal is accepted."""
    if settings.appeal.window_s is not None:
        return released_at + timedelta(seconds=settings.appeal.window_s)
    return business_calendar(tx, settings).after_working_days(released_at, settings.appeal.window_working_days)


def opinions_deadline(tx: Transaction, settings: Settings, filed_at: datetime) -> datetime:
    """The moment until which both opinions are awaited."""
    return business_calendar(tx, settings).after_working_days(filed_at, settings.appeal.opinion_working_days)


def decision_deadline(tx: Transaction, settings: Settings, opinions_due_at: datetime) -> datetime:
    """The moment until which the QC lead should have decided."""
    return business_calendar(tx, settings).after_working_days(opinions_due_at, settings.appeal.decision_working_days)
