"""Anybody may do anything with a press release at any time, at once and twice, and the laws hold.

hypothesis drives the real service on a real MongoDB, its readers of drafts and all; the clock is a
rule as well.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from chassis.caller import Caller, Role
from chassis.errors import InvalidRequest, NotFound, Problem
from chassis.ids import new_id
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.__main__ import EFFECTS, assemble
from tests.integration.pr_review.life import laws
from tests.support.documents import a_document
from tests.support.in_process import Clock, InProcess

THEN = datetime(2027, 2, 16, 20, tzinfo=UTC)
ROLES = {
    "ada": [Role.MAKER],
    "bob": [Role.MAKER],
    "pat": [Role.PARTNER],
    "rita": [Role.PR],
    "ruth": [Role.PR],
    # Of the press team, and an agency that Ada lets act.
    "rosa": [Role.PR, Role.PARTNER],
    "lena": [Role.PR_LEAD],
    "lars": [Role.PR_LEAD],
    "leo": [Role.STAKEHOLDER],
    "bea": [Role.STAKEHOLDER],
    "sue": [Role.SUPPORT],
    "otto": [Role.BUYER],
}
MAKERS = ("ada", "bob")
LET = ("pat", "rosa")
TEAM = {"rita", "ruth", "rosa", "lena", "lars"}
STAFF = TEAM | {"sue"}
DRAFTS = tuple(
    a_document(f"Mugs for dog lovers, now at Amazon Handmade. {words}")
    for words in ("They are blue.", "They are green.", "We fire them twice, in one kiln.")
)
_worlds = count(1)

people = st.sampled_from(sorted(ROLES))
filers = st.sampled_from(["ada", "ada", "ada", "bob", "pat", "rosa", "sue", "otto"])
team = st.sampled_from(["rita", "rita", "ruth", "rosa", "lena", "lars", "leo", "ada"])
asked = st.sampled_from(["leo", "leo", "bea", "rita", "ada"])
# The last one that was started, mostly.
places = st.sampled_from([0, 0, 0, 0, 1, 2, 3])
days = st.sampled_from([2, 6, 14, 20, 20, 40])
reasons = st.sampled_from(["", "The fair was moved."])
# Which digest is named: the present draft's, mostly.
digests = st.sampled_from(["present"] * 5 + ["earlier", "none"])
periods = st.sampled_from(
    [timedelta(minutes=1), *(timedelta(days=days) for days in (1, 1, 3, 7, 15, 31))]
)

FILERS_MOVES = {
    "SubmitPressRelease": {},
    "WithdrawPressRelease": {"reason": "We moved."},
    "UndoPressReleaseWithdrawal": {},
    "AnswerPressRelease": {"kind": "ACCEPT_EDITS"},
    "AuthorisePressRelease": {"agency": "Loud & Clear", "reference": "T-2"},
    "ReportPressReleasePublished": {"uri": "https://paper.example/mugs"},
}
TEAMS_MOVES = {
    "TakePressRelease": {},
    "AssignPressRelease": {},
    "HandOverPressRelease": {},
    "ReleasePressRelease": {"note": "I am away."},
    "RequestPressReleaseChanges": {"words": "Please say who sells them."},
    "ApprovePressRelease": {"words": "Well done."},
    "DeclinePressRelease": {"reason": "OTHER", "words": "Not like this."},
    "MarkPressReleaseNotNeeded": {"words": "It says only where."},
    "ReopenPressRelease": {"reason": "We overlooked something."},
    "DecidePressReleaseException": {"granted": True},
    "ReportPressReleasePublished: another text": {"without_approval": True},
    "RecordPressReleaseFirstContact": {"reference": "T-1"},
    "AcceptPressReleaseFirstContact": {"reason": "They did write."},
}
WITH_DIGEST = {
    "AnswerPressRelease",
    "RequestPressReleaseChanges",
    "ApprovePressRelease",
    "DeclinePressRelease",
    "MarkPressReleaseNotNeeded",
    "AnswerAsStakeholder",
    "AddPressComment",
}
filers_moves = st.sampled_from(sorted(FILERS_MOVES))
teams_moves = st.sampled_from(sorted(TEAMS_MOVES) + ["ApprovePressRelease"] * 3)
verdicts = st.sampled_from(["OK", "OK", "VETO", "CHANGES"])


class Life(RuleBasedStateMachine):
    """Some people and a clock. What one files, anybody may try to touch."""

    service: InProcess
    reached: set[str]

    def __init__(self):
        super().__init__()
        number = next(_worlds)
        self.who = {
            name: Caller(
                subject=f"{name}-{number}",
                email=f"{name}-{number}@example.com",
                email_verified=True,
                name=name.capitalize(),
                roles=frozenset(roles),
                scopes=frozenset(),
            )
            for name, roles in ROLES.items()
        }
        self.makers = {name: f"makers/{new_id()}" for name in MAKERS}
        self.names = []
        self.service.clock.moment = THEN
        self.service.run(self.service.clear())
        self.service.run(self._populate())
        self.before = self.service.run(laws.kept(self.service.stored))

    async def _populate(self):
        let = [{"partner": self.who[it].subject, "scopes": ["press:write"]} for it in LET]
        await self.service.stored.makers.insert_many(
            {
                "_id": maker,
                "revision": 1,
                "subject": self.who[name].subject,
                "display_name": "Clay & Co",
                "country": "US",
                "states": {"NA": "ACTIVE"},
                "ready_countries": ["US"],
                "grants": let if name == "ada" else [],
            }
            for name, maker in self.makers.items()
        )
        await self.service.stored.staff.insert_many(
            {
                "_id": self.who[name].subject,
                "display_name": name.capitalize(),
                "roles": [role.value for role in ROLES[name]],
                # Known however long a life is.
                "last_seen": THEN + timedelta(days=1000),
            }
            for name in (*TEAM, "leo", "bea")
        )

    def attempt(self, *calls):
        """Makes calls at once; each is done or refused, and nothing else."""
        outcomes = self.service.run(self._together(calls))
        for (who, method, given), outcome in zip(calls, outcomes, strict=True):
            # That it was not approved is nothing that a maker can say.
            if isinstance(outcome, InvalidRequest) and "without_approval" not in given:
                raise AssertionError(f"{method} is malformed: {given}") from outcome
            if isinstance(outcome, BaseException) and not isinstance(outcome, Problem):
                raise outcome
            if isinstance(outcome, pb.PressRelease):
                self.ensure_shown(who, outcome)
                self.ensure_current(method, given, outcome, is_alone=len(calls) == 1)
        return outcomes

    async def _together(self, calls):
        return await asyncio.gather(
            *(self._called(who, method, given) for who, method, given in calls),
            return_exceptions=True,
        )

    async def _called(self, who, method, given):
        if method != "UploadDraft":
            return await self.service.call(self.who[who], method.partition(":")[0], **given)
        request, content = pb.UploadDraftRequest, given["content"]
        header = request.Header(
            name=given["name"],
            file_name="mugs.docx",
            request_id=given.get("request_id") or str(uuid4()),
        )
        return await self.service.send(
            self.who[who], method, request(header=header), request(chunk=content)
        )

    def ensure_shown(self, who, shown):
        """The maker's side is told nothing of what the staff say among themselves."""
        if who in STAFF | {"leo", "bea"} and self.who[who].subject not in self.parties(shown.name):
            return
        assert not shown.stakeholders, f"{who} sees who was asked"
        assert shown.open_issues == 0
        assert not [it for it in shown.timeline if "stakeholder" in it.action]
        assert not shown.representative.subject

    def parties(self, name):
        stored = self.stored(name)
        return set(stored["parties"]) if stored else set()

    def ensure_current(self, method, given, outcome, *, is_alone):
        """Nothing was said of another draft than the present one."""
        if method in WITH_DIGEST and is_alone:
            assert given["sha256"] == outcome.draft.sha256, f"{method} of a stale draft"

    def stored(self, name):
        return self.before["releases"].get(name.partition("/")[2])

    def name(self, place):
        return self.names[-1 - place % len(self.names)]

    def digest(self, name, which):
        drafts = (self.stored(name) or {}).get("drafts") or []
        known = [it["sha256"] for it in drafts]
        if which == "none" or not known:
            return "0" * 64
        return known[-1] if which == "present" else known[0]

    def fields(self, move, place, which="present", other="ruth"):
        """The fields of a call, about one that was filed."""
        name = self.name(place)
        given = {"name": name, **(FILERS_MOVES | TEAMS_MOVES)[move]}
        if move in WITH_DIGEST:
            given["sha256"] = self.digest(name, which)
        if move in ("AssignPressRelease", "HandOverPressRelease"):
            given["representative"] = self.who[other].subject
        if move == "DecidePressReleaseException":
            asked = (self.stored(name) or {}).get("exceptions") or []
            given["exception"] = str(len(asked) or 1)
        if move == "RecordPressReleaseFirstContact":
            given["first_contact_time"] = THEN - timedelta(days=30)
        return given

    def day(self, ahead):
        day = (self.service.clock.moment + timedelta(days=ahead)).date()
        return Date(year=day.year, month=day.month, day=day.day)

    def file(self, who, ahead, reason):
        """Starts one for Ada, or for Bob if it is he, and uploads a draft."""
        release = pb.PressRelease(
            title="Dog mugs",
            release_date=self.day(ahead),
            time_zone="America/Los_Angeles",
            distribution_plan="A wire service",
            contact="Ada, ada@clay.example",
            exception_reason=reason,
        )
        given = {"press_release": release}
        if who not in MAKERS:
            given["maker"] = self.makers["ada"]
        [outcome] = self.attempt((who, "StartPressRelease", given))
        if isinstance(outcome, pb.PressRelease):
            self.names.append(outcome.name)
            self.attempt((who, "UploadDraft", {"name": outcome.name, "content": DRAFTS[0]}))

    @initialize(
        ahead=days,
        state=st.sampled_from(["DRAFT", "SUBMITTED", "IN_REVIEW", "CHANGES_REQUESTED", "APPROVED"]),
    )
    def something_has_happened_already(self, ahead, state):
        # One of each state from which more can happen, so that the laws are looked at in all.
        for who, ahead_of, *steps in (
            ("bob", 30, ("rita", "RequestPressReleaseChanges")),
            ("bob", 30, ("rita", "ApprovePressRelease")),
            ("ada", 2, ("ada", "WithdrawPressRelease")),
            ("ada", 2),
        ):
            self.file(who, ahead_of, "The fair was moved.")
            for by, move in ((who, "SubmitPressRelease"), ("rita", "TakePressRelease"), *steps):
                self.the_laws_hold()
                self.attempt((by, move, self.fields(move, 0)))
            self.the_laws_hold()
        self.time_passes(timedelta(days=3), 1)
        self.the_laws_hold()
        self.file("ada", ahead, "The fair was moved.")
        self.the_laws_hold()
        moves = {
            "SUBMITTED": ("ada", "SubmitPressRelease"),
            "IN_REVIEW": ("rita", "TakePressRelease"),
            "CHANGES_REQUESTED": ("rita", "RequestPressReleaseChanges"),
        }
        if state == "APPROVED":
            del moves["CHANGES_REQUESTED"]
            moves["EXCEPTED"] = ("lena", "DecidePressReleaseException")
            moves["APPROVED"] = ("rita", "ApprovePressRelease")
        for reached, (who, move) in moves.items():
            if state == "DRAFT":
                break
            self.attempt((who, move, self.fields(move, 0)))
            self.the_laws_hold()
            if reached == state:
                break

    @rule(who=filers, ahead=days, reason=reasons)
    def somebody_files(self, who, ahead, reason):
        self.file(who, ahead, reason)

    @rule(who=filers, move=filers_moves, place=places, which=digests)
    def file_on(self, who, move, place, which):
        self.attempt((who, move, self.fields(move, place, which)))

    @rule(move=filers_moves, place=places, which=digests)
    def go_on_filing(self, move, place, which):
        """Whose it is goes on with it."""
        self.attempt((self.owner(place), move, self.fields(move, place, which)))

    def owner(self, place):
        subject = (self.stored(self.name(place)) or {}).get("maker_subject", "ada-")
        return subject.partition("-")[0]

    @rule(place=places, number=st.integers(0, 2), who=st.sampled_from(["", "", "pat", "rita"]))
    def another_draft_comes(self, place, number, who):
        given = {"name": self.name(place), "content": DRAFTS[number]}
        self.attempt((who or self.owner(place), "UploadDraft", given))

    @rule(place=places, number=st.integers(1, 2))
    def the_maker_answers(self, place, number):
        who, name = self.owner(place), self.name(place)
        self.attempt((who, "UploadDraft", {"name": name, "content": DRAFTS[number]}))
        self.the_laws_hold()
        self.attempt((who, "AnswerPressRelease", self.fields("AnswerPressRelease", place)))

    @rule(place=places, ahead=days, reason=reasons, who=st.sampled_from(["", "", "pat", "rita"]))
    def the_date_moves(self, place, ahead, reason, who):
        given = {
            "name": self.name(place),
            "release_date": self.day(ahead),
            "exception_reason": reason,
        }
        self.attempt((who or self.owner(place), "ChangePressReleaseDate", given))

    @rule(who=team, move=teams_moves, place=places, which=digests, other=people)
    def review(self, who, move, place, which, other):
        self.attempt((who, move, self.fields(move, place, which, other)))

    @rule(move=teams_moves, place=places, which=digests, other=team)
    def go_on_reviewing(self, move, place, which, other):
        """Whoever has it goes on, so that far states are reached."""
        self.attempt((self.holder(place), move, self.fields(move, place, which, other)))

    def holder(self, place):
        held = (self.stored(self.name(place)) or {}).get("representative") or {}
        return held.get("subject", "rita-").partition("-")[0]

    @rule(who=st.sampled_from(["lena", "lars", "rita"]), place=places)
    def override(self, who, place):
        given = self.fields("ApprovePressRelease", place)
        self.attempt((who, "ApprovePressRelease", given | {"override_reason": "I answer for it."}))

    def one(self, place, wanted):
        """One of those handed in that is as wanted, if there is any, by name."""
        found = [name for name in self.names if (it := self.stored(name)) and wanted(it)]
        return found[place % len(found)] if found else None

    def try_on(self, name, who, move):
        """What nobody may do, tried where it would work if nothing stood in the way."""
        place = len(self.names) - 1 - self.names.index(name)
        self.attempt((who, move, self.fields(move, place)))

    @rule(
        place=places,
        who=st.sampled_from(["ruth", "lena", "lars"]),
        move=st.sampled_from(sorted(WITH_DIGEST & TEAMS_MOVES.keys())),
    )
    def act_on_what_another_has_taken(self, place, who, move):
        def is_anothers(it):
            return (
                it["state"] == "IN_REVIEW"
                and it["representative"]["subject"] != self.who[who].subject
            )

        if name := self.one(place, is_anothers):
            self.try_on(name, who, move)

    @rule(place=places, who=st.sampled_from(["ada", "ada", "pat"]))
    def approve_at_short_notice_unasked(self, place, who):
        self.file(who, 6, "The fair was moved.")
        self.the_laws_hold()
        for by, move in (
            (who, "SubmitPressRelease"),
            ("rita", "TakePressRelease"),
            ("rita", "ApprovePressRelease"),
        ):
            self.attempt((by, move, self.fields(move, 0)))
            self.the_laws_hold()

    @rule(place=places)
    def go_round_and_round(self, place):
        def is_read(it):
            return it["state"] == "IN_REVIEW"

        if name := self.one(place, is_read):
            at = len(self.names) - 1 - self.names.index(name)
            for number in (1, 2, 0):
                self.try_on(name, self.holder(at), "RequestPressReleaseChanges")
                self.the_laws_hold()
                given = {"name": name, "content": DRAFTS[number]}
                self.attempt((self.owner(at), "UploadDraft", given))
                self.the_laws_hold()
                self.try_on(name, self.owner(at), "AnswerPressRelease")
                self.the_laws_hold()

    @rule(
        who=asked,
        place=places,
        need=st.sampled_from(["REQUIRED", "REQUIRED", "OPTIONAL"]),
        area=st.sampled_from(["LEGAL", "BRAND"]),
    )
    def a_stakeholder_is_asked(self, who, place, need, area):
        given = {
            "press_release": self.name(place),
            "who": self.who[who].subject,
            "area": area,
            "need": need,
        }
        self.attempt((self.holder(place), "AddStakeholder", given))

    @rule(
        who=st.sampled_from(["", "", "leo", "bea"]),
        place=places,
        which=digests,
        verdict=verdicts,
        keeps=st.booleans(),
        number=st.integers(1, 2),
    )
    def a_stakeholder_speaks(self, who, place, which, verdict, keeps, number):
        name = self.name(place)
        questions = (self.stored(name) or {}).get("stakeholders") or []
        said = {it["id"]: it["who"]["subject"].partition("-")[0] for it in questions}
        given = {
            "press_release": name,
            "stakeholder": str(number),
            "sha256": self.digest(name, which),
            "verdict": verdict,
            "text": "So we think.",
            "keeps_for_small_changes": keeps,
        }
        self.attempt((who or said.get(str(number), "leo"), "AnswerAsStakeholder", given))

    @rule(
        place=places,
        number=st.integers(1, 2),
        who=team,
        method=st.sampled_from(["WaiveStakeholder", "RefuseAsStakeholder"]),
    )
    def a_question_ends(self, place, number, who, method):
        given = {
            "press_release": self.name(place),
            "stakeholder": str(number),
            "reason": "So be it.",
        }
        self.attempt((who, method, given))

    @rule(who=st.sampled_from(["rita", "leo", "sue", "lena"]), place=places, is_issue=st.booleans())
    def somebody_comments(self, who, place, is_issue):
        name = self.name(place)
        given = {
            "press_release": name,
            "sha256": self.digest(name, "present"),
            "block": "b1",
            "text": "Who says so?",
            "visibility": "MAKER" if is_issue else "INTERNAL",
            "is_issue": is_issue,
        }
        self.attempt((who, "AddPressComment", given))

    @rule(place=places, who=team, issue=st.sampled_from(["FIXED", "FIXED", "OPEN"]))
    def issues_are_settled(self, place, who, issue):
        name = self.name(place)
        for comment in self.before["comments"][name.partition("/")[2]][-2:]:
            given = {"name": f"{name}/comments/{comment['_id']}", "issue": issue}
            self.attempt((who, "ResolvePressComment", given))

    @rule(
        place=places,
        moves=st.lists(teams_moves, min_size=2, max_size=2),
        others=st.tuples(team, people),
        is_uploaded=st.booleans(),
    )
    def act_at_once(self, place, moves, others, is_uploaded):
        """Who has it, somebody else of the team, and its maker, at one moment."""
        calls = [
            (who, move, self.fields(move, place, other=others[1]))
            for who, move in zip((self.holder(place), others[0]), moves, strict=True)
        ]
        if is_uploaded:
            given = {"name": self.name(place), "content": DRAFTS[1]}
            calls.append((self.owner(place), "UploadDraft", given))
        else:
            move = "WithdrawPressRelease"
            calls.append((self.owner(place), move, self.fields(move, place)))
        self.attempt(*calls)

    @rule(move=teams_moves, place=places, other=people)
    def send_twice(self, move, place, other):
        who = self.holder(place)
        given = self.fields(move, place, other=other) | {"request_id": str(uuid4())}
        [first] = self.attempt((who, move, given))
        after = self.service.run(laws.kept(self.service.stored))
        [again] = self.attempt((who, move, given))
        if isinstance(first, pb.PressRelease):
            assert again == first
            assert after == self.service.run(laws.kept(self.service.stored))

    @rule(who=people, place=places)
    def look(self, who, place):
        name, now = self.name(place), self.service.clock.moment
        [outcome] = self.attempt((who, "GetPressRelease", {"name": name}))
        stored = self.stored(name)
        if stored is None:
            return
        subject = self.who[who].subject
        is_party = subject == stored["maker_subject"] or subject in stored["parties"]
        is_let = who in LET and stored["maker"] == self.makers["ada"]
        is_asked = subject in stored["asked"]
        is_staff = who in STAFF and stored["submitted"] is not None
        may_see = is_party or is_let or is_asked or is_staff
        assert isinstance(outcome, NotFound) == (not may_see), f"{who} got {outcome!r}"
        if may_see and stored["state"] in laws.UNDECIDED and stored["lapses"] <= now:
            assert outcome.state == pb.PressRelease.LAPSED, "silence is no approval"

    @rule(period=periods, sweeps=st.integers(0, 2))
    def time_passes(self, period, sweeps):
        """And what is due is looked for by no replica yet, by one, or by two at once."""
        self.service.clock.advance(period)
        self.service.run(self._swept(sweeps))

    async def _swept(self, times):
        await asyncio.gather(*(self.service.sweep() for _ in range(times)))

    @invariant()
    def the_laws_hold(self):
        after = self.service.run(laws.kept(self.service.stored))
        laws.ensure_all(self.before, after, self.service.clock.moment)
        self.before = after
        self.reached.update(it["state"] for it in after["releases"].values())


def live(mongodb_uri, folder):
    """Lives through as many lives as the profile says."""
    reached = set()
    service = InProcess(
        "pr_review",
        folder,
        mongodb_uri,
        f"test_life_{uuid4().hex}",
        assemble,
        effects=EFFECTS,
        clock=Clock(THEN),
        smtp_url="smtp://127.0.0.1:1",
        public_url="https://handmade.test",
    )
    try:
        run_state_machine_as_test(
            type("Life", (Life,), {"service": service, "reached": reached}),
            settings=settings(
                max_examples=max(1, settings.default.max_examples // 10),
                stateful_step_count=30,
                # What was done is told as it was: to find less that fails too takes minutes.
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            ),
        )
    finally:
        service.close()
    assert {"DRAFT", "APPROVED", "CHANGES_REQUESTED", "LAPSED", "WITHDRAWN"} <= reached


# Half a minute for each life, of which a busy machine takes a third: as many as the profile says.
@pytest.mark.timeout(3 * settings.default.max_examples)
@pytest.mark.fuzz
async def test_no_sequence_of_calls_breaks_a_law(mongodb_uri, tmp_path):
    # In a thread of its own: the loop of the tests reads what the database has to say, which
    # waits until somebody does.
    await asyncio.to_thread(live, mongodb_uri, tmp_path)
