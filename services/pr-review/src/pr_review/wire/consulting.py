"""Requests about stakeholders, read."""

from chassis.errors import InvalidRequest, Violation
from handmade.pr_review.v1 import press_release_pb2, press_review_pb2
from pr_review.domain.release import Area, Need, Verdict

_Stakeholder = press_release_pb2.Stakeholder

_AREAS = {
    _Stakeholder.LEGAL: Area.LEGAL,
    _Stakeholder.BRAND: Area.BRAND,
    _Stakeholder.CATEGORY: Area.CATEGORY,
    _Stakeholder.REGIONAL_PR: Area.REGIONAL_PR,
    _Stakeholder.EXECUTIVE_COMMUNICATIONS: Area.EXECUTIVE,
    _Stakeholder.PRIVACY: Area.PRIVACY,
    _Stakeholder.OTHER: Area.OTHER,
}
_NEEDS = {
    _Stakeholder.REQUIRED: Need.REQUIRED,
    _Stakeholder.OPTIONAL: Need.OPTIONAL,
    _Stakeholder.FOR_INFORMATION: Need.FOR_INFORMATION,
}
_VERDICTS = {
    _Stakeholder.OK: Verdict.OK,
    _Stakeholder.OK_WITH_CONDITIONS: Verdict.OK_WITH_CONDITIONS,
    _Stakeholder.CHANGES: Verdict.CHANGES,
    _Stakeholder.VETO: Verdict.VETO,
    _Stakeholder.NOT_RELEVANT: Verdict.NOT_RELEVANT,
}


def area_and_need(request: press_review_pb2.AddStakeholderRequest) -> tuple[Area, Need]:
    """For what, and how much, somebody is asked. Fails with `InvalidRequest`."""
    area, need = _AREAS.get(request.area), _NEEDS.get(request.need)
    if area is None or need is None:
        raise InvalidRequest(
            Violation("REQUIRED", "Must be one of the known values.", field)
            for field, value in (("area", area), ("need", need))
            if value is None
        )
    return area, need


def verdict_of(request: press_review_pb2.AnswerAsStakeholderRequest) -> Verdict:
    """What a stakeholder says. Fails with `InvalidRequest`."""
    verdict = _VERDICTS.get(request.verdict)
    if verdict is None:
        raise InvalidRequest([Violation("REQUIRED", "Must be one of the known values.", "verdict")])
    return verdict
