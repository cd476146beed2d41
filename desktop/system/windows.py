"""What only Windows needs: the sign that we are running, a box before Qt, limits of a child.

Each function gets the system's library from its caller, so that what is asked of it can be tested
on any system.
"""

import ctypes
import sys
from typing import Any

# The installer looks for this name before it touches a file (packaging/installer.nsi).
RUNNING = "Roundtable.Running"
_ERROR_ICON = 0x10
_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _PROCESS_MEMORY, _NO_BOX = 0x2, 0x100, 0x400
_TICKS = 10_000_000  # of 100 ns in a second


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def kernel() -> Any:
    """The system's library with its handles as wide as they are; None on other systems."""
    if sys.platform != "win32":
        return None
    library = ctypes.WinDLL("kernel32", use_last_error=True)
    handle = ctypes.c_void_p
    library.CreateMutexW.argtypes = (handle, ctypes.c_int, ctypes.c_wchar_p)
    library.CreateMutexW.restype = handle
    library.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
    library.CreateJobObjectW.restype = handle
    library.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    library.GetCurrentProcess.restype = handle
    library.AssignProcessToJobObject.argtypes = (handle, handle)
    return library


def announce(library: Any) -> None:
    """Hold the sign that the program runs until this process ends; several may hold it."""
    if library is not None:
        library.CreateMutexW(None, 0, RUNNING)


def confine(library: Any, memory: int, seconds: int | None) -> bool:
    """Put this process under a limit of memory and, if told, processor time; say if that worked.

    It is the system that ends a process over its limit, without asking in a box.
    """
    limits = Limits()
    limits.basic.flags = _PROCESS_MEMORY | _NO_BOX
    limits.process_memory = memory
    if seconds is not None:
        limits.basic.flags |= _PROCESS_TIME
        limits.basic.process_time = seconds * _TICKS
    job = library.CreateJobObjectW(None, None)
    return bool(
        job
        and library.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        and library.AssignProcessToJobObject(job, library.GetCurrentProcess())
    )


def tell(text: str) -> None:
    """Say why the program does not start, where there may be neither a console nor Qt."""
    if sys.platform == "win32" and sys.stderr is None:
        ctypes.windll.user32.MessageBoxW(None, text, "圆桌议事", _ERROR_ICON)
    else:
        print(text, file=sys.stderr)  # noqa: T201
