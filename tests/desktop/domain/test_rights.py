"""The matrix of rights, held against a table written by hand, and against every act of the services."""

import ast
from pathlib import Path
from uuid import UUID

import pytest

from desktop.domain.account_errors import NotAllowed, NotYourCompound
from desktop.domain.ids import OFFICE
from desktop.domain.rights import MAY, Operator, Right, Role, right_of

ROOT = Path(__file__).parents[3]
# One line a right: who has it, of administrator, secretary, clerk, scrutineer, viewer.
TABLE = """
register  A S C - -
attend    A S C - -
meet      A S - - -
dispute   A S - - -
roster    A S - - -
poll      A S - - -
enter     A S C - -
check     A S C T -
count     A S - T -
close     A S - T -
papers    A S - - -
renewal   A S - - -
personal  A S C - -
erase     A - - - -
settings  A - - - -
accounts  A - - - -
"""
ROLES = dict(zip("ASCTV", Role, strict=True))


def _acts() -> set[str]:
    """Every act that a service writes under, as the source has it; a part that varies as ``*``."""
    found = set()
    for path in (ROOT / "desktop" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "writing":
                found |= _texts(node.args[0])
    return found


def _texts(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=parts):
            return {"".join(p.value if isinstance(p, ast.Constant) else "*" for p in parts)}
        case ast.IfExp(body=one, orelse=other):
            return _texts(one) | _texts(other)
    return set()


def test_the_matrix_is_as_written():
    for line in TABLE.split("\n")[1:-1]:
        right, *cells = line.split()
        may = {role for role in Role if Right(right) in MAY[role]}
        assert may == {ROLES[cell] for cell in cells if cell != "-"}, right
    assert {line.split()[0] for line in TABLE.split("\n")[1:-1]} == {right.value for right in Right}


def test_every_act_of_the_services_needs_a_known_right():
    acts = _acts()
    assert len(acts) > 150
    for act in acts:
        assert right_of(act) in {*Right, None}
    assert {act for act in acts if right_of(act) is None} == {
        "account.sign", "account.password", "backup.drill",
    }  # fmt: skip


def test_an_act_nobody_knows_is_refused_to_all():
    with pytest.raises(KeyError):
        right_of("nonsense.do")


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_its_column_says(role):
    operator = Operator("某人", role)
    for right in Right:
        assert operator.may(right) is (right in MAY[role])
        if right in MAY[role]:
            operator.demand(right)
        else:
            with pytest.raises(NotAllowed, match=right.word):
                operator.demand(right)
    operator.demand(None)


def test_without_accounts_everybody_may_everything():
    operator = Operator("某人")
    for right in Right:
        operator.demand(right)
    operator.demand_compound(UUID(int=5))


def test_somebody_of_one_compound_works_there_and_in_the_office_only():
    operator = Operator("某人", Role.SECRETARY, frozenset({UUID(int=5)}))
    operator.demand_compound(UUID(int=5))
    operator.demand_compound(OFFICE)
    with pytest.raises(NotYourCompound):
        operator.demand_compound(UUID(int=6))
