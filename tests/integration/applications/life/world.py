"""What has happened before a life begins: something in every state from which more can happen."""

from datetime import timedelta

from chassis.errors import Problem
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import maker_pb2

MAKERS = ("dan", "eli", "fay", "gus", "hal", "ida", "jan", "kim")


def begin(life):
    """Lets each maker come as far as its part in the story goes."""

    def done(who, method, **given):
        [outcome] = life.attempt((who, method, given))
        assert not isinstance(outcome, Problem), f"{method}: {outcome}"
        return outcome

    def taken(who, kind="SOLO", by="rita"):
        life.start(who, "US", kind)
        name = life.names[-1]
        done(who, "SubmitApplication", name=name)
        done(by, "TakeApplication", name=name)
        return name

    def registered(who, approved):
        life.report("mona", who, "NA", is_professional=True, said="verified")
        secret = life.secret(approved.invitation.partition("/")[2])
        done(who, "RedeemInvitation", secret=secret)

    def extending(who):
        started = done(who, "StartRegionExtension", region="EU", primary_country="DE")
        account, email = life.account_of(who, "EU"), life.who[who].email
        done(who, "RegisterRegionExtension", name=started.name, account=account, email=email)
        return started.name

    def passed(days):
        life.the_laws_hold()
        life.service.clock.advance(timedelta(days=days))
        life.service.run(life.service.sweep())
        life.the_laws_hold()

    # Fay does not answer, is let answer after all, and does not answer again. Hal's link expires.
    for who in ("eli", "fay"):
        done("rita", "AskForInformation", name=taken(who), questions=["How?"])
    fays = life.names[-1]
    approved = {
        who: done("rita", "ApproveApplication", name=taken(who)) for who in ("hal", "ida", "jan")
    }
    life.the_laws_hold()
    for who in ("ida", "jan"):
        registered(who, approved[who])
        life.the_laws_hold()
    extending("ida")
    linked = extending("jan")
    life.report("mona", "jan", "EU", is_professional=True, said="verified")
    life.the_laws_hold()
    life.report("mona", "jan", "EU", is_professional=True, said="linked")
    done("jan", "OpenCountry", name=linked, country="DE", language="de")
    passed(15)
    done("fay", "ReopenApplication", name=fays)
    passed(16)

    declined = {"reason": pb.Application.RESOLD, "text": "Bought."}
    done("rita", "DeclineApplication", name=taken("dan"), **declined)
    done("rita", "ApproveApplication", name=taken("gus", "OTHER"))
    life.start("ben", "DE", "SOLO")
    done("ben", "WithdrawApplication", name=life.names[-1])
    taken("kim", by="rosa")
    done("kim", "GrantPartner", grant=_grant(life, "pat"))
    life.granted.add((life.who["kim"].subject, life.who["pat"].subject))
    life.start("rosa", "US", "SOLO")
    done("rosa", "SubmitApplication", name=life.names[-1])
    life.the_laws_hold()


def _grant(life, partner):
    return maker_pb2.Grant(partner=life.who[partner].subject, scopes=["applications:write"])
