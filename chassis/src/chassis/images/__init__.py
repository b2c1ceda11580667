"""Pictures from strangers: judged by their content, made again without what they carry along.

`chassis.images.inspection` is what services use; the rest runs in a process of its own.
"""
