"""What stands beside the tables: read, or refused with the place."""

from decimal import Decimal

import pytest

from desktop.domain.renewal.errors import BadPlanMeta
from desktop.domain.renewal.plan_meta import PlanMeta, read_meta
from desktop.domain.renewal.survey import Lift, Want


def test_nothing_told_is_nothing_and_null_is_nothing():
    empty = {"compound": None, "legend_want": None, "rates": None, "per_household": ""}
    assert read_meta({}) == read_meta(empty) == PlanMeta()


def test_words_rates_and_what_a_household_pays():
    told = read_meta(
        {
            "compound": "缫丝厂宿舍",
            "legend_want": {"yes": "要", "noanswer": ""},
            "legend_lift": {"neutral": "随便"},
            "rates": [["设计费", "0.035"], ["预备费", "5%"], ["监理费", 0.05]],
            "per_household": "300元",
        }
    )
    rates = {"设计费": Decimal("0.035"), "预备费": Decimal("0.05"), "监理费": Decimal("0.05")}
    assert told == PlanMeta(
        "缫丝厂宿舍", {"要": Want.YES}, {"随便": Lift.NEUTRAL}, rates, Decimal(300)
    )
    assert read_meta({"rates": {"预备费": "5‰"}}).rates == {"预备费": Decimal("0.005")}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "花括号"), ({"compound": ["甲"]}, "compound"), ({"legend_want": ["改"]}, "legend_want"),
        ({"legend_want": {"maybe": "也许"}}, "maybe"), ({"legend_lift": {"agree": ["同意"]}}, "agree"),
        ({"rates": "5%"}, "rates"), ({"rates": ["5%"]}, "rates"), ({"rates": [["预备费", "五"]]}, "“五”"),
        ({"rates": [["预备费", "120%"]]}, "120%"), ({"rates": [[["预备费"], "5%"]]}, "rates"),
        ({"per_household": "三百"}, "三百"), ({"per_household": -1}, "-1"),
        ({"per_household": {"a": 1}}, "per_household"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(told, why):
    with pytest.raises(BadPlanMeta) as refused:
        read_meta(told)
    assert why in str(refused.value)
    assert "计票" not in str(refused.value)
