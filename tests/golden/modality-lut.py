"""Golden values for tests/unit/image/modality-lut.test.ts: pydicom's apply_modality_lut on small images with a Modality LUT Sequence, or
with a rescale per frame.

Run:  python tests/golden/modality-lut.py > tests/golden/modality-lut.json      (pydicom 3, numpy 2)
"""

import base64
import io
import json

import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels import apply_modality_lut
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

cases = []


def image(stored, signed=False, implicit=False):
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    dataset.Modality, dataset.PhotometricInterpretation = "CT", "MONOCHROME2"
    stored = numpy.asarray(stored, "int16" if signed else "uint16")
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = *stored.shape, 1
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, int(signed)
    dataset.PixelData = stored.tobytes()
    return dataset, stored


def lut(dataset, values, first, bits=16, vr="US", data_vr="OW", data=None, signed=False):
    item = Dataset()
    count = len(values) % 65536
    item.add_new(0x00283002, vr, [count, first, bits] if vr == "US" else [count - 65536 * (count > 32767), first, bits])
    item.ModalityLUTType = "US"
    raw = numpy.asarray(values, "uint16")
    item.add_new(0x00283006, data_vr, raw.tolist() if data_vr == "US" else (data or raw.tobytes()))
    dataset.ModalityLUTSequence = [item]


def add(name, dataset, values, frame=0):
    stream = io.BytesIO()
    dataset.save_as(stream, enforce_file_format=True)
    cases.append({"name": name, "base64": base64.b64encode(stream.getvalue()).decode(), "frame": frame,
                  "values": [float(one) for one in numpy.asarray(values).flatten()]})


def table(name, stored, values, first, *, oracle=True, rescale=None, **options):
    signed = options.pop("signed", False)
    implicit = options.pop("implicit", False)
    dataset, array = image(stored, signed, implicit)
    lut(dataset, values, first, **options)
    if rescale:
        dataset.RescaleSlope, dataset.RescaleIntercept = rescale
    add(name, dataset, apply_modality_lut(array, dataset) if oracle is True else oracle)


table("v to 2 v + 100", [[0, 1, 2], [2000, 4094, 4095]], [2 * v + 100 for v in range(4096)], 0)
table("values below and above the table", [[0, 9, 10], [12, 13, 60000]], [7, 50, 3, 900], 10)
table("signed pixels, first value negative", [[-2048, -1, 0], [1, 2046, 2047]], [v * 3 for v in range(4096)], -2048, vr="SS", signed=True)
table("output above 32767", [[0, 1, 2], [3, 4, 5]], [65535, 40000, 32768, 32767, 1, 0], 0)
table("signed pixels, output above 32767", [[-3, -2, -1], [0, 1, 2]], [65535, 40000, 32768, 32767, 1, 0], -3, vr="SS", signed=True)
table("65,536 entries", [[0, 1, 32768], [65534, 65535, 7]], [(v * 7919) % 65536 for v in range(65536)], 0)
table("data under US", [[0, 1, 2], [3, 4, 5]], [9, 8, 7, 6, 5, 4], 0, data_vr="US")
table("one entry", [[0, 5, 9], [1, 2, 3]], [77], 5)
table("implicit VR", [[0, 1, 2], [3, 4, 5]], [90, 80, 70, 60, 50, 40], 0, implicit=True)
table("a decreasing table (digitised film)", [[0, 100, 255], [10, 20, 30]], [255 - v for v in range(256)], 0)
table("a rescale beside it counts for nothing", [[0, 1, 2], [3, 4, 5]], [9, 8, 7, 6, 5, 4], 0, rescale=("0.01", "-1024"))
# pydicom 3.0 has no type for 12 bits (issue 2317): the entries are those of a table of 16.
table("12 bits an entry", [[0, 1, 2], [3, 4, 5]], [4095, 8, 7, 6, 5, 4], 0, bits=12, oracle=[4095, 8, 7, 6, 5, 4])

# A rescale per frame: pydicom takes each frame's own item (issue 2353: not that of the whole file).
for shared in (False, True):
    dataset, array = image([[1, 2], [3, 4], [5, 6], [7, 8]])
    dataset.NumberOfFrames, dataset.Rows = 2, 2
    groups = []
    for slope, intercept in ((3, -1), (7, -3)):
        item = Dataset()
        item.RescaleSlope, item.RescaleIntercept, item.RescaleType = slope, intercept, "US"
        group = Dataset()
        group.PixelValueTransformationSequence = [item]
        groups.append(group)
    if shared:
        dataset.SharedFunctionalGroupsSequence = [groups[1]]
        dataset.PerFrameFunctionalGroupsSequence = [Dataset(), Dataset()]
    else:
        dataset.PerFrameFunctionalGroupsSequence = groups
    for frame in (0, 1):
        item = groups[1 if shared else frame].PixelValueTransformationSequence[0]
        add(f"rescale {'shared' if shared else 'per frame'}, frame {frame}", dataset,
            apply_modality_lut(array.reshape(2, 2, 2)[frame], item), frame)

print(json.dumps({"tools": {"pydicom": pydicom.__version__, "numpy": numpy.__version__}, "cases": cases}, separators=(",", ":")))
