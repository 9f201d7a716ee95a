"""Golden numbers for tests/corpus/decode.test.ts: stored pixels of the first and last frame of every corpus file, by pydicom.

Run:  python tests/golden/decode.py ../shared/data/dicom > tests/golden/decode.json
"""

import hashlib
import io
import json
import logging
import sys
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixels import apply_color_lut, convert_color_space, pixel_array

warnings.simplefilter("ignore")
logging.getLogger("pydicom").setLevel(logging.CRITICAL)

# Lossy codecs: decoders may differ by a few grey levels.
LOSSY = {"1.2.840.10008.1.2.4." + tail for tail in ("50", "51", "53", "55", "81", "91", "203")}


def files(root):
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        if name.startswith("LICENSES/") or name == "README.md":
            continue
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for entry in sorted(archive.namelist()):
                    if not entry.endswith("/"):
                        yield f"{name}/{entry}", archive.read(entry)
        else:
            yield name, path.read_bytes()


def dataset_of(data):
    ds = pydicom.dcmread(io.BytesIO(data), force=True)
    if "TransferSyntaxUID" not in ds.file_meta:
        ds.file_meta.TransferSyntaxUID = ds.original_encoding[0] and "1.2.840.10008.1.2" or "1.2.840.10008.1.2.1"
    return ds


def frame_of(ds, index):
    """Stored values; palette colour and YBR as 8-bit RGB."""
    raw = ds.PhotometricInterpretation
    array = pixel_array(ds, index=index, raw=False)
    if raw == "PALETTE COLOR":
        array = apply_color_lut(array, ds)
        if array.dtype == np.uint16:
            array = (array >> 8).astype(np.uint8)
    return array


def summary(array, lossy):
    flat = np.ascontiguousarray(array).reshape(-1)
    grid = [int(i) for i in np.linspace(0, flat.size - 1, 64)]
    out = {
        "shape": list(array.shape),
        "mean": float(flat.astype(np.float64).mean()),
        "min": float(flat.min()),
        "max": float(flat.max()),
        "grid": [float(flat[i]) for i in grid],
    }
    if not lossy:
        # Independent of the width of the array: every value as a little-endian double.
        out["sha256"] = hashlib.sha256(flat.astype("<f8").tobytes()).hexdigest()
    return out


def golden(data):
    ds = dataset_of(data)
    if not any(k in ds for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return {"error": "no pixel data"}
    syntax = str(ds.file_meta.TransferSyntaxUID)
    frames = int(ds.get("NumberOfFrames") or 1)
    out = {"syntax": syntax, "photometric": ds.PhotometricInterpretation, "frames": frames}
    for key, index in (("first", 0), ("last", frames - 1)):
        out[key] = summary(frame_of(ds, index), syntax in LOSSY)
    return out


root = Path(sys.argv[1])
result = {}
for name, data in files(root):
    try:
        result[name] = golden(data)
    except Exception as error:  # the oracle's refusal is part of the table
        result[name] = {"error": f"{type(error).__name__}: {error}"[:160].replace("\n", " ")}

head = {
    "tool": f"pydicom {pydicom.__version__}, pylibjpeg-libjpeg 2.5.0, pylibjpeg-openjpeg 2.6.0, python-gdcm 3.2.6, numpy {np.__version__}",
    "command": "python tests/golden/decode.py ../shared/data/dicom > tests/golden/decode.json",
}
lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in result.items())
print(json.dumps(head)[:-1] + ', "files": {\n' + lines + "\n}}")
