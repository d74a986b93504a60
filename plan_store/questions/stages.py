"""Is it asked how far along something is: begun, under way, over?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.text import touches
from plan_store.questions.times import TimePhrase
from plan_store.questions.times.wordings.progress import ENDED, OR_NOT

_OR_NOT = f"(?:了|过)?{OR_NOT}"
_IS_IT = "(?:是不是|是否)(?:都|已经?|就|全部?)*"
_TURNS = f"(?:开始|启动|开幕|开锣|开搞|{ENDED})"
_TURN = pattern(_TURNS)
_STAGE = pattern(f"{_TURNS}{_OR_NOT}|{_IS_IT}{_TURNS}(?:了|过)?(?![的一-鿿])")
_STILL = pattern(f"还在(?:接着|继续|持续)?(?:办|搞|开|做|进行|举办|举行|开展)(?:着|中)?{_OR_NOT}")


def asks_how_far_along(text: str, phrases: Sequence[TimePhrase]) -> bool:
    """月湖街道的活动开始了吗, 六月的办完了没有; not 是六月开始吗 and 六月还在搞吗, which ask for a month."""
    if _STILL.search(text):
        return not phrases
    stage = _STAGE.search(text) if _TURN.search(text) else None
    return stage is not None and not touches(stage.span(), [(phrase.start, phrase.end) for phrase in phrases])
