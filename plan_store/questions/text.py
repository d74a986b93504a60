"""How is a question brought to one writing: half width, simplified, lower case?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

import opencc

from plan_store.patterns import pattern


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """The characters that are written otherwise in simplified text."""
    every = [chr(code) for code in range(0x3400, 0xA000)]
    simplified = str(_simplifier().convert("\n".join(every))).split("\n")
    return frozenset(one for one, other in zip(every, simplified, strict=True) if one != other)


LONGEST = 400
"""Characters; of a longer message the first and the last half of them are read, where the question stands."""


def shortened(text: str) -> str:
    """`text`, or its beginning and its end where it is longer than a question can be."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}。{text[-half:]}"


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with what lies in `spans` made unreadable, each character at its place."""
    for start, end in spans:
        text = text[:start] + "\x00" * (min(end, len(text)) - start) + text[end:]
    return text


def touches(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    """Whether `span` has a character in common with any of `spans`."""
    start, end = span
    # A loop, for it stands in the innermost of reading and a generator costs three times as much.
    for other_start, other_end in spans:  # noqa: SIM110
        if start < other_end and other_start < end:
            return True
    return False


def said_twice(word: str) -> bool:
    """坐坐, 散散心, 念一念: how idly something is done, not what."""
    return (word[:1] == word[1:2] or said_around_one(word)) and not word.isascii()


def said_around_one(word: str) -> bool:
    """说一说."""
    return word[1:2] == "一" and word[2:] == word[:1]


_STUTTERED = pattern(r"([的到在有和或跟从那])\1(?!\1|(?<=的)[确士话]|(?<!的)[关趣意利奖效用美气容])")
"""五月到到七月的的座谈, as speech is written down; not 的的确确, 有的的士."""
_SAID_TWICE = pattern(r"((?:[0-9]{1,2}|十[一二]|[一二三四五六七八九十])月份?)\1")
"""九月份九月份都有啥, as one thinks aloud."""
_SOUNDS = frozenset("嗯呃诶哎")
_HESITATES = pattern(r"(?<=[一-鿿0-9])(?:[嗯呃诶]+|哎呀)[,，]?(?=[一-鿿0-9])(?![不错算])")
"""四月诶之前, 没有用到呃宣传形式的: sounds of somebody who looks for a word."""
_FROM_TO = pattern("([1-9]|1[0-2])[-~—–到至]([1-9]|1[0-2])")
"""9-11, and nothing else."""
_OF_SO_MANY = pattern("(?<=全部|所有)[0-9]{1,3}(?=[项个场条])|(?<=全部的|所有的)[0-9]{1,3}(?=[项个场条])")
"""本年度全部44项: how many there are is no word of what is asked."""
_THAT_MONTH = pattern(
    "(?:这个|下个?|上个?|本)月(?:份)?[呢啊吧]?[,，]?(?:也?就是)(?=(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月)"
)
"""下个月呢就是七月: the same month in other words."""
_TAKEN_AWAY = pattern("(?<= )-(?=[一-鿿]{2})")
"""9月 -统计局."""
_SPOKEN_FIGURES = pattern(
    "(?<![幺一二三四五六七八九零])(?=[一二三四五六七八九零]*幺)[幺一二三四五六七八九零]{3,}"
)
_AS_FIGURES = str.maketrans("幺一二三四五六七八九零", "11234567890")
"""幺二三四五, as a number is said on the telephone."""
_NUMBER_TWICE = pattern("([一二三四五六七八九])\\1(?=月)")
_WORD_TWICE = pattern(
    r"(?!活动活动(?:筋骨|手脚|身体|腿脚|胳膊|腿)|[哇咕叽啦噗哗呱呜嘟哒嘻哈呵叭])([一-鿿]{2,4})\1(?!\1)"
)
"""还没还没结束, 街道街道的: a word said again, or tried as in 商量商量, says no more than once."""
_LEAST_AGAIN = 2
"""Characters that come up again where anything is said twice, be it 六月六月."""
_SPELLED_OUT = pattern(r"(?<![^\s,，。!！?？])(?:[一-鿿0-9] ){3,}[一-鿿0-9](?![^\s,，。!！?？])")
"""民 宗 局 几 月: one character at a time."""


_PAUSED = pattern(r"(?<=[一-鿿]{5}) +(?=[一-鿿0-9])|(?<=[一-鿿]) +(?=[一-鿿0-9]*[一-鿿]{5})")
"""我妈退休在家 想问下六月有什么: a blank beside so many characters stands for a comma."""


def normalise(text: str) -> str:
    """`text` in half width, simplified characters and lower case, without invisible characters."""
    # NFKC would make three full stops of it, which read like a decimal point before a figure
    text = text.replace("…", "，")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    text = unicodedata.normalize("NFKC", text)
    if not _traditional().isdisjoint(text):
        text = str(_simplifier().convert(text))
    return text.lower().strip()


def as_meant(text: str) -> str:
    """A normalised question without what its speaker or typist said twice, haltingly, or in signs."""
    if not _SOUNDS.isdisjoint(text):
        text = _HESITATES.sub("", text)
    text = _STUTTERED.sub(lambda said: said[0][0], text)
    if "幺" in text:
        text = _SPOKEN_FIGURES.sub(lambda said: said[0].translate(_AS_FIGURES), text)
    if len(text) - len(set(text)) >= _LEAST_AGAIN:
        text = _NUMBER_TWICE.sub(r"\1", _SAID_TWICE.sub(r"\1", text))
        text = _WORD_TWICE.sub(r"\1", text)
    if "就是" in text:
        text = _THAT_MONTH.sub("", text)
    if " -" in text:
        text = _TAKEN_AWAY.sub("除了", text)
    if (span := _FROM_TO.fullmatch(text)) and int(span[1]) < int(span[2]):
        text += "月"
    if "全部" in text or "所有" in text:
        text = _OF_SO_MANY.sub("", text)
    if " " in text:
        text = _SPELLED_OUT.sub(lambda said: said[0].replace(" ", ""), text)
        text = _PAUSED.sub(",", text)
    return text.strip()
