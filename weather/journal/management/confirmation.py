"""Asks before something that cannot be undone."""


def is_confirmed(question: str) -> bool:
    """Return whether the answer is yes; without a terminal it is no."""
    try:
        answer = input(f"{question} [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in {"y", "yes"}
