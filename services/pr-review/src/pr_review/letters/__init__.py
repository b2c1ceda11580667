"""The letters of the press team: what they say in each language, one TOML file to each.

A file has a table for each kind of letter, whose `lines`, or those of the kind that `lines_of`
names, become paragraphs. What stands in braces is a fact; a line with a fact that is empty is left
out, and of the conditions each is a numbered line. The mail that brings a letter has that letter's
subject, which tells nothing of the press release, and the letter whole, never the draft. The other
mails of this service are tables beside them, written as `chassis.mails` says.
"""

from pr_review.letters.letters import APPROVALS, Letter, Letters

__all__ = ["APPROVALS", "Letter", "Letters"]
