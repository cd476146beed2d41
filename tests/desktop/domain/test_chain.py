import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import chain

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
COMPOUND = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def records(count):
    made, head = [], (0, chain.ZERO)
    for number in range(count):
        change = chain.Change(COMPOUND, "meeting", str(number), "add", {"title": f"第{number}次"})
        at = ("2024-08-30T07:00:00.000+00:00", "+08:00")
        made.append(chain.link(COMPOUND, head, at, "何婷", "meeting.plan", change))
        head = (made[-1].sequence, made[-1].hash)
    return made


@given(values)
def test_every_value_reads_back_from_its_one_encoding(value):
    assert chain.decode(chain.encode(value)) == value


@given(values, values)
def test_two_values_never_share_an_encoding(one, other):
    alike = chain.encode(one) == chain.encode(other)
    assert not alike or (one == other and type(one) is type(other))


@given(st.lists(values, min_size=1, max_size=3), st.data())
def test_whatever_is_read_was_written_in_the_one_way(told, data):
    """Bytes changed, taken out, doubled: refused, or the very encoding of what is read."""
    written = bytearray(chain.encode(told))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(written) - 1))
        if data.draw(st.booleans()):
            written[at] = data.draw(st.integers(0, 255))
        else:
            end = at + data.draw(st.integers(1, 12))
            written[at:end] = data.draw(st.sampled_from([b"", bytes(written[at:end]) * 2, b"m"]))
        if not written:
            break
    try:
        read = chain.decode(bytes(written))
    except ValueError:
        return
    assert chain.encode(read) == bytes(written)


def test_maps_out_of_order_and_numbers_with_noughts_are_refused():
    pair = [chain.encode("b") + chain.encode(1), chain.encode("a") + chain.encode(2)]
    for body in (b"".join(pair), pair[0] * 2, chain.encode("a"), chain.encode(1) * 2):
        with pytest.raises(ValueError, match="in order"):
            chain.decode(chain._framed(b"m", body))
    for wrong in (b"01", b"+1", b"-0", b"1_0"):
        with pytest.raises(ValueError, match="canonical"):
            chain.decode(chain._framed(b"i", wrong))
    deep = chain.encode(None)
    for _ in range(5_000):
        deep = chain._framed(b"l", deep)
    with pytest.raises(ValueError, match="without end"):
        chain.decode(deep)


def test_the_encoding_is_permanent():
    """These bytes are in files of offices. If this test fails, the code is wrong."""
    record = records(1)[0]
    assert chain.encode({"b": [1, None], "a": True}).hex() == (
        "6d00000000000000397300000000000000016174000000000000000073000000"
        "0000000001626c0000000000000013690000000000000001316e000000000000"
        "0000"
    )
    assert record.hash.hex() == "f51ec1aafd87e5069634ce964e5befa1a29fd6f8064488e29e07ad3fcac6b31b"


def test_a_float_has_no_place_in_the_history():
    with pytest.raises(TypeError):
        chain.encode(0.5)


@pytest.mark.parametrize("data", [b"", b"x" + bytes(8), b"s" + (9).to_bytes(8, "big") + b"ab"])
def test_what_is_no_encoding_is_refused(data):
    with pytest.raises(ValueError, match=r".+"):
        chain.decode(data)


def test_an_untouched_chain_is_whole():
    made = records(20)
    assert chain.first_broken(made, (20, made[-1].hash)) is None


@pytest.mark.parametrize("field", ["actor", "at", "offset", "action", "noun", "key"])
def test_any_changed_field_is_found_where_it_stands(field):
    made = records(20)
    made[7] = made[7]._replace(**{field: "别的"})
    assert chain.first_broken(made) == 8


def test_a_changed_payload_a_missing_and_a_swapped_row_are_found():
    made = records(20)
    assert (
        chain.first_broken([*made[:4], made[4]._replace(payload=chain.encode({})), *made[5:]]) == 5
    )
    assert chain.first_broken([*made[:4], *made[5:]]) == 5
    assert chain.first_broken([*made[:4], made[5], made[4], *made[6:]]) == 5


def test_rows_cut_off_the_end_are_found_by_the_head():
    made = records(20)
    assert chain.first_broken(made[:15], (20, made[-1].hash)) == 16


def test_a_commitment_needs_its_salt():
    salt = bytes(16)
    assert chain.commitment(salt, "phone", "139") == chain.commitment(salt, "phone", "139")
    assert chain.commitment(salt, "phone", "139") != chain.commitment(
        bytes([1] * 16), "phone", "139"
    )
    assert chain.commitment(salt, "phone", "139") != chain.commitment(salt, "name", "139")
