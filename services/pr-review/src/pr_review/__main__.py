"""The press review service as a process: `python -m pr_review`."""

from datetime import timedelta

from chassis.activity import Activity
from chassis.mails.post import Post
from chassis.makers import Makers, copy_of_makers
from chassis.server import Frame, main
from chassis.settings import MailSettings
from chassis.staff import Staff
from handmade.applications.v1 import maker_pb2
from handmade.pr_review.v1 import (
    press_draft_pb2,
    press_draft_pb2_grpc,
    press_release_pb2,
    press_release_pb2_grpc,
    press_release_work_pb2,
    press_release_work_pb2_grpc,
    press_review_pb2,
    press_review_pb2_grpc,
)
from pr_review.effects import EFFECTS, in_turn
from pr_review.effects.makers import MakerMails
from pr_review.effects.people import People
from pr_review.effects.staff import StaffMails
from pr_review.inspection import Inspection
from pr_review.letters import Letters
from pr_review.letters.words import words_for
from pr_review.policy.numbers import Policy
from pr_review.scanning import Scanner
from pr_review.service.clock import Clock
from pr_review.service.downloads import Downloads
from pr_review.service.drafts import PressDraftService
from pr_review.service.figures import Figures
from pr_review.service.lapsing import Lapsing
from pr_review.service.news import News
from pr_review.service.release import PressReleaseService
from pr_review.service.reminding import Reminding
from pr_review.service.rereading import Rereading
from pr_review.service.said import PressReviewService
from pr_review.service.team import Team
from pr_review.service.view import View
from pr_review.service.work import PressReleaseWorkService
from pr_review.service.workshop import Workshop
from pr_review.settings import Settings
from pr_review.store.absence import Absences
from pr_review.store.calendar import Calendar
from pr_review.store.comment import Comments
from pr_review.store.figures import Histories
from pr_review.store.reading import Readings
from pr_review.store.release import PressReleases
from pr_review.store.reminder import Reminders
from pr_review.store.unread import Unread
from pr_review.store.word_file import WordFiles
from pr_review.store.work import Work
from pr_review.writing.desk import WordOut

SWEEP_SECONDS = 2.0

ORPHANS_SECONDS = 600.0


async def assemble(frame: Frame, numbers: Policy | None = None) -> None:
    """Bolts the service to the frame. Without `numbers`, they are read from the environment."""
    settings = Settings()
    numbers, now = numbers or settings, frame.now
    releases = PressReleases(frame.mongo, frame.database)
    makers = Makers(frame.database)
    comments = Comments(frame.mongo, frame.database)
    absences = Absences(frame.database)
    activity = Activity(frame.mongo, frame.database)
    staff = Staff(frame.database, timedelta(days=numbers.colleague_known_days), now)
    drafts, readings = frame.files("drafts"), frame.files("readings")
    documents, unreadable = frame.files("word_files"), frame.files("unread")
    made = WordFiles(frame.database, documents)
    unread = Unread(frame.database, unreadable, numbers.unread, numbers.draft_bytes, now)
    planned = Reminders(frame.database)
    work, calendar = Work(frame.mongo, frame.database), Calendar(frame.database)
    histories = Histories(frame.mongo, frame.database)
    for store in (
        releases, makers, comments, absences, activity, staff, planned, made,
        work, calendar, histories, drafts, readings, documents, unreadable, unread,
    ):  # fmt: skip
        await store.prepare()
    channel = frame.channel("applications", maker_pb2)
    frame.keep_copy(copy_of_makers(frame.mongo, frame.database, channel, written_to=True))
    news, clock = News(frame.events, activity, now), Clock(numbers, now)
    team = Team(staff, absences, releases, now)
    view = View(releases, makers, comments, team, clock, now)
    kept, letters = Readings(readings), Letters(numbers)
    inspection = Inspection(numbers, unread)
    rereading = Rereading(frame.mongo, releases, drafts, kept, inspection)
    downloads = Downloads(frame.mongo, makers, team, news)
    frame.repeat("documents kept for study", ORPHANS_SECONDS, unread.sweep)
    reminding = Reminding(frame.mongo, releases, planned, view, clock, news, numbers, now)
    lapsing = Lapsing(frame.mongo, releases, makers, view, clock, news, reminding, now)
    frame.serve(
        press_release_pb2,
        press_release_pb2_grpc,
        PressReleaseService(
            frame.mongo,
            releases,
            makers,
            comments,
            drafts,
            kept,
            inspection,
            letters,
            lapsing,
            scanner=Scanner(settings.clamd, settings.clamd_seconds),
            rereading=rereading,
            downloads=downloads,
            view=view,
            team=team,
            clock=clock,
            numbers=numbers,
            requests=frame.requests,
            news=news,
            feed=frame.feed,
            pages=frame.pages,
            now=now,
        ),
    )
    frame.serve(
        press_review_pb2,
        press_review_pb2_grpc,
        PressReviewService(
            releases,
            comments,
            kept,
            view=view,
            team=team,
            clock=clock,
            numbers=numbers,
            requests=frame.requests,
            news=news,
            pages=frame.pages,
            now=now,
        ),
    )
    workshop = Workshop(made, now)
    frame.run_always("word files", workshop.run)
    frame.serve(
        press_draft_pb2,
        press_draft_pb2_grpc,
        PressDraftService(
            comments,
            kept,
            made,
            rereading=rereading,
            downloads=downloads,
            word_out=WordOut(numbers, settings.redline_folder),
            workshop=workshop,
            view=view,
            numbers=numbers,
            now=now,
        ),
    )
    frame.serve(
        press_release_work_pb2,
        press_release_work_pb2_grpc,
        PressReleaseWorkService(
            work,
            calendar,
            Figures(histories, activity, now),
            absences,
            activity,
            letters,
            view=view,
            team=team,
            numbers=numbers,
            requests=frame.requests,
            pages=frame.pages,
            now=now,
        ),
    )
    frame.repeat("lapsed press releases", SWEEP_SECONDS, lapsing.sweep)
    frame.repeat("orphaned drafts", ORPHANS_SECONDS, lambda: drafts.sweep(releases.refers_to))
    frame.repeat("orphaned readings", ORPHANS_SECONDS, lambda: readings.sweep(releases.refers_to))
    frame.repeat("old word files", ORPHANS_SECONDS, lambda: documents.sweep(made.refers_to))
    frame.repeat("reminders", SWEEP_SECONDS, reminding.sweep)
    people, post = People(makers, staff, absences, now), Post(frame.mailer, words_for, now)
    maker_mails = MakerMails(releases, people, post, numbers.revive)
    staff_mails = StaffMails(releases, people, post, maker_mails, numbers.revive)
    frame.carry_out(in_turn(reminding.effects(), maker_mails.effects(), staff_mails.effects()))


if __name__ == "__main__":
    main("pr_review", effects=EFFECTS, assemble=assemble, settings=MailSettings)
