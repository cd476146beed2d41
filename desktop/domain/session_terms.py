"""Closed lists of terms for the meeting room."""

from desktop.domain.terms import Term


class TurnKind(Term):
    """Why somebody wants to speak."""

    SPEECH = "speech", "发言"
    ORDER = "order", "秩序问题"
