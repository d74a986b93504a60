"""Which words of questions are written with others that sound alike? Months, 到 and 哪个; 开使 for 开始."""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.marks import Mark
from plan_store.questions.slips import NO_NAME
from plan_store.questions.sounds import Sound, Syllables, spelling, spellings
from plan_store.questions.times import Times
from plan_store.questions.tokens import STRANGE, Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Beside, Sense

_KIN = frozenset("爸妈爷奶公婆爹娘哥姐弟妹叔伯姑姨舅婶")
"""我妈上个月…, 大姨前年…: whoever tells of it is no 马上 and no 以前."""
_NO_SLIP = NO_NAME | _KIN
_CLASSES = (Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS)
_COMMON = 100
"""How often a word comes up that is not taken for another one, among 60 million."""
_LIKE_MONTH = "越阅约悦跃粤曰岳"
_LIKE_TO = "道倒盗"
_LIKE_NE = "嘞勒喃呐咧哩捏"
# The wrong character stands first, and what is before it is looked back for: a text without it is soon done.
_MONTH_MISHEARD = pattern(
    f"[{_LIKE_MONTH}](?:(?<=[下上这本那哪一二两三四五六几]个.)|(?<=[0-9一二三四五六七八九十几].))(?=[份有的活搞办开呢底初末里到至起和与跟、,街部]|$)"
)
_TO_MISHEARD = pattern(
    f"[{_LIKE_TO}](?<=[月份旬底初末].)(?=(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})月|下个?月|年底)"
)
_WHICH_MISTYPED = pattern(
    "那(?=(?:个|一个|几个)(?:月|街道|局|单位|部门)[^,，。]{0,8}(?:最多|最少|最忙|最闲|最早|最晚))"
)
_WHICH_AT_THE_END = pattern(
    "那(?:(?<=[是归由在]那)|(?<=到底那)|(?<=究竟那))"
    "(?=(?:一?[天家]|[一几]?个(?:月份?|街道|局|单位|部门|地方|镇|乡)|几[天个家]|里|儿)"
    "(?:来|在)?(?:办|搞|弄|负责|牵头|组织|管|开|举办|举行|开始|结束)?的?[啊呀]?[?？]?$)"
)
_ASKS_ELSE = pattern("[什哪几谁啥吗呢么嘛没怎咋]|多少|多久|[说问指]的?是|不是|就是|我[说问指]")
"""What makes 是那一天 point at a day, and not ask which: nothing else asks or says which one is meant."""
_STREETS_MISHEARD = pattern(
    "(?:(?<=哪些)|(?<=哪个)|(?<=几个)|(?<=各个)|(?<=所有)|(?<=各))[接借结截解]到(?=[搞办有的在开组做弄都])"
)


_MONTH_HALF_WRITTEN = pattern("分(?<=[0-9一二三四五六七八九十]月.)(?![钟之为成别批期开局类头公辨])")
"""六月分街道."""
_NE_ELSEWHERE = pattern(
    f"(?<=[一-鿿0-9][一-鿿])(?<![好得走行对成弥巴贝伊克])[{_LIKE_NE}](?=[?？!。~ ]*$|[,，])"
)
"""九月份嘞, 街道的喃: 呢 as it is said elsewhere."""
_NUMBER_MISHEARD = pattern(
    "(?:^|(?<=[,，到和跟与、 那]))([就久酒舅期齐旗其流刘留武舞吴午山思斯式石时实巴吧爸])(?=月份)"
)
_NUMBERS = dict(
    zip(
        "就久酒舅期齐旗其流刘留武舞吴午山思斯式石时实巴吧爸",
        "九九九九七七七七六六六五五五五三四四十十十十八八八",
        strict=True,
    )
)


_ASKS_SO = pattern("(?<![砍采滥盗征讨步杀北])伐(?=[,，。?？!！ ]|$)")
"""有啥好看的伐, as they say around Shanghai."""


_MISHEARD = pattern(f"[{_LIKE_MONTH}{_LIKE_TO}{_LIKE_NE}分份伐那到]")
"""One of them stands in every text in which anything is put right."""


def put_right(text: str) -> str:
    """下个越, 九月道十月, 哪些接到搞: alone they are other words, so that no list can have them."""
    if not _MISHEARD.search(text):
        return text
    text = _NE_ELSEWHERE.sub("呢", _MONTH_MISHEARD.sub("月", text))
    text = _MONTH_HALF_WRITTEN.sub("份", text)
    if "月份" in text:
        text = _NUMBER_MISHEARD.sub(lambda said: _NUMBERS[said[1]], text)
    text = _TO_MISHEARD.sub("到", text)
    if "伐" in text:
        text = _ASKS_SO.sub("吗", text)
    if "那" in text:
        text = _WHICH_MISTYPED.sub("哪", text)
        if not _ASKS_ELSE.search(text):
            text = _WHICH_AT_THE_END.sub("哪", text)
    return _STREETS_MISHEARD.sub("街道", text) if "到" in text else text


Change = tuple[int, int, str]
"""Where something is written, and what is meant."""
_PAIR = 2
"""Characters."""
_ASKED = 3000
"""How often a word of questions comes up at least where questions are asked, among 60 million."""
_AROUND = 3
"""Characters on either side that tell how a word is cut."""
_LIKELIER = 3.0
"""By how much what is meant must be likelier than what is written, as a logarithm."""
_LIKELIER_IF_LOST = -4.0
"""The same where the text is not understood as it is: then a rarer word may be meant."""
_LIKELIER_BESIDE = 1.0
"""The same where the word stands beside what it belongs to."""
_SLURRED = 2.0
"""By how much more for each sound that is only nearly alike."""
_TOO_MANY = 5.0
"""Sounds."""
_MOST = 12
"""So many places are looked at; a text with more is no question with a slip."""
_THEN = ("才", "就", "里")
"""Between a time and what belongs to it: 六月才开始."""
_STAGE = pattern("开始|启动|结束|搞完|办完")


def misheard(
    text: str,
    spoken: Sound,
    tokens: Sequence[Token],
    marks: Sequence[Mark],
    times: Times,
    vocabulary: Vocabulary,
    freely: bool = False,
) -> list[Change]:
    """The words of questions of which one character is written as another that sounds alike: 七月才开使的.

    What is written makes no word there, and is much less likely than the word that sounds so. `freely`: it
    may be a word, and a likelier one; for a text that is not understood as it is.
    """
    changes = _beside(text, spoken, tokens, marks, times, vocabulary)
    asking = vocabulary.asking
    loose = _loose_places(tokens, marks)
    windows = asking.windows(text, spoken, loose) if loose else []
    if not windows:
        return changes
    solid = _solid_places(tokens, marks)
    inner = _inner_edges(tokens, marks, vocabulary)
    looked = 0
    for length, start in windows:
        end = start + length
        if any(a < end and start < b for a, b, _ in changes) or not solid.isdisjoint(range(start, end)):
            continue
        if start in inner or end in inner:
            continue
        window = text[start:end]
        words = [word for word in asking.sounding(spoken[start:end]) if _one_slip(window, word, start, loose)]
        if freely:
            words = [word for word in words if not _slurs(window, word)]
        if not words or not (_is_whole(start, end, tokens) if freely else not _is_known(window, vocabulary)):
            continue
        looked += 1
        if looked > _MOST:
            break
        gains = sorted(((_gain(text, start, word, vocabulary), word) for word in words), reverse=True)
        if gains[0][0] >= (_LIKELIER_IF_LOST if freely else _LIKELIER):
            changes.append((start, end, gains[0][1]))
    return changes


def _beside(
    text: str,
    spoken: Sound,
    tokens: Sequence[Token],
    marks: Sequence[Mark],
    times: Times,
    vocabulary: Vocabulary,
) -> list[Change]:
    """What stands where one of a few words belongs and sounds just so, though it may be a word: 六月支前."""
    changes: dict[int, Change] = {}
    for beside, start in _places_beside(text, marks, times)[:_MOST]:
        words = vocabulary.asking.sounding(spoken[start : start + _PAIR]) if start >= 0 else []
        if not words:
            continue
        window = text[start : start + _PAIR]
        heard = vocabulary.words.heard_beside[beside]
        words = [word for word in words if word in heard]
        if not words or window in heard:
            continue
        single = [mark for mark in marks if len(mark.text) == 1]
        free = places([*tokens, *single]) - _solid_places(tokens, marks)
        words = [w for w in words if _one_slip(window, w, start, free) and not _slurs(window, w)]
        if len(words) == 1 and _gain(text, start, words[0], vocabulary) >= _LIKELIER_BESIDE:
            changes[start] = (start, start + _PAIR, words[0])
    return list(changes.values())


def _places_beside(text: str, marks: Sequence[Mark], times: Times) -> list[tuple[Beside, int]]:
    """Where a word stands that belongs to a time, a name or a stage."""
    found: list[tuple[Beside, int]] = []
    for phrase in times.phrases:
        found.append((Beside.AFTER_TIME, phrase.end))
        if text[phrase.end : phrase.end + 1] in _THEN:
            found.append((Beside.AFTER_TIME, phrase.end + 1))
    for phrase in times.phrases:
        found.append((Beside.BEFORE_TIME, phrase.start - _PAIR))
        if text.startswith("在", phrase.start):
            found.append((Beside.BEFORE_TIME, phrase.start - 1))
    found += [
        (Beside.BEFORE_NAME, mark.start - _PAIR)
        for mark in marks
        if mark.meaning.units or mark.meaning.forms or mark.means(*_CLASSES)
    ]
    found += [(Beside.BEFORE_STAGE, stage.start() - _PAIR) for stage in _STAGE.finditer(text)]
    return found


def _loose_places(tokens: Sequence[Token], marks: Sequence[Mark]) -> set[int]:
    """Where a character stands that says nothing by itself and belongs to no word that is known."""
    single = [token for token in tokens if len(token.text) == 1 and token.text not in _NO_SLIP]
    strange = [token for token in tokens if token.weight in STRANGE]
    short = [
        mark
        for mark in marks
        if len(mark.text) == 1 and mark.text not in NO_NAME and not mark.means(*_CLASSES)
    ]
    return places([*single, *strange, *short])


def _solid_places(tokens: Sequence[Token], marks: Sequence[Mark]) -> set[int]:
    """Where a name or a word of the plan stands."""
    named = [mark for mark in marks if mark.theme or mark.meaning.units or mark.meaning.forms]
    topics = [token for token in tokens if token.weight is Weight.TOPIC]
    return places([*named, *topics])


def places(pieces: Sequence[Mark | Token]) -> set[int]:
    """All offsets in `pieces`."""
    return {place for piece in pieces for place in range(piece.start, piece.end)}


def _inner_edges(tokens: Sequence[Token], marks: Sequence[Mark], vocabulary: Vocabulary) -> set[int]:
    """Where a phrase or a word goes on; 似的 of 开似的 may be parted."""
    passed = vocabulary.words.function_words
    pieces: list[Mark | Token] = [*marks, *(token for token in tokens if token.text not in passed)]
    return {edge for piece in pieces for edge in range(piece.start + 1, piece.end)}


def _is_whole(start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Whether one word stands there, such as 机场, or nothing but single characters."""
    inside = [token for token in tokens if token.start < end and start < token.end]
    return all((token.start, token.end) == (start, end) or len(token.text) == 1 for token in inside)


def _one_slip(window: str, word: str, start: int, loose: set[int]) -> bool:
    """Whether the two differ in one character, which is a loose one."""
    differing = [at for at, (one, other) in enumerate(zip(window, word, strict=True)) if one != other]
    return len(differing) == 1 and start + differing[0] in loose


def _is_known(window: str, vocabulary: Vocabulary) -> bool:
    words = vocabulary.words
    return (
        vocabulary.tokenizer.frequency(window) >= _COMMON
        or window in vocabulary.phrases
        or window in words.function_words
        or window in words.everyday_words
    )


def _gain(text: str, start: int, word: str, vocabulary: Vocabulary) -> float:
    """How much likelier the text is with `word` at `start`."""
    end = start + len(word)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    window = text[start:end]
    cutting = vocabulary.tokenizer
    meant = cutting.likelihood(before + word + after)
    if len(word) == _PAIR or word in vocabulary.words.heard:
        alone = cutting.rarity(max(cutting.frequency(word), _ASKED))
        meant = max(meant, cutting.likelihood(before) + alone + cutting.likelihood(after))
    gain = meant - cutting.likelihood(before + window + after)
    return gain - _SLURRED * _slurs(window, word)


def _slurs(window: str, word: str) -> float:
    """How many sounds were slurred: none in 罪多 for 最多, one in 追多, and too many in 去量 for 去年."""
    written = spelling(window)
    return min(_slurred(written, spelled) for spelled in spellings(word))


def _slurred(written: Syllables, spelled: Syllables) -> float:
    for one, other in zip(written, spelled, strict=True):
        if one != other:
            final = one.endswith("ng") != other.endswith("ng")
            initial = one.removesuffix("g") != other.removesuffix("g") if final else True
            return 1.0 if final != initial else _TOO_MANY
    return 0.0
