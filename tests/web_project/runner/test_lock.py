import os
from pathlib import Path

import pytest

from web_project.runner.lock import FolderUnavailableError, sole_runner

pytestmark = pytest.mark.once


def test_a_second_runner_of_the_same_folder_is_refused_by_name(tmp_path: Path) -> None:
    with (
        sole_runner(tmp_path),
        pytest.raises(FolderUnavailableError) as refused,
        sole_runner(tmp_path),
    ):
        pass

    assert f"process {os.getpid()}" in str(refused.value)
    assert "WEATHER_DATA_DIR" in str(refused.value)


def test_the_folder_is_free_again_when_its_runner_has_ended(tmp_path: Path) -> None:
    with sole_runner(tmp_path):
        pass
    with sole_runner(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_refused_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "rundesk.lock").mkdir()  # a folder in its place stops root too, unlike a file mode

    with pytest.raises(FolderUnavailableError, match="WEATHER_DATA_DIR"), sole_runner(tmp_path):
        pass
