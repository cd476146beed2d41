"""Who works now, as the accounts of the data say at this very moment: a window may have stood open long."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.account_errors import AccountsNow, SignedOut
from desktop.domain.rights import Operator, Role
from desktop.storage.tables import AccountCompoundRecord, AccountRecord

_A, _W = AccountRecord, AccountCompoundRecord
EVERYTHING = {
    "everything": True
}  # as ``scope`` has it: one's own compounds are read before they limit


_ACCOUNTS = _A.metadata.tables["account"]
# asked in every transaction: made once
_ANY = select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.ended == "").limit(1)


def any_account(session: Session) -> bool:
    return session.execute(_ANY).first() is not None


def of_account(session: Session, account: AccountRecord) -> Operator:
    """What the person of an account may do now, and where."""
    if account.everywhere:
        return Operator(account.name, account.role, None, account.id)
    wanted = select(_W.compound_id).where(_W.account_id == account.id, _W.active.in_([True]))
    works = frozenset(session.scalars(wanted, execution_options=EVERYTHING))
    return Operator(account.name, account.role, works, account.id)


def nobody(operator: Operator) -> Operator:
    """Whoever was signed out: may nothing, sees nothing."""
    return Operator(operator.name, Role.VIEWER, frozenset())


def current(session: Session, operator: Operator) -> Operator:
    """The same person with the rights of now; raise ``SignedOut`` when the account is closed, and
    ``AccountsNow`` when there was none as this window was opened."""
    if operator.account is None:
        if operator.role is None and any_account(session):
            raise AccountsNow(operator.name)
        return operator
    found = session.get(AccountRecord, operator.account)
    if found is None or found.ended:
        raise SignedOut(operator.name)
    return of_account(session, found)
