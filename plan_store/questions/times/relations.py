"""How must a period lie to a named span: 六月开始的, 九月以前, 只在六月, 一直到九月?"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from plan_store.patterns import pattern
from plan_store.questions.query import Relation
from plan_store.questions.times.calendar import calendar_months, month_length
from plan_store.questions.times.spans.span import Span
from plan_store.questions.times.values import YearBasis

_DAY = dt.timedelta(days=1)
_DO = r"(?:办|搞|开|做|举办|举行|开展|进行|组织|安排|弄|实施|执行|推行)"
_CLAUSE_END = r"(?=[的呀啊呢吗么吧嘛且并而当同，。？！,.?!；;、]|$| (?![有还都到至一会要搞办开]))"

_AFTER = pattern(
    rf"(?P<around>前后|左右|上下|前前后后)|(?P<until_now>(?:以|开始)来(?!源))|"
    rf"(?P<after_incl>(?:及|含|包括)(?:其|之|以|往)?后|起(?!源|步|初|来|头)|往后(?![到至数推算])|打头|(?:份)?开始(?:算|计算)?起)|"
    rf"(?P<before_incl>(?:及|含|包括)(?:其|之|以|往)?前|为?止|(?<=底)(?:以|之)?前)|"
    rf"(?P<after>(?:以|之)后|过后|(?<!年)后[面头]|后(?!(?<=年后)[面头])(?![勤备台天续期半来者悔果][^，。]|[0-9一二三四五两几]))|"
    rf"(?P<before>(?:以|之)前|前头|前(?![往台来提面途端言沿景进瞻]|[0-9一二三四五六七八九两几]))|"
    rf"(?P<begins>(?:方?才|刚|就|正式|会|要|将|新|首次|头一[回次]|第一次|里){{0,3}}的?(?:开始|启动|起步|开幕|启幕|打响|拉开序幕|开头|起头|新开)(?:{_DO}|启动)?(?:时间)?的|"
    rf"(?:才|刚|正式|就|将|要|新)会?要?(?:开始|启动|起步|开幕)(?:{_DO})?|(?:开始|启动)(?:{_DO}){_CLAUSE_END}|(?:开始|启动|起步|开幕|启幕){_CLAUSE_END}|为(?:起始|开始|启动|首)(?:月份?|时间)的?|起步|(?:刚|才)起头的?|起头{_CLAUSE_END}|新(?:增|开)的)|"
    rf"(?P<ends>方才(?:结束|截止|收尾|完成|办完|搞完)的?|为(?:结束|截止|终止|收尾|完成|末)(?:月份?|时间)的?|(?:就|才|会|要|能|份?底|就会|前|全部|已经?)?(?:结束|截止|截至|收尾|收官|完结|办结|到期|闭幕|搞完|办完|做完|开完|完成|落幕|终止|收场|打住)(?:了)?的?)|"
    rf"(?P<from>开始)|"
    rf"(?P<within>(?:当月|这?一个月)(?:内|里|就)?(?:结束|完成|搞完|办完)的?|才有的)|"
    rf"(?P<lasts>(?:都|一直|都一直|持续|连续)(?:还)?(?:在|会)?(?:{_DO}|持续|有活动)(?:着)?的)|"
    r"(?P<neutral>份|当月(?=(?:及|含|包括)?[其之以]?[前后起])|的?(?:时候|期间|当中|之中|之内|当天|当日|那[天日]|那几天|那个月|这个月|那段时间|那会儿?|那阵子?)|"
    r"这(?:一个|个|一)月份?|全年|一?整年|这(?:一|个)?(?:年|天|段时间|几个月|两个月|三个月)|期间|小?长假|假期|黄金周|放假|一?整月|整?整?一?个月(?!后|前|以|内)|全月|以?内(?![容部设])|里(?![程弄])头?|中(?=[，,的有还举])|之间|间(?=[的有，,举]|$)|"
    r"(?:的)?(?:凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|零时)(?:(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})[点时:：](?:半|钟|整|一刻|[0-9零一二三四五六七八九十]{1,3}分?)?)?|"
    r"(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})(?:点钟?|时)(?:半|整|一刻|[0-9零一二三四五六七八九十]{1,3}分)?|[0-9]{1,2}[:：][0-9]{2})"
)
_AFTER_HEADS = frozenset(
    "方头第前左上以开起往打及含包为止之过后才刚就正会要新首里的启拉截收完到闭搞办做落终全已当这一都持连份期小长假黄放整内中间凌清早午下傍晚夜零0123456789二两三四五六七八九十能底结那"
)

_BEFORE = pattern(
    rf"(?:(?P<within>(?:只|仅仅?|单单|光|全部|全|就|只会|只能|集中|完全|整个)(?:是|都|均)?(?:安排|放|集中|落|处|{_DO})?(?:在|于)|(?:仅|只)限于?|(?:完全|全部|均|都)限于|起止(?:时间|月份?|日期)?(?:均|都|全)?(?:在|处于|落在|位于)|(?:仅仅?|只)[为是])|"
    rf"(?P<only>只有|只(?={_DO}))|"
    rf"(?P<lasts_until>(?:一直|会|要|能|可以)*(?:持续|延续|延长|拖|跨|{_DO})(?:到了?|至)|一直[到至]|直[到至])|"
    r"(?P<begins>(?:(?:开始|启动|起始|起)(?:时间|月份?)?|首月)(?:于|是|在|为)|始于|起于|"
    r"(?<![0-9一-龥])(?:开始|启动) )|"
    r"(?P<ends>(?:(?:结束|截止|完成|收官|收尾|终止)(?:时间|月份?)?|末月)(?:于|是|在|为)|(?:止于|终于)|"
    r"(?<![0-9一-龥])(?:结束|完成) )|"
    r"(?P<until>截[至止]到?|到目前为止到)|(?P<exactly>贯穿了?|横跨了?)|"
    r"(?P<before>早于|先于)|(?P<after>晚于|迟于|后于)|(?P<before_incl>不[晚迟]于)|(?P<after_incl>不早于)|"
    r"(?P<from>从|自从?|打从?|由)|(?P<to>到|至)|(?P<between>介于)|(?P<neutral>(?<!现)在|于|以))\Z"
)
_DUE = pattern(
    "(?:应当?|该|须|需要?|要|计划|预计|将|会|能|可)(?:当|该)?(?:已经?|全部|都)?(?:完成|办完|搞完|结束|收官)"
)
"""截至六月底应完成: what is over by then."""
_WHICH_FROM, _ENDS_IT = (
    pattern("(?:活动|项目|单位|街道|部门|是|都|谁家?|哪家|哪些|哪个)从$"),
    pattern("[了的?？吗呢啊呀]*$"),
)
_STILL = pattern("还(?:有|剩|能|会)")
"""年底之前还有: of what is to come."""
_BEFORE_ENDS = frozenset("以在于限到至止是为从自打由有了只穿跨 ")


@dataclass(slots=True)
class Related:
    span: Span
    relation: Relation | None
    said: str


def related(text: str, span: Span, left: int, right: int, now: dt.date) -> Related:
    reading = Related(span, span.relation, span.said)
    if span.relation is Relation.EXACTLY:
        reading.said = f"{span.said}整段"
    if span.back:
        return reading
    before = None
    if span.start > left and text[span.start - 1] in _BEFORE_ENDS:
        before = _BEFORE.search(text, max(left, span.start - 8), span.start)
    opened = before is not None and before["from"] is not None
    if span.progress is None:
        _read_after(text, reading, right, now, opened)
    if before is not None:
        _read_before(text, reading, before, right, now)
    return reading


def _read_after(text: str, reading: Related, right: int, now: dt.date, opened: bool) -> None:
    span = reading.span
    named = reading.relation is not None
    while span.end < right and text[span.end] in _AFTER_HEADS:
        found = _AFTER.match(text, span.end, right)
        if found is None or found.end() == span.end:
            break
        name = found.lastgroup or ""
        if opened and _STARTS.search(found.group()) and _says_its_first_month(text, span, found):
            reading.relation, reading.said = Relation.BEGINS, f"{reading.said}开始"
        elif name == "from" or (name == "begins" and opened and "才" not in found.group()):
            if not opened and name == "from" and named:
                break
            _from_on(span, reading)
            if name == "begins" and found.group().endswith("的"):
                span.end = found.end()
                break
        elif name == "begins":
            reading.relation, reading.said = Relation.BEGINS, f"{reading.said}开始"
        elif name == "ends" and reading.relation is Relation.EXACTLY:
            pass
        elif name == "ends":
            if reading.said == "最近":
                span.first, span.last = calendar_months(now, -1, 0)
            reading.relation, reading.said = Relation.ENDS, f"{reading.said}结束"
        elif name == "within":
            reading.relation, reading.said = Relation.WITHIN, f"只在{reading.said}"
        elif name == "lasts":
            if span.fine or span.first is None or span.last is None or one_month(span):
                pass
            else:
                reading.relation, reading.said = Relation.EXACTLY, f"{reading.said}整段"
        elif name == "after_incl":
            _from_on(span, reading)
        elif name == "until_now":
            span.last, reading.said = max(now, span.first or now), f"{reading.said}以来"
        elif name == "before_incl" and span.tail:
            pass
        elif name in ("after", "before", "before_incl", "around"):
            _shift(span, reading, name, now)
            if _STILL.match(text, found.end()) and span.first and span.last and span.first < now <= span.last:
                span.first = now
        span.end = found.end()
    if reading.relation is None and text[span.end : span.end + 1] in _ASKING_HEADS:
        _read_what_turns(text, reading, right)


_STARTS = pattern("开始|启动")
_ASKING_HEADS = tuple("可的都还会要能将有是哪什啥")
_WHAT_TURNS = pattern(
    r"的?(?:都|还|会|要|能|将)*"
    r"(?:(?:有没有|有无|是否有|可有)(?:什么|啥|哪些)?|有(?:什么|哪些|啥|几[个场项]|多少[个场项]?)|哪些|哪几[个场项]|什么|啥)(?:样的)?(?:新的)?"
    r"(?:(?:街道|部门|单位)的?)?(?:活动|项目|安排)?(?:是|会|要|将|能|才|刚|新|正式|就|准备|陆续)*"
    rf"(?:(?P<begins>开始|启动|开启|启幕|开幕|起步|(?<=新)开)|(?:结束|收尾|收官|截止|完结|闭幕)){_DO}?"
    r"(?=了?(?:[的呀啊呢吗么吧嘛，。？！,.?!；;、]|$))"
)


def _read_what_turns(text: str, reading: Related, right: int) -> None:
    """八月有没有新开始的, 七月有哪些活动结束: what begins or ends then."""
    found = _WHAT_TURNS.match(text, reading.span.end, right)
    if found is not None:
        begins = found["begins"] is not None
        reading.relation = Relation.BEGINS if begins else Relation.ENDS
        reading.said += "开始" if begins else "结束"


def _says_its_first_month(text: str, span: Span, found: re.Match[str]) -> bool:
    """从六月开始的, 哪些活动从六月开始: whose first month it is, and not all from then on."""
    if found.group().endswith("的"):
        return found.lastgroup == "begins"
    return (
        _WHICH_FROM.search(text, 0, span.start) is not None and _ENDS_IT.match(text, found.end()) is not None
    )


def one_month(span: Span) -> bool:
    return (
        span.first is not None
        and span.last is not None
        and ((span.first.year, span.first.month) == (span.last.year, span.last.month))
    )


def _end_of_year(span: Span) -> dt.date | None:
    """Where an open end ends: with the year of a month of a plan, nowhere for 去年 and 下个月."""
    if span.whole_year or span.basis is YearBasis.RELATIVE or span.last is None:
        return None
    return dt.date(span.last.year, 12, 31)


def _start_of_year(span: Span) -> dt.date | None:
    if span.whole_year or span.basis is YearBasis.RELATIVE or span.first is None:
        return None
    return dt.date(span.first.year, 1, 1)


def _from_on(span: Span, reading: Related) -> None:
    if span.first is None:
        return
    span.last = _end_of_year(span)
    reading.said = f"{reading.said}起"


def _shift(span: Span, reading: Related, name: str, now: dt.date) -> None:
    if span.first is None or span.last is None:
        return
    if span.by_name and name in ("after", "before"):
        # 端午 means its month (answering.md, 3), and 端午之前 leaves that out like any month.
        span.first = span.first.replace(day=1)
        span.last = span.last.replace(day=month_length(span.last.year, span.last.month))
        span.fine = False
    if name == "around":
        reading.said += "前后"
    elif name == "after":
        first, last = span.last + _DAY, _end_of_year(span)
        # Nothing of its year is left after December: then the next one is meant.
        span.first, span.last = first, last if last is None or first <= last else dt.date(first.year, 12, 31)
        reading.said += "以后"
    elif name == "before_incl":
        span.first = _start_of_year(span) or _now_for_a_day(span, now)
        reading.said += "为止"
    elif span.tail is not None and span.tail > span.first:
        span.last = span.tail - _DAY
    else:
        last = span.first - _DAY
        first_or_open = _start_of_year(span) or _now_for_a_day(span, now)
        if first_or_open is not None and first_or_open > last:
            first_or_open = dt.date(last.year, 1, 1)
        span.first, span.last = first_or_open, last
        reading.said += "以前"
    span.single_month = False


def _now_for_a_day(span: Span, now: dt.date) -> dt.date | None:
    """下周五之前 sets an end, and nobody asks for what has gone by."""
    return now if span.fine and span.first is not None and span.first > now else None


def _read_before(text: str, reading: Related, before: re.Match[str], right: int, now: dt.date) -> None:
    span, name = reading.span, before.lastgroup or ""
    start = before.start()
    if name == "only":
        if (
            re.match(rf"的?才?(?:有(?![空时假])|{_DO})", text[span.end : span.end + 4]) is None
            or text[span.end : span.end + 2] == "有什"
        ):
            return
        reading.relation, reading.said = Relation.WITHIN, f"只在{reading.said}"
    elif name == "within":
        reading.relation, reading.said = Relation.WITHIN, f"只在{reading.said}"
    elif name == "lasts_until":
        reading.relation, reading.said = Relation.LASTS_UNTIL, f"持续到{reading.said}"
    elif name == "begins":
        reading.relation, reading.said = Relation.BEGINS, f"{reading.said}开始"
    elif name == "ends":
        reading.relation, reading.said = Relation.ENDS, f"{reading.said}结束"
    elif name == "exactly":
        if not one_month(span):
            reading.relation, reading.said = Relation.EXACTLY, f"{reading.said}整段"
    elif name in ("before", "after", "before_incl"):
        _shift(span, reading, name, now)
    elif name == "after_incl":
        _from_on(span, reading)
    elif name == "until":
        if text[span.end : span.end + 1] == "的":
            reading.relation, reading.said = Relation.ENDS, f"{reading.said}结束"
        else:
            _shift(span, reading, "before_incl", now)
            if _DUE.match(text, span.end):
                reading.relation = Relation.ENDS
    elif name == "to":
        if not reading.said.endswith(("底", "末", "为止")):
            return
        if span.first is not None and span.last is not None and span.last >= now:
            span.first, span.basis = now, YearBasis.RELATIVE
            reading.said = f"到{reading.said}"
    span.start = start
