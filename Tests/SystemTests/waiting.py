"""Waiting for conditions, always with a limit."""

import time


class NotInTime(AssertionError):
    """What was waited for did not come."""


def wait_until(condition, limit, what, every=0.05, detail=None):
    """Returns the condition's first true value.

    condition: called again and again; an OSError counts as "not yet" (a service that is about to start).
    limit: seconds.
    what: completes "waited 10 s for ...".
    detail: called for words about the state of things when the limit is reached.
    """
    end = time.monotonic() + limit
    while True:
        try:
            value = condition()
        except OSError:
            value = None
        if value:
            return value
        if time.monotonic() > end:
            words = f"; {detail()}" if detail else ""
            raise NotInTime(f"waited {limit} s for {what}{words}")
        time.sleep(every)
