"""A press release: what is to be done next, who says what, the decision and the letters."""

from console.pages.press_release.routes import router

__all__ = ["router"]
