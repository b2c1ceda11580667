"""Press releases for the unit tests: complete, unless the test says what is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from chassis.actors import Actor
from chassis.caller import Role
from pr_review.domain.release import PressRelease
from pr_review.domain.release.parts import (
    Authority,
    Draft,
    EditedCopy,
    Form,
    Intake,
    Market,
    Publication,
)
from pr_review.domain.release.states import (
    NOBODY_ELSE,
    AnswerKind,
    Area,
    AuthoritySource,
    Channel,
    DeclineReason,
    Need,
    Occasion,
    Standing,
    Verdict,
)
from pr_review.policy import dates, review, submission
from pr_review.policy.numbers import Policy
from pr_review.policy.version import RULE_VERSION

NOW = datetime(2027, 2, 16, 20, tzinfo=UTC)
ADA = Actor("ada", "Ada", Role.MAKER)
PAT = Actor("pat", "Pat", Role.PARTNER)
SAM = Actor("sam", "Sam", Role.SUPPORT)
RITA = Actor("rita", "Rita", Role.PR)
RUTH = Actor("ruth", "Ruth", Role.PR)
LENA = Actor("lena", "Lena", Role.PR_LEAD)
LEO = Actor("leo", "Leo", Role.STAKEHOLDER)
BEA = Actor("bea", "Bea", Role.STAKEHOLDER)
LEADS = Standing(leads=True)
SHA = "a" * 64
NUMBERS = Policy()
WHY = "The fair opens that day."


def moment(text):
    return datetime.fromisoformat(text)


def on(actor, at):
    return Occasion(actor, at, RULE_VERSION)


def a_form(**changes):
    given = {
        "title": "Dog mugs",
        "release_on": date(2027, 3, 2),
        "time_zone": "America/Los_Angeles",
        "distribution_plan": "A wire service",
        "contact": "Ada",
    }
    return Form(**(given | changes))


def a_draft(number=1, **changes):
    sha256 = SHA if number == 1 else f"{number:064x}"
    given = {
        "number": number,
        "file_id": f"file-{number}",
        "file_name": "release.docx",
        "size": 1000,
        "sha256": sha256,
        "uploaded": NOW,
        "uploader": ADA,
        "text_sha256": f"text-{number}",
    }
    return Draft(**(given | changes))


def planned(text, *more_zones):
    """A form from how examples tell a release: `2027-03-21 09:00 America/New_York`."""
    day, *at, zone = text.split()
    return a_form(
        release_on=date.fromisoformat(day),
        release_at=time.fromisoformat(at[0]) if at else None,
        time_zone=zone,
        markets=tuple(
            Market(code, it) for code, it in zip(("US", "JP"), (zone, *more_zones), strict=False)
        )
        if more_zones
        else (),
    )


class Story:
    """One press release as days pass: every verb as the service calls it, at the moment it is."""

    def __init__(self, at=NOW, *, numbers=NUMBERS, actor=ADA, intake=None, form=None):
        self.now = at if isinstance(at, datetime) else moment(at)
        self.numbers = numbers
        self.open_issues = 0
        self.release = PressRelease.start(
            "id-1", "makers/1", "ada", form or a_form(), on(actor, self.now), intake=intake
        )

    def at(self, text):
        self.now = moment(text) if isinstance(text, str) else text
        self.release = self.release.at(self.now)
        return self

    def after(self, **passed):
        return self.at(self.now + timedelta(**passed))

    def on(self, actor):
        return on(actor, self.now)

    def terms(self, form):
        received = self.release.counts_from(self.now)
        return dates.terms(form, received, self.now, self.numbers)

    @property
    def answer_due(self):
        return dates.answer_due(self.release.form, self.now, self.numbers)

    def edit(self, **changes):
        form = replace(self.release.form, **changes)
        self.release = self.release.edit(form, self.on(ADA))
        return self

    def upload(self, actor=ADA, little_changed=(), **changes):
        number = self.release.drafts_uploaded + 1
        draft = a_draft(**({"number": number, "uploaded": self.now} | changes))
        self.release = self.release.attach(draft, self.on(actor), self.answer_due, little_changed)
        return self

    def submit(self, actor=ADA):
        terms = submission.ensure_submittable(self.release, self.now, self.numbers)
        self.release = self.release.submit(terms, self.on(actor))
        return self

    def handed_in(self, reason=""):
        return self.upload().edit(exception_reason=reason).submit()

    def authorise(self, source=AuthoritySource.MAKER, actor=ADA):
        self.release = self.release.authorise(Authority(source, self.now, actor), self.on(actor))
        return self

    def take(self, actor=RITA):
        self.release = self.release.take(self.on(actor))
        return self

    def keep_edits(self, number=1, actor=RITA, standing=NOBODY_ELSE, **changes):
        draft = self.release.draft
        given = {
            "draft_number": draft.number,
            "draft_sha256": draft.sha256,
            "file_id": f"edits-{number}",
            "file_name": "edits.docx",
            "size": 1000,
            "sha256": f"ed{number:062d}",
            "uploaded": self.now,
            "uploader": actor,
        }
        self.release = self.release.keep_edits(
            EditedCopy(**(given | changes)), self.numbers.max_rounds, self.on(actor), standing
        )
        return self

    def request_changes(self, actor=RITA, standing=NOBODY_ELSE):
        self.release = self.release.request_changes(
            "Please change it.", self.numbers.max_rounds, self.on(actor), standing
        )
        return self

    def answer(self, kind=AnswerKind.ACCEPT_EDITS, words=""):
        self.release = self.release.answer(kind, words, self.answer_due, self.on(ADA))
        return self

    def ensure_approvable(self, *, overrides=False, states=("ACTIVE",), sha256=None, plan=None):
        review.ensure_approvable(
            self.release,
            sha256=self.release.draft.sha256 if sha256 is None else sha256,
            plan=self.release.form.plan if plan is None else plan,
            open_issues=self.open_issues,
            membership_states=states,
            now=self.now,
            overrides=overrides,
        )

    def approve(self, actor=RITA, standing=NOBODY_ELSE, override_reason="", **found):
        overrides = bool(override_reason)
        self.release.ensure_decided_by(self.on(actor), standing, overrides=overrides)
        self.ensure_approvable(overrides=overrides, **found)
        form = self.release.form
        expires = dates.approval_expires(form.release_on, form.time_zone, self.numbers)
        self.release = self.release.approve(
            "Approved.",
            (),
            expires,
            self.on(actor),
            standing,
            override_reason=override_reason,
        )
        return self

    def decline(self, reason=DeclineReason.NOT_ACCURATE, actor=RITA):
        self.release = self.release.decline(reason, "No.", self.on(actor))
        return self

    def reopen(self, actor=RITA, standing=NOBODY_ELSE):
        self.release = self.release.reopen("A mistake.", self.answer_due, self.on(actor), standing)
        return self

    def except_(self, actor=RITA, standing=NOBODY_ELSE, *, granted=True):
        self.release = self.release.decide_exception(
            self.on(actor), standing, granted=granted, answer="So be it."
        )
        return self

    def move(self, day, reason="", **changes):
        form = replace(
            self.release.form,
            release_on=date.fromisoformat(day),
            exception_reason=reason,
            **changes,
        )
        lapsed = self.release.lapsed
        self.release = self.release.change_date(
            form,
            self.terms(form),
            self.on(ADA),
            revivable_until=lapsed + self.numbers.revive if lapsed else None,
        )
        return self

    def withdraw(self):
        until = self.now + self.numbers.undo
        self.release = self.release.withdraw("Not yet.", until, self.on(ADA))
        return self

    def undo(self):
        self.release = self.release.undo_withdrawal(self.on(ADA))
        return self

    def ask(self, who=LEO, area=Area.LEGAL, need=Need.REQUIRED, actor=RITA):
        due = dates.stakeholder_due(self.release.form, self.now, self.numbers)
        self.release = self.release.ask(who, area, need, "Is it so?", due, self.on(actor))
        return self

    def say(self, verdict=Verdict.OK, who=LEO, number="1", **changes):
        given = {"sha256": self.release.draft.sha256, "keeps_for_small_changes": False} | changes
        sha256 = given.pop("sha256")
        self.release = self.release.say(number, verdict, "", (), sha256, self.on(who), **given)
        return self

    def report(self, actor=ADA, *, by_staff=False, is_other=False, published=None):
        publication = Publication(
            published=published or self.now,
            by=actor,
            reported=self.now,
            is_other=is_other,
        )
        opens = dates.opens(self.release.form)
        self.release = self.release.report_published(
            publication, opens, self.on(actor), by_staff=by_staff
        )
        return self


def through_agency(**changes):
    return Intake(Channel.AGENCY, agency="Loud & Co", **changes)


def a_release(draft=None, **form):
    story = Story(form=a_form(**form))
    return story.release.attach(draft or a_draft(), story.on(ADA), NOW)


def without_draft(**form):
    return Story(form=a_form(**form)).release


def in_review(at=NOW, **form):
    return Story(at, form=a_form(**form)).handed_in().take()
