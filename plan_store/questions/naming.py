"""By which names do people call the units and forms of a plan, and the organs that it lacks?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz

from plan_store.index import Index
from plan_store.patterns import pattern
from plan_store.questions.text import normalise
from plan_store.questions.words import Organ, Sense, Words
from plan_store.unit_classes import STREET, place

_SUFFIX = pattern("(?:街道|分局|管理局|局|办公室|中心|大队|委员会|委|办|镇|乡|苏木)$")
_THE_WHOLE_OF_IT = ("政府", "人民政府")
"""政府有什么活动 asks of all of it, and not of 政府办."""
_HOUSES = ("馆", "站", "所", "院", "校")
_CITY = pattern("^(?!.{2,3}[和与]城市)[一-鿿]{2,4}(?:市|州|盟|地区)(?=..)")
_PLACES = ("街道", "镇", "乡", "苏木", "管委会", "管理处")
_OF_THE_PARTY = pattern("^委(?=.{2,}部$)")
"""社会工作部 of 区委社会工作部."""
_AREA = pattern("^(?:区|县|市|旗)(?=..)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that one phrase may mean."""

    senses: frozenset[Sense] = frozenset()
    units: tuple[str, ...] | None = None
    """Units of the plan that go by this name; none of them: an organ that the plan lacks."""
    bare: bool = False
    """A unit's name without its 局 or 街道, which may be a subject as well."""
    forms: frozenset[str] = frozenset()
    remit: frozenset[str] = frozenset()
    """Units that look after what the phrase names."""
    place: bool = False
    texts: tuple[str, ...] = ()
    """Words of themes that mean the same."""


def _kinds(base: str, districts: tuple[str, ...]) -> set[str]:
    """Which organ a unit's name may say: 生态环境局 in 生态环境局星河分局, 税务局 in 长沙市开福区税务局."""
    kinds = {base, base.replace("分局", "局")}
    for district in (*districts, *(district[:-1] for district in districts if len(district) > 2)):
        before, found, after = base.partition(district)
        if found:
            kinds |= {after, _AREA.sub("", after), before} - {""}
            kinds |= {before + after, before + after.removeprefix("分局")} - {""}
    return kinds | {without_city(kind) for kind in kinds}


def cities_of(names: Iterable[str]) -> set[str]:
    """The cities above with which `names` begin, with and without 市."""
    cities = {found[0] for found in map(_CITY.match, names) if found}
    return cities | {city.removesuffix("市") for city in cities}


def without_city(name: str) -> str:
    """宁波市生态环境局慈溪分局: the city above it is none of the name."""
    return _CITY.sub("", name)


def _bare(name: str) -> str:
    return _SUFFIX.sub("", name)


_BUREAUS = ("局", "委")
_TELLING = 3
"""Characters of a name that tell by themselves of which organ it is."""
_NEAR, _MARGIN = 60.0, 8.0
"""How like a name must be (0 to 100), and by how much it must lead the next."""
_UNLIKE = (0.0, 0)


def _organs_of(base: str, core: str, kinds: set[str], organs: Sequence[Organ]) -> tuple[int, ...]:
    """Which of `organs` a unit is; by the characters of its short name where no list has it: 文广新旅局."""
    found = [
        position
        for position, organ in enumerate(organs)
        if (not kinds.isdisjoint(organ.names) or (base in organ.names[0] and len(core) >= 2))
        # A library is none of the bureau above it, though people may say the bureau for it
        and not (base.endswith(_HOUSES) and not organ.names[0].endswith(base[-1]))
    ]
    if found or not base.endswith(_BUREAUS):
        return tuple(found)
    if (merged := _merged_of(core, tuple(organs))) or len(core) < _TELLING:
        return merged
    ranked = sorted(
        (
            (_alike(core, organ), position)
            for position, organ in enumerate(organs)
            if set(core) <= _signs(organ)
        ),
        reverse=True,
    )
    (best, position), (second, _) = (*ranked, _UNLIKE, _UNLIKE)[:2]
    return (position,) if best >= _NEAR and best - second >= _MARGIN else ()


_BETWEEN = pattern("和|与|及|、|管理|事务|服务|综合|工作|发展|促进")
"""What stands between the names of which a bureau's is made, or behind them."""


def _merged_of(core: str, organs: tuple[Organ, ...]) -> tuple[int, ...]:
    """The organs of which a bureau was merged whose name is made of theirs alone: 教育和卫生健康局."""
    pieces, found, at = _pieces(organs), set[int](), 0
    while at < len(core):
        ends = (end for end in range(len(core), at + 1, -1) if core[at:end] in pieces)
        if (end := next(ends, 0)) > at:
            found |= pieces[core[at:end]]
        elif between := _BETWEEN.match(core, at):
            end = between.end()
        else:
            return _of_its_parts(core, pieces)
        at = end
    return tuple(sorted(found))


_IN_ITS_MIDST = pattern("(?<=..)(?:管理|事务|服务|综合|工作|发展|促进|保障|建设|指导|推广)+(?=中心$)")
_JOINS = pattern("[和与及、]")


def _of_its_parts(core: str, pieces: Mapping[str, set[int]]) -> tuple[int, ...]:
    """The one organ of which a part of the name is: 水务 of 水务和湖泊局; no list has the other part."""
    parts = _JOINS.split(core)
    found = {position for part in parts for position in pieces.get(part, ())}
    return tuple(found) if len(parts) > 1 and len(found) == 1 else ()


@cache
def _pieces(organs: tuple[Organ, ...]) -> dict[str, set[int]]:
    """Bare name of a bureau, or subject that it looks after -> the organs: 交通, 信息化."""
    names: defaultdict[str, set[int]] = defaultdict(set)
    subjects: defaultdict[str, set[int]] = defaultdict(set)
    for position, organ in enumerate(organs):
        for name in organ.names:
            if name.endswith((*_BUREAUS, "办")) and len(_bare(name)) > 1:
                names[_bare(name)].add(position)
        for subject in organ.remit:
            subjects[subject].add(position)
    for name, several in names.items():
        # 交通 is said of the police for traffic too
        names[name] = {one for one in several if organs[one].names[0].startswith(name)} or several
    return subjects | names


@cache
def _signs(organ: Organ) -> frozenset[str]:
    """The characters by which the names of an organ are made: 文 广 旅 体."""
    return frozenset("".join(map(_bare, organ.names)))


def _alike(core: str, organ: Organ) -> float:
    """From 0 to 100, how like the nearest of its names is."""
    return max(fuzz.ratio(core, _bare(name)) for name in organ.names)


def _offices(organs_of: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[int, str]]:
    """The organs and their units; a merged bureau goes by no name of an organ that has a bureau to itself."""
    alone = {positions[0] for positions in organs_of.values() if len(positions) == 1}
    for unit, positions in organs_of.items():
        for position in positions:
            if len(positions) == 1 or position not in alone:
                yield position, unit


def _is_shortened(core: str, unit: str) -> bool:
    """Whether the characters of `core` stand in `unit` in that order: 城建 in 城乡建设局."""
    rest = iter(unit)
    return len(core) > 1 and all(character in rest for character in core)


def name_units(
    units: Iterable[str],
    districts: tuple[str, ...],
    organs: Sequence[Organ],
    unit_names: Sequence[tuple[str, str]],
    meanings: defaultdict[str, Meaning],
) -> dict[str, str]:
    """Write the names of `units`, and of organs that the plan lacks, into `meanings`.

    Gives bare name -> unit.
    """
    own: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    other: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    cores: dict[str, str] = {}
    taken: set[int] = set()
    organs_of: dict[str, tuple[int, ...]] = {}
    begun: defaultdict[str, set[str]] = defaultdict(set)
    parted: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    # In 良庆区 its 良庆镇 is called by its whole name: 良庆 is where all of them are.
    homes = {district[:-1] for district in districts}
    for unit in units:
        base = normalise(unit)
        for district in districts:
            base = base.removeprefix(district) or base
        whole = _OF_THE_PARTY.sub("", _AREA.sub("", base))
        base = place(whole)
        if base.endswith(_PLACES):
            begun[base[:2]].add(unit)
        own[normalise(unit)][unit] = own[whole][unit] = own[base][unit] = False
        core = _bare(base)
        if "分局" in base:
            for name in (
                "分局",
                *(f"{d.removesuffix('区')}分局" for d in districts),
                *(f"{d}分局" for d in districts),
            ):
                own[name].setdefault(unit, False)
        if len(core) >= 2 and core != base and core not in homes and core not in _THE_WHOLE_OF_IT:
            own[core].setdefault(unit, True)
            cores[core] = unit
        if base.endswith(STREET):
            for tail in ("街道办", "街道办事处", "办事处", "街"):
                own[core + tail].setdefault(unit, False)
            continue
        if base.endswith(_BUREAUS) and _JOINS.search(core):
            parts = _JOINS.split(core)
            for name in (*parts, "".join(parts)):
                if len(name) > 1:
                    parted[name + base[-1]][unit] = False
        if (shorter := _IN_ITS_MIDST.sub("", base)) != base and len(_bare(shorter)) > 1:
            parted[shorter][unit] = False  # 茶业中心 is 茶业发展中心
        organs_of[unit] = _organs_of(base, core, _kinds(base, districts), organs)
    for name, of in parted.items():
        if name not in own:
            own[name] = of  # 住房局 is 住房和城市更新局
    for position, unit in _offices(organs_of):
        taken.add(position)
        organ = organs[position]
        for name in organ.names:
            other[name].setdefault(unit, False)
            bare = _bare(name)
            if len(bare) >= 2 and bare != name and name in (organ.names[0], *organ.names[:3]):
                other[bare].setdefault(unit, True)
        for word in organ.remit:
            meanings[word] = replace(meanings[word], remit=meanings[word].remit | {unit})
    for beginning, several in begun.items():
        if len(several) > 1 and beginning not in own | other:
            own[beginning] = dict.fromkeys(sorted(several), True)  # 朝阳, where two begin so: which is asked
    for name, unit in unit_names:
        own[normalise(name)][unit] = False
    for name, found in other.items():
        bare = _bare(name)
        sharing = [unit for core, unit in cores.items() if bare in core]
        if len(sharing) > 1 < len(bare) and bare not in cores and len(found) == 1 and not all(found.values()):
            found.update(dict.fromkeys(sharing, False))
    under: defaultdict[str, set[int]] = defaultdict(set)
    for position, organ in enumerate(organs):
        for name in organ.names:
            under[name].add(position)
    for names in (other, own):
        for name, found in names.items():
            if names is other and name in own:
                continue
            if names is other and len(found) > 1 < len(under[name]):
                # 教体局, where 教育体育局 stands beside 文化和旅游局: the one that unites them.
                uniting = [unit for unit in found if under[name] <= set(organs_of.get(unit, ()))]
                found = {unit: found[unit] for unit in uniting} if len(uniting) == 1 else found
            if names is other and len(found) > 1:
                # 自然资源局 is 自然资源局星河分局 before it is a centre that belongs to it.
                by_name = [unit for unit in found if _AREA.sub("", normalise(unit)).startswith(name)]
                by_name = by_name or [unit for unit in found if unit.endswith(name) or _bare(name) in unit]
                # 大数据局 is 数据局, and neither of the centres that belong to it.
                by_name = by_name or [unit for core, unit in cores.items() if unit in found and core in name]
                # 城建局 is 城乡建设局 before it is 房产局: the one whose name has its characters in a row.
                by_name = by_name or [unit for unit in found if _is_shortened(_bare(name), unit)]
                found = {unit: found[unit] for unit in by_name} if len(by_name) == 1 else found
            meanings[name] = replace(meanings[name], units=tuple(found), bare=all(found.values()))
    for position, organ in enumerate(organs):
        if position not in taken:
            ending = _ending_so(organ, units)
            for name in organ.names:
                if meanings[name].units is None and not meanings[name].remit:
                    meanings[name] = replace(meanings[name], units=ending.get(name, ()))
    areas = ("区", "县", "市", "旗", *districts, *(d[:-1] for d in districts))
    for name in [
        name for name, meaning in meanings.items() if meaning.units is not None and not meaning.bare
    ]:
        for area in areas:
            if name.startswith(area):
                continue
            known = meanings.get(area + name)
            if known is None:
                meanings[area + name] = Meaning(units=meanings[name].units)
            elif known.units is None:
                meanings[area + name] = replace(known, units=meanings[name].units)
    return cores


_ZONE = "开发区管理委员会"


def _ending_so(organ: Organ, units: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The units that have a name of the organ at their end, by that name.

    花桥经济开发区管委会 goes by all names of its kind: 开发区, 经开区.
    """
    together = "\n".join(units)
    ending = {
        name: tuple(unit for unit in units if unit.endswith((name, f"{name}管委会")))
        for name in organ.names
        if len(name) > 2 and name in together
    }
    if not organ.names[0].endswith(_ZONE):
        return ending
    zones = tuple(dict.fromkeys(unit for found in ending.values() for unit in found))
    return {name: ending.get(name) or zones for name in organ.names}


def name_forms(forms: set[str], words: Words, meanings: defaultdict[str, Meaning], index: Index) -> None:
    """Write the names of `forms`, their parts and what people say for them, into `meanings`."""
    plain = {normalise(form): form for form in forms}
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for name in plain:
        heads[name[:2]].add(name)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for name in plain:
        parts[name].add(name)
        if len(name) >= 4:
            parts[name[-2:]].add(name)
            if len(heads[name[:2]]) <= 2 and meanings[name[:2]].senses <= {Sense.EVENT}:
                parts[name[:2]].add(name)
        if len(name) > 4 and not name.endswith("活动"):
            parts[name[-3:] if len(name) == 5 else name[-4:]].add(name)  # 明白纸, 宣传资料
        if name.endswith("活动") and len(name) > 3:
            parts[name] = {name.removesuffix("活动")}
    parts.pop("活动", None)
    for part in list(parts):
        for ending in ("会", "类", "日"):
            known = meanings.get(part + ending, Meaning())
            if ending == "日" and index.with_text(part + ending):
                continue  # a day that a theme names is that theme
            if known in (Meaning(), Meaning(senses=frozenset({Sense.EVENT}))):
                parts[part + ending] = set(parts[part])
    for part, sayings in words.forms.items():
        if any(part in name for name in plain):
            if part in parts:
                parts[part].add(part)  # 发放宣传资料 has 宣传 in its midst
            for saying in sayings:
                parts.setdefault(saying, {part})
    for part, of in parts.items():
        held = frozenset(form for name, form in plain.items() if any(piece in name for piece in of))
        # 参观 names a form of its own; 实地观摩 is not what is meant by it
        meanings[part] = replace(meanings[part], forms=held)
