"""What surrounds an answer, whatever was asked? The day, and examples that work on the present plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plan_store.plan import Plan


@dataclass(frozen=True, slots=True)
class Around:
    """What a reply may speak of beside its answer."""

    today: dt.date | None = None
    """In the plan's time zone; None where it is not known: then every year is named."""
    examples: tuple[str, ...] = ()
    """Questions that find something in the present plan."""


NOWHERE = Around()


def around(plans: Sequence[Plan], now: dt.datetime) -> Around:
    return Around(now.date(), examples(plans, now))


def present_plan(plans: Sequence[Plan], today: dt.date) -> Plan | None:
    """The plan that a question means which names no year: this year's, else the latest."""
    by_year = {plan.year: plan for plan in plans}
    return by_year.get(today.year) or (by_year[max(by_year)] if by_year else None)


def examples(plans: Sequence[Plan], now: dt.datetime) -> tuple[str, ...]:
    """Three questions of different kinds, each of which finds something; none where there is no plan."""
    plan = present_plan(plans, now.date())
    if plan is None or not plan.entries:
        return ()
    ahead = [entry for entry in plan.entries if entry.period.last >= now.month] or list(plan.entries)
    entry = min(ahead, key=lambda one: (max(one.period.first, now.month), one.number))
    month = min((m for m in entry.period.months if m >= now.month), default=entry.period.first)
    forms = Counter(form for one in ahead for form in one.forms)
    form = max(forms, key=lambda name: (forms[name], name))
    units = Counter(one.unit for one in ahead)
    unit = min(units, key=lambda name: (len(name) > 12, -units[name], len(name), name))
    return (f"{month}月有什么活动", f"{unit}的活动是什么时候", f"{form}有几场")
