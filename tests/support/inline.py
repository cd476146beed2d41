"""A runner that does the work at once, for screens without a window."""

from collections.abc import Callable
from typing import Any


class Inline:
    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        *,
        quick: bool = False,
        long: object = None,
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the same as a worker does
            failed(error)
        else:
            done(result)
