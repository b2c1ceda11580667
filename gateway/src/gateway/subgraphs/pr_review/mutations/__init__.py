"""What can be done with press releases: one module per topic."""

import strawberry

from gateway.subgraphs.pr_review.mutations.absence import AbsenceMutation
from gateway.subgraphs.pr_review.mutations.assignment import AssignmentMutation
from gateway.subgraphs.pr_review.mutations.comment import CommentMutation
from gateway.subgraphs.pr_review.mutations.decision import DecisionMutation
from gateway.subgraphs.pr_review.mutations.filing import FilingMutation
from gateway.subgraphs.pr_review.mutations.intake import IntakeMutation
from gateway.subgraphs.pr_review.mutations.progress import ProgressMutation
from gateway.subgraphs.pr_review.mutations.stakeholder import StakeholderMutation
from gateway.subgraphs.pr_review.mutations.word_file import WordFileMutation


@strawberry.type(description="What can be done.")
class Mutation(
    FilingMutation,
    IntakeMutation,
    ProgressMutation,
    AssignmentMutation,
    DecisionMutation,
    StakeholderMutation,
    CommentMutation,
    WordFileMutation,
    AbsenceMutation,
):
    pass
