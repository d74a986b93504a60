"""Plans of districts that do not exist, made by chance from the words of such plans."""

from __future__ import annotations

import random

from plan_store.plan import Entry, Period, Plan

_STEMS = ("金桥", "白鹭", "石塘", "云栖", "望江", "柳荫", "古井", "双溪", "桃源", "梅岭", "锦绣")
_BUREAUX = ("卫健", "教育", "人社", "医保", "民政", "司法", "住建", "应急", "审计", "财政", "信访", "城管")
_FORMS = ("座谈交流", "现场观摩", "政策宣传", "入户走访", "问卷调查", "集中宣讲", "知识竞赛", "公众开放日")
_THEMES = ("惠民政策进社区", "阳光服务面对面", "法治讲堂", "便民直通车", "绿色出行", "诚信经营", "暖心行动")


def made_plan(seed: int) -> Plan:
    """A plan of 12 to 60 entries; the same for the same `seed`."""
    chance = random.Random(seed)
    units = [f"{stem}街道" for stem in chance.sample(_STEMS, chance.randint(3, 9))]
    units += [f"区{bureau}局" for bureau in chance.sample(_BUREAUX, chance.randint(3, 10))]
    entries = []
    for number in range(1, chance.randint(12, 60) + 1):
        first = chance.randint(1, 12)
        last = min(12, first + chance.choice((0, 0, 0, 1, 2, 5)))
        forms = tuple(chance.sample(_FORMS, chance.randint(1, 3)))
        theme = f"{chance.choice(_THEMES)}（第{number}场）"
        entries.append(Entry(2023, number, theme, forms, chance.choice(units), Period.span(first, last)))
    return Plan(2023, "临川区2023年“政务公开主题日”活动计划", "临川区", tuple(entries))
