"""Is a question answered alike, whatever is told around it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_store.snapshot import Snapshot
from tests.questions.asking import converse, numbers

STORIES = (Path(__file__).parent / "stories.txt").read_text(encoding="utf-8").splitlines()
QUESTIONS = (
    "六月街道有什么活动",
    "七月有没有座谈",
    "卫健局的活动是几月",
    "哪些街道搞现场观摩",
    "有没有关于安全生产的活动",
    "老旧小区改造的座谈会在哪里开",
    "九月份有哪些政策宣传",
    "财政局的企业服务活动谁能去",
    "六月除了街道还有哪些活动",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_story_around_a_question_changes_nothing(question: str, snapshot: Snapshot) -> None:
    plainly = numbers(converse(snapshot, question))
    assert plainly
    told = {story: numbers(converse(snapshot, story.format(question))) for story in STORIES}
    assert {story: found for story, found in told.items() if found != plainly} == {}
