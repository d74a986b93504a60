"""Which times does a question name, and how must a period lie to them?"""

from plan_store.questions.times.reading import prepare, read_times
from plan_store.questions.times.values import NOTHING, TimePhrase, Times, YearBasis
from plan_store.questions.times.wordings.observances import observances

__all__ = ["NOTHING", "TimePhrase", "Times", "YearBasis", "observances", "prepare", "read_times"]
