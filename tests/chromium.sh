#!/bin/sh
# Usage: chromium.sh PYTHON.  Makes sure that there is a Chromium for the end-to-end tests: one that is there, else Debian's
# package (root and apt at hand), else Playwright's own download, else a message that says what to do.
python=$1

present() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
    done
    "$python" - <<'END'
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not os.path.exists(playwright.chromium.executable_path))
END
}

present && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the end-to-end tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null
    present && exit 0
fi
echo "downloading Playwright's Chromium for the end-to-end tests"
"$python" -m playwright install chromium
present && exit 0
echo "The end-to-end tests need Chromium and none could be installed."
echo "  Install one (Debian: apt install chromium), or name one: make test CHROMIUM=/path/to/chromium"
exit 1
