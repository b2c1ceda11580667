"""The record of a press release, to be kept elsewhere: a page, the timeline and the drafts."""
