"""What a person chose comes back; what another version wrote does no harm."""

from desktop.system.preferences import Density, Look, Preferences, TextSize, load, save


def test_the_look_is_there_again(tmp_path):
    look = Look(TextSize.HUGE, Density.TIGHT, contrast=True)
    kept = Preferences("何婷", ("何婷",), ("/社区.圆桌",), look=look)
    save(tmp_path / "preferences.json", kept)
    assert load(tmp_path / "preferences.json") == kept


def test_an_unknown_look_is_the_standard_one_and_the_rest_stays(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text('{"operator": "何婷", "look": {"size": "giant"}}', "utf-8")
    assert load(path) == Preferences("何婷")
    path.write_text('{"operator": "何婷", "look": "big"}', "utf-8")
    assert load(path) == Preferences("何婷")
    path.write_text('{"operator": "何婷"}', "utf-8")
    assert load(path).look == Look()
