"""Which known phrases stand where in a question? The longest at each place; what a theme says comes first."""

from __future__ import annotations

from collections.abc import Iterable

from plan_store.patterns import pattern
from plan_store.questions.naming import Meaning
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.value import value

_THEME_PHRASE = 4
"""Characters from which on a run that stands in a theme is taken whole, before any other reading."""
_NOT_CHINESE = pattern("[^一-鿿]")


@value
class Mark:
    """A known phrase at its place."""

    start: int
    end: int
    text: str
    meaning: Meaning
    theme: bool = False
    """A run of four or more characters that stands in a theme."""

    def means(self, *senses: Sense) -> bool:
        return not self.meaning.senses.isdisjoint(senses)


class Marks(tuple[Mark, ...]):
    """The known phrases of a question in order, not overlapping."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.senses = frozenset[Sense]().union(*[mark.meaning.senses for mark in self])
        """All that any of them means."""

    def of(self, *senses: Sense) -> list[Mark]:
        """Those that mean one of `senses`."""
        if self.senses.isdisjoint(senses):
            return []
        return [mark for mark in self if not mark.meaning.senses.isdisjoint(senses)]


_MAY = pattern("[能可行得让许适准否]")
_MAY_COME = pattern(
    "(?:[人民众员生孩娃崽伢童姓户员者坊]|家长|老板|店主|业主|租客|外行|代表|我们?|咱们?|谁|家属|朋友|企业|公司|单位|商户|团体|个体户)(?:们)?[,，]?(?:是否|都|也|才)?"
    "(?:可以|能够?|能不能|可不可以|可否|能否|让不让|允不允许)(?:不可以)?(?:一起|免费|随便|跟着?|派[员人])?(?:去|来|进)?"
    "(?:参加|参与|去|来|进去?|听|旁听|列席|到场|围观)(?:吃|看|玩|听|学|做|领|坐坐)?(?:吗|不|么|嘛|啵|吧|呢|啊|呀|[?？,，]|$)"
    "|(?:老年?人|残疾人|退休人员|学生|企业|公司|商户|个体户|家长|居民|市民|群众|外地人)(?:们)?(?:可以|能够?|适合)"
    "(?:去|来)?(?:参加|参与|去|来|看|听)(?=的|哪些|什么|啥|么子)"
    "|(?:是否(?:允许|准许|让)|让不让|准不准|允不允许)[^,，。?？]{2,8}?(?:参加|参与|进场|旁听|列席)(?:吗|么|[?？,，]|$)"
    "|带[^,，。?？]{1,5}?(?:去|来|一起)?(?:行不行|行吗|行不|可以吗|可不可以|可以不|要得不)"
    "|(?:能不能|可不可以|可以|能否|能)(?:推|坐|带|牵|骑|抱|领|陪)[^,，。?？]{1,5}?"
    "(?:去|来|进去?|参加|过来|一起去|同去)(?:吗|不|么|嘛|啵|呢|啊|呀|[?？,，]|$)"
)
"""外地人可以去参加不, 能不能推轮椅去: asks who may come, whoever is named."""


def find_marks(text: str, vocabulary: Vocabulary) -> Marks:
    """The known phrases of `text`."""
    marks: list[Mark] = []
    shared = _inside_shared(text, vocabulary)
    may_come = _MAY_COME.search(text) if _MAY.search(text) else None
    negated = "不" in text
    pairs, beginnings = vocabulary.index.pairs, vocabulary.beginnings
    end = 0
    places: Iterable[int] = range(len(text))
    if may_come is None and not negated:
        places = [at for at in places if text[at : at + 2] in beginnings or text[at] in beginnings]
    for at in places:
        if at < end:
            continue
        if may_come is not None and at == may_come.start():
            end = may_come.end()
            marks.append(Mark(at, end, may_come[0], Meaning(frozenset({Sense.AUDIENCE}))))
            continue
        if negated and text[at + 1 : at + 3] == f"不{text[at]}" and _is_done(text, at + 2, vocabulary):
            end = at + 2
            marks.append(Mark(at, end, text[at:end], Meaning(frozenset({Sense.WHETHER}))))
            continue
        pair = text[at : at + 2]
        theme = _theme_phrase(text, at, vocabulary) if pair in pairs and at not in shared else None
        mark = _longer_name(text, theme, vocabulary) or theme if theme else _phrase(text, at, vocabulary)
        if mark is not None and not (at in shared and (mark.theme or mark.means(Sense.EVENT))):
            marks.append(mark)
            end = mark.end
    return Marks(marks)


def _is_done(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a form stands there, of which 摆不摆摊 asks whether it is done."""
    form = _phrase(text, at, vocabulary)
    return form is not None and bool(form.meaning.forms)


def _longer_name(text: str, theme: Mark, vocabulary: Vocabulary) -> Mark | None:
    """A unit's name that goes on where a theme ends: 政务服务中心 is none of 政务服务."""
    name = _phrase(text, theme.start, vocabulary)
    return name if name is not None and name.meaning.units and name.end > theme.end else None


def _inside_shared(text: str, vocabulary: Vocabulary) -> set[int]:
    """Offsets inside a word that all entries share: no theme begins there."""
    inside: set[int] = set()
    for shared in vocabulary.shared_here.finditer(text):
        inside.update(range(shared.start() + 1, shared.end(1)))
    return inside


def _phrase(text: str, at: int, vocabulary: Vocabulary) -> Mark | None:
    phrases = vocabulary.phrases
    for longest in vocabulary.lengths.get(text[at : at + 2], ()):
        said = text[at : at + longest]
        meaning = phrases.get(said)
        length = len(said)
        if meaning is None or not _stands_alone(text, at, length):
            continue
        if meaning.forms and (mark := _other_than_a_form(text, at, length, vocabulary)) is not None:
            return mark
        if not _says_else(text, at, length, meaning, vocabulary):
            return Mark(at, at + length, said, meaning)
    meaning = phrases.get(text[at])
    if (
        meaning is None
        or _denies(text, at)
        or not _stands_alone(text, at, 1)
        or _begins_word(text, at, vocabulary)
    ):
        return None
    if _ends_word(text, at, meaning, vocabulary):
        return None
    return Mark(at, at + 1, text[at], meaning)


def _other_than_a_form(text: str, at: int, length: int, vocabulary: Vocabulary) -> Mark | None:
    """宣传月 that a theme has, and 咨询一下, which is what somebody does."""
    longer = text[at : at + length + 1]
    if longer[length:] in tuple("月日周节") and vocabulary.index.with_text(longer):
        return Mark(at, at + length + 1, longer, Meaning(), theme=True)
    if _ASKS.match(text, max(0, at - 1)):
        return Mark(at, at + length, longer[:length], Meaning())
    return None


def _says_else(text: str, at: int, length: int, meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Whether what looks like a phrase is only part of something else."""
    longer = text[at : at + length + 1]
    if length == 1:
        if _denies(text, at) or _ends_word(text, at, meaning, vocabulary):
            return True
    elif text.startswith("没", at + length) and text[at + length - 1] == "有":
        return True  # 这里面有没有 asks whether
    elif length == len("是不") and (text.startswith(_IS_NOT, at) or _IS_EVER_NOT.match(text, at)):
        return True  # 就是不要街道的 and 钱老是不够用 do not ask whether
    elif text.startswith("街镇", at) and Sense.TOWNS in meaning.senses and _END_OF_A_NAME.match(text, at):
        return True  # 横街镇
    if not meaning.senses.isdisjoint(_DOUBTFUL):
        if Sense.CORRECTION in meaning.senses and _FORBIDS.match(text, at + length - 1):
            return True  # 呃不要街道的
        if Sense.SERVICE in meaning.senses and _ends_in_a_form(longer, vocabulary):
            return True  # 什么时候发 in 什么时候发布
    if meaning.remit and len(longer) > length and longer in vocabulary.words.function_words:
        return True
    if meaning.units is not None and longer.endswith(("办了", "办法", "办理", "办公")):
        return True  # 政府办了哪些活动, 招生办法
    return (
        meaning.bare
        and (
            text[at - 1 : at] == "受"  # 去受教育
            or _is_verb(text, at, length, vocabulary)
            or (longer != text[at:] and _longer_word(text, at, length, vocabulary))
        )
    )


def _denies(text: str, at: int) -> bool:
    """Whether 没 says that something is not; 六月有宣传没 asks."""
    return text[at] == "没" and not (_ENDS.match(text, at + 1) and _HAS.search(text, 0, at))


def _ends_in_a_form(said: str, vocabulary: Vocabulary) -> bool:
    if said.endswith("发布"):
        return True
    last = vocabulary.phrases.get(said[-2:])
    return last is not None and bool(last.forms)


def _ends_word(text: str, at: int, meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Whether 镇 is only the end of 古镇, which a theme has, and not of a name that is miswritten."""
    if Sense.TOWNS not in meaning.senses or not at:
        return False
    word = text[at - 1 : at + 1]
    is_word = vocabulary.tokenizer.frequency(word) > 0 or word[0] not in vocabulary.words.light
    in_a_name = any(word in unit for unit in vocabulary.units)
    return is_word and not in_a_name and bool(vocabulary.index.with_text(word))


def _begins_word(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether 开 is only the beginning of 开放, which a theme has, or of 开学."""
    word = text[at : at + 2]
    if word in vocabulary.districts:
        return True
    if not vocabulary.tokenizer.frequency(word):
        return False
    known = word in vocabulary.words.function_words or text[at + 1 : at + 3] in vocabulary.phrases
    return bool(vocabulary.index.with_text(word)) or not known


_DOUBTFUL = frozenset({Sense.CORRECTION, Sense.SERVICE})
_ENDS = pattern("(?:啊|呀|咯|呢)?(?:[,，。!！?？]|$)")
_HAS = pattern("(?<!没)有[^,，。!！?？]{1,14}$")
_IS_EVER_NOT = pattern("是不(?<=[老总可]是不)")
_IS_NOT = ("是不要", "是不用", "是不含", "是不看", "是不想")
_END_OF_A_NAME = pattern(
    "街镇(?<=[一-鿿]街镇)(?<![各的除了和跟与及或看要由是月有属辖区县市全个些家查找问管下内年]街镇)"
)
_FORBIDS = pattern("不[要看含算用想]")
_ASKS = pattern("话咨询|[^的个次场]?咨询(?:一下|下|个|您|你|贵|,)|[想要来]咨询(?![会类日的活形])")
"""咨询一下 is what somebody does, and no form."""
_COUNTED = pattern(
    "一下|下|各|出|[0-9一二三四五六七八九十]|全|本|上|今|去|每|所有|采[用取]|截[至止]|涉及|街道|部门|数量|总数|个数|场次|次数|结果|情况|汇总|分析|有多少|多少|形式|单位|活动的?(?:数量|总数|个数|次数)"
)


_BY_WHAT = pattern("[按逐][一-鿿]{1,4}$")
"""按月统计."""


def _is_verb(text: str, at: int, length: int, vocabulary: Vocabulary) -> bool:
    """Whether a bare name is a verb here: 统计 in 请统计9月."""
    if text[at : at + length] not in vocabulary.words.function_words or length == len(text):
        return False
    before, after = text[at - 1 : at] if at else "", text[at + length :]
    if before == "、" and any(
        (name := vocabulary.phrases.get(text[max(0, at - size - 1) : at - 1])) and name.units
        for size in (2, 3, 4)
    ):
        return False
    by_what = _BY_WHAT.search(text, max(0, at - 6), at)
    return before in tuple("请别帮我、并再来后拟需欲") or bool(by_what or _COUNTED.match(after))


def _longer_word(text: str, at: int, length: int, vocabulary: Vocabulary) -> bool:
    """Whether a bare name is only the beginning of another word: 科技 of 科技股, 沙坪 of 沙坪坝, 洪山公园."""
    after = text[at + length :]
    if any(after.startswith(place) for place in vocabulary.words.premises):
        return not vocabulary.index.with_text(text[at : at + length + 2])
    for more in (1, 2):
        word = text[at : at + length + more]
        if (
            len(word) == length + more
            and vocabulary.tokenizer.frequency(word)
            and word not in vocabulary.phrases
        ):
            return not vocabulary.index.with_text(word)
    return False


def _stands_alone(text: str, at: int, length: int) -> bool:
    """Letters and digits are words only as a whole."""
    if not text[at].isascii() or not text[at].isalnum():
        return True
    before, after = text[at - 1 : at], text[at + length : at + length + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _theme_phrase(text: str, at: int, vocabulary: Vocabulary) -> Mark | None:
    index = vocabulary.index
    if text[at + 2 : at + 4] not in index.pairs or not index.with_text(text[at : at + _THEME_PHRASE]):
        return None
    if text[at] == "年" and text[at - 1 : at] in tuple("今去明前后本"):
        return None  # 今年老旧小区 is no 2023年老旧小区
    end = at + _THEME_PHRASE
    if end > len(text):
        return None
    while end < len(text) and index.with_text(text[at : end + 1]):
        end += 1
    end = _without_tail(text, at, end, vocabulary)
    if end - at < _THEME_PHRASE or not _says_something(text[at:end], vocabulary):
        return None
    return Mark(at, end, text[at:end], Meaning(), theme=True)


def _without_tail(text: str, at: int, end: int, vocabulary: Vocabulary) -> int:
    """Leaves 活动 and its like at the end of a run to their own meaning."""
    for length in (4, 3, 2):
        tail = vocabulary.phrases.get(text[end - length : end])
        if tail is not None and Sense.ACTIVITY in tail.senses:
            return end - length
    return end


def _says_something(run: str, vocabulary: Vocabulary) -> bool:
    """Whether a run is more than a form, a unit or the words that all entries share."""
    for name, meaning in (
        (run[:length], vocabulary.phrases.get(run[:length])) for length in range(len(run), 1, -1)
    ):
        if meaning is not None and (meaning.forms or meaning.units is not None):
            if len(name) >= len(run) - 1:
                return False
            unclear = meaning.units is not None and len(meaning.units) > 1
            if meaning.units is not None and not meaning.bare and not (unclear and len(name) + 4 <= len(run)):
                return False
    rest = _NOT_CHINESE.sub("", run)
    for word in sorted(vocabulary.shared, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = rest.replace("活动", "").strip("年暨的")
    group = vocabulary.phrases.get(rest)
    if group is not None and group.senses & {Sense.STREETS, Sense.DEPARTMENTS}:
        return False
    return len(rest) >= 2 and rest not in vocabulary.words.function_words
