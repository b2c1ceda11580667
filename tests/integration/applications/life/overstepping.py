"""What nobody may do, tried where it would work if nothing stood in the way."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from handmade.applications.v1 import application_pb2 as pb

DECLINED = {"reason": pb.Application.RESOLD, "text": "Bought."}
OF_THE_HOLDER = {
    "ReleaseApplication": {},
    "AskForInformation": {"questions": ["How?"]},
    "ApproveApplication": {},
    "DeclineApplication": DECLINED,
}
places = st.integers(0, 7)


class Overstepping(RuleBasedStateMachine):
    """Rules that are refused. That they are is not asked here: the laws find out what was done."""

    def one(self, place, wanted, kind="applications"):
        """One of what is as wanted, if there is any."""
        found = [(name, it) for name, it in self.before[kind].items() if wanted(it)]
        return found[place % len(found)] if found else None

    def try_on(self, found, who, *moves):
        """Makes one call after the other, about an application that was found."""
        for method, given in moves:
            self.attempt((who, method, {"name": f"applications/{found}", **given}))

    @rule(
        place=places,
        who=st.sampled_from(["rita", "ruth"]),
        move=st.sampled_from(sorted(OF_THE_HOLDER)),
    )
    def act_on_what_another_has_taken(self, place, who, move):
        def is_anothers(it):
            return it["state"] == "IN_REVIEW" and it["reviewer"]["subject"] != self.who[who].subject

        if found := self.one(place, is_anothers):
            self.try_on(found[0], who, (move, OF_THE_HOLDER[move]))

    @rule(place=places)
    def sign_twice(self, place):
        def is_signed(it):
            return it["state"] == "IN_REVIEW" and it["first_signature"]

        if found := self.one(place, is_signed):
            who = self.name_of(found[1]["first_signature"]["subject"])
            self.try_on(found[0], who, ("ApproveApplication", {}))

    @rule(place=places)
    def take_what_one_has_a_part_in(self, place):
        rosa = self.who["rosa"].subject

        def is_hers(it):
            return it["state"] == "SUBMITTED" and rosa in it["applicants"]

        if found := self.one(place, is_hers):
            self.try_on(found[0], "rosa", ("TakeApplication", {}))

    @rule(place=places)
    def act_for_whom_one_reviews(self, place):
        rosa = self.who["rosa"].subject

        def is_taken(it):
            return it["state"] == "IN_REVIEW" and it["reviewer"]["subject"] == rosa

        if found := self.one(place, is_taken):
            self.let_a_partner_act(self.name_of(found[1]["subject"]), "rosa", True)
            self.try_on(found[0], "rosa", ("WithdrawApplication", {"reason": "They moved."}))

    @rule(place=places)
    def apply_again_after_a_decline(self, place):
        if found := self.one(place, lambda it: it["state"] == "DECLINED"):
            who = self.name_of(found[1]["subject"])
            known = len(self.names)
            self.start(who, {"NA": "US", "EU": "DE"}[found[1]["region"]], "SOLO")
            for name in self.names[known:]:
                self.attempt((who, "SubmitApplication", {"name": name}))

    @rule(place=places)
    def reopen_once_more(self, place):
        def is_over(it):
            return it["state"] == "EXPIRED" and it["reopened"]

        if found := self.one(place, is_over):
            self.try_on(found[0], self.name_of(found[1]["subject"]), ("ReopenApplication", {}))

    @rule(place=places)
    def use_a_dead_link(self, place):
        def is_dead(it):
            return it["state"] in ("EXPIRED", "SUPERSEDED", "REVOKED", "ISSUED")

        if found := self.one(place, is_dead, "invitations"):
            who = self.name_of(found[1]["subject"])
            self.attempt((who, "RedeemInvitation", {"secret": self.secret(found[0])}))
