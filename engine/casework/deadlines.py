"""When appeals, opinions and decisions fall due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.calendar import MONDAY_TO_FRIDAY, BusinessCalendar, Hours
from engine.settings import Settings
from models.tables.special_days import SpecialDay, WorkingWeek
from models.transaction import Transaction


def business_calendar(tx: Transaction, settings: Settings) -> BusinessCalendar:
    """The calendar of this installation: its week, holidays and worked weekends included."""
    days = {row.day: row.working for row in tx.session.scalars(select(SpecialDay))}
    week = tx.session.get(WorkingWeek, 1)
    if week is None:
        return BusinessCalendar(ZoneInfo(settings.web.timezone), days)
    return BusinessCalendar(ZoneInfo(week.timezone), days, _hours(week.hours))


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


def answer_deadline(tx: Transaction, settings: Settings, asked_at: datetime) -> datetime:
    """The moment until which an appellant may answer a question, and the other deadlines rest."""
    return business_calendar(tx, settings).after_working_days(asked_at, settings.appeal.answer_working_days)


def _hours(stored: Mapping[str, Any]) -> Mapping[int, Hours]:
    hours = {int(weekday): (int(opens), int(closes)) for weekday, (opens, closes) in stored.items()}
    return hours or MONDAY_TO_FRIDAY
