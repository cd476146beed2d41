"""Two windows on one file, two computers on one database: each hears what the other did."""

import pytest

from desktop.domain.storage_errors import KEPT, NoRoomLeft
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.suggestions import SuggestionPlan


def test_news_are_what_the_others_did(where, clock):
    one = Register(where, "张敏", create=True, now=clock)
    two = Register(where, "何婷", now=clock)
    assert one.news() == two.news() == frozenset()
    one.communities.set_up("街道", "社区")
    compound = one.communities.add(CompoundFacts("小区"))
    assert one.news() == frozenset()  # its own doing is no news
    assert two.news() == {"community", "compound"}
    assert two.news() == frozenset()
    two.suggestions.add(compound, SuggestionPlan("楼道灯坏了"))
    one.suggestions.add(compound, SuggestionPlan("下水道堵了"))
    assert "suggestion" in one.news()
    assert "suggestion" in two.news()
    assert one.news() == two.news() == frozenset()
    one.close()
    two.close()


def test_what_the_disk_said_of_a_step_that_was_kept_is_told_once(file_register):
    told = NoRoomLeft("社区.圆桌", 3, 61, KEPT)
    file_register._store._warning = told
    with pytest.raises(NoRoomLeft, match="已经保存，不用再做"):
        file_register.news()
    assert file_register.news() == frozenset()
