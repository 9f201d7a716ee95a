"""Opens the de-identified corpus in other tools. Run by hand:

    NEGATOSCOPE_DEIDENTIFIED=FOLDER npx vitest run --project corpus tests/corpus/deidentify.test.ts
    python tests/corpus/deidentified.py FOLDER

Needs pydicom and the programs dcmdump (dcmtk) and dciodvfy (dicom3tools). Prints one line for each file that fails and the counts.
An error of dciodvfy is new when its line, without values, is not among those of the source.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import pydicom

VALUE = re.compile(r"<[^>]*>|=\s*\S+|\b\d[\d.]*\b")


def errors(path):
    run = subprocess.run(["dciodvfy", "-new", str(path)], capture_output=True, text=True, errors="replace")
    lines = (run.stdout + run.stderr).splitlines()
    return {VALUE.sub("~", line) for line in lines if line.startswith("Error")}


def readable(path, folder):
    """dciodvfy reports nothing on a deflated data set: such a source is inflated first."""
    dataset = pydicom.dcmread(path, force=True)
    if not dataset.file_meta.get("TransferSyntaxUID", "").endswith(".1.99"):
        return path
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    inflated = pathlib.Path(folder) / "inflated.dcm"
    dataset.save_as(inflated)
    return inflated


def pixel_bytes(path):
    dataset = pydicom.dcmread(path, force=True)
    for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
        if keyword in dataset:
            return dataset, dataset[keyword].value
    return dataset, None


counts = {"files": 0, "pydicom": 0, "dcmdump": 0, "no new dciodvfy error": 0, "fewer dciodvfy errors": 0}
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.dcm")):
    counts["files"] += 1
    source = path.with_suffix(".source")
    try:
        dataset, pixels = pixel_bytes(path)
        list(dataset.iterall())
        assert pixels is not None and dataset.PatientIdentityRemoved == "YES"
        assert dataset.file_meta.MediaStorageSOPInstanceUID == dataset.SOPInstanceUID
        assert not any(element.tag.is_private for element in dataset.iterall())
        counts["pydicom"] += 1
    except Exception as error:  # noqa: BLE001 - every kind of failure is a finding
        print("pydicom", path, repr(error))
    dump = subprocess.run(["dcmdump", "-q", str(path)], capture_output=True)
    if dump.returncode == 0:
        counts["dcmdump"] += 1
    else:
        print("dcmdump", path, dump.stderr[:200])
    with tempfile.TemporaryDirectory() as folder:
        before, after = errors(readable(source, folder)), errors(path)
    new = after - before
    counts["no new dciodvfy error"] += not new
    counts["fewer dciodvfy errors"] += len(after) < len(before)
    for line in sorted(new):
        print("dciodvfy", path, line)
print(counts)
