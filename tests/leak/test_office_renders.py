"""Released documents opened by other people's programs: LibreOffice shows them as before, qpdf finds nothing wrong.

Needs Debian's libreoffice-writer-nogui, -calc-nogui, -impress-nogui and qpdf (`make debian`).
"""

import io
import json
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest

from redact.cli import main

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))

from document_samples import NAME, SAMPLES

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).parents[2] / "fixtures"
OFFICE = ("word", "slides", "sheet", "odf", "rtf")
#: Deletions and comments are seen in print too, so they stay.
SETTINGS = 'detectors = ["lists"]\ntracked_changes = "keep"\noffice_comments = "keep"\n'
#: Share of pixels that may differ on a page on which nothing was cut.
SAME = 0.001


def needs(program):
    """A program of another project, or the reason why nothing can be said without it."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed: make debian")
    return found


def released(folder, papers, denied):
    """Papers redacted of some words alone."""
    inputs, out = folder / "in", folder / "out"
    inputs.mkdir()
    for name, content in papers.items():
        (inputs / name).write_bytes(content)
    (folder / "case.yaml").write_text(json.dumps({"deny": denied}))
    (folder / "settings.toml").write_text(SETTINGS)
    words = ["run", inputs, "--out", out, "--policy", "minimal", "--case", folder / "case.yaml"]
    assert main([*map(str, words), "--settings", str(folder / "settings.toml")]) == 0
    return inputs, out


def rendered(folder, made):
    """Every office file of a folder as a PDF, by one start of LibreOffice; pages by file."""
    made.mkdir()
    profile = f"-env:UserInstallation={(made / 'profile').as_uri()}"
    paths = sorted(map(str, folder.iterdir()))
    command = [needs("soffice"), profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(made), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.stem: pages(path) for path in made.glob("*.pdf")}


def pages(path):
    """Grey pixels of each page."""
    document = pdfium.PdfDocument(path)
    return [page.render(scale=1.0).to_numpy()[..., :3].mean(axis=2) for page in document]


def unlike(before, after):
    """The rows of a page that differ, and the share of its pixels."""
    assert before.shape == after.shape
    differs = np.abs(before - after) > 48
    return np.flatnonzero(differs.any(axis=1)), float(differs.mean())


def papers():
    """The office samples, and what is attached to the thread."""
    found = {f"{kind}{SAMPLES[kind][0]}": SAMPLES[kind][1]() for kind in OFFICE}
    mail = message_from_bytes((FIXTURES / "documents/complaint-thread.eml").read_bytes(), policy=policy.default)
    for part in mail.iter_attachments():
        name = part.get_filename() or ""
        if name.endswith((".docx", ".xlsx")):
            found[name] = part.get_content()
    return found


def test_without_cuts_every_page_looks_as_before(tmp_path):
    inputs, out = released(tmp_path, papers(), ["Nobody Of That Name"])

    before, after = rendered(inputs, tmp_path / "before"), rendered(out, tmp_path / "after")

    assert before.keys() == after.keys()
    assert len(before) == len(papers())
    for name, shown in before.items():
        assert len(after[name]) == len(shown), name
        assert [unlike(*pair)[1] <= SAME for pair in zip(shown, after[name], strict=True)] == [True] * len(shown), name


def test_with_cuts_only_lines_with_a_cut_look_otherwise(tmp_path):
    kinds = {name: content for name, content in papers().items() if name.startswith(OFFICE)}
    inputs, out = released(tmp_path, kinds, [NAME])

    before, after = rendered(inputs, tmp_path / "before"), rendered(out, tmp_path / "after")

    for name, shown in before.items():
        assert len(after[name]) == len(shown), name
        rows, _ = unlike(shown[0], after[name][0])
        assert rows.size, f"{name}: nothing was cut"
        assert rows.size < 0.25 * shown[0].shape[0], name


def test_qpdf_finds_nothing_wrong_with_a_released_pdf(tmp_path):
    qpdf = needs("qpdf")
    mail = message_from_bytes((FIXTURES / "documents/complaint-thread.eml").read_bytes(), policy=policy.default)
    letter = next(part.get_content() for part in mail.iter_attachments() if (part.get_filename() or "").endswith(".pdf"))
    _, out = released(tmp_path, {"sample.pdf": SAMPLES["pdf"][1](), "letter.pdf": letter}, [NAME, "Abernethy"])

    said = [subprocess.run([qpdf, "--check", str(path)], capture_output=True, check=False) for path in out.iterdir()]

    assert [each.returncode for each in said] == [0, 0]
    assert all(b"No syntax or stream encoding errors" in each.stdout for each in said)
    assert all(len(pdfium.PdfDocument(io.BytesIO(path.read_bytes()))) == 2 for path in out.iterdir())
