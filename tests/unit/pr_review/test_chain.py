"""The chain of a timeline: what it is about, and that whatever is done to it later is found."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import bson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pr_review.domain.release import Action, Occasion, State, TimelineEntry
from pr_review.domain.release.chain import facts, first_broken, hash_of
from pr_review.store.release_document import from_document, to_document
from tests.unit.pr_review.builders import LEO, RITA, RUTH, Story
from tests.unit.pr_review.stories import STATES

CHANGES = {
    "occasion.actor": lambda it: replace(it, occasion=replace(it.occasion, actor=RUTH)),
    "no actor": lambda it: replace(it, occasion=replace(it.occasion, actor=None)),
    "occasion.moment": lambda it: replace(
        it, occasion=replace(it.occasion, moment=it.occasion.moment - timedelta(milliseconds=1))
    ),
    "occasion.rule_version": lambda it: replace(
        it, occasion=replace(it.occasion, rule_version="another")
    ),
    "action": lambda it: replace(it, action=Action.REOPENED),
    "state": lambda it: replace(it, state=State.DECLINED),
    "reason": lambda it: replace(it, reason=it.reason + "."),
    "text": lambda it: replace(it, text=it.text + "."),
    "colleague": lambda it: replace(it, colleague=LEO),
    "draft_number": lambda it: replace(it, draft_number=it.draft_number + 1),
    "release_on": lambda it: replace(it, release_on=date(2028, 2, 29)),
    "number": lambda it: replace(it, number=it.number + 1),
    "hash": lambda it: replace(it, hash="0" * 64),
    "no hash": lambda it: replace(it, hash=""),
}


def approved():
    release = STATES[State.APPROVED]().release
    assert len(release.timeline) > 4
    return release


def with_timeline(release, entries):
    return replace(release, timeline=tuple(entries))


def unchained(release):
    """As an earlier release wrote it."""
    plain = [replace(it, number=0, hash="") for it in release.timeline]
    return replace(release, timeline=tuple(plain), timeline_hash="")


def test_a_hash_is_about_the_facts_of_the_entry_in_the_form_that_the_documents_give():
    occasion = Occasion(RITA, datetime(2027, 2, 16, 20, 0, 0, 123_999, tzinfo=UTC), "7")
    entry = TimelineEntry(
        occasion, Action.HANDED_OVER, State.IN_REVIEW, "", "Ärger\n", LEO, 2, date(2027, 3, 2), 3
    )

    written = (
        '{"action":"handed_over",'
        '"actor":{"display_name":"Rita","role":"pr","subject":"rita"},'
        '"colleague":{"display_name":"Leo","role":"stakeholder","subject":"leo"},'
        '"draft_number":2,"form":1,"moment":"2027-02-16T20:00:00.123+00:00","number":3,'
        '"press_release":"p1","previous":"abc","reason":"","release_on":"2027-03-02",'
        '"rule_version":"7","state":"IN_REVIEW","text":"Ärger\\n"}'
    )

    assert json.loads(written) == facts(entry, "p1", "abc")
    assert hash_of(facts(entry, "p1", "abc")) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize("state", STATES)
def test_each_press_release_holds_as_it_is_made_and_as_it_comes_back(state):
    story = STATES[state]()
    release = story.release.at(story.now)
    stored = bson.decode(
        bson.encode(to_document(release)), bson.CodecOptions(tz_aware=True, tzinfo=UTC)
    )

    back = from_document(stored)

    assert [it.number for it in release.timeline] == list(range(1, len(release.timeline) + 1))
    assert release.timeline_hash == release.timeline[-1].hash
    assert (first_broken(release), first_broken(back)) == (None, None)


def test_a_moment_is_told_as_the_database_keeps_it():
    story = Story("2027-02-10T20:00:00.123999Z").upload()
    stored = bson.decode(bson.encode(to_document(story.release)), bson.CodecOptions(tz_aware=True))

    assert first_broken(from_document(stored)) is None


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_named(change):
    release = approved()
    for place, entry in enumerate(release.timeline):
        changed = [*release.timeline]
        changed[place] = CHANGES[change](entry)

        broken = first_broken(with_timeline(release, changed))

        # Where the first has lost its hash it looks older than the chain, and the next does not.
        is_older = change == "no hash" and place == 0
        assert broken == place + 1 + is_older


def test_an_entry_changed_with_a_hash_that_fits_breaks_the_one_behind_it():
    release = approved()
    for place, entry in enumerate(release.timeline):
        previous = release.timeline[place - 1].hash if place else ""
        forged = replace(entry, text="Forged.")
        forged = replace(forged, hash=hash_of(facts(forged, release.id, previous)))
        entries = [*release.timeline]
        entries[place] = forged

        assert first_broken(with_timeline(release, entries)) == place + 2


def test_an_entry_of_another_press_release_does_not_hold():
    release = approved()

    assert first_broken(replace(release, id="another")) == 1


def test_a_removed_entry_is_named_wherever_it_was():
    release = approved()
    for place in range(len(release.timeline)):
        rest = release.timeline[:place] + release.timeline[place + 1 :]

        assert first_broken(with_timeline(release, rest)) == place + 1


def test_a_cut_off_end_is_found_however_much_is_left():
    release = approved()
    for left in range(len(release.timeline)):
        assert first_broken(with_timeline(release, release.timeline[:left])) == left + 1


def test_a_forged_entry_at_the_end_is_found_even_with_a_hash_that_fits():
    release = approved()
    maker = release.timeline[0].occasion.actor
    forged = release.withdraw("", release.updated, Occasion(maker, release.updated, "7"))

    assert first_broken(forged) is None
    assert first_broken(with_timeline(release, forged.timeline)) == len(forged.timeline) + 1


def test_an_exchanged_pair_is_named():
    release = approved()
    for place in range(len(release.timeline) - 1):
        moved = [*release.timeline]
        moved[place], moved[place + 1] = moved[place + 1], moved[place]

        assert first_broken(with_timeline(release, moved)) == place + 1


def test_what_was_written_before_there_were_hashes_is_tolerated_and_the_chain_begins_after_it():
    earlier = unchained(STATES[State.IN_REVIEW]().release)
    assert first_broken(earlier) is None

    story = Story("2027-02-10T20:00Z")
    story.release = earlier
    later = story.request_changes().upload().answer().release
    count = len(earlier.timeline)

    assert first_broken(later) is None
    assert [it.number for it in later.timeline[count:]] == [count + 1, count + 2, count + 3]
    # What is older than the chain can't vanish either, for it counts.
    assert first_broken(with_timeline(later, later.timeline[1:])) == count


def test_hashes_taken_from_all_entries_are_missed():
    release = approved()
    plain = replace(unchained(release), timeline_hash=release.timeline_hash)

    assert first_broken(plain) == len(release.timeline) + 1


@given(st.data())
def test_no_other_order_choice_or_repetition_of_the_entries_holds(data):
    release = approved()
    count = len(release.timeline)
    chosen = data.draw(st.lists(st.integers(0, count - 1), max_size=count + 2))

    found = first_broken(with_timeline(release, [release.timeline[it] for it in chosen]))

    if chosen == list(range(count)):
        assert found is None
    else:
        same = next((at for at, it in enumerate(chosen) if at != it), min(len(chosen), count))
        assert found == same + 1


@given(st.text(), st.text())
def test_words_never_run_from_one_fact_into_another(reason, text):
    release = approved()
    entry = replace(release.timeline[1], reason=reason, text=text)
    other = replace(entry, reason=text, text=reason)

    same = hash_of(facts(entry, "p", "")) == hash_of(facts(other, "p", ""))

    assert same == (reason == text)
