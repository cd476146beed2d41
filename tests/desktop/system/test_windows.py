"""What is asked of Windows, checked on any system: its library is ours to play."""

import ctypes

import pytest

from desktop.system import platform_check, windows


class Kernel:
    """Writes down what it is asked; the limits as they are in memory."""

    def __init__(self, job=7):
        self.asked, self.job, self.limits = [], job, None

    def CreateMutexW(self, *told):  # noqa: N802 - the system's names
        self.asked.append(("mutex", *told))

    def CreateJobObjectW(self, *told):  # noqa: N802
        return self.job

    def SetInformationJobObject(self, job, kind, limits, size):  # noqa: N802
        assert (job, kind, size) == (7, 9, 144)  # as the 64-bit system lays it out
        self.limits = windows.Limits.from_buffer_copy(limits._obj)
        return 1

    def GetCurrentProcess(self):  # noqa: N802
        return -1

    def AssignProcessToJobObject(self, job, process):  # noqa: N802
        self.asked.append(("assign", job, process))
        return 1


def test_the_sign_is_held_by_its_name():
    kernel = Kernel()
    windows.announce(kernel)
    assert kernel.asked == [("mutex", None, 0, "Roundtable.Running")]
    windows.announce(None)  # other systems


def test_a_child_is_confined():
    kernel = Kernel()
    assert windows.confine(kernel, 2 << 30, 60)
    assert kernel.limits.process_memory == 2 << 30
    assert kernel.limits.basic.process_time == 600_000_000
    assert kernel.limits.basic.flags == 0x2 | 0x100 | 0x400
    assert kernel.asked == [("assign", 7, -1)]


def test_a_patient_child_has_all_the_time():
    kernel = Kernel()
    assert windows.confine(kernel, 1 << 30, None)
    assert (kernel.limits.basic.flags, kernel.limits.basic.process_time) == (0x500, 0)


def test_a_system_that_gives_no_job_is_no_reason_to_stop():
    assert not windows.confine(Kernel(job=0), 1, 1)


def test_limits_lie_where_the_system_expects_them():
    assert ctypes.sizeof(windows.Limits) == 144
    assert windows.Limits.process_memory.offset == 112


def test_windows_before_1809_is_told_so():
    assert platform_check.too_old((10, 0, 17763)) is None
    assert platform_check.too_old((10, 0, 22631)) is None
    for old in ((10, 0, 17762), (6, 1, 7601), (6, 3, 9600)):
        told = platform_check.too_old(old)
        assert "Windows 10 1809" in told
        assert f"内部版本 {old[2]}" in told


class Told(tuple[int, ...]):
    """What ``sys.getwindowsversion`` gives: a program without a manifest is told an old number."""

    platform_version: tuple[int, int, int]


@pytest.mark.parametrize(
    ("told", "itself", "fine"),
    [((6, 2, 9200), (10, 0, 19045), True), ((10, 0, 19045), (6, 1, 7601), False)],
)
def test_the_system_is_asked_itself_and_not_what_it_pretends_to_be(monkeypatch, told, itself, fine):
    version = Told(told)
    version.platform_version = itself
    monkeypatch.setattr(platform_check.sys, "platform", "win32")
    monkeypatch.setattr(platform_check.sys, "getwindowsversion", lambda: version, raising=False)
    assert (platform_check.problem() is None) is fine


def test_this_system_is_new_enough(capsys):
    assert platform_check.problem() is None
    windows.tell("系统太旧")
    assert capsys.readouterr().err == "系统太旧\n"
