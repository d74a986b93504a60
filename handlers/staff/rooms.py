"""Which kinds of work of staff are there? Each is a room of its own; some hand on to others."""

from __future__ import annotations

from handlers.services import Services
from handlers.staff.adding import Adding
from handlers.staff.announcing import Announcing
from handlers.staff.describing import Describing
from handlers.staff.documents import Documents
from handlers.staff.editing import Editing
from handlers.staff.granting import Granting
from handlers.staff.looking_back import LookingBack
from handlers.staff.naming import Naming
from handlers.staff.notices import Notices
from handlers.staff.proposing import Proposals
from handlers.staff.standing_replies import StandingReplies
from handlers.staff.statistics import Statistics
from handlers.staff.unanswered import UnansweredQuestions
from plan_store.store import Store


class Rooms:
    """Everything that staff work in."""

    def __init__(self, services: Services, store: Store) -> None:
        self.proposals = Proposals(services, store)
        self.editing = Editing(services, store, self.proposals)
        self.describing = Describing(services, store, self.editing)
        self.adding = Adding(services, store, self.proposals)
        self.looking_back = LookingBack(services, store, self.proposals)
        self.granting = Granting(services, store)
        self.unanswered = UnansweredQuestions(services, store)
        self.naming = Naming(services, store)
        self.announcing = Announcing(services, store)
        self.standing_replies = StandingReplies(services, store)
        self.notices = Notices(services, store, self.proposals)
        self.documents = Documents(services, store, self.proposals, self.notices)
        self.statistics = Statistics(services, store)
