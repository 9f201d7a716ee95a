"""The stack of 2018 for tests/bench/crop.mjs: DICOM to cropped .nii.gz by pydicom and SimpleITK in processes of one thread.

Run:  python tests/bench/crop.py FILE SECONDS PROCESSES   (prints one JSON object)
"""
import json
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import pydicom
import SimpleITK as sitk

sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)


def one(path, target, spent):
    at = time.perf_counter()

    def lap(step):
        nonlocal at
        now = time.perf_counter()
        spent[step] = spent.get(step, 0) + 1000 * (now - at)
        at = now

    ds = pydicom.dcmread(path)
    lap("read")
    array = ds.pixel_array
    lap("decode")
    array = (array.astype(np.int32) * int(ds.get("RescaleSlope", 1)) + int(ds.get("RescaleIntercept", 0))).astype(np.int16)
    image = sitk.GetImageFromArray(array[None])
    y, x = (float(v) for v in ds.PixelSpacing)
    thickness = float(ds.get("SliceThickness") or 1)
    row, col = (np.array([float(v) for v in ds.ImageOrientationPatient[i:i + 3]]) for i in (0, 3))
    origin = np.array([float(v) for v in ds.ImagePositionPatient])
    direction = np.stack([row, col, np.cross(row, col)], axis=1)
    image.SetSpacing((x, y, thickness)), image.SetOrigin(origin.tolist()), image.SetDirection(direction.flatten().tolist())
    center = origin + row * x * (array.shape[1] - 1) / 2 + col * y * (array.shape[0] - 1) / 2
    f = sitk.ResampleImageFilter()
    f.SetInterpolator(sitk.sitkLinear), f.SetSize((256, 256, 1)), f.SetOutputSpacing((0.7, 0.7, thickness))
    f.SetOutputOrigin((center - (row + col) * 255 / 2 * 0.7).tolist())
    f.SetOutputDirection(direction.flatten().tolist()), f.SetDefaultPixelValue(-1024)
    crop = f.Execute(image)
    lap("crop")
    sitk.WriteImage(crop, target)
    lap("write")


def work(arguments):
    path, seconds = arguments
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "image.nii.gz")
        for _ in range(5):
            one(path, target, {})
        spent, count, start, before = {}, 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - start < seconds:
            one(path, target, spent)
            count += 1
        cpu = 1000 * (time.process_time() - before) / count
        return {"rate": count / (time.perf_counter() - start), "cpu": cpu, "spent": spent, "count": count, "bytes": Path(target).stat().st_size}


if __name__ == "__main__":
    path, seconds, processes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    with Pool(processes) as pool:
        print(json.dumps(pool.map(work, [(path, seconds)] * processes, chunksize=1)))
