"""Do the names of organs and places keep to the rules that their files state?"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from plan_store.questions.text import normalise
from plan_store.questions.words import Organ, Words, load_words

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary"
ORGANS = tomllib.loads((VOCABULARY / "organs.toml").read_text(encoding="utf-8"))["organ"]
PLACES = tomllib.loads((VOCABULARY / "places.toml").read_text(encoding="utf-8"))["places"]

MERGED = {
    ("党史研究室", "档案馆"),
    ("发展和改革局", "工业和信息化局"),
    ("发展和改革局", "科学技术局"),
    ("发展和改革局", "统计局"),
    ("商务局", "工业和信息化局"),
    ("商务局", "文化旅游体育局"),
    ("商务局", "科学技术局"),
    ("工业和信息化局", "科学技术局"),
    ("教育局", "科学技术局"),
    ("教育局", "文化旅游体育局"),
    ("文化旅游体育局", "科学技术局"),
    ("人力资源和社会保障局", "民政局"),
    ("卫生健康局", "民政局"),
    ("国有资产监督管理局", "财政局"),
    ("财政局", "金融工作办公室"),
    ("林业局", "自然资源和规划局"),
    ("交通运输局", "住房和城乡建设局"),
    ("人居环境局", "征地拆迁事务所"),
    ("农业农村局", "水利局"),
    ("农业农村局", "林业局"),
    ("林业局", "水利局"),
    ("乡村振兴局", "农业农村局"),
}
"""Organs that share names: they are, or were, one bureau in some districts."""

SHARED_REMIT = {"养老", "毒品", "吸毒", "节约用水"}
GENERAL = (
    "服务 企业 宣传 政策 培训 工作 活动 学校 医院 孩子 老人 居民 群众 社区 街道 部门 单位 安全 环境 生活 "
    "生态 管理 建设 办事 讲座 开放 参观 座谈 交流 调研 退休 上班 上学 打工"
)


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words(VOCABULARY)


def names_of(organ: dict[str, list[str]]) -> list[str]:
    return [str(organ["name"]), *organ["names"]]


def organs_of(key: str) -> dict[str, set[str]]:
    """Word of `names` or `remit` -> the organs under which it stands."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for organ in ORGANS:
        for word in names_of(organ) if key == "names" else organ.get("remit", []):
            found[word].add(organ["name"])
    return found


def repeated(listed: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(listed).items() if times > 1]


def phrases_in(text: str, phrases: Iterable[str]) -> list[str]:
    """The longest phrase at each place, as a question is read."""
    by_length = sorted(phrases, key=len, reverse=True)
    found, at = [], 0
    while at < len(text):
        phrase = next((p for p in by_length if text.startswith(p, at)), "")
        found += [phrase] if phrase else []
        at += len(phrase) or 1
    return found


def organs_named_in(text: str, organs: Iterable[Organ]) -> set[str]:
    under: defaultdict[str, set[str]] = defaultdict(set)
    for organ in organs:
        for word in (*organ.names, *organ.remit):
            under[word].add(organ.names[0])
    return {name for phrase in phrases_in(text, under) for name in under[phrase]}


def test_each_organ_lists_each_word_once() -> None:
    for organ in ORGANS:
        assert repeated(names_of(organ)) == [], organ["name"]
        assert repeated(organ.get("remit", [])) == [], organ["name"]
    assert repeated(organ["name"] for organ in ORGANS) == []
    assert repeated(PLACES) == []


def test_names_have_2_to_20_characters() -> None:
    every = [*organs_of("names"), *organs_of("remit"), *PLACES]
    assert [name for name in every if not 2 <= len(name.strip()) <= 20] == []


def test_words_are_written_as_questions_are_read() -> None:
    every = [*organs_of("names"), *organs_of("remit"), *PLACES]
    assert [word for word in every if normalise(word) != word] == []


def test_a_name_stands_under_two_organs_only_where_they_are_merged_somewhere() -> None:
    together = {
        tuple(sorted((one, other)))
        for organs in organs_of("names").values()
        for one in organs
        for other in organs
        if one < other
    }
    assert together == {tuple(sorted(pair)) for pair in MERGED}


def test_a_remit_word_points_to_one_organ_save_a_few() -> None:
    assert {word for word, organs in organs_of("remit").items() if len(organs) > 1} == SHARED_REMIT


def test_a_remit_word_is_no_name_of_another_organ() -> None:
    names, remit = organs_of("names"), organs_of("remit")
    assert [word for word in remit if word in names and names[word] != remit[word]] == []


def test_no_remit_word_is_a_general_one(words: Words) -> None:
    asked = {phrase for phrases in words.phrases.values() for phrase in phrases}
    general = {*GENERAL.split(), *words.function_words, *asked}
    # 请统计一下 is told from 统计局's subject by what stands around it
    assert {word for word in organs_of("remit") if word in general} == {"统计"}


def test_a_place_is_neither_an_organ_nor_a_word_of_questions(words: Words) -> None:
    asked = {phrase for phrases in words.phrases.values() for phrase in phrases}
    known = {*organs_of("names"), *organs_of("remit"), *asked}
    assert [place for place in PLACES if place in known] == []


def test_no_place_but_its_own_district_and_province_stands_in_the_published_plan() -> None:
    plan = (VOCABULARY.parent / "kaifu_2023.txt").read_text(encoding="utf-8")
    assert {place for place in PLACES if place in plan} == {"开福", "开福区", "湖南省"}


@pytest.mark.parametrize(
    ("said", "organ"),
    [
        ("我看病能报销多少", "医疗保障局"),
        ("上访要找哪里", "信访局"),
        ("打官司的活动", "信访局"),
        ("请不起律师", "司法局"),
        ("想找工作", "人力资源和社会保障局"),
        ("我们那栋冇得，想加装电梯", "人居环境局"),
        ("楼下烧烤的油烟呛死人", "生态环境局"),
        ("路灯不亮", "城市管理和综合执法局"),
        ("买到假货了", "市场监督管理局"),
        ("退伍回来的", "退役军人事务局"),
        ("打疫苗", "卫生健康局"),
        ("物业不管事", "住房和城乡建设局"),
        ("养老院补助", "民政局"),
        ("交警搞的", "公安局交通警察大队"),
        ("工商局", "市场监督管理局"),
        ("卫计委", "卫生健康局"),
        ("环保局", "生态环境局"),
        ("安监局", "应急管理局"),
        ("房管局", "住房和城乡建设局"),
        ("国土局", "自然资源和规划局"),
        ("政数局", "行政审批服务局"),
        ("国家安全局", "国家安全局"),
    ],
)
def test_what_people_say_points_to_the_organ_that_they_mean(said: str, organ: str, words: Words) -> None:
    assert organs_named_in(said, words.organs) == {organ}


@pytest.mark.parametrize(
    ("said", "organs"),
    [
        ("我想知道教育局几月", {"教育局"}),
        ("知道观摩在哪", set()),
        ("其中医保局的", {"医疗保障局"}),
        ("今年报名的", set()),
        ("培训会计划", set()),
        ("哪种地方", set()),
        ("提高企业的", set()),
        ("今年工作协调会", set()),
        ("全体委员", set()),
        ("深入学习", set()),
        ("加入伍家岭", set()),
        ("我的哥哥", set()),
        ("微信教程", set()),
    ],
)
def test_no_organ_comes_about_where_two_words_meet(said: str, organs: set[str], words: Words) -> None:
    assert organs_named_in(said, words.organs) == organs


@pytest.mark.parametrize(
    "said",
    [
        "其中卫健局",
        "有什么东西安排",
        "周六安排",
        "推广安全",
        "平安顺利",
        "新增城市",
        "浏阳河北边",
        "今天心情",
    ],
)
def test_no_place_comes_about_where_two_words_meet(said: str, words: Words) -> None:
    assert phrases_in(said, words.places) == []
