"""On which day of the year is a public day kept that has no feast: 消费者权益日, 记者节, 全国助残日?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial

from plan_store.patterns import pattern
from plan_store.questions.times.calendar import Days, DaysOfYear, weekday_of_month
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.holidays import holiday
from plan_store.questions.times.wordings.rule import Rule

_KEPT_ON = """
1.10 人民警察节 中国人民警察节 警察节
1.20 急救宣传日 急救日
1.26 国际海关日
2.2 世界湿地日 湿地日
2.4 世界抗癌日 世界癌症日 抗癌日
2.7 二七纪念日
2.13 世界无线电日
2.21 国际母语日 世界母语日
3.3 爱耳日 世界野生动植物日 野生动植物日 世界听力日
3.5 学雷锋日 学雷锋纪念日 雷锋日 雷锋纪念日 中国青年志愿者服务日 青年志愿者服务日
3.8 国际劳动妇女日 国际妇女日
3.12 孙中山逝世纪念日
3.14 国际数学日 圆周率日 国际警察日
3.15 消费者权益日 消费者权益保护日 消费者日 消费者维权日
3.18 爱肝日
3.20 国际幸福日
3.21 世界睡眠日 睡眠日 国际森林日 世界森林日 世界诗歌日 国际诗歌日 消除种族歧视日 世界儿歌日 唐氏综合征日
3.22 世界水日
3.23 世界气象日 气象日
3.24 防治结核病日 世界结核病日 结核病日 结核病防治日
3.27 世界戏剧日 国际戏剧日
3.28 百万农奴解放纪念日
4.2 自闭症日 孤独症日 自闭症关注日 孤独症关注日 世界提高孤独症意识日 国际儿童图书日
4.7 世界卫生日
4.8 国际珍稀动物保护日
4.11 世界帕金森日 世界帕金森病日 帕金森病日
4.12 世界航天日
4.15 国家安全教育日 国家安全日
4.17 世界血友病日
4.18 国际古迹遗址日
4.22 世界地球日 地球日
4.23 读书日 世界图书日 世界读书与版权日 世界图书和版权日
4.24 中国航天日 航天日
4.25 世界防治疟疾日 世界疟疾日 全国疟疾日 预防接种日 预防接种宣传日 儿童预防接种宣传日
4.26 知识产权日
4.28 安全生产与健康日
4.30 交通安全反思日
5.3 世界新闻自由日
5.4 五四运动纪念日
5.8 世界红十字日 红十字日 世界微笑日
5.10 中国品牌日 品牌日
5.12 防灾减灾日 国际护士节
5.15 国际家庭日 打击和防范经济犯罪宣传日 经济犯罪宣传日
5.17 电信日 电信和信息社会日 世界高血压日
5.18 国际博物馆日 世界博物馆日 博物馆日
5.19 中国旅游日
5.20 学生营养日 中国学生营养日 世界计量日 计量日 世界蜜蜂日
5.21 国际茶日
5.22 生物多样性日
5.25 心理健康日 大学生心理健康日
5.29 计划生育协会会员活动日
5.30 科技工作者日 五卅运动纪念日
5.31 世界无烟日 无烟日
6.1 世界牛奶日
6.3 世界自行车日
6.5 世界环境日 环境日 六五环境日 国际环境日
6.6 爱眼日
6.7 食品安全日
6.8 世界海洋日
6.9 国际档案日 世界认可日
6.12 世界无童工日
6.14 献血者日 世界献血日 献血日
6.16 安全宣传咨询日 安全生产宣传咨询日 安全生产咨询日
6.17 防治荒漠化日 防治荒漠化与干旱日 防治荒漠化和干旱日
6.20 世界难民日
6.21 国际瑜伽日
6.23 国际奥林匹克日 奥林匹克日 奥运日
6.25 土地日
6.26 国际禁毒日 世界禁毒日 禁毒日 反毒品日
7.1 香港回归纪念日 香港回归日 回归日 回归纪念日 建党日 建党纪念日
7.7 七七事变纪念日 卢沟桥事变纪念日 七七抗战纪念日
7.8 保险公众宣传日
7.11 世界人口日 中国航海日 航海日
7.15 世界青年技能日
7.20 全国特奥日 特奥日
7.28 世界肝炎日 肝炎日
7.30 国际友谊日
8.1 建军日
8.8 全民健身日
8.12 国际青年节 国际青年日
8.13 国际左撇子日
8.15 全国生态日 抗战胜利日 日本投降日
8.19 中国医师节 医师节 医生节 世界人道主义日 世界摄影日
8.25 残疾预防日
9.3 抗战胜利纪念日 抗日战争胜利纪念日 中国人民抗日战争胜利纪念日
9.5 中华慈善日 国际慈善日 慈善日
9.8 国际扫盲日 扫盲日 世界扫盲日
9.9 毛泽东逝世纪念日
9.10 预防自杀日
9.15 国际民主日
9.16 国际臭氧层保护日 臭氧层保护日 国际臭氧层日
9.18 九一八纪念日 九一八事变纪念日
9.20 爱牙日 公民道德宣传日 公民道德日 统计开放日
9.21 国际和平日 老年痴呆日 阿尔茨海默病日 阿尔茨海默症日
9.22 无车日
9.23 国际手语日
9.26 世界避孕日
9.27 世界旅游日
9.28 世界狂犬病日 狂犬病日
9.29 世界心脏日
9.30 烈士纪念日 国际翻译日
10.1 国际老年人日 国际老人日 国际老年人节 国际老年节 国际老人节 国际音乐日 国际咖啡日
10.4 世界动物日
10.5 世界教师日
10.8 高血压日
10.9 世界邮政日
10.10 世界精神卫生日 精神卫生日
10.11 国际女童日
10.12 世界关节炎日
10.13 建队日 少先队建队日 建队节 国际减灾日 国际减轻自然灾害日 世界保健日
10.14 世界标准日
10.15 国际盲人节 盲人节 世界洗手日 全球洗手日 世界农村妇女日 国际农村妇女日 白手杖日
10.16 世界粮食日 世界脊柱日
10.17 扶贫日 国家扶贫日 国际消除贫困日
10.20 世界骨质疏松日 世界统计日 国际厨师日
10.22 世界传统医药日
10.24 程序员节 联合国日
10.25 抗美援朝纪念日 台湾光复纪念日 台湾光复日
10.26 环卫工人节 环卫工人日 环卫节
10.28 男性健康日
10.29 世界卒中日 世界中风日
10.31 世界城市日 世界勤俭日
11.8 记者节 中国记者节
11.9 消防日 消防宣传日 消防安全日
11.10 世界青年节
11.12 孙中山诞辰纪念日 世界肺炎日
11.14 世界糖尿病日 糖尿病日
11.16 国际宽容日
11.17 国际大学生节 世界学生日 世界早产儿日
11.19 世界厕所日
11.20 世界儿童日 国际儿童日
11.21 世界问候日 世界电视日
11.25 反家暴日 反家庭暴力日 消除对妇女暴力日 消除对妇女的暴力日
12.1 艾滋病日 防治艾滋病日
12.2 交通安全日
12.3 国际残疾人日 世界残疾人日
12.4 国家宪法日 宪法日 宪法宣传日 法制宣传日
12.5 国际志愿者日 国际志愿人员日 世界土壤日
12.7 国际民航日
12.9 国际反腐败日 反腐败日 一二九纪念日 一二九运动纪念日 世界足球日
12.10 世界人权日 国际人权日 人权日
12.11 国际山岳日
12.12 西安事变纪念日
12.13 国家公祭日 公祭日 南京大屠杀纪念日 南京大屠杀死难者国家公祭日
12.18 国际移民日
12.20 澳门回归纪念日 澳门回归日
12.21 国际篮球日
12.26 毛泽东诞辰纪念日
"""
_WEEKDAYS_OF_MONTHS: dict[str, tuple[int, int, int]] = {
    **dict.fromkeys(("助残日",), (5, 6, 3)),
    **dict.fromkeys(("中小学生安全教育日", "中小学安全教育日"), (3, 0, -1)),
    **dict.fromkeys(("世界麻风病日", "麻风病日"), (1, 6, -1)),
    **dict.fromkeys(("世界肾脏日",), (3, 3, 2)),
    **dict.fromkeys(("世界社工日", "国际社工日", "社工日"), (3, 1, 3)),
    **dict.fromkeys(("世界哮喘日",), (5, 1, 1)),
    **dict.fromkeys(("文化和自然遗产日", "文化与自然遗产日", "文化遗产日"), (6, 5, 2)),
    **dict.fromkeys(("世界急救日",), (9, 5, 2)),
    **dict.fromkeys(("世界清洁日", "世界清洁地球日"), (9, 5, 3)),
    **dict.fromkeys(("国际聋人节", "国际聋人日", "世界聋人日"), (9, 6, -1)),
    **dict.fromkeys(("世界住房日", "世界建筑日"), (10, 0, 1)),
    **dict.fromkeys(("世界视力日", "世界视觉日"), (10, 3, 2)),
    **dict.fromkeys(("国防教育日",), (9, 5, 3)),
    **dict.fromkeys(("科普日",), (9, 6, 3)),
    **dict.fromkeys(("世界人居日",), (10, 0, 1)),
}
"""Month, weekday (Monday is 0), which one of the month."""
_SOLAR_TERMS = {"丰收节": "秋分", "农民丰收节": "秋分"}


def _on_the_day(month: int, day: int) -> DaysOfYear:
    return lambda year: (dt.date(year, month, day),) * 2


def _on_the_weekday(month: int, weekday: int, nth: int) -> DaysOfYear:
    def of_year(year: int) -> Days | None:
        day = weekday_of_month(year, month, weekday, nth)
        return (day, day) if day else None

    return of_year


def _all_days() -> dict[str, DaysOfYear]:
    days: dict[str, DaysOfYear] = {}
    for line in _KEPT_ON.split("\n"):
        date, *names = line.split() or [""]
        for name in names:
            days[name] = _on_the_day(*map(int, date.split(".")))
    for name, which in _WEEKDAYS_OF_MONTHS.items():
        days[name] = _on_the_weekday(*which)
    for name, term in _SOLAR_TERMS.items():
        days[name] = partial(holiday, term)
    return days


_DAYS = _all_days()
_LONGEST = max(map(len, _DAYS)) + len("全国")
_WHOSE = ("世界", "国际", "全国", "国家", "中国", "全民", "联合国")
_OF_WHOM = f"(?:{'|'.join(_WHOSE)})"
_NAMES = "|".join(sorted(_DAYS, key=len, reverse=True))
_FIRST, _SECOND = ("".join(dict.fromkeys(name[place] for name in (*_DAYS, *_WHOSE))) for place in (0, 1))
_NAMED = (
    rf"(?=[{_FIRST}][{_SECOND}][一-龥]{{0,{_LONGEST}}}?[日节])"
    rf"{_OF_WHOM}{{0,2}}?(?P<name>{_NAMES})(?![记常期程本报志间用])"
)
_DAY_OF_SOMETHING = pattern(rf"{_OF_WHOM}{{0,2}}(?P<what>[一-龥]{{2,}}?)(?:保护|宣传|纪念|教育)?日")


def observances(text: str) -> Iterator[tuple[int, int, str]]:
    """Where public days stand in `text`, and what they are about: 读书 of 世界读书日."""
    for named in _PATTERN.finditer(text):
        what = _DAY_OF_SOMETHING.fullmatch(named[0])
        if what is not None:
            yield named.start(), named.end(), what["what"]


_PATTERN = pattern(_NAMED)


def _observance(match: re.Match[str], now: dt.date) -> Piece:
    return Piece(
        Kind.DATE,
        match.start(),
        match.end(),
        match.group(),
        of_year=_DAYS[match["name"]],
        fine=True,
        by_name=True,
    )


def _consumers_day(match: re.Match[str], now: dt.date) -> Piece:
    return Piece(
        Kind.DATE, match.start(), match.end(), "3·15", of_year=_on_the_day(3, 15), fine=True, by_name=True
    )


RULES: tuple[Rule, ...] = (
    Rule(_FIRST, _NAMED, _observance),
    Rule(
        "三3",
        "(?<![0-9])(?:三一五|315)(?=(?:国际)?消费者?|维权|晚会|(?:期间|前后|当天|那天))"
        "(?:(?:国际)?消费者权益(?:保护)?日)?",
        _consumers_day,
    ),
)
