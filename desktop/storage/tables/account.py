"""Accounts: who may work here, as what, in which compounds, and how their signing in went."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.rights import Role
from desktop.storage.tables.base import PERSONAL, STRICT, Salted, Table


class AccountRecord(Salted, Table):
    """One person. ``password``: Argon2id in PHC form; the history holds only a commitment of it."""

    __tablename__ = "account"
    __table_args__ = (STRICT,)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[Role]
    everywhere: Mapped[bool]  # all compounds; else those of account_compound
    password: Mapped[str] = mapped_column(info=PERSONAL)
    ended: Mapped[str]  # the day it was closed, or ""


class AccountCompoundRecord(Table):
    """That somebody works in a compound."""

    __tablename__ = "account_compound"
    __table_args__ = (STRICT,)
    compound_id: Mapped[UUID] = mapped_column(ForeignKey("compound.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    active: Mapped[bool]


class SignInRecord(Table):
    """Failed attempts in a row and how long to wait, in seconds as of ``at``.

    What is left is counted down, so that setting the clock back gains nothing.
    """

    __tablename__ = "sign_in"
    __table_args__ = (STRICT,)
    scratch = True
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    failures: Mapped[int]
    wait: Mapped[int]
    at: Mapped[str]
