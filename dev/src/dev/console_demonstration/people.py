"""Everybody who takes part, each with a client of the graph."""

import asyncio
from types import TracebackType

from dev.graph import Graph
from dev.issuer import Issuer


class People:
    """Signs in whoever is asked for. Staff are those who can be chosen at the issuer."""

    def __init__(self, gateway_url: str, tokens: Issuer) -> None:
        self._url = gateway_url
        self._tokens = tokens
        self._graphs: dict[str, Graph] = {}
        self.reviewer = self._signed_in("reviewer", "reviewer")
        self.second_reviewer = self._signed_in("reviewer-2", "reviewer")
        self.pr = self._signed_in("pr", "pr")
        self.second_pr = self._signed_in("pr-2", "pr")
        self.pr_lead = self._signed_in("pr_lead", "pr_lead")
        self.stakeholder = self._signed_in("stakeholder", "stakeholder")
        self.leo = self._signed_in("leo", "stakeholder")

    async def __aenter__(self) -> "People":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for graph in self._graphs.values():
            await graph.__aexit__(kind, error, trace)

    def maker(self, subject: str, name: str) -> Graph:
        """Somebody who makes things, by their own name."""
        return self._signed_in(subject, "maker", name=name)

    async def show_staff(self) -> None:
        """Has staff look at their queues: only who was here can be handed anything, or asked."""
        async with asyncio.TaskGroup() as looks:
            for reviewer in (self.reviewer, self.second_reviewer):
                looks.create_task(reviewer.read("application_work"))
            for one in (self.pr, self.second_pr, self.pr_lead, self.stakeholder, self.leo):
                looks.create_task(one.read("press_release_work"))

    def _signed_in(self, subject: str, role: str, *, name: str | None = None) -> Graph:
        if subject not in self._graphs:
            token = self._tokens.token(subject, role, name=name)
            self._graphs[subject] = Graph(self._url, token)
        return self._graphs[subject]
