"""How does what people asked for reach them, each once? Planned, claimed, sent, recorded; see `ledger`."""

from plan_store.deliveries.announcing import Announcement, Announcements, Audience
from plan_store.deliveries.bulletins import Bulletin, Bulletins, Progress
from plan_store.deliveries.ledger import Ledger, NotOursError
from plan_store.deliveries.overview import Overview, Run, Trouble
from plan_store.deliveries.planning import Ahead, Planned, Planning
from plan_store.deliveries.values import WAITING, Claimed, Kind, Outcome, State

__all__ = [
    "WAITING",
    "Ahead",
    "Announcement",
    "Announcements",
    "Audience",
    "Bulletin",
    "Bulletins",
    "Claimed",
    "Kind",
    "Ledger",
    "NotOursError",
    "Outcome",
    "Overview",
    "Planned",
    "Planning",
    "Progress",
    "Run",
    "State",
    "Trouble",
]
