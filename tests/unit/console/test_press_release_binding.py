"""What a decision is bound to, what is chosen from, and how it is told."""

import pytest

from console.actions import Attempt, Wrong
from console.form import Form, Unreadable
from console.pages.press_release import acts, files, options, readers
from console.pages.press_release.binding import PLAN, bound
from console.pages.press_release.letters import KINDS
from console.pages.press_release.showing import timeline
from tests.support.press_pages import FIRST, PAUL, SECOND, draft, entry, release

NEWER = release(drafts=[draft(1), draft(2, SECOND)])
READ = {
    "sha256": [FIRST], "releaseOn": ["2026-12-27"], "releaseAt": [""],
    "timeZone": ["America/New_York"],
}  # fmt: skip


def test_a_form_is_bound_to_what_is_on_the_screen():
    found = bound(release(releaseAt="09:30:00"), None, "approve", PLAN)

    assert found.is_present
    assert found.fields == {
        "sha256": FIRST,
        "releaseOn": "2026-12-27",
        "releaseAt": "09:30:00",
        "timeZone": "America/New_York",
    }


def test_what_was_read_stays_bound_though_another_draft_came_while_a_letter_was_looked_at():
    found = bound(NEWER, Attempt("approve", READ), "approve", PLAN)

    assert found.fields["sha256"] == FIRST
    assert not found.is_present


def test_a_refusal_for_another_reason_binds_nothing_anew():
    refused = Attempt("approve", READ, (Wrong("conditions.0", "Too long.", "InvalidFieldError"),))

    assert bound(NEWER, refused, "approve", PLAN).fields["sha256"] == FIRST


def test_once_a_refusal_tells_of_the_other_draft_the_form_is_about_that_one():
    told = Attempt("approve", READ, (Wrong("", "Another document.", "StaleError"),))

    assert bound(NEWER, told, "approve", PLAN) == bound(NEWER, None, "approve", PLAN)


def test_the_other_forms_of_the_page_are_about_what_is_there():
    assert bound(NEWER, Attempt("approve", READ), "decline").fields == {"sha256": SECOND}


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ({}, "approve", "APPROVAL"),
        ({"conditions": ["", " "]}, "approve", "APPROVAL"),
        ({"conditions": ["Not before May."]}, "approve", "CONDITIONAL_APPROVAL"),
        ({"granted": ["yes"]}, "decide-exception", "EXCEPTION_GRANT"),
        ({"granted": ["no"]}, "decide-exception", "EXCEPTION_REFUSAL"),
        ({}, "request-changes", "CHANGES"),
        ({}, "decline", "DECLINE"),
        ({}, "mark-not-needed", "NO_REVIEW_NEEDED"),
        ({}, "reopen", "REOPENING"),
    ],
)
def test_the_letter_that_is_shown_is_the_one_that_would_be_sent(typed, name, kind):
    assert KINDS[name](Form(typed)) == kind


@pytest.mark.parametrize(("typed", "read"), [("yes", True), ("no", False)])
def test_a_yes_or_no_is_read(typed, read):
    assert readers.either(Form({"granted": [typed]}), "granted") is read


@pytest.mark.parametrize("reader", [readers.either, acts.somebody])
def test_what_was_not_chosen_is_asked_for(reader):
    with pytest.raises(Unreadable, match="Choose"):
        reader(Form(), "granted")


def test_what_came_in_time_is_not_too_late_and_an_edit_is_no_new_text():
    on_time = {value for value, _ in options.reasons_of(release())}
    late = release(drafts=[draft(1, isNewText=True)])
    late["notice"] |= {"verdict": "SHORT_NOTICE"}

    assert not on_time & {"TOO_LATE", "NEW_TEXT"}
    assert {"TOO_LATE", "NEW_TEXT"} <= {value for value, _ in options.reasons_of(late)}


def test_people_are_chosen_by_name_with_what_speaks_against_them():
    away = {"who": PAUL, "openItems": 1, "absence": {"endsAt": "2026-12-01T08:00:00Z"}}

    assert options.options_of([away]) == [
        ("paul", "Paul, has 1 press release, away until 1 December 2026")
    ]
    assert options.options_of([away], but="paul") == []


def test_a_document_is_called_by_the_number_of_its_draft():
    assert options.called(NEWER, SECOND) == "draft 2"
    assert options.called(NEWER, "c" * 64) == "a document that is not kept"


def test_a_file_that_is_being_made_has_an_address_to_come_back_to():
    made = files.place("a/b", "make-redline", {"fromNumber": 1, "toNumber": 2})

    assert made == "/console/press-releases/a%2Fb/files/redline?fromNumber=1&toNumber=2"
    assert files.place("a", "make-annotated-draft", {"draftNumber": None, "forMaker": False}) == (
        "/console/press-releases/a/files/annotated"
    )


def test_what_happened_is_told_newest_first_and_its_codes_in_words():
    entries = timeline(
        release(timeline=[
            entry("submitted", PAUL, reason="ON_TIME"),
            entry("reopened", PAUL, reason="Legal rang: not THIS week."),
        ])
    )  # fmt: skip

    assert [(it["action"], it["reason"]) for it in entries] == [
        ("REOPENED", "Legal rang: not THIS week."),
        ("SUBMITTED", "On time"),
    ]
