"""A draft of a press release: what stands in it, and what is said of it."""

from console.pages.draft.routes import router

__all__ = ["router"]
