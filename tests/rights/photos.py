"""Photos as anybody would upload them, no two alike."""

import io
import secrets

from PIL import Image


def a_photo() -> bytes:
    """Small, and quick to examine; by its dark and light places it is like no other."""
    seeded = Image.frombytes("L", (9, 8), secrets.token_bytes(72))
    written = io.BytesIO()
    seeded.resize((540, 500)).save(written, "JPEG")
    return written.getvalue()


A_PHOTO = a_photo()
