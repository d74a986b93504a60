"""What is kept of a person? The one list of it: what /mydata shows and /forget deletes."""

from __future__ import annotations

from handlers.residents import Residents
from handlers.services import Services
from handlers.subscribing.followings import Followings, KeptSubscriptions
from handlers.subscribing.forgetting import Keeper, KeptDeliveries, KeptTalk
from plan_store.store import Store


def keepers(services: Services, store: Store, residents: Residents) -> tuple[Keeper, ...]:
    """All parts of the bot that keep something of people."""
    followings = Followings(services, store.subscriptions)
    return (
        residents,
        KeptTalk(store.conversations),
        KeptSubscriptions(followings, store.subscriptions),
        KeptDeliveries(store.ledger),
    )
