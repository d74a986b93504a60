"""Do two of the staff, a resident and a subscriber come by their own, all at the same time?"""

from __future__ import annotations

import asyncio

from tests.telegram.conftest import until
from tests.telegram.double import Message
from tests.telegram.staff.conftest import Office, a_minute_later, told


async def test_all_of_them_at_once(office: Office) -> None:
    editor, owner, resident = office.editor, office.owner, office.resident
    subscriber = office.bot.double.person("订户")
    await subscriber.asks("订阅 17")

    previews = await asyncio.gather(
        editor.asks("/edit 17 时间 7月"),
        owner.asks("世界环境日活动改到8月了"),
        resident.asks("第17项是什么时候"),
        subscriber.asks("我的订阅"),
    )
    assert ["1 位订阅者会收到变更通知" in one.text for one in previews] == [True, True, False, False]
    assert "6月" in previews[2].text
    assert "第17项" in previews[3].text

    resident.looks()
    await resident.says("转人工")
    await resident.reply()
    editor_said, owner_said, acknowledged, unchanged = await asyncio.gather(
        told(editor, "确认修改"),
        told(owner, "确认修改"),
        resident.asks("活动现场可以停车吗"),
        subscriber.asks("六月有几场座谈"),
    )
    outcomes = sorted((editor_said, owner_said), key=lambda said: said.startswith("好了，已修改"))
    assert "刚才已经有人改过，这次还没有改" in outcomes[0]
    assert outcomes[1].startswith("好了，已修改")
    assert "咨询 #1" in acknowledged.text
    assert unchanged.text.startswith("共 9 场")

    def letters() -> list[Message]:
        return [one for one in owner.chat.messages.values() if "可以停车吗" in one.text]

    await until(letters)
    subscriber.looks()
    resident.looks()
    owner.writes("可以，停在南门。", reply_to=letters()[0])
    await a_minute_later(office)
    entry = (await office.bot.store.plans())[0].entry(17)
    assert entry is not None
    assert f"时间：2023年6月 → 2023年{entry.period}" in (await subscriber.reply()).text
    assert "可以，停在南门。" in (await resident.reply()).text
