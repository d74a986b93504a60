"""Which entries have a month, a unit, a form, a word in their theme? Sets of entries as bits of one integer.

Bit n stands for the n-th entry in reading order over all plans, so that a set costs a few machine words and
reading it out in order costs only as much as it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from plan_store.patterns import pattern
from plan_store.plan import Entry, Month, Plan, in_reading_order
from plan_store.questions.query import Conditions, Months, Relation, TimeCondition, TopicCondition, TopicWord
from plan_store.questions.text import normalise

Mask = int
_MOST = 12
"""Months of a period, forms of an entry."""
_LAST = 12 * 10_000
"""Later than any month."""
_SEVERAL = pattern("[、,，;；/\\n]")
"""Between the names of units that hold an activity together."""
_NO_WORD = pattern(r"[\W_]+")


class Index:
    """The entries of all plans of one district, found by what they hold. Never changed once built."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.entries: tuple[Entry, ...] = in_reading_order(entry for plan in plans for entry in plan.entries)
        self.themes = tuple(_NO_WORD.sub("", normalise(entry.theme)) for entry in self.entries)
        self.all: Mask = (1 << len(self.entries)) - 1
        masks: defaultdict[object, Mask] = defaultdict(int)
        pairs: defaultdict[str, Mask] = defaultdict(int)
        for position, (entry, theme) in enumerate(zip(self.entries, self.themes, strict=True)):
            bit = 1 << position
            masks["year", entry.year] |= bit
            masks["number", entry.number] |= bit
            masks["unit", entry.unit] |= bit
            if _SEVERAL.search(entry.unit):
                masks["joint"] |= bit
            masks["length", len(entry.period.months)] |= bit
            masks["forms", len(entry.forms)] |= bit
            masks["first", entry.first_month] |= bit
            masks["last", entry.last_month] |= bit
            for month in entry.period.months:
                masks["month", Month(entry.year, month)] |= bit
            for form in entry.forms:
                masks["form", form] |= bit
            for pair in {theme[at : at + 2] for at in range(len(theme) - 1)}:
                pairs[pair] |= bit
        self._masks = dict(masks)
        self._by_month = {
            kind: {
                _ordinal(key[1]): mask
                for key, mask in masks.items()
                if isinstance(key, tuple) and key[0] == kind
            }
            for kind in ("month", "first", "last")
        }
        self.pairs: dict[str, Mask] = dict(pairs)
        """Two characters -> the entries whose theme has them one after the other."""
        self.months = tuple(sorted({key[1] for key in masks if isinstance(key, tuple) and key[0] == "month"}))
        self.with_text: Callable[[str], Mask] = lru_cache(maxsize=4096)(self._with_text)
        self.units: Callable[[frozenset[str]], Mask] = lru_cache(maxsize=1024)(partial(self._any, "unit"))
        self.forms: Callable[[frozenset[str]], Mask] = lru_cache(maxsize=1024)(partial(self._any, "form"))

    def year(self, year: int) -> Mask:
        return self._masks.get(("year", year), 0)

    def number(self, number: int) -> Mask:
        return self._masks.get(("number", number), 0)

    def month(self, month: Month) -> Mask:
        return self._masks.get(("month", month), 0)

    def most(self, kind: str, mask: Mask) -> Mask:
        """Those of `mask` that last longest (`length`), or have the most forms (`forms`)."""
        for count in range(_MOST, 0, -1):
            if found := mask & self._masks.get((kind, count), 0):
                return found
        return 0

    def _any(self, kind: str, values: Iterable[object]) -> Mask:
        found = 0
        for value in values:
            found |= self._masks.get((kind, value), 0)
        return found

    def _with_text(self, text: str) -> Mask:
        """Entries whose theme holds `text` (normalised, two characters or more)."""
        mask = self.all
        for at in range(len(text) - 1):
            mask &= self.pairs.get(text[at : at + 2], 0)
            if not mask:
                return 0
        if len(text) <= 2:
            return mask if len(text) == 2 else 0
        for position in _positions(mask):
            if text not in self.themes[position]:
                mask ^= 1 << position
        return mask

    def with_character(self, character: str) -> Mask:
        """Entries whose theme holds one character, which says little unless it stands by itself."""
        return sum(1 << position for position, theme in enumerate(self.themes) if character in theme)

    # --- conditions -------------------------------------------------------------------------------

    def word(self, word: TopicWord) -> Mask:
        found = self.units(word.units)
        for text in word.texts:
            found |= self.with_text(text) if len(text) > 1 else self.with_character(text)
        return found

    def topic(self, topic: TopicCondition) -> Mask:
        if topic.absent:
            return 0
        found = self.all
        for word in topic.words:
            found &= self.word(word)
        return found

    def time(self, condition: TimeCondition) -> Mask:
        span = condition.span
        match condition.relation:
            case Relation.OVERLAPS:
                return self._within("month", span)
            case Relation.BEGINS:
                return self._within("first", span)
            case Relation.ENDS:
                return self._within("last", span)
            case Relation.WITHIN:
                return self._within("first", span) & self._within("last", span)
            case Relation.LASTS_UNTIL:
                before = Months(None, span.first.plus(-1) if span.first else None)
                return self._within("last", span) & self._within("first", before)
            case Relation.EXACTLY:
                ends = (Months(span.first, span.first), Months(span.last, span.last))
                return self._within("first", ends[0]) & self._within("last", ends[1])

    def _within(self, kind: str, span: Months) -> Mask:
        first = _ordinal(span.first) if span.first else 0
        last = _ordinal(span.last) if span.last else _LAST
        if first == last:
            return self._by_month[kind].get(first, 0)
        found = 0
        for month, mask in self._by_month[kind].items():
            if first <= month <= last:
                found |= mask
        return found

    def matching(self, part: Conditions, within: Mask) -> Mask:
        """Entries of `within` for which all that `part` names holds."""
        found = within
        if len(part.times) == 1 or part.all_times:
            for time in part.times:
                found &= self.time(time)
        else:
            for relation in {condition.relation for condition in part.times}:
                found &= _union(self.time(time) for time in part.times if time.relation is relation)
        if part.units:
            found &= _union(self.units(unit.units) for unit in part.units)
        if part.forms:
            if part.all_forms:
                for form in part.forms:
                    found &= self.forms(form.forms)
            found &= _union(self.forms(form.forms) for form in part.forms)
        if part.topics:
            found &= _union(self.topic(topic) for topic in part.topics)
        if part.numbers:
            found &= _union(self.number(number) for number in part.numbers)
        if part.only_parts:
            return found
        for kind, least, most in (
            ("length", part.min_months, part.max_months),
            ("forms", part.min_forms, part.max_forms),
        ):
            if least or most:
                found &= self._any(kind, range(least or 1, (most or _MOST) + 1))
        if part.joint:
            found &= self._masks.get("joint", 0)
        if part.min_by_unit:
            found &= _union(
                mask
                for key, mask in self._masks.items()
                if key[0] == "unit" and (mask & found).bit_count() >= part.min_by_unit  # type: ignore[index]
            )
        if part.earliest:
            found &= self._extreme("first", found, reverse=False)
        if part.latest:
            found &= self._extreme("last", found, reverse=True)
        if part.last_to_begin:
            found &= self._extreme("first", found, reverse=True)
        if part.first_to_end:
            found &= self._extreme("last", found, reverse=False)
        if part.richest:
            found = self.most("forms", found)
        return self.most("length", found) if part.longest else found

    def touching(self, part: Conditions) -> Mask:
        """Entries for which any single value that `part` names holds: what an exclusion takes away."""
        return (
            _union(self.time(time) for time in part.times)
            | _union(self.units(unit.units) for unit in part.units)
            | _union(self.forms(form.forms) for form in part.forms)
            | _union(self.topic(topic) for topic in part.topics)
            | _union(self.number(number) for number in part.numbers)
        )

    def _extreme(self, kind: str, within: Mask, *, reverse: bool) -> Mask:
        """Those of `within` with the first (or last) month of that kind."""
        months = sorted((key[1] for key in self._masks if key[0] == kind), reverse=reverse)  # type: ignore[index]
        for month in months:
            if found := within & self._masks[kind, month]:
                return found
        return 0

    def read_out(self, mask: Mask) -> tuple[Entry, ...]:
        """The entries of `mask` in reading order."""
        return tuple([self.entries[position] for position in _positions(mask)])

    def mask_of(self, keys: Iterable[tuple[int, int]]) -> Mask:
        """The set of entries with these (year, number)."""
        return _union(self.year(year) & self.number(number) for year, number in keys)


def _ordinal(month: Month) -> int:
    return month.year * 12 + month.number


def _union(masks: Iterable[Mask]) -> Mask:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _positions(mask: Mask) -> list[int]:
    """Of the bits of `mask`, the lowest first."""
    positions = []
    while mask:
        low = mask & -mask
        positions.append(low.bit_length() - 1)
        mask ^= low
    return positions
