"""`make audit`: known vulnerabilities, risky code, secrets, licences, and an SBOM.

Checks that need the internet say so and pass without it; the others work offline.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.prefix) / "audit" / "bin"
SBOM = Path(sys.prefix) / "sbom.json"
PRODUCT = ("weather", "forecasts", "realtime", "api_project", "web_project", "manage.py")
# Compatible with distribution under MIT, and with running it as a service.
LICENCES = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|"
    r"Unlicense|Zlib|ZPL|Zope|0BSD|CC0|Public Domain|Expat",
    re.IGNORECASE,
)
# The form of an address, as errors and comments show it.
_EXAMPLE = "user(name)?:password@"
_NO_INTERNET = re.compile(r"ConnectionError|Max retries|resolve|timed out|unreachable")


def main() -> int:
    """Run every check; return how many failed."""
    checks = {
        "known holes (pip-audit, needs the internet)": known_holes,
        "risky code (bandit)": risky_code,
        "secrets (detect-secrets)": secrets,
        "licences (pip-licenses)": licences,
        f"SBOM, CycloneDX (in {SBOM.relative_to(ROOT)})": sbom,
    }
    failed = 0
    for name, check in checks.items():
        found = check()
        failed += found.startswith("FAILED")
        print(f"{name}: {found or 'nothing found'}")
    return failed


def known_holes() -> str:
    """Look up advisories for the locked versions."""
    lock = ("--requirement", "requirements.txt", "--require-hashes", "--disable-pip")
    done = _run("pip-audit", *lock, "--format=json")
    if done.returncode and _NO_INTERNET.search(done.stderr):
        return "NOT ASKED, there is no internet here"
    if not done.stdout:
        return _told(done)
    asked = json.loads(done.stdout)["dependencies"]
    # A mirror of PyPI may lack advisories.
    skipped = [each["name"] for each in asked if "skip_reason" in each]
    holes = [
        f"{each['name']} {each['version']}: {hole['id']}"
        for each in asked
        for hole in each.get("vulns", [])
    ]
    if holes:
        return f"FAILED\n{chr(10).join(holes)}"
    return f"NOT ASKED about {len(skipped)} of {len(asked)} packages" if skipped else ""


def risky_code() -> str:
    """Look for risky calls."""
    return _told(_run("bandit", "--quiet", "--recursive", *PRODUCT, "-ll", "-ii"))


def secrets() -> str:
    """Look for keys and passwords in tracked files, except tests and lock files."""
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = [each for each in files.stdout.splitlines() if not _is_apart(each)]
    done = _run("detect-secrets", "scan", "--exclude-lines", _EXAMPLE, *ours)
    if done.returncode:
        return _told(done)
    found = json.loads(done.stdout)["results"]
    lines = [
        f"{file}:{each['line_number']} {each['type']}" for file in found for each in found[file]
    ]
    return f"FAILED\n{chr(10).join(lines)}" if lines else ""


def _is_apart(path: str) -> bool:
    # Lock files contain hashes; tests, benches and examples contain invented passwords.
    apart = ("tests/", "bench/", "chaos/", "docs/", "tools/kit/", "web_project/locale/")
    return path.startswith(apart) or "requirements" in path or path.endswith((".md", ".example"))


def licences() -> str:
    """Compare the licences of the run-time dependencies with the allowed ones."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", lock, re.MULTILINE)
    done = _run(
        "pip-licenses",
        f"--python={sys.executable}",
        "--format=json",
        "--from=mixed",
        "--packages",
        *names,
    )
    if done.returncode:
        return _told(done)
    odd = [
        f"{each['Name']}: {each['License']}"
        for each in json.loads(done.stdout)
        if not LICENCES.search(each["License"])
    ]
    return f"FAILED\n{chr(10).join(odd)}" if odd else f"{len(names)} packages, all may be used"


def sbom() -> str:
    """Write the bill of materials of the run-time dependencies."""
    done = _run(
        "cyclonedx-py",
        "requirements",
        "requirements.txt",
        "--output-reproducible",
        "--output-file",
        str(SBOM),
    )
    return _told(done) or f"{len(json.loads(SBOM.read_text())['components'])} components"


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(TOOLS / tool), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def _told(done: subprocess.CompletedProcess[str]) -> str:
    if not done.returncode:
        return ""
    return f"FAILED\n{done.stdout}{done.stderr}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
