from desktop.system.files import MAX_BYTES, safe_name

LONG = "2026年第三季度老旧小区改造暨电梯加装专题圆桌会议（续会）"


def test_a_long_title_never_costs_the_kind_of_the_paper():
    names = [safe_name(f"{LONG} {kind}.pdf") for kind in ("会议纪要", "会议纪要（张贴件）")]
    assert names[0].endswith("会议纪要.pdf")
    assert names[1].endswith("会议纪要（张贴件）.pdf")
    assert all(len(name.encode()) <= MAX_BYTES for name in names)
