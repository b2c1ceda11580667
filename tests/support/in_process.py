"""A service without a network: its own methods on a real MongoDB, at a moment of the test's own.

Who may call is asked of the contract, as the server does before it calls.
"""

import asyncio
from datetime import timedelta
from uuid import uuid4

from google.protobuf import symbol_database
from pymongo import AsyncMongoClient

from chassis import fields
from chassis.access import rules_of
from chassis.caller import calling_as
from chassis.requests import Requests
from chassis.server import Frame
from chassis.settings import Settings
from dev.issuer import Issuer


class Clock:
    """Stands until it is moved."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment

    def advance(self, period: timedelta):
        self.moment += period


class _Bench(Frame):
    """Keeps what a service bolts to it instead of serving it."""

    def serve(self, contract, stubs, servicer):
        super().serve(contract, stubs, servicer)
        for descriptor in contract.DESCRIPTOR.services_by_name.values():
            rules = rules_of(descriptor)
            for method in descriptor.methods:
                path = f"/{descriptor.full_name}/{method.name}"
                kind = symbol_database.Default().GetSymbol(method.input_type.full_name)
                self.methods[method.name] = (rules[path], kind, getattr(servicer, method.name))

    def repeat(self, what, seconds, work):
        self.sweeps[what] = work


class InProcess:
    """One service, and a loop of its own in which all of it runs."""

    def __init__(self, name, folder, mongodb_uri, database, assemble, *, effects, clock, **chosen):
        self._loop = asyncio.new_event_loop()
        self.clock = clock
        self._uri = mongodb_uri
        self.run(self._assembled(name, folder, database, assemble, effects, chosen))

    async def _assembled(self, name, folder, database, assemble, effects, chosen):
        Issuer(folder / "keys").write_service_tokens()
        settings = Settings(data_dir=folder, mongodb_uri=self._uri, **chosen)
        self._bench = _Bench(name, settings, effects, self.clock, database)
        self._bench.methods, self._bench.sweeps = {}, {}
        # Nobody here waits for what a copy may learn in a moment.
        self._bench.requests = Requests(
            self._bench.mongo, self._bench.database, self.clock, pauses=()
        )
        await self._bench.prepare()
        await assemble(self._bench)
        self._client = AsyncMongoClient(self._uri, tz_aware=True)
        self.stored = self._client[database]
        # The clock is the test's, and MongoDB's own would forget requests of another year.
        await self.stored.requests.drop_indexes()

    def run(self, work):
        """The outcome of something asynchronous."""
        return self._loop.run_until_complete(work)

    @property
    def signer(self):
        return self._bench.signer

    async def call(self, who, method, /, **given):
        """Calls as somebody; a request id is made up unless given."""
        rule, kind, handler = self._bench.methods[method]
        if "request_id" in kind.DESCRIPTOR.fields_by_name:
            given.setdefault("request_id", str(uuid4()))
        request = kind(**given)
        with calling_as(who):
            rule.ensure(who)
            fields.ensure_complete(request)
            return await handler(request, None)

    async def send(self, who, method, *parts):
        """Calls a method that takes a stream."""
        rule, _, handler = self._bench.methods[method]

        async def sent():
            for part in parts:
                yield part

        with calling_as(who):
            rule.ensure(who)
            return await handler(sent(), None)

    async def sweep(self):
        """Does once what is otherwise done every so many seconds."""
        for work in self._bench.sweeps.values():
            await work()

    async def clear(self):
        """Forgets everything that is stored, and keeps the indexes."""
        for name in await self.stored.list_collection_names():
            await self.stored[name].delete_many({})

    def close(self):
        """Lets everything go. The database goes with the run's own server."""
        self.run(self._client.close())
        self.run(self._bench.close())
        self._loop.close()
