"""How a thread and its request move together."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from messaging.domain import custom_order, thread
from messaging.domain.clock import Verdict
from messaging.domain.custom_order import CustomOrderSettled
from messaging.domain.thread import Author, ThreadClosed
from tests.unit.messaging.builders import DAY, T0, a_conversation, a_request

Request, Thread = custom_order.State, thread.State
HOUR = timedelta(hours=1)


def written(conversation, author, hours):
    at = T0 + hours * HOUR
    return conversation.write(author, at, at + DAY)


def test_a_second_message_before_an_answer_does_not_move_the_clock():
    asked = a_conversation()

    insisted = written(asked, Author.BUYER, 5)

    assert insisted.thread.clock == asked.thread.clock
    assert insisted.request.state is Request.OPEN


def test_each_message_after_an_answer_opens_a_clock_of_its_own():
    answered = written(a_conversation(), Author.MAKER, 1)

    asked_again = written(answered, Author.BUYER, 40)

    assert answered.thread.clock is None
    assert asked_again.thread.clock.opened == T0 + 40 * HOUR
    assert asked_again.thread.clock.due == T0 + 64 * HOUR
    assert asked_again.thread.state is Thread.AWAITING_MAKER
    assert asked_again.request.clock == answered.request.clock


def test_the_first_answer_answers_the_request_and_more_words_negotiate():
    answered = written(a_conversation(), Author.MAKER, 1)
    talking = written(answered, Author.BUYER, 2)

    assert answered.request.state is Request.ANSWERED
    assert answered.thread.state is Thread.AWAITING_BUYER
    assert talking.request.state is Request.NEGOTIATING


def test_declining_in_time_is_an_answer_in_time_and_ends_the_talk():
    declined = a_conversation().decline(T0 + timedelta(hours=23, minutes=59))

    assert declined.request.state is Request.DECLINED
    assert declined.request.clock.verdict(T0 + 9 * DAY) is Verdict.MET
    assert declined.thread.state is Thread.CLOSED
    assert declined.thread.clock is None


@pytest.mark.parametrize("author", Author)
def test_nobody_writes_in_a_closed_thread(author):
    declined = a_conversation().decline(T0)

    with pytest.raises(ThreadClosed):
        written(declined, author, 1)


def test_an_offer_answers_the_request_at_once():
    offered = a_conversation().offer("listings/7", T0 + HOUR)

    assert offered.request.state is Request.LINK_SENT
    assert offered.request.private_listing == "listings/7"
    assert offered.request.clock.answered == T0 + HOUR
    assert offered.thread.clock is None


def test_a_later_offer_takes_the_place_of_the_first_which_can_still_be_bought():
    offered = a_conversation().offer("listings/7", T0).offer("listings/8", T0).request

    bought = offered.purchase("listings/7", "orders/1", T0)

    assert offered.private_listing == "listings/8"
    assert offered.offers == ("listings/7", "listings/8")
    assert bought.private_listing == "listings/7"
    assert bought.state is Request.PURCHASED


def test_the_same_listing_may_be_offered_again_with_a_new_link():
    offered = a_conversation().offer("listings/7", T0).offer("listings/7", T0)

    assert offered.request.offers == ("listings/7",)
    assert offered.thread.messages == 3


def test_words_after_a_link_leave_the_link_sent():
    offered = a_conversation().offer("listings/7", T0)

    thanked = written(offered, Author.BUYER, 1)

    assert thanked.request.state is Request.LINK_SENT
    assert thanked.thread.clock is not None


@pytest.mark.parametrize("state", [Request.PURCHASED, Request.DECLINED])
def test_what_is_settled_can_be_neither_declined_nor_answered_nor_bought_again(state):
    settled = a_request(state=state, order="orders/1")

    with pytest.raises(CustomOrderSettled):
        settled.decline(T0)
    with pytest.raises(CustomOrderSettled):
        settled.offer("listings/7", T0)
    assert settled.purchase("listings/8", "orders/2", T0) == settled


def test_buyer_and_maker_talk_on_after_the_purchase():
    bought = a_request(state=Request.PURCHASED)

    assert bought.hear_buyer(T0).state is Request.PURCHASED
    assert bought.hear_maker(T0).state is Request.PURCHASED


@given(first=st.integers(0, 100), second=st.integers(0, 100))
def test_messages_committed_out_of_order_keep_the_moments_in_order(first, second):
    said = written(written(a_conversation(), Author.MAKER, first), Author.BUYER, second)

    assert said.thread.last_message == T0 + max(first, second) * HOUR
    assert said.thread.messages == 3


class Talk(RuleBasedStateMachine):
    """Buyer, maker, order system and sweep do as they like, whenever they like."""

    def __init__(self):
        super().__init__()
        self.now = T0
        self.talk = a_conversation()
        self.owed_since = T0
        self.first_answer = None
        self.known_late = False

    @property
    def is_over(self):
        return self.talk.thread.state is Thread.CLOSED

    @rule(minutes=st.sampled_from([0, 1, 60, 1439, 1440, 1441, 5000]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: not self.is_over)
    @rule()
    def the_buyer_writes(self):
        self.talk = self.talk.write(Author.BUYER, self.now, self.now + DAY)
        self.owed_since = self.owed_since or self.now

    def answered(self):
        self.first_answer = self.first_answer or self.now
        self.owed_since = None

    @precondition(lambda self: not self.is_over)
    @rule()
    def the_maker_writes(self):
        self.talk = self.talk.write(Author.MAKER, self.now, self.now + DAY)
        self.answered()

    @precondition(lambda self: self.talk.request.state not in custom_order.SETTLED)
    @rule()
    def the_maker_offers(self):
        self.talk = self.talk.offer("listings/7", self.now)
        self.answered()

    @precondition(
        lambda self: not self.is_over and self.talk.request.state not in custom_order.SETTLED
    )
    @rule()
    def the_maker_declines(self):
        self.talk = self.talk.decline(self.now)
        self.answered()

    @precondition(lambda self: self.talk.request.offers)
    @rule()
    def the_buyer_buys(self):
        bought = self.talk.request.purchase("listings/7", "orders/1", self.now)
        self.talk = type(self.talk)(self.talk.thread, bought)

    @rule()
    def the_sweep_passes(self):
        self.talk = self.talk.record_breach(self.now)

    @invariant()
    def the_clock_runs_while_an_answer_is_owed(self):
        clock = self.talk.thread.clock
        if self.owed_since is None:
            assert clock is None
            assert self.talk.thread.state is not Thread.AWAITING_MAKER
        else:
            assert (clock.opened, clock.due) == (self.owed_since, self.owed_since + DAY)
            assert (clock.verdict(self.now) is Verdict.BREACHED) == (
                self.now - self.owed_since > DAY
            )

    @invariant()
    def the_request_remembers_how_it_was_first_answered(self):
        verdict = self.talk.request.clock.verdict(self.now)
        took = (self.first_answer or self.now) - T0
        if took > DAY:
            assert verdict is Verdict.BREACHED
        else:
            assert verdict is (Verdict.MET if self.first_answer else Verdict.TICKING)

    @invariant()
    def what_was_late_never_becomes_timely(self):
        late = self.talk.request.clock.verdict(self.now) is Verdict.BREACHED
        assert late or not self.known_late
        self.known_late = late

    @invariant()
    def a_declined_request_is_closed(self):
        assert self.is_over == (self.talk.request.state is Request.DECLINED)


TestTalk = Talk.TestCase
