"""An audit of accessibility by axe-core, run in the browser on a page as it is drawn there."""

import json
import re
from pathlib import Path
from typing import Any

from tests.summary.chromium import after_scripts

ROOT = Path(__file__).parent.parent.parent
SCRIPT = ROOT / ".tools" / "node_modules" / "axe-core" / "axe.min.js"

_RUN = """
axe.run(document).then(found => {
  document.documentElement.textContent = "AUDIT" + JSON.stringify({
    passes: found.passes.map(rule => rule.id),
    violations: found.violations.map(rule => ({id: rule.id, impact: rule.impact, count: rule.nodes.length})),
  }) + "END";
});
"""
_POLICY = re.compile(rb"<meta http-equiv[^>]*>")


def audit(browser: str, folder: Path, page: bytes) -> tuple[set[str], list[dict[str, Any]]]:
    """The rules that a page keeps, and those that it breaks: each with its `id`, its `impact` and a `count`.

    The page's own policy lets no script run, so it is taken out for this.
    """
    library = SCRIPT.read_text("utf-8").replace("</script", "<\\/script")
    script = f"<script>{library}</script><script>{_RUN}</script>"
    altered, count = _POLICY.subn(b"", page)
    assert count == 1
    shown = after_scripts(browser, folder, altered.replace(b"</body>", script.encode() + b"</body>"))
    told = json.loads(shown.partition("AUDIT")[2].partition("END")[0])
    return set(told["passes"]), told["violations"]
