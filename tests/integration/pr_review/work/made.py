"""Press releases as the press team meets them: made by the verbs of the domain, at any moment."""

from dataclasses import replace
from datetime import date
from itertools import count

from chassis.actors import Actor
from chassis.caller import Role
from chassis.ids import new_id
from pr_review.domain.release.parts import Market
from pr_review.domain.release.states import Need
from tests.unit.pr_review.builders import NOW, WHY, Story, a_form

# Fourteen days, seven and two from NOW.
ON_TIME, SHORT, VERY_SHORT = date(2027, 3, 2), date(2027, 2, 23), date(2027, 2, 18)
_numbers = count(1)


def somebody(subject, role=Role.PR):
    return Actor(subject, subject.title(), role)


def a_story(began=NOW, *, by="", countries=(), role=Role.MAKER, reason="", **form):
    """One that was handed in at a moment, by a maker of its own unless said."""
    number = next(_numbers)
    maker = somebody(by or f"maker-{number}", role)
    markets = tuple(Market(country, "Europe/Berlin") for country in countries)
    given = {"title": f"Mugs {number}", "markets": markets, **form}
    story = Story(began, actor=maker, form=a_form(**given))
    story.release = replace(story.release, id=new_id(), maker_subject=f"{maker.subject}-account")
    return story.upload(maker).edit(exception_reason=reason).submit(maker)


def a_draft(**form):
    """One that its maker has not handed in."""
    return replace(Story(form=a_form(**form)).upload().release, id=new_id())


def due(story, moment=None, lapses=None):
    """The press release, to be dealt with until a moment, and lapsing at one."""
    release = story.release
    changes = {} if lapses is None else {"lapses": lapses}
    if moment is not None:
        changes |= {"acknowledge_due": None, "answer_due": moment}
    return replace(release, **changes)


def waiting(began=NOW, moment=None, lapses=None, **given):
    """One that nobody has taken."""
    return due(a_story(began, **given), moment, lapses)


def taken(subject, began=NOW, moment=None, lapses=None, **given):
    """One that somebody took as soon as it was there."""
    return due(a_story(began, **given).take(somebody(subject)), moment, lapses)


def asked(subject, stakeholder, need=Need.REQUIRED, began=NOW, moment=None, lapses=None, **given):
    """One about which somebody was asked as soon as it was taken."""
    story = a_story(began, **given).take(somebody(subject))
    story.ask(somebody(stakeholder, Role.STAKEHOLDER), need=need, actor=somebody(subject))
    release = due(story, moment, lapses)
    if moment is None:
        return release
    return replace(
        release, stakeholders=tuple(replace(it, due=moment) for it in release.stakeholders)
    )


def returned(subject, began=NOW, lapses=None, **given):
    """One that waits for its maker."""
    story = a_story(began, **given).take(somebody(subject)).request_changes(somebody(subject))
    return due(story, None, lapses)


def for_the_lead(subject, began=NOW, moment=None, **given):
    """One that came so late that only a lead can agree."""
    given = {"release_on": VERY_SHORT, "reason": WHY, **given}
    return due(a_story(began, **given).take(somebody(subject)), moment)
