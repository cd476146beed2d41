"""The catalogue of personal data: complete, readable, and what is taken out of texts."""

import tomllib
from datetime import date

import pytest

from desktop.domain import personal
from desktop.domain.errors import BadRules
from desktop.domain.personal import Erase, Kind
from desktop.storage.tables import Table
from desktop.system import folders


@pytest.fixture(scope="module")
def catalogue():
    path = folders.resources() / "rules" / "personal.toml"
    return personal.catalogue(path.name, tomllib.loads(path.read_text(encoding="utf-8")))


def test_every_personal_column_is_in_the_catalogue_and_nothing_else(catalogue):
    marked = {
        (table.name, column.name)
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.info.get("personal")
    }
    told = {(each.table, column.name) for each in catalogue.values() for column in each.columns}
    assert told == marked


def test_every_table_with_personal_columns_has_a_salt_beside_them(catalogue):
    assert all("salt" in Table.metadata.tables[name].columns for name in catalogue)


def test_everything_says_why_on_what_basis_and_until_when(catalogue):
    for each in catalogue.values():
        assert each.word
        assert each.keep
        assert each.parent in {"", *catalogue}
        assert each.years or all(c.erase is Erase.KEPT for c in each.columns)
        kept = [c for c in each.columns if c.erase is not Erase.REQUEST and each.table != "affair"]
        assert not kept or each.why  # who is refused hears why
        for column in each.columns:
            assert column.word
            assert column.purpose
            assert "法" in column.basis


def test_time_runs_to_the_same_day_of_a_later_year(catalogue):
    assert catalogue["owner"].due_on(date(2021, 5, 6)) == date(2024, 5, 6)
    assert personal.after_years(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert catalogue["minutes"].due_on(date(2021, 5, 6)) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("欧阳建国反映漏水，电话 139 0000 1234。", "〔略〕反映漏水，电话 〔略〕。"),
        ("欧阳 建国家的㎡数不对", "〔略〕家的㎡数不对"),
        ("联系13900005678", "联系13900005678"),  # somebody else's
        ("", ""),
    ],
)
def test_a_text_keeps_its_words_without_the_person(text, left):
    assert personal.without(text, {"欧阳建国"}, {"13900001234"}) == left
    assert personal.mentions(text, {"欧阳建国"}, {"13900001234"}) == (text != left)


def test_a_wrong_catalogue_names_the_place():
    good = {
        "word": "名册", "purpose": "通知", "basis": "法", "event": "过户", "years": 1,
        "erase": "request", "columns": {"name": {"word": "姓名", "kind": "name"}},
    }  # fmt: skip
    (made,) = personal.catalogue("x.toml", {"owner": good}).values()
    assert made.column("name").kind is Kind.NAME
    with pytest.raises(KeyError):
        made.column("phone")
    for wrong, place in (
        ({"erase": "never"}, "owner.erase"),
        ({"years": "three"}, "owner.years"),
        ({"colour": "red"}, "owner.colour"),
        ({"columns": None}, "owner.columns"),
        ({"columns": {"name": {"word": "姓名", "kind": "nick"}}}, "owner.columns.name.kind"),
        ({"columns": {"name": {"word": "姓名", "kind": "name", "x": 1}}}, "owner.columns.name.x"),
    ):
        with pytest.raises(BadRules, match=place):
            personal.catalogue("x.toml", {"owner": {**good, **wrong}})
