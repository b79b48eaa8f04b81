"""How numbers, moments and lengths look on every page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext

from engine.settings import WebSettings


def clock(seconds: float | None) -> str:
    """A place in a call, or its length: 02:14, and 1:02:14 above the hour."""
    if seconds is None:
        return "–"
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def grouped(count: int | None) -> str:
    """A number of things, readable above a thousand: 12,500."""
    return "–" if count is None else f"{count:,}"


def points(value: float | None) -> str:
    """A score without needless decimals; a dash for what is not judged."""
    return "–" if value is None else f"{value:g}" if abs(value) < 1e6 else str(value)


def change(value: float) -> str:
    """A change of the score, with a true minus sign: −2, +1, 0."""
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{abs(value):g}"


def share(value: float | None) -> str:
    """A share of 0-1 as whole per cent: 83 %."""
    return "–" if value is None else f"{value * 100:.0f} %"


def length(seconds: float | None) -> str:
    """A length of time in the two largest units that matter: 2 天 3 小时."""
    if seconds is None:
        return "–"
    minutes = int(seconds // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return str(gettext("%(days)d 天 %(hours)d 小时", days=days, hours=hours))
    if hours:
        return str(gettext("%(hours)d 小时 %(minutes)d 分", hours=hours, minutes=rest))
    return str(gettext("%(minutes)d 分钟", minutes=rest) if minutes else gettext("不到 1 分钟"))


def size(count_bytes: float) -> str:
    """Bytes in the unit a person would say: 3.4 GB."""
    for unit in ("B", "kB", "MB", "GB"):
        if count_bytes < 1000:
            return f"{count_bytes:.0f} {unit}" if unit == "B" else f"{count_bytes:.1f} {unit}"
        count_bytes /= 1000
    return f"{count_bytes:.1f} TB"


def install(app: Flask, web: WebSettings) -> None:
    """Give templates the filters of this file; moments are shown in the time zone of the house."""
    zone = ZoneInfo(web.timezone)

    def moment(value: datetime | None) -> str:
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M") if value else "–"

    def day(value: datetime | None) -> str:
        return value.astimezone(zone).strftime("%Y-%m-%d") if value else "–"

    app.jinja_env.filters.update(
        clock=clock,
        grouped=grouped,
        points=points,
        change=change,
        share=share,
        length_of=length,
        size=size,
        moment=moment,
        day=day,
    )
