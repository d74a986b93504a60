"""Who sits at the desk of staff? It is set up when the first of them comes: residents do not wait for it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from telegram import Update

from handlers.residents import Context, Residents
from handlers.services import Services
from plan_store.store import Store

if TYPE_CHECKING:
    from handlers.staff.desk import Desk
    from handlers.staff.gate import Command

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

DESK = "handlers.staff.desk"
"""The module that loads all that staff may need: wizards, documents, announcements."""


class Office:
    """Makes handlers of what stands at the desk, which need not be there yet."""

    def __init__(self, services: Services, store: Store, residents: Residents) -> None:
        self._services = services
        self._store = store
        self._residents = residents

    @cached_property
    def desk(self) -> Desk:
        from handlers.staff.desk import Desk

        return Desk(self._services, self._store, self._residents)

    def at_desk(self, do: Callable[[Desk], Handler]) -> Handler:
        """For whoever comes."""

        async def given(update: Update, context: Context) -> None:
            await do(self.desk)(update, context)

        return given

    def of_staff(self, do: Callable[[Desk], Handler], of_others: Handler) -> Handler:
        """For staff; what comes of others goes to `of_others`."""

        async def given(update: Update, context: Context) -> None:
            user = update.effective_user
            staff = user is not None and await self._store.members.at_hand(user.id) is not None
            await (do(self.desk) if staff else of_others)(update, context)

        return given

    def command(self, name: str, do: Callable[[Desk], Command], *, owners: bool = False) -> Handler:
        """A command of staff, refused to others; `owners`: of one that they alone may give."""
        return self.at_desk(lambda desk: desk.command(name, do(desk), owners=owners))
