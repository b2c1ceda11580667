"""Sweeps over what is due: one after the other, past what fails."""

import pytest
from pymongo.errors import AutoReconnect

from chassis.sweeps import swept


class Due:
    """A few at a time, as a store gives them; settled ones are due no more."""

    def __init__(self, *keys, broken=(), done_elsewhere=()):
        self.left = list(keys)
        self.broken = broken
        self.done_elsewhere = done_elsewhere
        self.tried = []

    async def few(self, failed):
        return [key for key in self.left if key not in failed][:2]

    async def settle(self, key):
        self.tried.append(key)
        if key in self.broken:
            raise ValueError(key)
        self.left.remove(key)
        return 0 if key in self.done_elsewhere else 1


async def test_all_that_is_due_is_settled_a_few_at_a_time():
    due = Due(*"abcde", done_elsewhere="b")

    count = await swept(due.few, due.settle, "not settled")

    assert count == 4
    assert due.left == []


async def test_what_fails_is_tried_once_and_holds_nothing_else_up():
    due = Due(*"abcde", broken="abc")

    count = await swept(due.few, due.settle, "not settled")

    assert count == 2
    assert due.left == ["a", "b", "c"]
    assert sorted(due.tried) == ["a", "b", "c", "d", "e"]


async def test_things_are_told_apart_by_their_keys():
    due = Due(*"ab", broken="a")

    async def few(failed):
        return [{"id": key} for key in await due.few(failed)]

    count = await swept(
        few, lambda one: due.settle(one["id"]), "not settled", key=lambda one: one["id"]
    )

    assert count == 1


async def test_without_the_database_a_sweep_ends():
    due = Due(*"ab")

    async def away(key):
        due.tried.append(key)
        raise AutoReconnect

    with pytest.raises(AutoReconnect):
        await swept(due.few, away, "not settled")

    assert due.tried == ["a"]
