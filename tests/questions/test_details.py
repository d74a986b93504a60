"""Is it understood, however it is asked, where, when, by whom, how to take part? And said to be unknown?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20, converse, numbers

PLACE = """
在哪 在哪里 在哪儿 在什么地方 在啥地方 地点 地点在哪 地址 地址是什么 具体地址 具体在哪个位置 位置 怎么走
怎么去 在哪里举办 在哪个地方搞 哪里办 坐几路车 坐地铁到哪站 在室内还是室外 到哪里集合 集合地点 会场在哪
在哪个广场 导航搜什么 定位发我一下 在线上还是线下 哪个会议室 在几楼 离我家远不远
"""
TIME = """
几号 哪天 哪一天 几点 几点开始 几点到几点 具体日期 具体时间 具体哪天 是上午还是下午 星期几 周几 什么时间点
啥时辰 开多久 几点结束 确切日期 精确到哪天 白天还是晚上 早上几点 具体是几月几号
"""
CONTACT = """
电话 电话多少 联系电话 联系方式 怎么联系 找谁 联系人是谁 打哪个电话 咨询电话 有没有热线 号码多少 手机号有吗
微信多少 联系谁 有公众号吗 打什么电话咨询 有人接电话吗 座机号 邮箱是多少 负责人电话
"""
SIGNUP = """
怎么报名 如何报名 要报名吗 需要报名吗 报名方式 在哪报名 怎么参加 如何参加 要预约吗 需要预约吗 怎么预约
报名截止到什么时候 报名链接 报名二维码 能不能现场报名 要不要提前登记 怎么才能参加 可以直接去吗 报名通道 咋报名
在网上报名还是现场
"""
AUDIENCE = """
谁能参加 谁可以参加 什么人能去 哪些人可以去 面向谁 对象是谁 参加对象 能带孩子吗 老人可以去吗 外地人能参加吗
普通市民能去吗 有年龄限制吗 需要什么条件 对谁开放 不是本区户口可以吗 学生能参加吗 企业能参加吗 可以带家属吗
限不限人 个人能不能参加 名额有多少
"""
DETAILS = {"place": PLACE, "time": TIME, "contact": CONTACT, "signup": SIGNUP, "audience": AUDIENCE}


@pytest.mark.parametrize("plan", ["kaifu_2023", "jiangan_2024"])
@pytest.mark.parametrize("detail", DETAILS)
def test_what_the_plan_does_not_say_is_asked_for_in_many_words(
    detail: str, plan: str, snapshot_of: Callable[[str], Snapshot]
) -> None:
    snapshot = snapshot_of(plan)
    entries = snapshot.plans[0].entries
    units = [entry.unit for entry in entries]
    entry = next(entry for entry in entries if units.count(entry.unit) == 1)
    now = MAY_20.replace(year=entry.year)
    for words in DETAILS[detail].split():
        for turns in ([f"{entry.unit}的活动{words}"], [f"{entry.unit}有什么活动", words]):
            answer = converse(snapshot, *turns, now=now)
            assert numbers(answer) == [entry.number], turns
            assert detail in answer.missing, turns
