"""Anybody may call anything at any time, at once and twice, and the laws of the service hold.

hypothesis drives the real service on a real MongoDB; the clock is a rule as well.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from applications.__main__ import EFFECTS, assemble
from applications.links import Links
from applications.store.invitation import Invitations
from chassis.caller import Caller, Role
from chassis.errors import InvalidRequest, NotFound, Problem
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import maker_pb2
from tests.integration.applications.life import acting, laws, world
from tests.integration.applications.life.overstepping import Overstepping
from tests.support.in_process import Clock, InProcess

# Photos are not asked for by the version of the questionnaire of those years.
THEN = datetime(2020, 6, 1, tzinfo=UTC)
ROLES = {
    "ana": [Role.MAKER],
    "ben": [Role.MAKER],
    "pat": [Role.PARTNER],
    "rita": [Role.REVIEWER],
    "ruth": [Role.REVIEWER],
    "rosa": [Role.REVIEWER, Role.MAKER, Role.PARTNER],
    "sue": [Role.SUPPORT],
    "alva": [Role.ADMIN],
    "otto": [Role.BUYER],
    "mona": [Role.PARTNER],
    **{maker: [Role.MAKER] for maker in world.MAKERS},
}
STAFF = {"rita", "ruth", "rosa", "sue", "alva"}
_worlds = count(1)

people = st.sampled_from(sorted(ROLES))
applicants = st.sampled_from(["ana", "ana", "ben", "pat", "rosa", "otto"])
reviewers = st.sampled_from(["rita", "rita", "ruth", "rosa", "alva", "sue", "ana"])
# The last that was started, mostly.
places = st.sampled_from([0, 0, 0, 0, *range(12)])
sellers = st.sampled_from(["ana", "ana", "ben", "ida", "ida", "jan"])
regions = st.sampled_from(["NA", "EU"])
periods = st.sampled_from(
    [timedelta(minutes=1), *(timedelta(days=days) for days in (1, 5, 14, 15, 31, 91))]
)

APPLICANTS_MOVES = {
    "SubmitApplication": {},
    "WithdrawApplication": {"reason": "I moved."},
    "ReopenApplication": {},
    "AnswerInformationRequest": {},
}
REVIEWERS_MOVES = {
    "TakeApplication": {},
    "ReleaseApplication": {"note": "I am away."},
    "HandOverApplication": {},
    "AskForInformation": {"questions": ["How?", "Where?"]},
    "ApproveApplication": {},
    "DeclineApplication": {"reason": pb.Application.RESOLD, "text": "Bought."},
    "AddApplicationNote": {"text": "Look at the glaze."},
}
WRITING = {"StartApplication", "UpdateApplication", *APPLICANTS_MOVES}
applicants_moves = st.sampled_from(sorted(APPLICANTS_MOVES))
reviewers_moves = st.sampled_from(sorted(REVIEWERS_MOVES))


def answers(country, kind):
    return pb.Questionnaire(
        country=country,
        contact_name="Ada Reed",
        business_name="Reed Pottery",
        artisan_type=kind,
        group_description="A village that weaves.",
        head_count=pb.Questionnaire.ONE,
        categories=["home-and-kitchen"],
        production_method=pb.Questionnaire.MADE_BY_HAND,
        process_description="I throw each mug on the wheel, dry, trim, glaze and fire it. " * 5,
        attest_time=Timestamp(seconds=1),
    )


class Life(Overstepping):
    """A few people and a clock. What one hands in, anybody may try to touch."""

    service: InProcess
    reached: set[tuple[str, str]]

    def __init__(self):
        super().__init__()
        number = next(_worlds)
        self.who = {
            name: Caller(
                subject=f"{name}-{number}",
                # Two accounts with one address, but for the letter case.
                email=f"{'Ana' if name == 'ben' else name}-{number}@example.com",
                email_verified=True,
                name=name.capitalize(),
                roles=frozenset(roles),
                scopes=frozenset({"accounts:write"} if name == "mona" else ()),
            )
            for name, roles in ROLES.items()
        }
        self.names = []
        self.granted = set()
        self.service.clock.moment = THEN
        self.service.run(self.service.clear())
        self.before = self.service.run(laws.kept(self.service.stored))
        self.wrote = {}

    def attempt(self, *calls, may_be_malformed=False):
        """Makes calls at once; each is done or refused, and nothing else.

        What is malformed was refused for how it was asked, and so tells nothing.
        """
        outcomes = self.service.run(self._together(calls))
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not isinstance(outcome, Problem):
                raise outcome
            if isinstance(outcome, InvalidRequest) and not may_be_malformed:
                raise AssertionError("a call of the test's own making is malformed") from outcome
        before = {name: frozenset(subjects) for name, subjects in self.wrote.items()}
        for (name, method, _), outcome in zip(calls, outcomes, strict=True):
            if not isinstance(outcome, pb.Application):
                continue
            who, is_written = self.who[name], method in WRITING
            had_part = who.subject in before.get(outcome.name, ())
            assert not (had_part and method in REVIEWERS_MOVES), f"{name} had a part: {method}"
            if is_written:
                self.wrote.setdefault(outcome.name, set()).add(who.subject)
            laws.ensure_shown(outcome, who, name in STAFF and not (had_part or is_written))
        return outcomes

    async def _together(self, calls):
        return await asyncio.gather(
            *(self.service.call(self.who[name], method, **it) for name, method, it in calls),
            return_exceptions=True,
        )

    def maker_of(self, name):
        subject = self.who[name].subject
        makers = self.before["makers"].values()
        return next((f"makers/{it['_id']}" for it in makers if it["subject"] == subject), "")

    def application(self, place):
        if not self.names:
            return f"applications/{uuid4()}"
        return self.names[-1 - place % len(self.names)]

    def name_of(self, subject):
        return subject.partition("-")[0]

    def account_of(self, who, region):
        return f"A-{self.who[who].subject}-{region}"

    def fields(self, move, place, other):
        given = {"name": self.application(place), **(APPLICANTS_MOVES | REVIEWERS_MOVES)[move]}
        if move == "HandOverApplication":
            given["reviewer"] = self.who[other].subject
        if move == "AnswerInformationRequest":
            stored = self.before["applications"].get(given["name"].partition("/")[2])
            requests = stored["information_requests"] if stored else []
            asked = [it["id"] for it in requests[-1]["questions"]] if requests else ["1-1"]
            # Sometimes only one of them.
            chosen = asked[: 1 if other == "ana" else None]
            kind = pb.AnswerInformationRequestRequest.Answer
            given["answers"] = [kind(question=it, text="So.") for it in chosen]
        return given

    @initialize(
        kind=st.sampled_from(["SOLO", "OTHER"]),
        reached=st.sampled_from(["DRAFT", "IN_REVIEW", "NEEDS_INFO", "ACTIVE", "ACTIVE"]),
        is_helped=st.booleans(),
    )
    def something_has_happened_already(self, kind, reached, is_helped):
        world.begin(self)
        self.start("ana", "US", kind)
        self.the_laws_hold()
        if is_helped:
            # By a reviewer, who leaves no trace in the timeline.
            self.let_a_partner_act("ana", "rosa", True)
            self.change("rosa", 0, "US")
            assert self.who["rosa"].subject in self.wrote[self.application(0)]
        moves = [("ana", "SubmitApplication"), ("rita", "TakeApplication")]
        if reached == "NEEDS_INFO":
            moves.append(("rita", "AskForInformation"))
        if reached == "ACTIVE":
            moves.append(("rita", "ApproveApplication"))
            moves += [("ruth", "ApproveApplication")] if kind == "OTHER" else []
        for who, move in () if reached == "DRAFT" else moves:
            [outcome] = self.attempt((who, move, self.fields(move, 0, "")))
            assert isinstance(outcome, pb.Application), outcome
        self.the_laws_hold()
        if reached == "ACTIVE":
            self.register("ana", 0, True)

    @rule(
        who=applicants,
        country=st.sampled_from(["US", "US", "DE"]),
        kind=st.sampled_from(["SOLO", "OTHER"]),
    )
    def start(self, who, country, kind):
        given = {"questionnaire": answers(country, kind)}
        if who in ("pat", "rosa") and self.maker_of("ana"):
            given["maker"] = self.maker_of("ana")
        [outcome] = self.attempt((who, "StartApplication", given))
        if isinstance(outcome, pb.Application):
            self.names.append(outcome.name)

    @rule(who=applicants, place=places, country=st.sampled_from(["US", "DE"]))
    def change(self, who, place, country):
        changed = pb.Application(
            name=self.application(place), questionnaire=pb.Questionnaire(country=country)
        )
        self.attempt((who, "UpdateApplication", {"application": changed}))

    @rule(who=applicants, move=applicants_moves, place=places, other=people)
    def apply(self, who, move, place, other):
        self.attempt((who, move, self.fields(move, place, other)))

    @rule(move=applicants_moves, place=places, other=people)
    def go_on_applying(self, move, place, other):
        """Whose it is goes on with it."""
        name = self.application(place)
        stored = self.before["applications"].get(name.partition("/")[2])
        who = self.name_of(stored["subject"]) if stored else "ana"
        self.attempt((who, move, self.fields(move, place, other)))

    @rule(who=reviewers, move=reviewers_moves, place=places, other=people)
    def review(self, who, move, place, other):
        self.attempt((who, move, self.fields(move, place, other)))

    @rule(move=reviewers_moves, place=places, other=reviewers)
    def go_on(self, move, place, other):
        """Whoever has taken it goes on, so that far states are reached."""
        stored = self.before["applications"].get(self.application(place).partition("/")[2])
        holder = ((stored and stored["reviewer"]) or {}).get("subject", "rita").partition("-")[0]
        self.attempt((holder, move, self.fields(move, place, other)))

    @rule(
        who=st.tuples(reviewers, reviewers, applicants),
        moves=st.tuples(reviewers_moves, reviewers_moves, applicants_moves),
        place=places,
        other=people,
    )
    def act_at_once(self, who, moves, place, other):
        self.attempt(
            *(
                (each, move, self.fields(move, place, other))
                for each, move in zip(who, moves, strict=True)
            )
        )

    @rule(who=reviewers, move=reviewers_moves, place=places, other=people)
    def send_twice(self, who, move, place, other):
        given = self.fields(move, place, other) | {"request_id": str(uuid4())}
        [first] = self.attempt((who, move, given))
        after = self.service.run(laws.kept(self.service.stored))
        [again] = self.attempt((who, move, given))
        if isinstance(first, pb.Application):
            assert again == first
            assert after == self.service.run(laws.kept(self.service.stored))

    @rule(
        who=st.sampled_from(["ana", "ben"]),
        partner=st.sampled_from(["pat", "rosa"]),
        is_let=st.booleans(),
    )
    def let_a_partner_act(self, who, partner, is_let):
        subject = self.who[partner].subject
        if is_let:
            grant = maker_pb2.Grant(partner=subject, scopes=["applications:write"])
            [outcome] = self.attempt((who, "GrantPartner", {"grant": grant}))
            change = self.granted.add
        else:
            [outcome] = self.attempt((who, "RevokePartner", {"partner": subject}))
            change = self.granted.discard
        if not isinstance(outcome, Problem):
            change((self.who[who].subject, subject))

    @rule(who=people, place=places, other=people)
    def look(self, who, place, other):
        name = self.application(place)
        [outcome] = self.attempt((who, "GetApplication", {"name": name}))
        found = {"email": self.who[other].email}
        self.attempt((who, "ListApplications", found), may_be_malformed=who not in STAFF)
        stored = self.before["applications"].get(name.partition("/")[2])
        if stored and stored["submitted"] is None and who in STAFF - {"rosa"}:
            assert isinstance(outcome, NotFound)

    @rule(
        who=st.sampled_from(["ana", "ben", "rosa", "rita"]),
        place=places,
        is_professional=st.booleans(),
    )
    def register(self, who, place, is_professional):
        """The marketplace tells of an account, and its owner follows a link."""
        invitations = list(reversed(self.before["invitations"]))
        self.report("mona", who, "NA", is_professional, "linked")
        if invitations:
            secret = self.secret(invitations[place % len(invitations)])
            self.attempt((who, "RedeemInvitation", {"secret": secret}))

    def secret(self, invitation_id):
        return self.service.run(self._secret(invitation_id))

    async def _secret(self, invitation_id):
        found = await Invitations(self.service.stored).find(invitation_id)
        links = Links(self.service.signer("invitation"), "https://handmade.test")
        return links.address(found).partition("#")[2]

    @rule(
        reporter=st.sampled_from(["mona", "mona", "pat"]),
        who=sellers,
        region=regions,
        is_professional=st.booleans(),
        said=st.sampled_from(["nothing", "verified", "linked", "refused"]),
    )
    def report(self, reporter, who, region, is_professional, said):
        account = maker_pb2.SellerAccount(
            account=self.account_of(who, region),
            subject=self.who[who].subject,
            region=region,
            email=self.who[who].email,
            plan="PROFESSIONAL" if is_professional else "INDIVIDUAL",
            version=next(_worlds),
        )
        if said in ("verified", "linked"):
            account.verify_time.FromSeconds(1)
        if said == "linked":
            account.link_time.FromSeconds(1)
        if said == "refused":
            account.refuse_time.FromDatetime(self.service.clock.moment)
            account.refuse_reason = "The papers are of somebody else."
        self.attempt((reporter, "ReportSellerAccount", {"seller_account": account}))

    @rule(who=people, place=places, is_new=st.booleans())
    def support_an_invitation(self, who, place, is_new):
        invitations = list(self.before["invitations"])
        if not invitations:
            return
        given = {"name": f"invitations/{invitations[place % len(invitations)]}"}
        if is_new:
            self.attempt((who, "ReissueInvitation", given | {"identity_check": "Called back."}))
        else:
            self.attempt((who, "RevokeInvitation", given | {"reason": "A mistake."}))

    @rule(
        who=reviewers,
        whose=sellers,
        region=regions,
        move=st.sampled_from(["Suspend", "Reinstate", "Remove", "Leave"]),
    )
    def move_a_membership(self, who, whose, region, move):
        given = {"region": region, "text": "As we said."}
        if move != "Reinstate":
            is_left = move == "Leave"
            kind = maker_pb2.Membership
            given["reason"] = kind.CLOSING if is_left else kind.POLICY_BREACH
        if move == "Leave":
            self.attempt((whose, "LeaveProgramme", given))
        elif self.maker_of(whose):
            self.attempt((who, f"{move}Membership", given | {"maker": self.maker_of(whose)}))

    @rule(
        who=sellers,
        region=st.sampled_from(["EU", "EU", "NA"]),
        place=places,
        move=st.sampled_from(["Start", "Register", "Register", "Cancel", "OpenCountry"]),
    )
    def extend(self, who, region, place, move):
        country = {"EU": "DE", "NA": "US"}[region]
        extensions = self.before["region_extensions"]
        if move == "Start" or not extensions:
            given = {"region": region, "primary_country": country}
            self.attempt((who, "StartRegionExtension", given))
            return
        found = list(extensions.values())[place % len(extensions)]
        region = found["region"]
        given = {"name": f"regionExtensions/{found['_id']}"}
        if move == "OpenCountry":
            country, language = {"EU": ("FR", "fr"), "NA": ("US", "en")}[region]
            self.attempt((who, move, given | {"country": country, "language": language}))
            return
        if move == "Register":
            given |= {"account": self.account_of(who, region), "email": self.who[who].email}
        self.attempt((who, f"{move}RegionExtension", given))

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
        laws.ensure_all(self.before, after, self.service.clock.moment, self.wrote)
        acting.ensure_all(self.before, after, self.granted)
        self.before = after
        for kind in REACHED:
            self.reached.update((kind, it["state"]) for it in after[kind].values())


def an_own_service(mongodb_uri, folder):
    """A service with a database and a clock of its own."""
    return InProcess(
        "applications",
        folder,
        mongodb_uri,
        f"test_life_{uuid4().hex}",
        assemble,
        effects=EFFECTS,
        clock=Clock(THEN),
        smtp_url="smtp://127.0.0.1:1",
        public_url="https://handmade.test",
    )


# What a life must have come by, else the laws about it were looked at by nobody.
REACHED = {
    "applications": laws.SEEN | {"DRAFT"},
    "invitations": {"ISSUED", "CONFIRMED", "EXPIRED"},
    "region_extensions": {"SELLER_VERIFICATION", "APPROVED_UNLINKED", "LINKED"},
}


def live(mongodb_uri, folder):
    """Lives through as many lives as the profile says."""
    service, reached = an_own_service(mongodb_uri, folder), set()
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
    for kind, states in REACHED.items():
        assert {(kind, state) for state in states} <= reached


# Half a minute for each life, of which a busy machine takes a third: as many as the profile says.
@pytest.mark.timeout(3 * settings.default.max_examples)
@pytest.mark.fuzz
async def test_no_sequence_of_calls_breaks_a_law(mongodb_uri, tmp_path):
    # In a thread of its own: the loop of the tests reads what the database has to say, which
    # waits until somebody does.
    await asyncio.to_thread(live, mongodb_uri, tmp_path)
