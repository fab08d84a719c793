"""`make picture`: take README's picture of the sample issue, in headless Chromium."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Route, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "posts" / "pictures"
SAMPLE_AT = "2026-11-20T08:00"
SIZE: ViewportSize = {"width": 680, "height": 940}
# Nothing leaves this machine: pictures are answered from posts/pictures/, all other requests not at all.
OFFLINE = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main() -> None:
    """Write issue.png beside this file."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium here. On Debian: apt-get install chromium fonts-noto-core")
    with tempfile.TemporaryDirectory() as folder:
        digest = Path(sys.executable).parent / "digest"
        words = [str(digest), "build", "--config", str(ROOT / "config.yaml"), "--at", SAMPLE_AT, "-o", folder]
        subprocess.run(words, check=True)  # noqa: S603 - our own command
        _take(Path(folder, "issue.html"), chromium)


def _take(page_path: Path, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OFFLINE)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.route(re.compile(r"https?://"), _answer)
        page.goto(page_path.as_uri(), wait_until="networkidle")
        page.screenshot(path=Path(__file__).with_name("issue.png"))
        browser.close()


def _answer(route: Route) -> None:
    path = PICTURES / Path(route.request.url).name
    if path.is_file():
        route.fulfill(path=path)
    else:
        route.abort()


if __name__ == "__main__":
    main()
