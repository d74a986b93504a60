"""In which words is said what somebody of staff is?"""

from __future__ import annotations

from handlers.replies.reply import quoted
from plan_store.staff.rights import Rights, Role


def role(rights: Rights) -> str:
    match rights.role:
        case Role.OWNER:
            return "负责人"
        case Role.EDITOR:
            return "全部活动的编辑"
        case Role.UNIT_EDITOR:
            return f"{quoted(rights.unit, 30)}的编辑"
