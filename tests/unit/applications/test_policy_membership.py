"""For what reasons somebody is suspended, put out, or goes, and in which language makers read."""

import pytest

from applications.domain.membership import MembershipReason
from applications.policy import membership as policy
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest
from chassis.languages import language_of

STAFFS = ["NOT_HANDMADE", "COMMUNICATION_RULES", "POLICY_BREACH", "PERFORMANCE", "OTHER_REASON"]
MAKERS = ["CLOSING", "SELLING_ELSEWHERE", "COSTS", "OTHER_REASON"]


def broken(ensure, *given):
    try:
        ensure(*given, Policy())
    except InvalidRequest as refused:
        return [(it.rule, it.subject) for it in refused.violations]
    return []


@pytest.mark.parametrize("reason", MembershipReason, ids=lambda it: it.value)
def test_staff_and_makers_have_reasons_of_their_own(reason):
    refused = [("REASON_NOT_ACCEPTED", "reason")]

    assert broken(policy.ensure_decided, reason, "Why.") == (
        [] if reason.value in STAFFS else refused
    )
    assert broken(policy.ensure_leaving, reason, "Why.") == (
        [] if reason.value in MAKERS else refused
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "REQUIRED"),
        (" \n\t", "REQUIRED"),
        ("\u2800", "REQUIRED"),
        ("Why.\x00", "CONTROL_CHARACTER"),
        ("\u202eWhy.", "CONTROL_CHARACTER"),
        ("x" * 2001, "TEXT_TOO_LONG"),
    ],
)
def test_what_a_maker_is_told_is_plain_text(text, rule):
    assert broken(policy.ensure_told, text) == [(rule, "text")]
    assert broken(policy.ensure_decided, MembershipReason.PERFORMANCE, text) == [(rule, "text")]


@pytest.mark.parametrize("text", ["Why.", "Zeile eins\nZeile zwei", "لأن", "x" * 2000])
def test_any_language_and_several_lines_are_plain_text(text):
    assert broken(policy.ensure_told, text) == []


def test_a_maker_who_goes_needs_words_for_another_reason_only():
    assert broken(policy.ensure_leaving, MembershipReason.CLOSING, "") == []
    assert broken(policy.ensure_leaving, MembershipReason.OTHER_REASON, "") == [
        ("REQUIRED", "text")
    ]


@pytest.mark.parametrize(
    ("said", "spoken", "language"),
    [
        ("fr", ("en", "fr"), "fr"),
        ("", ("en", "fr"), "en"),
        ("", ("es",), "es"),
        ("pl", ("sv", "de"), "de"),
        ("", ("sv",), "en"),
        ("", (), "en"),
    ],
)
def test_makers_are_written_to_in_a_language_that_there_are_mails_in(said, spoken, language):
    assert language_of(said, spoken) == language
