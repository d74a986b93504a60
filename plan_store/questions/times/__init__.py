"""Which times does a question name, and how must a period lie to them?"""

from plan_store.questions.times.reading import read_times
from plan_store.questions.times.values import NOTHING, TimePhrase, Times, YearBasis

__all__ = ["NOTHING", "TimePhrase", "Times", "YearBasis", "read_times"]
