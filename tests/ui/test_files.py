"""Files taken out to be looked at: they do not stay behind."""

import os
import tempfile
from datetime import timedelta

from desktop.system import clock
from ui.widgets import files


def test_what_was_taken_out_goes_with_the_program_and_so_does_what_an_earlier_run_left(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    now = clock.now()
    ours = files.away()
    (ours / "照片.jpg").write_bytes(b"x")
    old, another = tmp_path / "圆桌议事-查看-old", tmp_path / "圆桌议事-查看-now"
    program = tmp_path / "圆桌议事-0.1.0-免安装"
    for each in (old, another, program):
        each.mkdir()
    long_ago = (now - timedelta(days=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    os.utime(program, (long_ago, long_ago))
    files.put_away(now)
    assert {each.name for each in tmp_path.iterdir()} == {another.name, program.name}
    files.put_away(now)  # nothing left to do


def test_closing_the_window_does_it(sample):
    ours = files.away()
    sample.window.close()
    assert not ours.exists()
