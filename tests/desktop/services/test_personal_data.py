"""Personal data: found everywhere, handed out, erased with its salt, kept no longer than needed."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from desktop.domain import chain, errors, personal_errors
from desktop.domain.affair_terms import Listing
from desktop.domain.ids import OFFICE, Ref
from desktop.domain.personal import ERASED
from desktop.domain.terms import BodyKind, Use, Voice
from desktop.register import Register
from desktop.services.communities import CompoundFacts
from desktop.services.disputes import DisputePlan
from desktop.services.papers import Paper
from desktop.services.personal_finding import Sought
from desktop.services.premises import PremisesPlan
from desktop.services.suggestions import SuggestionPlan
from desktop.services.three_lists import ListedPlan
from desktop.storage import history, replay
from desktop.storage.tables import (
    DraftRecord,
    HistoryRecord,
    OwnerRecord,
    SettingRecord,
    SuggestionRecord,
)

NAME, PHONE, DOOR = "欧阳怀瑾", "13900001234", "3-2-501"
OTHER, OTHER_PHONE = "司马玉兰", "13800005678"
WHO = Sought(NAME)


@pytest.fixture
def home(register, compound):
    """A door of the person, who has said something and stands on a list."""
    ref = register.premises.add(compound, PremisesPlan(DOOR), NAME, PHONE)
    register.premises.add(compound, PremisesPlan("3-2-502"), OTHER, OTHER_PHONE)
    register.suggestions.add(
        compound,
        SuggestionPlan(
            f"3栋2单元501漏水，{OTHER}家也漏，请打{PHONE}", door=DOOR, proposer=NAME, phone=PHONE
        ),
    )
    register.three_lists.add(
        compound, Listing.NEED, ListedPlan("陪诊", f"{NAME}老人看病要人陪", NAME, PHONE)
    )
    return ref


def move_out(register, home) -> None:
    register.premises.transfer(home, OTHER, OTHER_PHONE, date(2024, 9, 1), "买卖")


def erase(register, who=WHO):
    data = register.personal_data
    return data.erase(who, "本人书面申请", data.preview(who))


def commitments(register, compound) -> set[bytes]:
    """Everything history holds in place of a personal value."""
    held = set()
    with register._store.reading() as session:
        for payload in session.scalars(
            select(HistoryRecord.payload).where(HistoryRecord.compound_id == compound)
        ):
            told = chain.decode(payload)
            held |= {each for each in told["values"].values() if isinstance(each, bytes)}
    return held


def sound(register) -> bool:
    """Every chain is whole, and every row is what it says."""
    with register._store.reading() as session:
        chains = history.chains(session)
        return register.verification.check().sound and not any(
            replay.replay(session, each).wrong for each in chains
        )


def salts(register) -> set[bytes]:
    with register._store.reading() as session:
        return {
            salt
            for kind in (OwnerRecord, SuggestionRecord)
            for salt in session.scalars(select(kind.salt))
            if salt
        }


def test_everything_about_one_person_is_found(register, compound, home):
    register.bodies.seat(register.bodies.add(compound, BodyKind.OWNERS, "业主代表"), NAME, "代表")
    register.disputes.take(compound, DisputePlan(f"{NAME}与{OTHER}", "楼上漏水"))
    found = {line.word: line for line in register.personal_data.find(WHO)}
    assert set(found) == {"业主名册", "机构成员", "意见建议", "需求、资源、项目清单", "矛盾纠纷"}
    assert dict(found["业主名册"].told)["电话"] == PHONE
    assert not any(PHONE in line.what for line in found.values())  # a list masks it
    assert OTHER not in "".join(line.what for line in found.values())
    assert found["矛盾纠纷"].why.startswith("当事人：调解情况要记录归档")
    links = dict(register.personal_data.links(WHO))
    assert links["房屋"] == "3栋2单元501"
    assert links["任职"] == "业主代表 代表"
    by_phone = register.personal_data.find(Sought(phone=PHONE))
    assert {line.word for line in by_phone} == set(found)
    by_door = register.personal_data.find(Sought(door="3栋2单元501", compound_id=compound))
    assert {line.word for line in by_door} >= {"业主名册", "意见建议"}
    with pytest.raises(personal_errors.WhoIsIt):
        register.personal_data.find(Sought())
    with pytest.raises(errors.NotADoor):
        register.personal_data.find(Sought(door="那边"))
    assert register.personal_data.find(Sought("诸葛无人")) == []


def test_namesakes_in_two_compounds_are_two_people_and_one_who_owns_twice_is_one(
    register, compound
):
    other = register.communities.add(CompoundFacts("别的小区"))
    register.premises.add(compound, PremisesPlan(DOOR), NAME, PHONE)
    register.premises.add(other, PremisesPlan(DOOR), NAME, OTHER_PHONE)
    for ask in (register.personal_data.preview, register.personal_data.paper):
        with pytest.raises(personal_errors.SeveralOfThatName, match="选定小区"):
            ask(WHO)
    assert OTHER_PHONE not in repr(register.personal_data.find(Sought(NAME, compound_id=compound)))
    third = register.communities.add(CompoundFacts("再一个小区"))
    register.premises.add(third, PremisesPlan("1-1-101"), NAME, PHONE)
    found = register.personal_data.find(Sought(NAME, PHONE))
    assert len(found) == 2
    register.personal_data.preview(Sought(NAME, PHONE))


def test_what_has_the_name_alone_is_nobodys_where_two_have_it(register, compound):
    for door, phone in ((DOOR, PHONE), ("1-1-101", OTHER_PHONE)):
        register.premises.add(compound, PremisesPlan(door), NAME, phone)
    register.suggestions.add(compound, SuggestionPlan("修灯", proposer=NAME))
    for who in (Sought(NAME, PHONE), Sought(NAME, door=DOOR)):
        assert {line.word for line in register.personal_data.find(who) if line.own} == {"业主名册"}
        assert register.personal_data.preview(who).goes


def test_a_number_is_the_same_however_it_is_written(register, compound):
    register.premises.add(compound, PremisesPlan(DOOR), NAME, PHONE)
    for written in (
        f"{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}",
        f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}",
    ):
        register.suggestions.add(
            compound, SuggestionPlan("修灯", door=DOOR, proposer=NAME, phone=written)
        )
    found = register.personal_data.find(Sought(NAME, PHONE))
    assert [line.word for line in found].count("意见建议") == 2
    seen = register.personal_data.preview(Sought(NAME, PHONE))
    register.personal_data.erase(Sought(NAME, PHONE), "本人要求", seen)
    left = register.personal_data.find(Sought(NAME, door=DOOR))
    assert {line.word for line in left if NAME in line.what} == {"业主名册"}  # still an owner


def test_a_name_with_a_dot_is_found_with_and_without_it(register, compound):
    name = "买买提·艾力"
    register.premises.add(compound, PremisesPlan(DOOR), name, "139-1111-2222")
    for written in (name, "买买提艾力", "买买提・艾力".replace("・", "·")):
        register.suggestions.add(
            compound, SuggestionPlan("修灯", proposer=written, phone="13911112222")
        )
    found = register.personal_data.find(Sought(name))
    assert [line.word for line in found if line.own].count("意见建议") == 3


def test_only_numbers_are_unmasked(register, compound):
    ref = register.suggestions.add(compound, SuggestionPlan("修灯", proposer=NAME, phone=PHONE))
    assert register.personal_data.unmask("suggestion", ref, ["phone", "text"]) == PHONE
    with pytest.raises(personal_errors.NoNumberThere):
        register.personal_data.unmask("suggestion", ref, ["text", "proposer"])


def test_two_of_one_name_are_told_apart(register, compound):
    for door, phone in ((DOOR, PHONE), ("1-1-101", OTHER_PHONE)):
        register.premises.add(compound, PremisesPlan(door), NAME, phone)
        register.suggestions.add(
            compound, SuggestionPlan("修灯", door=door, proposer=NAME, phone=phone)
        )
    with pytest.raises(personal_errors.SeveralOfThatName):
        register.personal_data.preview(WHO)
    for who in (Sought(NAME, PHONE), Sought(NAME, door=DOOR)):
        lines = register.personal_data.find(who)
        assert {line.word for line in lines} == {"业主名册", "意见建议"}
        assert len(lines) == 2
        assert OTHER_PHONE not in repr(lines)
    links = dict(register.personal_data.links(Sought(NAME, PHONE)))
    assert links["房屋"] == "3栋2单元501"
    assert "同名" in links["签到、记名表决、附件"]
    with pytest.raises(personal_errors.NameForErasing):
        register.personal_data.preview(Sought(door=DOOR))


def test_what_was_corrected_and_what_was_being_typed_goes_too(register, compound, home):
    (voice,) = register.suggestions.lines(compound)
    register.suggestions.correct(voice.ref, "水管漏水", "3-2-601", NAME)
    with register._store.scratching() as session:
        session.add(DraftRecord(place="note/x", text=f"{NAME}说", saved_at=""))
        session.add(DraftRecord(place="note/y", text="别人说", saved_at=""))
    assert "建议的经过" in {line.word for line in register.personal_data.find(WHO)}
    erase(register)
    (step,) = register.suggestions.steps(voice.ref)
    assert not any(told in step.text for told in (NAME, PHONE, DOOR))
    with register._store.reading() as session:
        assert session.scalars(select(DraftRecord.place)).all() == ["note/y"]


def test_whoever_owns_nothing_is_found_by_what_he_left(register, compound):
    said = SuggestionPlan(f"水压低，打{PHONE}", door="9-9-901", proposer=NAME, phone=PHONE)
    register.suggestions.add(compound, said)
    at_home = SuggestionPlan("灯不亮", door="9-9-901", proposer=OTHER, phone=PHONE)
    register.suggestions.add(compound, at_home)  # of one household, by one telephone
    (line,) = register.personal_data.find(WHO)
    assert dict(line.told)["电话"] == PHONE
    assert len(register.personal_data.find(Sought(phone=PHONE))) == 2
    assert erase(register).rows == 1
    other, his = register.suggestions.lines(compound)
    assert (his.proposer, his.door, his.text) == ("匿名", "", "水压低，打〔略〕")
    assert (other.proposer, other.door) == (OTHER, "9-9-901")


def test_a_homonym_far_away_keeps_his_own(register, compound, home):
    register.suggestions.add(compound, SuggestionPlan("修路", door="9-1-101", proposer=NAME))
    erase(register)
    said = {line.door: line.proposer for line in register.suggestions.lines(compound)}
    assert said == {"": "匿名", "9-1-101": NAME}


def test_the_paper_shows_his_own_and_masks_the_others(register, compound, home, tmp_path):
    written = register.personal_data.export(Sought(NAME), tmp_path / "交给本人")
    assert [path.suffix for path in written] == [".pdf", ".json", ".csv"]
    assert NAME not in written[0].name
    pdf = "".join(page.extract_text() for page in PdfReader(written[0]).pages)
    table = written[2].read_text(encoding="utf-8-sig")
    told = json.loads(written[1].read_text(encoding="utf-8"))
    assert NAME in pdf
    assert PHONE in pdf
    for text in (pdf, table, json.dumps(told, ensure_ascii=False)):
        assert OTHER not in text
        assert OTHER_PHONE not in text
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0][3] == "内容"
    assert [PHONE in row for row in rows].count(True) >= 3
    places = {each["位置"] for each in told["信息"]}
    assert {row[0] for row in rows[1:]} == places | {"其他登记"}
    assert register.personal_data.looks()[0].act == "交给本人"
    with pytest.raises(personal_errors.NothingKept):
        register.personal_data.paper(Sought("诸葛无人"))


def test_while_he_owns_a_door_the_roll_keeps_his_name(register, compound, home):
    preview = register.personal_data.preview(WHO)
    goes = {line.word: line.goes for line in preview.goes}
    assert goes["业主名册"] == "电话"
    assert "仍是业主" in {line.word: line.why for line in preview.stays}["业主名册"]
    erase(register)
    (line,) = register.premises.lines(compound, "501")
    assert [(owner.name, owner.phone) for owner in line.owners] == [(NAME, "")]
    assert sound(register)


def test_after_erasing_nothing_opens_a_commitment(register, compound, home):
    move_out(register, home)
    before = commitments(register, compound)
    names = ("name", "phone", "proposer", "door", "text", "initials")
    known = (NAME, PHONE, DOOR, f"3栋2单元501漏水，{OTHER}家也漏，请打{PHONE}", "oyhj")
    old = salts(register)
    opened = {chain.commitment(s, n, v) for s in old for n in names for v in known}
    assert opened & before  # as long as the salt is there, who guesses right knows
    done = erase(register)
    assert done.rows == 3
    left = salts(register)
    opened = {chain.commitment(s, n, v) for s in left for n in names for v in known}
    assert not opened & commitments(register, compound)
    assert sound(register)
    assert register.personal_data.find(WHO) == []
    (past, *_) = [each for each in register.premises.past(home) if each.until]
    assert past.names == ERASED
    (voice,) = register.suggestions.lines(compound)
    assert (voice.text, voice.door) == (f"〔房号略〕漏水，{OTHER}家也漏，请打〔略〕", "")
    with register._store.reading() as session:
        rows = session.scalars(
            select(HistoryRecord).where(HistoryRecord.action == "personal.erase")
        ).all()
        rows = [row for row in rows if row.noun != "signer"]  # a checkpoint is signed, too
        assert {chain.decode(row.payload)["verb"] for row in rows} == {"erase"}
        assert not any(told.encode() in row.payload for row in rows for told in (NAME, PHONE))
        (told,) = [chain.decode(r.payload) for r in rows if r.compound_id == OFFICE]
    assert told["values"] == {"reason": "本人书面申请", "rows": 3}
    with pytest.raises(personal_errors.NothingKept):
        register.personal_data.preview(WHO)


def test_what_stays_is_committed_to_under_a_new_salt(register, compound, home):
    erase(register)
    with register._store.reading() as session:
        owner = session.scalars(select(OwnerRecord).where(OwnerRecord.name == NAME)).one()
        last = session.scalars(
            select(HistoryRecord)
            .where(HistoryRecord.noun == "owner", HistoryRecord.key == str(owner.id))
            .order_by(HistoryRecord.sequence.desc())
        ).first()
    kept = chain.decode(last.payload)["values"]
    assert kept["name"] == chain.commitment(owner.salt, "name", NAME)
    assert kept["phone"] is None


def test_no_byte_is_left_in_the_file(file_register, tmp_path):
    register = file_register
    register.communities.set_up("棠梨街道", "柳荫社区")
    from desktop.services.communities import CompoundFacts

    compound = register.communities.add(CompoundFacts("锦屏雅筑"))
    home = register.premises.add(compound, PremisesPlan(DOOR), NAME, PHONE)
    for number in range(60):  # pages are filled, split and moved
        register.premises.add(compound, PremisesPlan(f"1-1-{100 + number}"), f"业主{number}", "")
    register.suggestions.add(
        compound, SuggestionPlan(f"{NAME}：漏水", door=DOOR, proposer=NAME, phone=PHONE)
    )
    move_out(register, home)
    path = register.address.path
    looked = [NAME.encode(), PHONE.encode()]

    def left() -> list[bytes]:
        files = [path, path.with_name(f"{path.name}-wal")]
        data = b"".join(each.read_bytes() for each in files if each.exists())
        return [each for each in looked if each in data]

    assert left() == looked
    done = erase(register)
    assert done.clean
    assert left() == []
    assert done.backup.is_file()  # the way back, until it expires
    assert looked[0] in done.backup.read_bytes()
    assert done.backup in [
        each.path for each in register.personal_data.preview(Sought(OTHER)).backups
    ]


def test_who_else_has_the_file_open_is_not_forgotten(file_register):
    register = file_register
    from desktop.services.communities import CompoundFacts

    register.communities.set_up("棠梨街道", "柳荫社区")
    compound = register.communities.add(CompoundFacts("锦屏雅筑"))
    register.suggestions.add(compound, SuggestionPlan("漏水", proposer=NAME))
    with register._store.reading() as session:  # somebody is in the middle of reading
        assert session.scalars(select(SuggestionRecord.proposer)).all() == [NAME]
        assert not erase(register).clean
    assert register.suggestions.lines(compound)[0].proposer == "匿名"


def test_what_changed_after_the_preview_is_not_erased(register, compound, home):
    preview = register.personal_data.preview(WHO)
    register.suggestions.add(compound, SuggestionPlan("又漏了", door=DOOR, proposer=NAME))
    with pytest.raises(personal_errors.ErasureStale):
        register.personal_data.erase(WHO, "本人书面申请", preview)
    assert len(register.personal_data.find(WHO)) == 4


def test_a_reason_is_needed_and_names_nobody(register, compound, home):
    preview = register.personal_data.preview(WHO)
    with pytest.raises(errors.ReasonNeeded):
        register.personal_data.erase(WHO, " ", preview)
    for reason in (f"{NAME}来信", f"来电 {PHONE}"):
        with pytest.raises(personal_errors.PersonInReason):
            register.personal_data.erase(WHO, reason, preview)


def test_what_must_be_kept_says_why(register, compound):
    register.disputes.take(compound, DisputePlan(f"{NAME}与{OTHER}", "楼上漏水"))
    preview = register.personal_data.preview(WHO)
    assert preview.goes == ()
    with pytest.raises(personal_errors.NothingToErase, match="调解情况要记录归档"):
        register.personal_data.erase(WHO, "本人书面申请", preview)


def test_an_import_cannot_bring_an_erased_number_back(register, compound, tmp_path):
    for phone in (PHONE, "13700009999"):
        file = tmp_path / f"{phone}.csv"
        file.write_text(f"房号,面积,业主,电话\n{DOOR},80,{NAME},{phone}\n", encoding="utf-8")
        parsed = register.rosters.read(file)
        register.rosters.take_over(register.rosters.preview(compound, parsed, file))
    erase(register, Sought(NAME, door=DOOR))
    with pytest.raises(errors.CannotUndo):
        register.rosters.undo(register.rosters.imports(compound)[0].ref)
    from desktop.storage.tables import ImportLineRecord

    with register._store.reading() as session:
        lines = session.scalars(select(ImportLineRecord)).all()
        secrets = session.scalars(select(SettingRecord.name)).all()
    assert lines
    assert not any(PHONE in (each.before or "") for each in lines)
    assert {each.after_digest for each in lines} == {bytes(32)}
    assert not [name for name in secrets if name.startswith("import key")]  # nor any line tried out


def test_what_is_past_its_time_is_listed_and_goes_only_when_told(register, compound, home, clock):
    move_out(register, home)
    (voice,) = register.suggestions.lines(compound)
    register.suggestions.answer(voice.ref, Voice.ANSWERED, f"已修好，{NAME}满意")
    data = register.personal_data
    assert data.due(clock.at.date()) == []
    clock.at += timedelta(days=3 * 366)
    lines = data.due(clock.at.date())
    assert {(line.word, line.columns) for line in lines} >= {
        ("业主名册", "姓名、姓名拼音首字母、电话、身份比对码"),
        ("意见建议", "内容（其中的姓名、电话）、房号、提出人、电话、答复（其中的姓名、电话）"),
    }
    assert "需求、资源、项目清单" not in {line.word for line in lines}  # it is still on the list
    with pytest.raises(errors.ReasonNeeded):
        data.erase_due(lines, "")
    assert data.erase_due(lines, "保存期满").rows == len(lines)
    assert data.due(clock.at.date()) == []
    with pytest.raises(personal_errors.ErasureStale):
        data.erase_due(lines, "保存期满")
    with pytest.raises(personal_errors.NothingToErase):
        data.erase_due([], "保存期满")
    (voice,) = register.suggestions.lines(compound)
    assert NAME not in voice.text
    assert "漏水" in voice.text  # the words stay, the person goes
    assert OTHER in register.premises.lines(compound, "501")[0].names
    assert sound(register)


def test_looking_at_a_number_is_on_record_without_the_number(register, compound, home):
    owner = register.premises.lines(compound, "501")[0].owners[0]
    data = register.personal_data
    assert data.unmask("owner", Ref(compound, owner.id), ("phone", "more_phones")) == PHONE
    (look,) = data.looks()
    assert (look.who, look.act, look.what) == ("张敏", "查看完整号码", "锦屏雅筑 业主名册")
    assert look.at.startswith("2024-09-20T09:00")  # by the clock on the wall
    with register._store.reading() as session:
        row = session.scalars(
            select(HistoryRecord).where(HistoryRecord.action == "personal.unmask")
        ).one()
    assert (row.noun, row.key) == ("owner", str(owner.id))
    assert chain.decode(row.payload) == {"verb": "unmask", "values": {"columns": ["phone"]}}
    with pytest.raises(personal_errors.NoNumberThere):
        data.unmask("owner", Ref(compound, owner.id), ("id_tail",))
    with pytest.raises(errors.Gone):
        data.unmask("owner", Ref(compound, compound), ("phone",))
    assert len(data.looks()) == 1
    assert sound(register)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    people=st.lists(
        st.tuples(
            st.sampled_from(["欧阳怀瑾", "司马玉兰", "诸葛亮明", "上官云珠"]),
            st.sampled_from(["13900001234", "13800005678", "13700001111", ""]),
            st.sampled_from(["电梯坏了", "楼道灯不亮", "水压太低"]),
        ),
        min_size=1,
        max_size=6,
    ),
    chosen=st.integers(0, 5),
)
def test_whoever_is_erased_the_chain_holds_and_the_others_stay(tmp_path_factory, people, chosen):
    """Whoever said what in whatever order: after erasing one, none of his commitments opens, the chain
    is whole, and nobody else has lost anything."""
    path = tmp_path_factory.mktemp("erasing") / "社区.圆桌"
    register = Register(path, "张敏", create=True)
    try:
        from desktop.services.communities import CompoundFacts

        register.communities.set_up("棠梨街道", "柳荫社区")
        compound = register.communities.add(CompoundFacts("锦屏雅筑"))
        for name, phone, text in people:
            register.suggestions.add(compound, SuggestionPlan(text, proposer=name, phone=phone))
        name = people[chosen % len(people)][0]
        before = commitments(register, compound)
        with register._store.reading() as session:
            his = session.scalars(
                select(SuggestionRecord).where(SuggestionRecord.proposer == name)
            ).all()
            opening = {chain.commitment(each.salt, "proposer", name) for each in his}
        assert opening <= before
        erase(register, Sought(name))
        with register._store.reading() as session:
            left = [each for each in session.scalars(select(SuggestionRecord.salt)) if each]
        assert not {chain.commitment(salt, "proposer", name) for salt in left} & before
        assert sound(register)
        told = [line.proposer for line in reversed(register.suggestions.lines(compound))]
        assert sorted(told) == sorted("匿名" if who == name else who for who, _, _ in people)
    finally:
        register.close()


def test_every_paper_of_a_meeting_opens_with_an_erased_owner(held):
    register, meeting = held
    compound = meeting.compound_id
    line = next(each for each in register.premises.lines(compound, use=Use.DWELLING) if each.owners)
    name = line.owners[0].name
    register.premises.transfer(line.ref, "诸葛新来", "", date(2024, 9, 1), "买卖")
    who = Sought(name, door=str(line.door), compound_id=compound)
    preview = register.personal_data.preview(who)
    assert any(each.word == "业主名册" for each in preview.goes)
    register.personal_data.erase(who, "本人书面申请", preview)
    for paper in Paper:
        try:
            data = register.papers.preview(meeting, paper)
        except (errors.NotYet, errors.MinutesGap):
            continue
        assert data.startswith(b"%PDF")
    assert ERASED in [each.names for each in register.premises.past(line.ref)]
    assert register.suggestions.lines(compound)
    assert sound(register)
