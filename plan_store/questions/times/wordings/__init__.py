"""Which characters are a time? The rules for every wording, in the order in which they are tried."""

from plan_store.questions.times.wordings import (
    counted,
    dates,
    lengths,
    lookalikes,
    months,
    occasions,
    parts_of_year,
    progress,
    relative,
    within_month,
    years,
)

RULES = (
    *months.PLAINLY,
    *lookalikes.RULES,
    *progress.RULES,
    *lengths.RULES,
    *counted.RULES,
    *relative.RULES,
    *within_month.RULES,
    *years.DECADES,
    *dates.RULES,
    *occasions.RULES,
    *years.RULES,
    *parts_of_year.RULES,
    *months.RULES,
    *years.BARE,
    *months.LAST,
)
