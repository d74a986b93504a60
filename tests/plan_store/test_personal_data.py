"""Numbers that should not be passed on unasked are found; other numbers are not."""

from __future__ import annotations

import pytest

from plan_store.personal_data import Sort, personal_numbers, without_personal_numbers

IDENTITY = "430102199003071234"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"我的身份证号是{IDENTITY}。", [(Sort.IDENTITY, "430***********1234")]),
        ("身份证11010519491231002x", [(Sort.IDENTITY, "110***********002X")]),
        ("末位打错了430102199003071235", [(Sort.IDENTITY, "430***********1235")]),
        ("43010219900307123x", [(Sort.IDENTITY, "430***********123X")]),
        ("老证430102900307123", [(Sort.IDENTITY, "430********7123")]),
        ("打我电话13812345678", [(Sort.MOBILE, "138****5678")]),
        ("１３８ １２３４ ５６７８", [(Sort.MOBILE, "138****5678")]),
        ("+86 138-1234-5678", [(Sort.MOBILE, "861******5678")]),
        ("卡号6222 0212 3456 7890 128", [(Sort.BANK_CARD, "622************0128")]),
        (f"13812345678 {IDENTITY}", [(Sort.MOBILE, "138****5678"), (Sort.IDENTITY, "430***********1234")]),
        ("13812345678，再说一遍13812345678", [(Sort.MOBILE, "138****5678")]),
    ],
)
def test_personal_numbers_are_found(text: str, found: list[tuple[Sort, str]]) -> None:
    assert [(number.sort, number.masked) for number in personal_numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "430102199013071235",
        "990102199003071235",
        "20230605-0930-113045",
        "热线0731-84558888或者12345",
        "2023-06-05 09:30-11:30",
        "20230605093000",
        "编号 6222021234567890129",
        "第17项活动 2023 年 6 月",
        "12812345678",
        "abc13812345678def",
        "",
    ],
)
def test_other_numbers_are_passed_over(text: str) -> None:
    assert personal_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"身份证号{IDENTITY} 想报名", "身份证号430***********1234 想报名"),
        ("身份证号430105199001011237 想报名", "身份证号430***********1237 想报名"),
        ("身份证４３０１０５１９９００１０１１２３７", "身份证430***********1237"),
        ("身份证430105 19900101 123X", "身份证430***********123X"),
        ("我电话13812345678 麻烦回电", "我电话138****5678 麻烦回电"),
        ("微信wx13812345678", "微信wx138****5678"),
        ("138.1234.5678", "138****5678"),
        (f"13812345678 {IDENTITY}", "138****5678 430***********1234"),
        ("2023年6月5日第１７项", "2023年6月5日第１７项"),
        (
            "2023-06-05 09:30-11:30，打0731-84558888或者12345",
            "2023-06-05 09:30-11:30，打0731-84558888或者12345",
        ),
    ],
)
def test_what_is_kept_has_its_personal_numbers_masked(text: str, kept: str) -> None:
    assert without_personal_numbers(text) == kept
