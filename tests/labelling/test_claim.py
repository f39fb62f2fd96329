from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.labelling.claim import claimed


def test_a_folder_is_held_by_one_at_a_time_and_left_as_it_was(tmp_path: Path) -> None:
    with claimed(tmp_path):
        with pytest.raises(InputError, match="another `boiler label` has it open"), claimed(tmp_path):
            pass
        with pytest.raises(InputError), claimed(tmp_path):
            pass
    with claimed(tmp_path):
        assert list(tmp_path.iterdir()) == []
