"""A model that stands for bugs in native code: some pages kill the process that labels them, others never end."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Any

import classifier

KILLS = b"<p>This page kills whoever reads it."
HANGS = b"<p>This page keeps whoever reads it."


@dataclass
class DeadlyModel:
    """Labels as another model does, but for those pages."""

    model: classifier.Model

    def predict(self, page: Any, **facts: Any) -> classifier.Page:
        if page == KILLS:
            os.kill(os.getpid(), signal.SIGKILL)
        if page == HANGS:
            time.sleep(3600)
        return self.model.predict(page, **facts)
