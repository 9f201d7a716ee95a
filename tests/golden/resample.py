"""Golden digests of resampling from SimpleITK: linear and nearest neighbour, slices, 2D images, frames and volumes.

Run:  python tests/golden/resample.py > tests/golden/resample.json
Pixels are the noise of `noise` below, which tests/golden/resample.ts makes too; a case holds the SHA-256 of the result's little-endian
bytes and a few of its values.
"""
import hashlib
import json

import numpy as np
import SimpleITK as sitk

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def oblique(a, b):
    """Rotation by two angles, rounded to the six decimals that DICOM files carry."""
    ca, sa, cb, sb = np.cos(a), np.sin(a), np.cos(b), np.sin(b)
    return tuple(round(float(v), 6) for v in (ca, sa * cb, sa * sb, -sa, ca * cb, ca * sb))


DIRECTIONS = {
    "axial": AXIAL, "coronal": (1.0, 0.0, 0.0, 0.0, 0.0, -1.0), "sagittal": (0.0, 1.0, 0.0, 0.0, 0.0, -1.0),
    "flipped": (-1.0, 0.0, 0.0, 0.0, -1.0, 0.0), "oblique-1": oblique(0.13, 0.31), "oblique-2": oblique(-0.4, 1.2),
    "oblique-3": oblique(1.45, 0.05), "oblique-4": oblique(0.004, -0.002), "oblique-5": oblique(2.9, -1.1),
    "gantry": (1.0, 0.0, 0.0, 0.0, 0.965926, -0.258819),
}
DTYPES = {"int8": "i1", "uint8": "u1", "int16": "<i2", "uint16": "<u2", "int32": "<i4", "uint32": "<u4", "float32": "<f4", "float64": "<f8",
          "ct": "<i2", "mask": "u1"}


def noise(kind, count, seed):
    """One value of each index by an integer hash of 32 bits: the same in any language."""
    h = (np.arange(count, dtype=np.uint64) + 1) * 0x9E3779B1 + seed * 0x85EBCA6B & 0xFFFFFFFF
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, 1)):
        h = ((h ^ (h >> shift)) * factor) & 0xFFFFFFFF
    h = h.astype(np.int64)
    values = {
        "int8": (h >> 24) - 128, "uint8": h >> 24, "int16": (h >> 16) - 32768, "uint16": h >> 16, "int32": h - 2**31, "uint32": h,
        "float32": ((h >> 8) - 2**23) / 1024, "float64": (h - 2**31) / 7, "ct": (h >> 20) - 1024, "mask": h >> 31,
    }
    return values[kind].astype(DTYPES[kind])


def direction_of(orientation):
    rx, ry, rz, cx, cy, cz = orientation
    n = (ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx)
    length = float(np.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]))
    return [rx, cx, n[0] / length, ry, cy, n[1] / length, rz, cz, n[2] / length]


def resampled(array, components, spacing, origin, direction, out, out_spacing, out_origin, out_direction, padding, interpolator):
    image = sitk.GetImageFromArray(array, isVector=components == 3)
    image.SetSpacing(spacing), image.SetOrigin(origin), image.SetDirection(direction)
    f = sitk.ResampleImageFilter()
    f.SetInterpolator(sitk.sitkLinear if interpolator == "linear" else sitk.sitkNearestNeighbor)
    f.SetSize([int(n) for n in out]), f.SetOutputSpacing(out_spacing), f.SetOutputOrigin(out_origin)
    f.SetOutputDirection(out_direction), f.SetDefaultPixelValue(padding)
    result = sitk.GetArrayFromImage(f.Execute(image))
    flat = np.ascontiguousarray(result).reshape(-1)
    # -0 and 0 are one value.
    flat = flat + np.zeros(1, flat.dtype)
    picks = [int(i) for i in np.linspace(0, flat.size - 1, 5)]
    return {"sha256": hashlib.sha256(flat.tobytes()).hexdigest(), "values": [flat[i].item() for i in picks]}


slices, volumes = [], []


def case(name, kind="int16", size=(40, 32), spacing=(0.7, 0.7), orientation=AXIAL, origin=(-12.5, 33.25, 7.0), thickness=3.0, out=(36, 28),
         step=0.5, center=None, padding=0.0, components=1, interpolator="linear", dimension=3):
    w, h = size
    center = center or ((w - 1) / 2, (h - 1) / 2)
    seed = len(slices) + 1
    # The convention of src/core/image/grid.ts, in its order of operations.
    point = [origin[i] + orientation[i] * spacing[0] * center[0] + orientation[3 + i] * spacing[1] * center[1] for i in range(3)]
    bx, by = (out[0] - 1) / 2 * step, (out[1] - 1) / 2 * step
    start = [point[i] - orientation[i] * bx - orientation[3 + i] * by for i in range(3)]
    pixels = noise(kind, w * h * components, seed).reshape((h, w) if components == 1 else (h, w, 3))
    if dimension == 2:
        expected = resampled(pixels, components, spacing, origin[:2], [1, 0, 0, 1], out, (step, step), start[:2], [1, 0, 0, 1], padding, interpolator)
    else:
        direction = direction_of(orientation)
        expected = resampled(pixels[None], components, (*spacing, thickness), origin, direction, (*out, 1), (step, step, thickness), start, direction,
                             padding, interpolator)
    slices.append(dict(name=name, kind=kind, seed=seed, components=components, interpolator=interpolator, size=size, spacing=spacing,
                       orientation=orientation, origin=origin, thickness=thickness, pixelSize=step, imageSize=out, center=center,
                       padding=padding, start=start, **expected))


def volume(name, kind="int16", size=(11, 9, 7), spacing=(0.7, 0.7, 2.5), orientation=AXIAL, reverse=False, origin=(-12.5, 33.25, 7.0), out=(14, 12, 9),
           out_spacing=(0.5, 0.5, 2.0), shift=(0.3, -0.2, 0.1), padding=0.0, components=1, interpolator="linear", same_direction=True):
    """The output's first voxel lies `shift` mm along the volume's axes from its first voxel."""
    seed = 1000 + len(volumes)
    direction = direction_of(orientation)
    if reverse:
        direction = [-v if i % 3 == 2 else v for i, v in enumerate(direction)]
    start = [origin[i] + sum(direction[3 * i + k] * shift[k] for k in range(3)) for i in range(3)]
    out_direction = direction if same_direction else [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    count = size[0] * size[1] * size[2] * components
    shape = size[::-1] if components == 1 else (*size[::-1], 3)
    expected = resampled(noise(kind, count, seed).reshape(shape), components, spacing, origin, direction, out, out_spacing, start, out_direction,
                         padding, interpolator)
    volumes.append(dict(name=name, kind=kind, seed=seed, components=components, interpolator=interpolator, size=size, spacing=spacing,
                        direction=direction, origin=origin, outSize=out, outSpacing=out_spacing, outOrigin=start, outDirection=out_direction,
                        padding=padding, **expected))


NUMBERS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
for kind in NUMBERS:  # 48
    for s, step in ((0.7, 0.5), (0.66, 0.332), (0.143, 0.332), (1.0, 1.0), (0.332, 0.332), (0.9765625, 0.45)):
        case(f"{kind} {s} to {step}", kind, spacing=(s, s), step=step)
for s in ((4.0, 6.4), (0.5, 1.25), (0.7031, 0.35)):  # 18
    for step in (0.45, 0.7, 1.0):
        for kind in ("ct", "float32"):
            case(f"non-square {s} to {step} {kind}", kind, spacing=s, step=step, padding=-1024)
for name, d in DIRECTIONS.items():  # 40
    for kind in ("int16", "uint8", "uint32", "float64"):
        case(f"{name} {kind}", kind, orientation=d, spacing=(0.859375, 0.859375), step=0.7, origin=(-101.3, 77.77, -42.123), center=(17.3, 12.8))
for c in ((-8, 15), (47, 15), (19, -6), (19, 38), (0, 0), (39, 31), (39.49, 0.5), (20.5, 40), (300, 300), (-0.5, 31.5)):  # 40
    for kind, d in (("ct", "axial"), ("float32", "axial"), ("int16", "oblique-1"), ("uint16", "coronal")):
        case(f"box leaves the image at {c} {kind} {d}", kind, center=c, padding=-1024 if kind in ("ct", "float32") else 7, orientation=DIRECTIONS[d])
for s, step, c in ((1.0, 1.0, (0.0, 0.0)), (1.0, 1.0, (0.5, 0.5)), (1.0, 0.5, (0.0, 0.0)), (1.0, 0.5, (0.25, 0.75)), (0.5, 0.25, (39.0, 31.0)),
                   (2.0, 1.0, (39.25, 31.25)), (0.7, 0.35, (0.0, 0.0)), (0.3, 0.15, (39.0, 31.0))):  # 24
    for d in ("axial", "sagittal", "flipped"):
        case(f"half-pixel borders {s} to {step} at {c} {d}", "ct", spacing=(s, s), step=step, center=c, origin=(0.0, 0.0, 0.0), out=(12, 11),
             padding=-1024, orientation=DIRECTIONS[d])
for size in ((1, 1), (1, 9), (9, 1), (2, 2), (3, 1), (2, 5)):  # 12
    for d in ("axial", "oblique-3"):
        case(f"tiny {size} {d}", "uint16", size=size, out=(9, 8), step=0.35, orientation=DIRECTIONS[d])
case("one output pixel", out=(1, 1)), case("thin slice", thickness=0.1), case("far origin", origin=(-1234.5678, 4321.1234, 999.9))
random = np.random.default_rng(20181015)
for i in range(30):  # 30
    s = round(float(random.uniform(0.2, 1.5)), 4)
    case(f"random {i}", ("int16", "ct", "float32", "uint8", "int32")[i % 5], spacing=(s, s if i % 2 else round(s * 1.37, 5)), step=(0.332, 0.45, 0.7, 1.0)[i % 4],
         out=(24 + i, 51 - i), size=(58 - i, 25 + i), center=tuple(round(float(v), 3) for v in random.uniform(0, 30, 2)),
         orientation=list(DIRECTIONS.values())[i % 10], origin=tuple(round(float(v), 6) for v in random.uniform(-200, 200, 3)), padding=5.0 if i % 3 == 0 else 0.0)
for i, d in enumerate(("axial", "sagittal", "oblique-1", "oblique-5")):  # 8
    for c in (None, (0, 0)):
        case(f"RGB {d} {c}", "uint8", components=3, size=(24, 20), out=(20, 18), orientation=DIRECTIONS[d], center=c)
for kind in ("uint8", "ct", "float32", "uint16"):  # 12
    for s, step in (((0.7, 0.7), 0.5), ((0.31, 0.47), 0.332), ((1.0, 1.0), 1.0)):
        case(f"2D {kind} {s} to {step}", kind, spacing=s, step=step, dimension=2, origin=(0.0, 0.0, 0.0), thickness=1.0, center=(3.5, 20.0))
for name, d in DIRECTIONS.items():  # 20
    for s, step in ((0.66, 0.332), (1.0, 0.5)):
        case(f"mask {name} {s} to {step}", "mask", orientation=d, spacing=(s, s), step=step, center=(11.2, 30.1), interpolator="nearest")

for kind in NUMBERS:  # 16
    for d in ("axial", "oblique-2"):
        volume(f"volume {kind} {d}", kind, orientation=DIRECTIONS[d])
for d in DIRECTIONS:  # 20
    volume(f"volume {d} slices reversed", "ct", orientation=DIRECTIONS[d], reverse=True, padding=-1024)
    volume(f"volume mask {d}", "mask", orientation=DIRECTIONS[d], interpolator="nearest")
for shift in ((-3, 0, 0), (6, 0, 0), (0, -3, 0), (0, 5, 0), (0, 0, -6), (0, 0, 9), (99, 99, 99)):  # 7
    volume(f"volume leaves by {shift}", "ct", shift=shift, padding=-1024)
for size in ((1, 1, 1), (5, 1, 4), (1, 6, 2), (4, 4, 1)):  # 4
    volume(f"tiny volume {size}", "float32", size=size)
volume("oblique volume to axial", "ct", orientation=DIRECTIONS["oblique-1"], same_direction=False, padding=-1024)
volume("RGB volume", "uint8", components=3), volume("coinciding grids", "int32", spacing=(1.0, 1.0, 1.0), out_spacing=(1.0, 1.0, 1.0), shift=(0, 0, 0))
for kind in ("uint8", "int16", "float32"):  # 6: frames on the planes they have
    for d in ("axial", "oblique-3"):
        volume(f"frames {kind} {d}", kind, orientation=DIRECTIONS[d], out=(14, 12, 7), out_spacing=(0.5, 0.5, 2.5), shift=(0.3, -0.2, 0.0))

head = {"tool": f"SimpleITK {sitk.Version.VersionString()} (ITK {sitk.Version.ITKVersionString()}), numpy {np.__version__}",
        "command": "python tests/golden/resample.py > tests/golden/resample.json"}
rows = lambda cases: "[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in cases) + "\n]"
print(json.dumps(head)[:-1] + ', "slices": ' + rows(slices) + ', "volumes": ' + rows(volumes) + "}")
