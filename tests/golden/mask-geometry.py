"""Golden masks for tests/unit/image/mask-geometry.test.ts: one mask drawn on the NIfTI file of an image, written as tools write it, with
the mask that must be read on the image's pixels, or the refusal. The image's file has the geometry that src/core/image/nifti-write.ts
writes (that of ITK); SimpleITK reads it here as the plane that DICOM states.

Run:  python tests/golden/mask-geometry.py > tests/golden/mask-geometry.json      (SimpleITK 2.5, nibabel 5, numpy 2)
"""

import base64
import gzip
import json
import os
import tempfile

import nibabel
import numpy
import SimpleITK

ROWS, COLUMNS = 7, 9
DRAWN = numpy.zeros((ROWS, COLUMNS), "uint8")
DRAWN[1:3, 2:7] = 1
DRAWN[3:6, 2] = 1
DRAWN[5, 8] = 1

PLANES = {
    "axial": dict(spacing=[0.45, 0.45], position=[-60, -55, 10], orientation=[1, 0, 0, 0, 1, 0]),
    "coronal": dict(spacing=[0.8, 0.8], position=[-80, 20, 70], orientation=[1, 0, 0, 0, 0, -1]),
    "sagittal": dict(spacing=[0.5, 0.625], position=[12.5, -100, 90], orientation=[0, 1, 0, 0, 0, -1]),
    "oblique": dict(spacing=[0.7, 0.9], position=[-31.25, 14.5, 208], orientation=None),
    "prone": dict(spacing=[0.6, 0.6], position=[70, 66, -4], orientation=[-1, 0, 0, 0, -1, 0]),
}
turn = nibabel.eulerangles.euler2mat(0.3, -0.2, 0.4)
PLANES["oblique"]["orientation"] = [float(one) for one in (*turn[:, 0], *turn[:, 1])]
cases = []


def image_of(plane, array=DRAWN):
    r, c = numpy.array(plane["orientation"][:3]), numpy.array(plane["orientation"][3:])
    image = SimpleITK.GetImageFromArray(array[None].astype("uint8"))
    image.SetSpacing([*plane["spacing"], 3.0])
    image.SetOrigin([float(one) for one in plane["position"]])
    image.SetDirection([float(one) for one in numpy.stack([r, c, numpy.cross(r, c)], 1).flatten()])
    return image


def written(image, name="mask.nii"):
    """The file, and what nibabel reads in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        (SimpleITK.WriteImage if isinstance(image, SimpleITK.Image) else nibabel.save)(*((image, path)))
        return open(path, "rb").read()


def add(name, plane, data, refusal=None):
    cases.append({"name": name, "plane": PLANES[plane] if isinstance(plane, str) else plane,
                  "base64": base64.b64encode(gzip.compress(data, mtime=0)).decode(), **({"refusal": refusal} if refusal else {})})


def load(data):
    return nibabel.Nifti1Image.from_bytes(data)


def saved(array, affine, **codes):
    image = nibabel.Nifti1Image(array, affine)
    if codes.get("qform_only"):
        image.set_qform(affine, code=1)
        image.set_sform(None, code=0)
    if codes.get("unit"):
        image.header.set_xyzt_units(codes["unit"])
    return written(image)


for name, plane in PLANES.items():
    drawn = image_of(plane)
    own = written(drawn)
    back = SimpleITK.ReadImage
    add(f"{name}: on the image's own grid (SimpleITK)", name, own)
    for letters in ("LPS", "RAS", "RPI", "LAS"):
        # What ITK-SNAP and 3D Slicer do on import and "reorient".
        add(f"{name}: reoriented to {letters} (SimpleITK)", name, written(SimpleITK.DICOMOrient(drawn, letters)))
    add(f"{name}: rows bottom-up (SimpleITK Flip)", name, written(SimpleITK.Flip(drawn, [False, True, False])))
    add(f"{name}: columns mirrored (SimpleITK Flip)", name, written(SimpleITK.Flip(drawn, [True, False, False])))
    add(f"{name}: closest canonical (nibabel)", name, written(nibabel.as_closest_canonical(load(own))))
    add(f"{name}: only the qform (nibabel)", name, saved(load(own).get_fdata().astype("uint8"), load(own).affine, qform_only=True))
    swapped = SimpleITK.PermuteAxes(drawn, [1, 0, 2])
    add(f"{name}: axes exchanged (SimpleITK PermuteAxes)", name, written(swapped))
    add(f"{name}: numpy.eye (nibabel)", name, saved(DRAWN.T[..., None], numpy.eye(4)))
    none = SimpleITK.GetImageFromArray(DRAWN[None])
    add(f"{name}: without CopyInformation (SimpleITK)", name, written(none))
    shifted = image_of({**plane, "position": [plane["position"][0], plane["position"][1], plane["position"][2] + 25]})
    add(f"{name}: another place", name, written(shifted), "image/mask-elsewhere")
    half = numpy.array(plane["position"]) + numpy.array(plane["orientation"][:3]) * plane["spacing"][0] / 2
    add(f"{name}: half a pixel away", name, written(image_of({**plane, "position": half})), "image/mask-elsewhere")
    add(f"{name}: other pixels", name, written(image_of({**plane, "spacing": [2 * one for one in plane["spacing"]]})),
        "image/mask-elsewhere")
    t = nibabel.eulerangles.euler2mat(0.1) @ numpy.array(plane["orientation"]).reshape(2, 3).T
    add(f"{name}: turned by 6 degrees", name, written(image_of({**plane, "orientation": [*t[:, 0], *t[:, 1]]})), "image/mask-elsewhere")

axial = load(written(image_of(PLANES["axial"])))
values = numpy.asarray(axial.dataobj)
metres = axial.affine.copy()
metres[:3] /= 1000
add("axial: in metres (nibabel)", "axial", saved(values, metres, unit="meter"))
both = nibabel.Nifti1Image(values[:, ::-1], None)
down = axial.affine @ numpy.array([[1, 0, 0, 0], [0, -1, 0, ROWS - 1], [0, 0, 1, 0], [0, 0, 0, 1]])
both.set_qform(numpy.eye(4), code=1)
both.set_sform(down, code=2)
add("axial: sform right, qform the identity (nibabel)", "axial", written(both))
flat = nibabel.Nifti1Image(values, axial.affine)
flat.set_qform(axial.affine, code=1)
flat.header["sform_code"], flat.header["srow_x"], flat.header["srow_y"], flat.header["srow_z"] = 1, 0, 0, 0
add("axial: sform of zeros, qform right", "axial", written(flat))
add("axial: scaled identity (nibabel)", "axial", saved(values, numpy.diag([0.45, 0.45, 3, 1])))
add("axial: codes 0", "axial", written(nibabel.Nifti1Image(values, None)))
unknown = dict(spacing=None, position=None, orientation=None)
add("no geometry: own grid", unknown, written(image_of(dict(spacing=[1, 1], position=[0, 0, 0], orientation=[1, 0, 0, 0, 1, 0]))))
add("no geometry: numpy.eye", unknown, saved(DRAWN.T[..., None], numpy.eye(4)))
add("no geometry: rows bottom-up, as dcm2niix writes them", unknown,
    saved(DRAWN[::-1].T[..., None], numpy.array([[-1.0, 0, 0, 0], [0, 1, 0, -(ROWS - 1)], [0, 0, 1, 0], [0, 0, 0, 1]])))
add("no geometry: a coronal mask", unknown, written(image_of(PLANES["coronal"])), "image/mask-elsewhere")
spaced = dict(spacing=[0.2, 0.2], position=None, orientation=None)
add("spacing only: own grid", spaced, written(image_of(dict(spacing=[0.2, 0.2], position=[0, 0, 0], orientation=[1, 0, 0, 0, 1, 0]))))
add("spacing only: numpy.eye", spaced, saved(DRAWN.T[..., None], numpy.eye(4)))

# The oracle: SimpleITK resamples each accepted mask that states its place onto the image, and gives the drawn mask.
for case in cases:
    plane = case["plane"]
    if case.get("refusal") or any(word in case["name"] for word in ("eye", "CopyInformation", "identity (nibabel)", "geometry", "only", "codes 0", "metres",
                                                                    "zeros", "qform")):
        continue
    with tempfile.NamedTemporaryFile(suffix=".nii.gz") as file:
        file.write(base64.b64decode(case["base64"]))
        file.flush()
        mask = SimpleITK.ReadImage(file.name)
    grid = image_of(plane)
    placed = SimpleITK.Resample(mask, grid, SimpleITK.Transform(), SimpleITK.sitkNearestNeighbor)
    assert (SimpleITK.GetArrayFromImage(placed)[0] == DRAWN).all(), case["name"]

print(json.dumps({
    "tools": {"SimpleITK": SimpleITK.Version_VersionString(), "nibabel": nibabel.__version__, "numpy": numpy.__version__},
    "size": [COLUMNS, ROWS], "mask": ["".join(".#"[one] for one in row) for row in DRAWN], "cases": cases,
}, separators=(",", ":")))
