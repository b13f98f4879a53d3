"""Words that findings have in common."""


def ago(days: int) -> str:
    """How long ago a day was, as it stands after `of` or `is of`."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
