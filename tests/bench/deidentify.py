"""The peer of deidentify.mjs: pydicom with the same table, in two processes.

    python tests/bench/deidentify.py FILE table-e1-1.tsv IMAGES_PER_WORKER

Reads the file's bytes, walks every attribute at every depth by the table (Basic Profile; descriptors, which need a vocabulary there, are
emptied), removes private attributes, makes new UIDs and pseudonyms by HMAC-SHA-256, and writes the file. It proves nothing. The table is
looked up in a dictionary, and nothing is slower than it need be.
"""

import hashlib
import hmac
import io
import multiprocessing
import re
import resource
import sys
import time

import pydicom
from pydicom.uid import ExplicitVRLittleEndian

KEY = bytes([7]) * 32
TEXTS = {"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "UR", "AS", "DA", "DT", "TM", "DS", "IS", "UI"}
DUMMY = {"AS": "000Y", "DA": "19000101", "DT": "19000101000000", "TM": "000000", "DS": "0", "IS": "0"}


def table(path):
    exact, masked = {}, []
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 5:
                continue
            pattern = re.sub("[(),]", "", cells[1]).strip().upper()
            code = "C" if len(cells) > 12 and cells[12].strip() == "C" else cells[4].strip()
            if re.fullmatch("[0-9A-F]{8}", pattern):
                exact[int(pattern, 16)] = code
            elif "GGGG" not in pattern:
                masked.append(re.compile(pattern.replace("X", "[0-9A-F]")))
    return exact, masked


def mac(kind, text):
    return hmac.new(KEY, f"{kind}\n{text}".encode(), hashlib.sha256).digest()


def new_uid(uid):
    if uid.startswith("1.2.840.10008.") or not uid:
        return uid
    return "2.25." + str(int.from_bytes(mac("uid", uid)[:16], "big"))


def walk(dataset, exact, masked):
    for element in list(dataset):
        tag = element.tag
        if tag.is_private:
            del dataset[tag]
            continue
        code = exact.get(int(tag))
        if code is None:
            if tag.group & 0xFF00 in (0x5000, 0x6000) and any(each.fullmatch(f"{int(tag):08X}") for each in masked):
                del dataset[tag]
            elif element.VR == "SQ":
                for item in element.value:
                    walk(item, exact, masked)
            elif element.VR == "UI" and "SOPClass" not in element.keyword:
                element.value = mapped(element)
            continue
        codes = code.split("/")
        if code == "C" and element.VR in TEXTS:
            element.value = ""
        elif "U" in codes or "U*" in codes:
            if element.VR == "SQ":
                for item in element.value:
                    walk(item, exact, masked)
            else:
                element.value = mapped(element)
        elif code == "D":
            element.value = DUMMY.get(element.VR, "REMOVED") if element.VR in TEXTS else element.value
        elif "Z" in codes:
            element.value = [] if element.VR == "SQ" else ""
        else:
            del dataset[tag]


def mapped(element):
    value = element.value
    return [new_uid(each) for each in value] if element.VM > 1 else new_uid(value or "")


def one(content, exact, masked):
    dataset = pydicom.dcmread(io.BytesIO(content))
    patient = mac("patient", str(dataset.PatientID)).hex()[:16]
    walk(dataset, exact, masked)
    dataset.PatientName = patient
    dataset.PatientID = patient
    dataset.PatientIdentityRemoved = "YES"
    dataset.DeidentificationMethod = "DICOM PS3.15 annex E"
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.preamble = bytes(128)
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getbuffer().nbytes


UID = b"1.2.276.99.1.9000000"


def numbered(content, number):
    """Another image of the exam, as the files of one are."""
    return content.replace(UID, b"1.2.276.99.1." + str(9_000_000 + number).encode())


def cpu():
    """Seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def work(file, path, count, ready, go, peaks):
    with open(file, "rb") as source:
        content = source.read()
    exact, masked = table(path)
    images = [numbered(content, number) for number in range(20)]
    for image in images:
        one(image, exact, masked)
    ready.release()
    go.wait()
    before = cpu()
    for number in range(count):
        one(images[number % len(images)], exact, masked)
    peaks.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, cpu() - before))


if __name__ == "__main__":
    file, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    ready, go, peaks = multiprocessing.Semaphore(0), multiprocessing.Event(), multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(file, path, count, ready, go, peaks)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        ready.acquire()
    start = time.perf_counter()
    go.set()
    results = [peaks.get() for _ in workers]
    rate = 2 * count / (time.perf_counter() - start)
    for worker in workers:
        worker.join()
    peak = sum(memory for memory, _ in results)
    milliseconds = 1000 * sum(seconds for _, seconds in results) / (2 * count)
    print(f"{rate:.1f} {peak:.0f} {milliseconds:.3f} pydicom {pydicom.__version__}")
