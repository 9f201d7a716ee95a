"""Segmentation objects written by highdicom, for tests/unit/dicom/segmentation.test.ts.

python tests/golden/segmentation.py > tests/golden/segmentation.json   (highdicom, pydicom)

Three slices of 5 by 3 pixels; segment 1 and 2 as in `masks`, drawn here. The objects refer to the slices by UID and by plane.
"""
import base64
import io
import json

import highdicom
import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian

ROOT = "1.2.826.0.1.3680043.8.498."


def slice_of(index):
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    image.SOPInstanceUID = f"{ROOT}10{index}"
    image.StudyInstanceUID = f"{ROOT}2"
    image.SeriesInstanceUID = f"{ROOT}3"
    image.FrameOfReferenceUID = f"{ROOT}4"
    image.PatientID = "F-0001"
    image.PatientName = "FIXTURE^ADA"
    image.PatientBirthDate = ""
    image.PatientSex = ""
    image.StudyDate = image.StudyTime = image.AccessionNumber = image.StudyID = ""
    image.ReferringPhysicianName = ""
    image.Modality = "CT"
    image.Rows, image.Columns = 3, 5
    image.PixelSpacing = [0.7, 0.5]
    image.SliceThickness = 2
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.ImagePositionPatient = [-10, -20, 2 * index]
    image.PositionReferenceIndicator = ""
    return image


def description(number, label):
    return highdicom.seg.SegmentDescription(
        segment_number=number,
        segment_label=label,
        segmented_property_category=codes.SCT.Organ,
        segmented_property_type=codes.SCT.Kidney,
        algorithm_type=highdicom.seg.SegmentAlgorithmTypeValues.MANUAL,
    )


def written(pixels, kind, **further):
    segmentation = highdicom.seg.Segmentation(
        source_images=[slice_of(i) for i in range(3)],
        pixel_array=pixels,
        segmentation_type=kind,
        segment_descriptions=[description(1, "one"), description(2, "two")],
        series_instance_uid=f"{ROOT}5",
        series_number=1,
        sop_instance_uid=f"{ROOT}6",
        instance_number=1,
        manufacturer="none",
        manufacturer_model_name="none",
        software_versions="0",
        device_serial_number="0",
        **further,
    )
    file = io.BytesIO()
    segmentation.save_as(file)
    return base64.b64encode(file.getvalue()).decode()


masks = numpy.zeros((3, 3, 5), numpy.uint8)
masks[0, 0, :3] = 1
masks[0, 2, 4] = 2
masks[2, 1, 1:4] = 2

Kinds = highdicom.seg.SegmentationTypeValues
print(
    json.dumps(
        {
            "tool": f"highdicom {highdicom.__version__}, pydicom {pydicom.__version__}",
            "command": "python tests/golden/segmentation.py",
            "uids": [f"{ROOT}10{i}" for i in range(3)],
            "masks": [["".join(".12"[v] for v in row) for row in plane] for plane in masks],
            "files": {
                "binary": written(masks, Kinds.BINARY),
                "fractional": written(masks, Kinds.FRACTIONAL, max_fractional_value=200),
                "label map": written(masks, Kinds.LABELMAP),
            },
        },
        indent=1,
    )
)
