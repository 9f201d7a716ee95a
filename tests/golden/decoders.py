"""What other decoders make of the files of tests/corpus/variants.ts and of the corpus, for tests/corpus/variants.test.ts.

Run:  NEGATOSCOPE_VARIANTS=FOLDER npx vitest run --project corpus tests/corpus/variants.test.ts
      python tests/golden/decoders.py FOLDER > tests/golden/decoders.json
Needs dcmtk's dcmdjpeg, dcmdjpls, dcmdrle and dcmconv besides the packages that the head of the output names.
"""
import hashlib
import io
import json
import logging
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pydicom
from pydicom.pixels import apply_color_lut, pixel_array

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

LOSSY = {"1.2.840.10008.1.2.4." + tail for tail in ("50", "51", "53", "55", "81", "91", "203")}
DCMTK = {"1.2.840.10008.1.2.5": "dcmdrle", "1.2.840.10008.1.2.2": "dcmconv", **{"1.2.840.10008.1.2.4." + t: "dcmdjpeg" for t in ("50", "51", "53", "55", "57", "70")},
         **{"1.2.840.10008.1.2.4." + t: "dcmdjpls" for t in ("80", "81")}}


def dataset_of(data):
    ds = pydicom.dcmread(io.BytesIO(data), force=True)
    if not hasattr(ds, "file_meta"):
        ds.file_meta = pydicom.dataset.FileMetaDataset()
    if "TransferSyntaxUID" not in ds.file_meta:
        ds.file_meta.TransferSyntaxUID = ds.original_encoding[0] and "1.2.840.10008.1.2" or "1.2.840.10008.1.2.1"
    return ds


def seen(ds, lossy, plugin):
    if plugin == "pylibjpeg" and ds.file_meta.TransferSyntaxUID == pydicom.uid.RLELossless:
        plugin = "pydicom"
    frames = int(ds.get("NumberOfFrames") or 1)
    out = []
    for index in dict.fromkeys((0, frames - 1)):
        array = pixel_array(ds, index=index, raw=False, decoding_plugin=plugin)
        if ds.PhotometricInterpretation == "PALETTE COLOR":
            array = apply_color_lut(array, ds)
            if array.dtype == np.uint16:
                array = (array >> 8).astype(np.uint8)
        rows, columns, components = (*array.shape, 1)[:3]
        flat = np.ascontiguousarray(array).reshape(-1)
        digest = hashlib.sha256(f"{columns} {rows} {components} ".encode() + flat.astype("<f8").tobytes()).hexdigest()[:16]
        picks = [int(i * (flat.size - 1) // 39) for i in range(40)]
        out.append([digest, [float(flat[i]) for i in picks]] if lossy else [digest])
    return out


def dcmtk(path, ds, syntax, lossy):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "plain.dcm"
        options = {"dcmdjpeg": ["--conv-never"], "dcmconv": ["--write-xfer-little"]}.get(DCMTK[syntax], [])
        subprocess.run([DCMTK[syntax], *options, str(path), str(target)], check=True, capture_output=True, timeout=60)
        return seen(pydicom.dcmread(target, force=True), lossy, "")


def decoded(path, decoder, plugin):
    """In a process of its own: damaged files crash decoders, hang them, or ask for all memory."""
    ours, theirs = multiprocessing.Pipe(False)

    def work():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)), resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        try:
            ds = dataset_of(path.read_bytes())
            syntax = str(ds.file_meta.TransferSyntaxUID)
            if decoder == "dcmtk" and syntax not in DCMTK:
                theirs.send(None)
            else:
                theirs.send(dcmtk(path, ds, syntax, syntax in LOSSY) if decoder == "dcmtk" else seen(ds, syntax in LOSSY, plugin))
        except Exception:  # a refusal agrees with nothing
            theirs.send(None)

    process = multiprocessing.Process(target=work)
    process.start(), theirs.close()
    try:
        result = ours.recv() if ours.poll(30) else None
    except EOFError:
        result = None
    process.kill(), process.join()
    return result


def golden(path):
    try:
        encapsulated = pydicom.uid.UID(dataset_of(path.read_bytes()).file_meta.TransferSyntaxUID).is_encapsulated
    except Exception:
        encapsulated = False
    decoders = (("pydicom", "pylibjpeg"), ("gdcm", "gdcm"), ("dcmtk", None)) if encapsulated else (("pydicom", ""), ("dcmtk", None))
    found = {decoder: decoded(path, decoder, plugin) for decoder, plugin in decoders}
    return unquote(path.name), {decoder: seen for decoder, seen in found.items() if seen}


if __name__ == "__main__":
    paths = sorted(Path(sys.argv[1]).iterdir())
    multiprocessing.set_start_method("fork")
    result = dict(map(golden, paths))
    dcmtk_version = subprocess.run(["dcmdjpeg", "--version"], capture_output=True, text=True).stdout.split("v", 1)[1].split()[0]
    names = ("pydicom", "pylibjpeg-libjpeg", "pylibjpeg-openjpeg", "python-gdcm", "numpy")
    head = {"tool": ", ".join(f"{n} {version(n)}" for n in names) + f", dcmtk {dcmtk_version}",
            "command": "python tests/golden/decoders.py FOLDER > tests/golden/decoders.json"}
    lines = ",\n".join(f"{json.dumps(n)}: {json.dumps(v, separators=(',', ':'))}" for n, v in sorted(result.items()) if v)
    print(json.dumps(head)[:-1] + ', "files": {\n' + lines + "\n}}")
