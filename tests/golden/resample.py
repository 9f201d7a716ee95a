"""Golden values of linear resampling from SimpleITK.

Command: python tests/golden/resample.py   (writes tests/golden/resample.json beside itself)
Needs SimpleITK and numpy; the versions used are in the file's "tool" field. Arrays are base64 of little-endian values.
"""
import base64, json, pathlib, sys
import numpy as np
import SimpleITK as sitk

rng = np.random.default_rng(20181015)
AX = (1, 0, 0, 0, 1, 0)
def unit(v):
    v = np.array(v, float); return v / np.linalg.norm(v)
def oblique(a, b):
    """Rotation by two angles, rounded to the six decimals that DICOM files carry."""
    ca, sa, cb, sb = np.cos(a), np.sin(a), np.cos(b), np.sin(b)
    row = np.round([ca, sa * cb, sa * sb], 6); col = np.round([-sa, ca * cb, ca * sb], 6)
    return tuple(float(v) for v in (*row, *col))
DIRECTIONS = {
    'axial': AX, 'coronal': (1, 0, 0, 0, 0, -1), 'sagittal': (0, 1, 0, 0, 0, -1), 'flipped': (-1, 0, 0, 0, -1, 0),
    'oblique-1': oblique(0.13, 0.31), 'oblique-2': oblique(-0.4, 1.2), 'oblique-3': oblique(1.45, 0.05),
}
TYPES = {'int16': np.int16, 'uint8': np.uint8, 'uint16': np.uint16, 'float32': np.float32, 'int32': np.int32}

def source(kind, w, h, components):
    y, x = np.mgrid[0:h, 0:w]
    shape = (h, w) if components == 1 else (h, w, 3)
    noise = rng.integers(-60, 60, shape)
    base = 300 * np.sin(x / 5.1) * np.cos(y / 3.7)
    base = base if components == 1 else base[..., None] * np.array([1, .6, -.4])
    if kind == 'int16': v = base * 3 + noise * 9
    elif kind == 'uint8': v = np.clip(128 + base / 3 + noise / 3, 0, 255)
    elif kind == 'uint16': v = np.clip(30000 + base * 100 + noise * 90, 0, 65535)
    elif kind == 'int32': v = base * 900 + noise * 1000
    else: return (base * .01 + noise * .003).astype(np.float32)
    return v.astype(TYPES[kind])

cases = []
def case(name, kind='int16', size=(40, 32), spacing=(.7, .7), orientation=AX, origin=(-12.5, 33.25, 7.0), thickness=3.0,
         out=(36, 28), step=.5, center=None, padding=0.0, components=1, interpolator='linear', mask=False):
    w, h = size
    a = source(kind, w, h, components)
    if mask: a = (a > 128).astype(np.uint8)
    row, col = np.array(orientation[:3]), np.array(orientation[3:])
    normal = unit(np.cross(row, col))
    direction = np.stack([row, col, normal], axis=1)
    image = sitk.GetImageFromArray(a[None], isVector=components == 3)
    image.SetSpacing((*spacing, thickness)); image.SetOrigin(origin); image.SetDirection(direction.flatten().tolist())
    center = center or ((w - 1) / 2, (h - 1) / 2)
    # The convention of src/core/image/grid.ts: continuous output index (N - 1) / 2 is the crop centre, in this order of operations.
    point = [origin[i] + orientation[i] * spacing[0] * center[0] + orientation[3 + i] * spacing[1] * center[1] for i in range(3)]
    bx, by = (out[0] - 1) / 2 * step, (out[1] - 1) / 2 * step
    start = [point[i] - orientation[i] * bx - orientation[3 + i] * by for i in range(3)]
    f = sitk.ResampleImageFilter()
    f.SetInterpolator(sitk.sitkLinear if interpolator == 'linear' else sitk.sitkNearestNeighbor)
    f.SetSize((*out, 1)); f.SetOutputSpacing((step, step, thickness)); f.SetOutputOrigin(start)
    f.SetOutputDirection(direction.flatten().tolist()); f.SetDefaultPixelValue(padding)
    result = sitk.GetArrayFromImage(f.Execute(image))[0]
    enc = lambda v: base64.b64encode(np.ascontiguousarray(v).astype(v.dtype.newbyteorder('<')).tobytes()).decode()
    cases.append(dict(name=name, type='uint8' if mask else kind, components=components, interpolator=interpolator, size=size, spacing=spacing,
        orientation=orientation, origin=origin, thickness=thickness, pixelSize=step, imageSize=out, center=center, padding=padding,
        expectedOrigin=start, data=enc(a), expected=enc(result)))

for kind in TYPES:                                             # 20: types and spacings
    for s, step in (((.7, .7), .5), ((.66, .66), .332), ((.143, .143), .332), ((1.0, 1.0), 1.0)):
        case(f'{kind} {s[0]} to {step}', kind, spacing=s, step=step)
for s in ((4.0, 6.4), (.5, 1.25), (.7031, .35)):               # 9: non-square source pixels
    for step in (.45, .7, 1.0): case(f'non-square {s} to {step}', spacing=s, step=step, padding=-1024)
for name, d in DIRECTIONS.items():                             # 14: directions
    for kind in ('int16', 'uint8'): case(f'{name} {kind}', kind, orientation=d, spacing=(.859375, .859375), step=.7, origin=(-101.3, 77.77, -42.123), center=(17.3, 12.8))
for i, (c, pad) in enumerate((((0, 0), 0), ((39, 31), -1024), ((-8, 15), -1024), ((20.5, 40), 7), ((39.49, 0.5), -1024), ((300, 300), -1024))):
    for kind in ('int16', 'float32'): case(f'box leaves the image {c} {kind}', kind, center=c, padding=pad)      # 12
for i in range(12):                                            # 12: random clicks, odd and even sizes
    s = float(np.round(rng.uniform(.2, 1.5), 4)); d = list(DIRECTIONS.values())[i % 7]
    case(f'random {i}', ['int16', 'uint16', 'float32'][i % 3], spacing=(s, s), step=[.332, .45, .7, 1.0][i % 4], out=(24 + i, 31 - i), size=(48 - i, 25 + i),
         center=tuple(float(np.round(v, 3)) for v in rng.uniform(0, 30, 2)), orientation=d, origin=tuple(float(np.round(v, 6)) for v in rng.uniform(-200, 200, 3)), padding=-5.0 if i % 3 == 0 else 0.0)
for i, d in enumerate(('axial', 'sagittal', 'oblique-1', 'axial')):   # 4: colour
    case(f'RGB {d} {i}', 'uint8', components=3, size=(24, 20), out=(20, 18), orientation=DIRECTIONS[d], center=None if i < 3 else (0, 0))
case('coinciding grid', spacing=(1.0, 1.0), step=.5, out=(31, 31), center=(15, 15), origin=(0.0, 0.0, 0.0))
case('one output pixel', out=(1, 1)); case('one source pixel', size=(1, 1), out=(5, 5), spacing=(2.0, 2.0)); case('one source row', size=(20, 1), out=(12, 6))
case('constant thickness 0.1', thickness=.1); case('far origin', origin=(-1234.5678, 4321.1234, 999.9))
for d in ('axial', 'coronal', 'oblique-2'):                    # 3: masks
    case(f'mask {d}', 'uint8', orientation=DIRECTIONS[d], spacing=(.66, .66), step=.332, center=(11.2, 30.1), interpolator='nearest', mask=True)

target = pathlib.Path(__file__).with_suffix('.json')
target.write_text(json.dumps(dict(tool=f'SimpleITK {sitk.Version.VersionString()} (ITK {sitk.Version.ITKVersionString()}), numpy {np.__version__}',
    command='python tests/golden/resample.py', cases=cases), separators=(',', ':')) + '\n')
print(len(cases), 'cases', target.stat().st_size, 'bytes')
