"""What does the bot say to a command, and to what it cannot read? Replies that need no question."""

from __future__ import annotations

from collections import Counter

from handlers.replies import labels, talk
from handlers.replies.around import Around
from handlers.replies.keyboards import example_keyboard, say_keyboard
from handlers.replies.reply import Reply, quoted
from plan_store.plan import Plan
from plan_store.unit_classes import STREET, is_street

_MOST_UNITS = 60

COMMANDS = (
    ("month", "按月份看活动"),
    ("units", "按单位看活动"),
    ("all", "看全年的活动"),
    ("ask", "问工作人员"),
    ("subscribe", "订阅提醒"),
    ("subscriptions", "我的订阅"),
    ("unsubscribe", "退订"),
    ("calendar", "导出到手机日历"),
    ("help", "怎么问"),
    ("privacy", "会记住什么"),
)
"""(command, what it does): the menu of residents, the same in private chats and in groups."""
PRIVATE_COMMANDS = (
    ("mydata", "看看记着我的什么"),
    ("forget", "把我的记录全部删掉"),
)
"""In private chats only."""

PRIVACY = Reply(
    "为了能接着问“那七月呢”，我会记住你刚才问了什么：停一个小时就重新开始，一天以后删掉。"
    "还没来得及回答的消息，答完就删掉。\n\n"
    "没答上来的问题会留下文字，好让工作人员补上，不带姓名和账号，90 天后删掉；"
    "工作人员给了统一答复的，和答复一起留着。\n\n"
    "订阅了提醒，我会记住订阅了什么、什么时候提醒，直到你退订。\n\n"
    "转给工作人员的咨询会留着，好让他们答复你，最后一句话之后 180 天删掉。\n\n"
    "除此以外，我不收集你的资料。发 /mydata 可以看记着你的什么，发 /forget 可以全部删掉。"
)
UNKNOWN_COMMAND = Reply("没有这个命令。直接用平常的话问我就行，或者发 /help 看看怎么问。")
THIS_MONTH = "这个月有什么活动"
ASK_IN_PRIVATE = "没查到，点这里到私聊里问我"
OUT_OF_DATE = talk.OUT_OF_DATE
IN_GROUPS = "在群里请 @我 或者回复我的消息再问，我才会答。"


def words_of_entry(year: int, number: int) -> str:
    """The question that means one entry, as if the person had asked it."""
    return f"{year}年第{number}项"


def words_only(around: Around) -> Reply:
    return _with_examples(talk.WORDS_ONLY, around)


def welcome(plan: Plan | None, around: Around) -> Reply:
    if plan is None:
        return Reply(f"你好！我是查政务公开活动计划的机器人。{talk.NO_PLAN_YET}")
    text = (
        f"你好！我可以查{labels.plan_name(plan)}里的 {len(plan.entries)} 项政务公开活动：什么时候、"
        "哪个单位、什么形式，用平常的话问就行。\n"
        "想到时候有人提醒，点回答下面的“提醒我”，或者发“订阅 6月的座谈”。"
    )
    return _with_examples(text, around)


def help_(plan: Plan | None, around: Around) -> Reply:
    lines = "\n".join(f"/{name} {what}" for name, what in (*COMMANDS, *PRIVATE_COMMANDS) if name != "help")
    text = (
        "用平常的话问就行，可以说月份、单位、形式或者内容，也可以接着问“那七月呢”“第一个在哪里”。\n"
        "点回答下面的“提醒我”，或者发“订阅 月湖街道”，到时候我来提醒你。\n"
        f"计划里没写的，我会直说，不会编。\n\n{lines}\n\n{IN_GROUPS}"
    )
    return _with_examples(text, around) if plan else Reply(f"{text}\n\n{talk.NO_PLAN_YET}")


def _with_examples(text: str, around: Around) -> Reply:
    examples = talk.example_lines(around.examples)
    return Reply(f"{text}\n\n{examples}" if examples else text, example_keyboard(around.examples))


def months(plan: Plan | None) -> Reply:
    """The months that have activities, to tap."""
    if plan is None:
        return Reply(talk.NO_PLAN_YET)
    counts = Counter(month for entry in plan.entries for month in entry.period.months)
    labelled = [
        (f"{month}月 ({counts[month]})", f"{plan.year}年{month}月有什么活动") for month in sorted(counts)
    ]
    return Reply(f"想看哪个月？（{labels.plan_name(plan)}）", say_keyboard(labelled, 4))


def unit_list(plan: Plan | None) -> Reply:
    """The units that have activities, streets and departments apart, to tap."""
    if plan is None:
        return Reply(talk.NO_PLAN_YET)
    counts = Counter(entry.unit for entry in plan.entries)
    names = list(counts)
    streets = [name for name in names if is_street(name)]
    departments = [name for name in names if not is_street(name)]
    parts = [f"{labels.plan_name(plan)}里有 {len(names)} 个单位的活动。"]
    for title, group in ((STREET, streets), ("部门", departments)):
        if group:
            shown = "、".join(quoted(name, 30) for name in group[:_MOST_UNITS])
            rest = f"等 {len(group)} 个" if len(group) > _MOST_UNITS else ""
            parts.append(f"<b>{title}</b>（{len(group)} 个）\n{shown}{rest}")
    parts.append("点一个，或者直接说单位的名字。")
    labelled = [
        (f"{name} ({counts[name]})" if counts[name] > 1 else name, f"{plan.year}年{name}有什么活动")
        for name in (*streets, *departments)
    ]
    return Reply("\n\n".join(parts), say_keyboard(labelled[:_MOST_UNITS], 2))
