"""Writes character-sets.json: value fields in DICOM's character sets, and the texts that pydicom reads from them.

    python tests/golden/character-sets.py
"""

import json
import pathlib

import pydicom
from pydicom import charset
from pydicom.valuerep import PersonName

# Examples of PS3.5 annexes H to K and of pydicom's own documentation of them, and values made here for each set.
VALUES = [
    ("PN", ["ISO_IR 100"], "Äneas^Rüdiger".encode("latin_1")),
    ("PN", ["ISO_IR 100"], "Buc^Jérôme".encode("latin_1")),
    ("PN", ["ISO_IR 101"], "Wałęsa^Święty".encode("iso8859-2")),
    ("PN", ["ISO_IR 109"], "Ĉapelo^Ŝafo".encode("iso8859-3")),
    ("PN", ["ISO_IR 110"], "Ķēniņš^Ģirts".encode("iso8859-4")),
    ("PN", ["ISO_IR 144"], "Люкceмбypг".encode("iso8859-5")),
    ("PN", ["ISO_IR 127"], "قباني^لنزار".encode("iso8859-6")),
    ("PN", ["ISO_IR 126"], "Διονυσιος".encode("iso8859-7")),
    ("PN", ["ISO_IR 138"], "שרון^דבורה".encode("iso8859-8")),
    ("PN", ["ISO_IR 148"], "Çavuşoğlu^Ilgın".encode("iso8859-9")),
    ("PN", ["ISO_IR 166"], "นามสกุล^ชื่อ".encode("tis-620")),
    ("PN", ["ISO_IR 13"], "ﾔﾏﾀﾞ^ﾀﾛｳ".encode("shift_jis")),
    ("PN", ["ISO_IR 192"], "Wang^XiaoDong=王^小東=".encode()),
    ("PN", ["GB18030"], "Wang^XiaoDong=王^小东=".encode("gb18030")),
    ("PN", ["GBK"], "Wang^XiaoDong=王^小东=".encode("gbk")),
    # A second byte that is a backslash in ASCII.
    ("LO", ["GB18030"], "俓\\誠二".encode("gb18030")),
    ("PN", ["GB18030"], "Zhang^Yi=張俓^璡".encode("gb18030")),
    ("PN", ["", "ISO 2022 IR 87"],
     b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B"),
    ("PN", ["ISO 2022 IR 13", "ISO 2022 IR 87"],
     b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J"),
    ("LO", ["", "ISO 2022 IR 87"], b"\x1b$BEl5~\x1b(B\\\x1b$BBg:e\x1b(B lab"),
    ("PN", ["", "ISO 2022 IR 149"],
     b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf"),
    ("PN", ["", "ISO 2022 IR 58"], b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab="),
    ("LT", ["", "ISO 2022 IR 58"], b"1. \x1b$)A\xb5\xda\xd2\xbb\xd0\xd0\xa1\xa3\r\n2. \x1b$)A\xb5\xda\xb6\xfe\xd0\xd0\xa1\xa3\r\n"),
    # Back to the first set at each value, and at each component of a name.
    ("LO", ["ISO 2022 IR 100", "ISO 2022 IR 126"], b"B\xfcc \x1b-F\xc4\xe9\xef\xed\\J\xe9r\xf4me"),
    ("PN", ["ISO 2022 IR 100", "ISO 2022 IR 144"], b"B\xfcc^J\xe9r\xf4me=\x1b-L\xbb\xee\xda^\x1b-L\xb0\xdd\xdd\xd0"),
    ("PN", ["ISO 2022 IR 100", "ISO 2022 IR 126"], b"\x1b-F\xc4\xe9\xef\xed^J\xe9r\xf4me"),
    ("LT", ["ISO 2022 IR 100", "ISO 2022 IR 138"], b"\x1b-H\xf9\xf8\xe5\xef\r\nJ\xe9r\xf4me"),
    ("LO", ["ISO 2022 IR 6", "ISO 2022 IR 127"], b"\x1b-G\xe2\xc8\xc7\xe6\xea"),
]


def read(vr, terms, value):
    encodings = charset.convert_encodings(terms)
    if vr == "PN":
        return [str(PersonName(value, encodings))]
    if vr == "LT":
        return [charset.decode_bytes(value, encodings, {0x0D, 0x0A, 0x09, 0x0C}).rstrip()]
    text = charset.decode_bytes(value, encodings, {0x0D, 0x0A, 0x09, 0x0C, 0x5C})
    return text.split("\\")


cases = []
for vr, terms, value in VALUES:
    # pydicom 3 leaves the escape sequence of ISO 2022 IR 58 in the text it decodes.
    texts = [text.replace("\x1b$)A", "") for text in read(vr, terms, value)]
    cases.append({"vr": vr, "terms": terms, "hex": value.hex(), "texts": texts})
out = pathlib.Path(__file__).with_name("character-sets.json")
document = {
    "tool": f"pydicom {pydicom.__version__}",
    "command": "python tests/golden/character-sets.py",
    "cases": cases,
}
out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
for case in cases:
    print(case["vr"], case["terms"], case["texts"])
