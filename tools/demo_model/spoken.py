"""Numbers as people say them on the telephone: digit by digit, amounts, dates, times."""

from random import Random

DIGITS = "零一二三四五六七八九"
# On the telephone many people say yao for one.
TELEPHONE_DIGITS = "零幺二三四五六七八九"


def integer(value: int) -> str:
    """The spoken form of 0 to 9999, for example 一百零五."""
    if not 0 <= value <= 9999:
        raise ValueError(f"{value} is not between 0 and 9999")
    if value == 0:
        return DIGITS[0]
    spoken, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            gap = bool(spoken)
            continue
        spoken += (DIGITS[0] if gap else "") + DIGITS[digit] + name
        gap = False
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def digits(rng: Random, count: int) -> str:
    """*count* digits one by one, sometimes with 幺 for one."""
    names = TELEPHONE_DIGITS if rng.random() < 0.3 else DIGITS
    return "".join(rng.choice(names) for _ in range(count))


def phone(rng: Random) -> str:
    """A mobile number or a short service number."""
    if rng.random() < 0.2:
        return rng.choice("一九") + digits(rng, 4)
    names = TELEPHONE_DIGITS if rng.random() < 0.3 else DIGITS
    groups = [names[1] + rng.choice("3589"), *("".join(rng.choice("0123456789") for _ in range(4)) for _ in range(2))]
    spoken = "".join(names[int(digit)] if digit.isdigit() else digit for group in groups for digit in group)
    return spoken + names[rng.randrange(10)]


def amount(rng: Random) -> str:
    """A sum of money."""
    value = rng.choice((rng.randrange(1, 100), rng.randrange(10, 1000), rng.randrange(1, 100) * 100))
    unit = rng.choice(("元", "块钱", "块"))
    spoken = "两" if value == 2 else integer(value)
    if rng.random() < 0.12:
        return f"{integer(rng.randrange(1, 60))}万元"
    return spoken + unit + (rng.choice(DIGITS[1:]) + "毛" if unit == "块" and rng.random() < 0.5 else "")


def date(rng: Random) -> str:
    """A day of the year, or of the month."""
    day = integer(rng.randrange(1, 32)) + rng.choice("号日")
    return (
        integer(rng.randrange(1, 13)) + "月" if rng.random() < 0.7 else rng.choice(("本月", "下个月", "每个月"))
    ) + day


def time(rng: Random) -> str:
    """A time of day."""
    hour = rng.randrange(1, 13)
    spoken = ("两" if hour == 2 else integer(hour)) + "点"
    return (
        rng.choice(("", "上午", "下午", "晚上")) + spoken + rng.choice(("", "", "半", "左右", "之前", "十分", "四十五"))
    )


def number(rng: Random, slot: str) -> str | None:
    """The value of a number slot; None if *slot* is no number."""
    small = "两" if (count := rng.randrange(2, 16)) == 2 else integer(count)
    match slot:
        case "agent_no":
            return rng.choice(("八零零", "八零零", "一零", "二三", "五六")) + rng.choice(DIGITS[1:])
        case "order_no":
            return digits(rng, rng.randrange(5, 11))
        case "id4" | "digits":
            return digits(rng, 4 if slot == "id4" else rng.randrange(3, 9))
        case "card_no":
            return "六二" + digits(rng, rng.choice((6, 10, 14)))
        case "phone":
            return phone(rng)
        case "amount":
            return amount(rng)
        case "date":
            return date(rng)
        case "time":
            return time(rng)
        case "days" | "times":
            return small
        case "number_small":
            return integer(rng.choice((3, 6, 9, 12, 24)))
        case "number":
            return integer(rng.choice((rng.randrange(1, 100), rng.randrange(1, 40) * 10, rng.randrange(1, 30) * 100)))
        case "percent":
            return "百分之" + integer(rng.randrange(1, 100)) + rng.choice(("", "", "点" + rng.choice(DIGITS[1:])))
        case "discount":
            return rng.choice(DIGITS[5:])
    return None
