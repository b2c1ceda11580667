"""Word out: a draft with the reviewers' comments in it, and two drafts as tracked changes.

`desk.WordOut` is what the service asks. Drafts are strangers' files: they are read and written in
a process of their own (`__main__`), and compared by a program of its own (`redline`).
"""
