"""Press releases that an earlier release of this service stored."""

from dataclasses import replace

from chassis.caller import Role
from pr_review.domain.release import (
    UNDECIDED,
    Action,
    Authority,
    AuthoritySource,
    Channel,
    DateChange,
    Intake,
    PressRelease,
    State,
)
from pr_review.policy import dates
from pr_review.policy.numbers import Policy
from pr_review.policy.zones import is_time_zone, rules_version

# What is yet to go out, or may be again.
_TIMED = UNDECIDED | {State.APPROVED, State.WITHDRAWN}


def brought_up(release: PressRelease, numbers: Policy) -> PressRelease:
    """The press release with what follows from it by now, and was not asked for when it was stored.

    What was started through a partner had the maker's grant. What was submitted was on time. Where
    the world's clock rules have changed since, it lapses by those that are known here.
    """
    return _timed(_dated(_filed(release), numbers))


def _filed(release: PressRelease) -> PressRelease:
    by = release.timeline[0].occasion.actor if release.timeline else None
    if release.intake != Intake() or by is None or by.role is not Role.PARTNER:
        return release
    given = Authority(AuthoritySource.GRANT, release.created)
    intake = Intake(Channel.AGENCY, agency=by.display_name, authority=given)
    return replace(release, intake=intake)


def _timed(release: PressRelease) -> PressRelease:
    edition = rules_version()
    if release.time_zones >= edition:
        return release
    form, lapses = release.form, release.lapses
    # A zone that there is no longer says nothing; what was reckoned by it stands.
    if lapses is not None and release.state in _TIMED and all(map(is_time_zone, form.zones)):
        lapses = dates.lapses(form)
    return replace(release, lapses=lapses, time_zones=edition)


def _dated(release: PressRelease, numbers: Policy) -> PressRelease:
    form, submitted = release.form, release.submitted
    if submitted is None or release.lapses is not None or form.release_on is None:
        return release
    if not all(map(is_time_zone, form.zones)):
        return release
    moments = {it.action: it.occasion for it in release.timeline}
    occasion = moments.get(Action.SUBMITTED, release.timeline[0].occasion)
    notice = dates.notice(form, submitted, numbers)
    taken = moments[Action.TAKEN].moment if Action.TAKEN in moments else None
    terms = (form.release_on, form.release_at, form.time_zone)
    change = DateChange(*terms, submitted, occasion.somebody, notice)
    is_open = release.state is not State.APPROVED
    return replace(
        release,
        received=submitted,
        notice=notice,
        dates=(change,),
        acknowledged=taken,
        answer_due=dates.answer_due(form, submitted, numbers) if is_open else None,
        lapses=dates.lapses(form),
    )
