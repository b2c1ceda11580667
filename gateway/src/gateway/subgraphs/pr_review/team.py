"""How the press team's weeks went, what is planned, and who is there."""

from datetime import date, datetime
from typing import Annotated, Self

import strawberry

from gateway.context import Info
from gateway.ids import from_id
from gateway.limits import priced
from gateway.subgraphs.pr_review.enums import (
    PressReleaseDeclineReason,
    PressReleaseLetterKind,
    PressReleaseState,
)
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.subgraphs.pr_review.wire import day, number_of, to_day
from gateway.values import Actor, moment
from gateway.work import Reviewer
from handmade.pr_review.v1 import press_release_pb2
from handmade.pr_review.v1 import press_release_work_pb2 as pb


@strawberry.type(description="How a week of press-release review went.")
class PressReleaseWeek:
    week: date = strawberry.field(description="The Monday, in UTC, with which it begins.")
    submitted: int = strawberry.field(description="How many were submitted.")
    short_notice: int = strawberry.field(description="How many of those with less than 14 days.")
    approved: int = strawberry.field(
        description="How many were approved, also where that was taken back later."
    )
    declined: int = strawberry.field(description="How many were declined.")
    not_needed: int = strawberry.field(description="How many needed no review.")
    withdrawn: int = strawberry.field(description="How many were withdrawn after their submission.")
    lapsed: int = strawberry.field(description="How many lapsed.")
    decided: int = strawberry.field(
        description="How many were decided on whose decision stands: none that was taken back, or "
        "fell with its text or date."
    )
    decided_in_time: int = strawberry.field(
        description="How many of those decided on were so in the time that we mean to."
    )
    median_first_answer_seconds: int | None = strawberry.field(
        description="From the receipt to our first answer, the median of those first answered in "
        "the week; null where there were none."
    )
    median_decision_seconds: int | None = strawberry.field(
        description="From the receipt to the decision, the median of those decided on in the week; "
        "null where there were none."
    )
    average_rounds: float | None = strawberry.field(
        description="The rounds of those decided on in the week, on average; null where there were "
        "none."
    )

    @classmethod
    def from_proto(cls, week: pb.PressWeeklyFigures) -> Self:
        """Reads the figures of a week."""
        has_answer = week.HasField("median_first_answer_seconds")
        has_decision = week.HasField("median_decision_seconds")
        return cls(
            week=day(week.week),
            submitted=week.received,
            short_notice=week.short_notice,
            approved=week.approved,
            declined=week.declined,
            not_needed=week.not_needed,
            withdrawn=week.withdrawn,
            lapsed=week.lapsed,
            decided=week.decided,
            decided_in_time=week.decided_in_time,
            median_first_answer_seconds=week.median_first_answer_seconds if has_answer else None,
            median_decision_seconds=week.median_decision_seconds if has_decision else None,
            average_rounds=week.average_rounds if week.HasField("average_rounds") else None,
        )


@strawberry.type(description="A press release that is to go out on a day.")
class PlannedPressRelease:
    release_on: date = strawberry.field(description="The day.")
    press_release: PressRelease = strawberry.field(description="The press release.")
    clash_names: strawberry.Private[list[str]]

    @strawberry.field(
        description="Other press releases on the same day in one of its countries, as far as the "
        "viewer may see them."
    )
    async def clashes(self, info: Info) -> list[PressRelease]:
        found = await PressRelease.all_named(info, self.clash_names)
        return [release for release in found if release is not None]

    @classmethod
    def from_proto(cls, planned: pb.PlannedRelease) -> Self:
        """Reads what is planned."""
        return cls(
            release_on=day(planned.release_date),
            press_release=PressRelease.from_proto(planned.press_release),
            clash_names=list(planned.clashes),
        )


@strawberry.type(description="That somebody of the press team is away.")
class PressAbsence:
    representative: Actor | None = strawberry.field(description="Who is away.")
    substitute: Actor | None = strawberry.field(description="Who stands in.")
    starts_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until when.")

    @classmethod
    def from_proto(cls, absence: pb.PressAbsence) -> Self:
        """Reads an absence."""
        return cls(
            representative=Actor.from_proto(absence.representative),
            substitute=Actor.from_proto(absence.substitute),
            starts_at=moment(absence.start_time),
            ends_at=moment(absence.end_time),
        )


@strawberry.type(description="One of the press team, known from visits.")
class PressRepresentative:
    who: Actor = strawberry.field(description="Who it is.")
    last_seen_at: datetime = strawberry.field(description="When they were last seen.")
    open_items: int = strawberry.field(
        description="How many press releases they have taken that still wait for them."
    )
    absence: PressAbsence | None = strawberry.field(
        description="When they are away; null where nobody said so."
    )


@strawberry.type(description="A letter that a decision would send.")
class PressLetterPreview:
    subject: str = strawberry.field(
        description="Its subject, which tells nothing of the press release."
    )
    text: str = strawberry.field(description="Its text.")
    language: str = strawberry.field(description="Its language, such as `en`.")


@strawberry.type
class TeamQuery:
    """The fields of the root with which the press team plans."""

    @strawberry.field(
        description="How the last weeks went, oldest first, also those in which nothing happened; "
        "for staff only."
    )
    async def press_release_figures(
        self,
        info: Info,
        weeks: Annotated[
            int,
            strawberry.argument(description="How many, 1 to 104; the present one is the last."),
        ] = 12,
        country: Annotated[
            str | None,
            strawberry.argument(description="Only those that go out in this country, as `US`."),
        ] = None,
    ) -> list[PressReleaseWeek] | None:
        request = pb.ListPressWeeklyFiguresRequest(weeks=weeks, country=country or "")
        answer = await info.context.pr_review.ListPressWeeklyFigures(request)
        return [PressReleaseWeek.from_proto(week) for week in answer.weeks]

    @strawberry.field(
        description="The press releases that are to go out in a span of days, by day, 500 at most, "
        "with what they clash with; for staff only. It costs 500.",
        metadata=priced(500),
    )
    async def press_release_calendar(
        self,
        info: Info,
        since: Annotated[date, strawberry.argument(name="from", description="The first day.")],
        until: Annotated[
            date,
            strawberry.argument(
                name="until", description="The last day, at most 92 days after the first."
            ),
        ],
        countries: Annotated[
            list[str] | None,
            strawberry.argument(description="Only those that go out in one of these countries."),
        ] = None,
        states: Annotated[
            list[PressReleaseState] | None,
            strawberry.argument(
                description="Only those in one of these states; if left out, all that may still "
                "go out, and those that did."
            ),
        ] = None,
    ) -> list[PlannedPressRelease] | None:
        request = pb.ListPlannedReleasesRequest(
            start_date=to_day(since),
            end_date=to_day(until),
            countries=countries or (),
            states=[number_of(press_release_pb2.PressRelease.State, it) for it in states or ()],
        )
        answer = await info.context.pr_review.ListPlannedReleases(request)
        return [PlannedPressRelease.from_proto(planned) for planned in answer.releases]

    @strawberry.field(
        description="Who reviews press releases, by name; one of them can be given one. For staff "
        "only."
    )
    async def press_release_representatives(self, info: Info) -> list[PressRepresentative] | None:
        request = pb.ListRepresentativesRequest()
        answer = await info.context.pr_review.ListRepresentatives(request)
        return [
            PressRepresentative(
                who=who,
                last_seen_at=moment(found.last_seen_time),
                open_items=found.open_press_releases,
                absence=(
                    PressAbsence.from_proto(found.absence) if found.HasField("absence") else None
                ),
            )
            for found in answer.representatives
            if (who := Actor.from_proto(found.actor)) is not None
        ]

    @strawberry.field(
        description="Who of other teams can be asked about press releases, by name. For staff, and "
        "for those of other teams, who see no open items of theirs."
    )
    async def press_release_stakeholders(self, info: Info) -> list[Reviewer] | None:
        answer = await info.context.pr_review.ListStakeholders(pb.ListStakeholdersRequest())
        return [
            Reviewer(
                who=who,
                last_seen_at=moment(found.last_seen_time),
                open_items=found.open_questions,
            )
            for found in answer.stakeholders
            if (who := Actor.from_proto(found.actor)) is not None
        ]

    @strawberry.field(
        description="The letter that a decision would send, in the language of the maker; for the "
        "press team only."
    )
    async def press_release_letter_preview(
        self,
        info: Info,
        press_release: Annotated[
            strawberry.ID, strawberry.argument(description="The press release.")
        ],
        kind: Annotated[
            PressReleaseLetterKind, strawberry.argument(description="What it is about.")
        ],
        words: Annotated[
            str | None,
            strawberry.argument(description="Words of one's own, up to 5,000 characters."),
        ] = None,
        reason: Annotated[
            PressReleaseDeclineReason | None,
            strawberry.argument(description="Why, where it declines."),
        ] = None,
        conditions: Annotated[
            list[str] | None,
            strawberry.argument(description="What the approval depends on."),
        ] = None,
    ) -> PressLetterPreview | None:
        request = pb.PreviewPressLetterRequest(
            press_release=from_id(press_release, "PressRelease", "pressRelease"),
            kind=number_of(press_release_pb2.PressRelease.Letter.Kind, kind),
            words=words or "",
            reason=number_of(press_release_pb2.PressRelease.DeclineReason, reason),
            conditions=conditions or (),
        )
        found = await info.context.pr_review.PreviewPressLetter(request)
        return PressLetterPreview(
            subject=found.subject, text=found.text, language=found.language_code
        )
