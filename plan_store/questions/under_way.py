"""Is it asked whether something has begun, or whether it is over?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plan_store.questions.query import Asked, Relation
from plan_store.questions.text import touches
from plan_store.questions.times import TimePhrase

_WHETHER = "(?:了|过)?(?:没有?(?![一-鿿])|[吗么嘛吧啵]|不(?![一-鿿]))"
_IS_IT = "(?:是不是|是否|有没有)(?:都|已经?|就|全部?)*"
_BEGIN = "(?:开始|启动|开幕|开锣|开搞|开办)"
_END = "(?:结束|[办搞做开弄过]完|举办完|举行完|完成|收官|落幕|截止|过去|错过|过)"
_BEGUN = re.compile(f"{_BEGIN}{_WHETHER}|{_IS_IT}{_BEGIN}")
_OVER = re.compile(f"{_END}{_WHETHER}|{_IS_IT}{_END}")


def how_far_along(text: str, phrases: Sequence[TimePhrase]) -> Iterator[Asked]:
    """月湖街道的活动开始了吗, 六月的办完了没有; not 是六月开始吗, which asks for a month."""
    if (begun := _BEGUN.search(text)) and not touches(begun.span(), [(p.start, p.end) for p in phrases]):
        yield Asked.BEGUN
    if any(phrase.progress and phrase.relation is Relation.ENDS for phrase in phrases) and _OVER.search(text):
        yield Asked.OVER
