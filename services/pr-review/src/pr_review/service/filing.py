"""What whoever files a press release does until it is handed in."""

from dataclasses import replace

from google.protobuf.field_mask_pb2 import FieldMask

from chassis import caller, countries
from chassis.actors import Actor
from chassis.caller import Role
from chassis.errors import InvalidRequest, Violation, invalid
from chassis.fields import ensure_current, merge
from chassis.ids import is_name, malformed, new_id
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.problems import MakerNotFound, PressReleaseNotFound
from pr_review.domain.release import (
    Action,
    Authority,
    AuthoritySource,
    Channel,
    Form,
    Intake,
    Occasion,
    PressRelease,
)
from pr_review.domain.scopes import WRITE
from pr_review.policy import form as forms
from pr_review.policy import review, submission, texts
from pr_review.service.desk import Desk
from pr_review.service.visibility import acting_for
from pr_review.wire import release as wire
from pr_review.wire.release import Beside

_CHANNELS = {
    Role.MAKER: Channel.MAKER,
    Role.PARTNER: Channel.AGENCY,
    Role.SUPPORT: Channel.SUPPORT,
}


class Filing(Desk):
    """The methods of makers, agencies and support before the review."""

    _makers: Makers

    @changing
    async def StartPressRelease(
        self, request: pb.StartPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """A draft, empty or with what another one says."""
        maker = await self._acting(request.maker, session)
        actor = acting_for(caller.current(), maker)
        given = request.press_release
        if request.copy_from:
            given = merge(await self._copied(request, maker, session), given, FieldMask())
        review.ensure_member(maker.states.values())
        form = self._form(given, maker)
        occasion = self._occasion(actor)
        started = PressRelease.start(
            new_id(),
            maker.name,
            maker.subject,
            form,
            occasion,
            intake=self._for_agency(self._intake(request, occasion), given.agency, maker, occasion),
            copied_from=request.copy_from,
        )
        added = await self._releases.add(started, session)
        return await self._told(Action.STARTED.value, added, session)

    @changing
    async def UpdatePressRelease(
        self, request: pb.UpdatePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Other words for a draft."""
        given = request.press_release
        release, maker = await self._view.own(given.name, session, "press_release.name")
        ensure_current(given.etag, self._view.revision(release))
        review.ensure_room(release, self._numbers)
        merged = merge(wire.to_press_release(release, Beside()), given, request.update_mask)
        occasion = self._occasion(acting_for(caller.current(), maker))
        edited = release.edit(self._form(merged, maker), occasion)
        intake = self._for_agency(release.intake, merged.agency, maker, occasion)
        return await self._saved("updated", replace(edited, intake=intake), session)

    @changing
    async def SubmitPressRelease(
        self, request: pb.SubmitPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Hands a draft in."""
        release, maker = await self._view.own(request.name, session)
        review.ensure_member(maker.states.values())
        release.ensure_draft()
        terms = submission.ensure_submittable(release, self._now(), self._numbers)
        submitted = release.submit(terms, self._occasion(acting_for(caller.current(), maker)))
        return await self._saved(Action.SUBMITTED.value, submitted, session)

    @changing
    async def AuthorisePressRelease(
        self, request: pb.AuthorisePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Lets an agency act: the maker says so, or support has read it somewhere."""
        release = await self._view.seen(request.name, session)
        is_maker = release.maker_subject == caller.current().subject
        occasion = self._occasion(Role.MAKER if is_maker else self._staff_of(release))
        most = self._numbers.reference_max
        agency = texts.ensure_line("agency", request.agency, self._numbers.agency_max)
        authority = Authority(
            AuthoritySource.MAKER if is_maker else AuthoritySource.SUPPORT,
            occasion.moment,
            occasion.actor,
            texts.ensure_line("reference", request.reference, most, required=not is_maker),
        )
        named = replace(release, intake=replace(release.intake, agency=agency))
        authorised = named.authorise(authority, occasion)
        return await self._saved(Action.AUTHORISED.value, authorised, session)

    @changing
    async def RecordPressReleaseFirstContact(
        self, request: pb.RecordPressReleaseFirstContactRequest, session: Session
    ) -> pb.PressRelease:
        """Notes when the maker first wrote."""
        reference = self._reference(request.reference)
        first_contact = self._past("first_contact_time", request.first_contact_time)
        release = await self._view.seen(request.name, session)
        review.ensure_room(release, self._numbers)
        occasion = self._occasion(self._staff_of(release))
        recorded = release.record_first_contact(first_contact, reference, occasion)
        return await self._saved(Action.FIRST_CONTACT_RECORDED.value, recorded, session)

    async def _acting(self, name: str, session: Session) -> Maker:
        """The maker the caller files for: its own, one that let it, or for support any it names."""
        who = caller.current()
        if name and not is_name(name, "makers"):
            raise InvalidRequest([malformed("maker", "makers")])
        named = await self._makers.find(name, session) if name else None
        if not name and who.has(Role.SUPPORT) and not who.has(Role.PARTNER):
            # Whoever is a maker too may mean themselves.
            own = await self._makers.of(who, session)
            if own is None:
                raise invalid("maker", "REQUIRED", "Name the maker whom it is started for.")
            return own
        if not who.has(Role.SUPPORT) or self._makers.may_act(who, named, WRITE) or not name:
            return await self._makers.acting(who, name, WRITE, session)
        if named is None:
            raise MakerNotFound
        return named

    async def _copied(
        self, request: pb.StartPressReleaseRequest, maker: Maker, session: Session
    ) -> pb.PressRelease:
        source = await self._view.seen(request.copy_from, session, "copy_from")
        if source.maker != maker.name:
            raise PressReleaseNotFound
        return wire.to_press_release(source, Beside())

    def _intake(self, request: pb.StartPressReleaseRequest, occasion: Occasion) -> Intake:
        """How it came in, with the first contact that support saw."""
        by = occasion.somebody
        broken = [
            Violation("SUPPORT_ONLY", "Only support says when the maker first wrote.", field)
            for field, is_given in (
                ("first_contact_time", request.HasField("first_contact_time")),
                ("reference", bool(request.reference)),
            )
            if is_given and by.role is not Role.SUPPORT
        ]
        if broken:
            raise InvalidRequest(broken)
        if not request.HasField("first_contact_time"):
            return Intake(_CHANNELS[by.role])
        return Intake(
            _CHANNELS[by.role],
            first_contact=self._past("first_contact_time", request.first_contact_time),
            reference=self._reference(request.reference),
            recorded_by=by,
        )

    def _reference(self, text: str) -> str:
        return texts.ensure_line("reference", text, self._numbers.reference_max)

    def _for_agency(self, intake: Intake, agency: str, maker: Maker, occasion: Occasion) -> Intake:
        """The intake with the agency that acts, and with its authority as far as that is known.

        Whom the maker names has the maker's word; whoever files as a partner has the maker's grant.
        """
        by, most = occasion.somebody, self._numbers.agency_max
        is_partner = by.role is Role.PARTNER
        given = agency or (by.display_name[:most] if is_partner else "")
        name = texts.ensure_line("press_release.agency", given, most, required=False)
        if name == intake.agency:
            return intake
        authority: Authority | None = None
        if name and is_partner:
            granter = Actor(maker.subject, maker.display_name, Role.MAKER)
            authority = Authority(AuthoritySource.GRANT, occasion.moment, granter)
        elif name and by.role is Role.MAKER:
            authority = Authority(AuthoritySource.MAKER, occasion.moment, by)
        return replace(intake, agency=name, authority=authority)

    def _form(self, message: pb.PressRelease, maker: Maker) -> Form:
        today = self._now().date()
        home = countries.country(maker.country, today)
        form, broken = wire.form_of(message, default_zone=home.time_zone if home else "")
        known = countries.countries(today)
        markets = tuple(
            replace(it, time_zone=known[it.country].time_zone)
            if not it.time_zone and it.country in known
            else it
            for it in form.markets
        )
        form = replace(form, markets=markets)
        forms.ensure_form(form, self._numbers, broken)
        return form
