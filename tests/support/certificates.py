"""Certificates for servers on this machine, signed by an authority that lives as long as the tests."""

import ssl
from functools import cache
from pathlib import Path

import trustme


def server_certificate(name: str = "localhost") -> ssl.SSLContext:
    """Return the rules for a server that calls itself *name*."""
    rules = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(name).configure_cert(rules)
    return rules


def write_authority(folder: Path) -> Path:
    """Return a file that SSL_CERT_FILE may name, so that these certificates are trusted."""
    path = folder / "authority.pem"
    _authority().cert_pem.write_to_path(str(path))
    return path


@cache
def _authority() -> trustme.CA:
    return trustme.CA()
