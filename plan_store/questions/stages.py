"""Is it asked how far along something is: begun, under way, over?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plan_store.questions.text import touches
from plan_store.questions.times import TimePhrase

_OR_NOT = "(?:了|过)?(?:没有?(?![一-鿿])|[吗么嘛啵]|不(?![一-鿿])|吧[?？]?$)"
_IS_IT = "(?:是不是|是否)(?:都|已经?|就|全部?)*"
_TURNS = (
    "(?:开始|启动|开幕|开锣|开搞"
    "|结束|办完|搞完|做完|开完|弄完|过完|举[办行]完|办过|搞过|做过|开过|弄过|举[办行]过|完成|收官|落幕|过去|错过|过)"
)
_TURN = re.compile(_TURNS)
_STAGE = re.compile(f"{_TURNS}{_OR_NOT}|{_IS_IT}{_TURNS}(?:了|过)?(?![的一-鿿])")
_STILL = re.compile(f"还在(?:接着|继续|持续)?(?:办|搞|开|做|进行|举办|举行|开展)(?:着|中)?{_OR_NOT}")


def asks_how_far_along(text: str, phrases: Sequence[TimePhrase]) -> bool:
    """月湖街道的活动开始了吗, 六月的办完了没有; not 是六月开始吗 and 六月还在搞吗, which ask for a month."""
    if _STILL.search(text):
        return not phrases
    stage = _STAGE.search(text) if _TURN.search(text) else None
    return stage is not None and not touches(stage.span(), [(phrase.start, phrase.end) for phrase in phrases])
