"""Names as they stand in a sentence."""


def opening(name: str) -> str:
    """A name as a sentence begins with it."""
    return name[:1].upper() + name[1:]


def inside(name: str) -> str:
    """A name as it stands inside a sentence; what begins with two capitals ("IBS") stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
