"""Runs the applications service."""

from datetime import timedelta

from applications.effects import EFFECTS
from applications.effects.applying import ApplicationMails
from applications.effects.registering import InvitationMails
from applications.effects.selling import ExtensionMails, MembershipMails
from applications.links import Links
from applications.mails.words import words_for
from applications.policy.numbers import Policy
from applications.questionnaires import forms
from applications.service.admissions import Admissions
from applications.service.application import ApplicationService
from applications.service.expiry import Expiry
from applications.service.extensions import Extensions
from applications.service.figures import Figures
from applications.service.form import Questionnaires
from applications.service.invitation import InvitationService
from applications.service.maker import MakerService
from applications.service.memberships import Memberships
from applications.service.news import News
from applications.service.photos import PhotoStudio
from applications.service.region_extension import RegionExtensionService
from applications.service.regions import Regions
from applications.service.registration import Registration
from applications.service.sweeps import Lapsing, Reminding
from applications.service.view import View
from applications.service.work import ApplicationWorkService
from applications.settings import Settings
from applications.store.account import Accounts
from applications.store.application import Applications
from applications.store.invitation import Invitations
from applications.store.maker import Makers
from applications.store.photo import Duplicates, PhotoFiles
from applications.store.region import RegionsKept
from applications.store.region_extension import RegionExtensions
from applications.store.reminder import Reminders
from applications.store.work import Work
from chassis.activity import Activity
from chassis.countries import regions
from chassis.images.inspection import Pictures
from chassis.mails.post import Post
from chassis.server import Frame, main
from chassis.settings import MailSettings
from chassis.staff import Staff
from handmade.applications.v1 import (
    application_pb2,
    application_pb2_grpc,
    application_work_pb2,
    application_work_pb2_grpc,
    invitation_pb2,
    invitation_pb2_grpc,
    maker_pb2,
    maker_pb2_grpc,
    region_extension_pb2,
    region_extension_pb2_grpc,
)

COUNTRIES_SECONDS = 60.0

SWEEP_SECONDS = 2.0

ORPHANS_SECONDS = 600.0


async def assemble(frame: Frame, numbers: Policy | None = None) -> None:
    """Bolts the service to the frame. Without `numbers`, they are read from the environment."""
    numbers, now = numbers or Settings(), frame.now
    applications = Applications(frame.database)
    invitations = Invitations(frame.database)
    makers = Makers(frame.database)
    accounts = Accounts(frame.database)
    region_extensions = RegionExtensions(frame.database)
    for store in (applications, invitations, makers, region_extensions):
        await store.prepare()
    links = Links(frame.signer("invitation"), frame.settings.public_url)
    activity = Activity(frame.mongo, frame.database)
    await activity.prepare()
    questionnaires = Questionnaires(forms(numbers), numbers, now)
    news = News(frame.events, activity, questionnaires, now)
    admissions = Admissions(makers, invitations, region_extensions, links, numbers, news, now)
    registration = Registration(invitations, makers, news, now)
    extensions = Extensions(region_extensions, makers, accounts, news, now)
    memberships = Memberships(makers, extensions, numbers, news, now)
    view = View(applications, makers, questionnaires)
    staff = Staff(frame.database, timedelta(days=numbers.reviewer_known_days), now)
    await staff.prepare()
    expiry = Expiry(frame.mongo, applications, news, numbers, now)
    files = frame.files("photos")
    await files.prepare()
    duplicates = Duplicates(frame.mongo, frame.database, numbers.marketplaces.split())
    studio = PhotoStudio(PhotoFiles(files), Pictures(numbers), duplicates)
    frame.repeat("orphaned photos", ORPHANS_SECONDS, lambda: files.sweep(applications.refers_to))
    frame.serve(
        application_pb2,
        application_pb2_grpc,
        ApplicationService(
            applications, view, admissions, questionnaires,
            expiry, staff, studio, numbers, frame.requests, news, frame.feed, frame.pages, now,
        ),
    )  # fmt: skip
    frame.serve(
        invitation_pb2,
        invitation_pb2_grpc,
        InvitationService(
            invitations, applications, accounts, makers, admissions, registration, numbers,
            frame.requests, news, now,
        ),
    )  # fmt: skip
    frame.serve(
        maker_pb2,
        maker_pb2_grpc,
        MakerService(
            makers, accounts, admissions, registration, memberships, extensions, numbers,
            frame.requests, news, frame.feed, frame.pages, now,
        ),
    )  # fmt: skip
    frame.serve(
        region_extension_pb2,
        region_extension_pb2_grpc,
        RegionExtensionService(
            region_extensions, extensions, makers, accounts, applications, numbers,
            frame.requests, news, frame.pages, now,
        ),
    )  # fmt: skip
    kept_up = Regions(frame.mongo, makers, RegionsKept(frame.database), news, regions, now)
    frame.repeat("countries of regions", COUNTRIES_SECONDS, kept_up.keep_up)
    work = Work(frame.mongo, frame.database)
    await work.prepare()
    target = timedelta(days=numbers.review_target_days)
    frame.repeat("what was queued by nobody", SWEEP_SECONDS, lambda: work.catch_up(target))
    frame.serve(
        application_work_pb2,
        application_work_pb2_grpc,
        ApplicationWorkService(
            work, view, activity, Figures(work, activity, now), staff, frame.pages, now
        ),
    )
    reminders = Reminders(frame.database)
    await reminders.prepare()
    frame.repeat("late answers", SWEEP_SECONDS, expiry.sweep)
    lapsing = Lapsing(frame.mongo, invitations, news, now)
    frame.repeat("expired invitations", SWEEP_SECONDS, lapsing.sweep)
    reminding = Reminding(frame.mongo, reminders, frame.events, now)
    frame.repeat("reminders", SWEEP_SECONDS, reminding.sweep)
    post = Post(frame.mailer, words_for, now)
    frame.carry_out(
        {
            **ApplicationMails(applications, reminders, post, numbers.reminder_days).effects(),
            **InvitationMails(invitations, applications, makers, links, post).effects(),
            **MembershipMails(makers, post).effects(),
            **ExtensionMails(region_extensions, makers, post).effects(),
        }
    )


if __name__ == "__main__":
    main("applications", effects=EFFECTS, assemble=assemble, settings=MailSettings)
