"""How old a child was on a day, as far as the month of birth tells.

Knowing the month is enough here and gives less away. A child counts as a month, a year older from
the first day of the month, so an age is never short and up to 30 days ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.errors import UsageProblem

if TYPE_CHECKING:
    from datetime import date

BANDS = (("infant", 0), ("toddler", 12), ("child", 36), ("teen", 13 * 12))
"""The age bands with the completed months from which each holds.

Infants up to the first birthday, toddlers in their second and third year: as in the CDC's parenting
pages (cdc.gov/child-development/positive-parenting-tips: infants 0-1, toddlers 1-2 and 2-3 years).
Teens from 13: the youngest in the study that the descriptions for teens lean on (Weinstein, Huo &
Itzchakov 2021, 13 to 16 years). Between them there is one band, because the vocabularies describe
each sign for four ages; where it ends is a convention, not a finding.
"""

_MONTHS_UNTIL = 24


def age_band(birth_month: str | None, on_day: str) -> str | None:
    """`infant`, `toddler`, `child` or `teen`; None where the month of birth is not known.

    None too for a day before the month of birth.

    Args:
        birth_month: `2023-04`.
        on_day: `2026-11-22`, or a stored time.

    Raises:
        UsageProblem: the month or the day is not one.
    """
    months = age_months(birth_month, on_day)
    if months is None:
        return None
    return next(band for band, begins in reversed(BANDS) if months >= begins)


def band_in_month(birth_month: str | None, month: str) -> str | None:
    """The band that `age_band` gives on every day of a month, without loading dateutil.

    Months alone decide, because a child counts as a month older from its first day. Every week that
    is reflected on asks for it: dateutil would take 20 ms there, as long as Python takes to start.

    Args:
        birth_month: `2023-04`, as it is stored.
        month: `2026-11`.
    """
    if not birth_month:
        return None
    months = 12 * (int(month[:4]) - int(birth_month[:4])) + int(month[5:]) - int(birth_month[5:])
    return next((band for band, begins in reversed(BANDS) if months >= begins), None)


def age_words(birth_month: str | None, on_day: str) -> str | None:
    """`7 months` up to the second birthday, then `3 years`; None where age_band has none.

    Arguments and errors are those of age_band.
    """
    months = age_months(birth_month, on_day)
    if months is None:
        return None
    if months == 0:
        return "newborn"
    from parentkit.domain.sentence import plural

    if months < _MONTHS_UNTIL:
        return plural(months, one="{n} month", other="{n} months")
    return plural(months // 12, one="{n} year", other="{n} years")


def age_months(birth_month: str | None, on_day: str) -> int | None:
    """Completed months, counted from the first day of the month of birth.

    Arguments and errors are those of age_band.
    """
    if birth_month is None:
        return None
    from datetime import date

    from dateutil.relativedelta import relativedelta

    try:
        born = date.fromisoformat(f"{birth_month}-01")
        day = date.fromisoformat(on_day[:10])
    except ValueError:
        raise UsageProblem(
            f"{birth_month!r} is not a month of birth, or {on_day[:10]!r} not a day.",
            "A month looks like 2023-04, a day like 2026-11-22.",
        ) from None
    if day < born:
        return None
    lived = relativedelta(day, born)
    return lived.years * 12 + lived.months


def parse_birth_month(text: str, today: date) -> str:
    """The month that a person wrote as `2023-04`, not later than today's.

    Raises:
        UsageProblem: it does not look like that, is not in the calendar, or is still to come.
    """
    from datetime import date

    try:
        born = date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise UsageProblem(
            f"{text!r} is not a month of birth.",
            "A month looks like 2023-04; the day is not needed.",
        ) from None
    if born > today:
        raise UsageProblem(f"{text} is still to come.", "A month looks like 2023-04.")
    return born.isoformat()[:7]
