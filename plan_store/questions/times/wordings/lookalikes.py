"""What only looks like a time: 三月三, 五一路, 每月?"""

from __future__ import annotations

from plan_store.questions.times.numerals import NUMBER
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.rule import Rule, mark


def _is_a_month(piece: Piece) -> bool:
    return piece.kind in (Kind.MONTH, Kind.DATE)


RULES: tuple[Rule, ...] = (
    Rule("当", r"当月(?=(?:及|含|包括)?[其之以]?[前后起])", mark(Kind.TRAP), _is_a_month),
    Rule(
        "三",
        r"(?<!年)三月三(?![十日号0-9]|那个月|那天|当天|那阵|期间|前后|放假|假期)|三月街",
        mark(Kind.TRAP),
    ),
    Rule("五六二四十九", r"五月[天花]|六月雪|二月河|四月天|十月怀胎|九月菊", mark(Kind.TRAP)),
    Rule(
        "一",
        r"一月湖|一月一[次场期办]|一日游|一年一[度次]|一年四季|一年(?:里头?|当中|之中|到头|下来)(?=[,，]?(?:哪|什么|啥|几))|一点|一周年",
        mark(Kind.TRAP),
    ),
    Rule(
        "每",
        rf"每个?(?:{NUMBER}个?)?(?:年|季度?|月份?|周[一二三四五六日天末]?|星期[一二三四五六日天]?|天|日)(?!都(?:有|在))?",
        mark(Kind.TRAP),
    ),
    Rule(
        "哪几多",
        r"几个月(?!之?[内后前里]|以[内后前来])|[哪多]个?少?个?(?:月份?|季度|年)|几个?(?:月份|季度|年(?!之?[前后内]|以[前后来]))|几[月号日]|哪[天日周]",
        mark(Kind.TRAP),
    ),
    Rule(
        "第编序",
        rf"(?:第|编号|序号)[是为:：]?\s?(?:[0-9]{{1,3}}|{NUMBER})(?:个(?!月|季|星期|周|礼拜)|[项条场号届])",
        mark(Kind.TRAP),
    ),
    Rule("俩两", r"(?<=[假期月季度年])[俩两]月", mark(Kind.TRAP)),
    Rule("今", rf"今年(?:都|才|刚|已经)?满?{NUMBER}多?岁", mark(Kind.TRAP)),
    Rule("编序", r"(?:编号|序号)[是为:：]?\s?[0-9]{1,3}", mark(Kind.TRAP)),
    Rule(
        "五八六七三",
        r"(?:五一|八一|六一|七一|三一)(?:大?路|大道|广场|大桥|桥|街|商圈|小学|中学|社区|小区|村|新村)",
        mark(Kind.TRAP),
    ),
    Rule(
        "满岁蜜包个",
        r"[满岁蜜]月|包月|(?<![0-9一二三四五六七八九十两半几这那本上下多好])个月",
        mark(Kind.TRAP),
    ),
    Rule(
        "现目今",
        r"(?:现在|目前|今天)(?:我们?|就是?|是)?(?:就|特地|专门|打电话|过)?(?:想|来|要)(?:要|来|请)?(?:问|了解|咨询|打听|请教|知道|查|看看?|去|找|参加)",
        mark(Kind.FILLER),
    ),
    Rule("明", r"(?<=[列注写标])明(?=年内|年度|年底)", mark(Kind.TRAP)),
    Rule("现", r"现在(?=不知道|不晓得|叫|改|变成|归|换)", mark(Kind.FILLER)),
    Rule("一", r"一年(?:到头|下来|里头?|中间?|之中|当中)(?![0-9一-龥]?内)", mark(Kind.FILLER)),
)
