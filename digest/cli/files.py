"""Write a command's files so that a reader sees the old one or the new one, never half of one."""

import os
import tempfile
from pathlib import Path

from digest.errors import DigestError, Place, Problem


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write *files* (name → content) into *folder*, each as a whole; raise DigestError with the file that can't be."""
    for name, content in files.items():
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _replace(path, content)
        except OSError as error:
            raise DigestError(
                Problem(
                    place=Place(str(path)),
                    fault=f"can't be written: {error.strerror or error}",
                    mend="choose another folder with -o, or see to its permissions and the free space there",
                )
            ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:  # Ctrl-C too
        Path(beside).unlink(missing_ok=True)
        raise
