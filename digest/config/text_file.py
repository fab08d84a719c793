"""Text from a file, or words for why there is none."""

from pathlib import Path

from digest.errors import ConfigError, Place, Problem


def read_text_file(path: Path, *, if_missing: str) -> str:
    """Return the text of the file at *path*, without a byte order mark; raise ConfigError where there is none to read.

    *if_missing* is the mend where there is no such file.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise _unreadable(path, "there is no such file", if_missing) from error
    except IsADirectoryError as error:
        raise _unreadable(path, "is a folder, not a file", "name the file in it") from error
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        raise _unreadable(path, f"can't be read: {reason}", f"see who may read it: ls -l {path}") from error
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        *lines, last = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        fault = f"is not UTF-8: the byte 0x{raw[error.start]:02X} can't stand here"
        place = Place(str(path), len(lines) + 1, len(last) + 1)
        raise ConfigError(
            Problem(place, fault, "save the file as UTF-8; in editors that is called its encoding")
        ) from error


def _unreadable(path: Path, fault: str, mend: str) -> ConfigError:
    return ConfigError(Problem(Place(str(path)), fault, mend))
