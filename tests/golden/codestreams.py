"""Golden values for the codec tests: 40 columns by 32 rows of int16 in JPEG 2000 and HTJ2K, as OpenJPEG reads them.

The HTJ2K codestream was made by the encode pipeline of @itk-wasm/htj2k 2.1.0, the JPEG 2000 one here by OpenJPEG.
Run:  python tests/golden/codestreams.py HTJ2K_CODESTREAM > tests/golden/codestreams.json
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import openjpeg
from openjpeg.utils import encode_array

htj2k = Path(sys.argv[1]).read_bytes()
array = openjpeg.decode(htj2k)
jpeg2000 = bytes(encode_array(array, photometric_interpretation=2, bits_stored=16))
assert (openjpeg.decode(jpeg2000) == array).all()
print(json.dumps({
    "tool": f"pylibjpeg-openjpeg {version('pylibjpeg-openjpeg')}",
    "command": "python tests/golden/codestreams.py HTJ2K_CODESTREAM > tests/golden/codestreams.json",
    "rows": array.shape[0],
    "columns": array.shape[1],
    "htj2k": htj2k.hex(),
    "jpeg2000": jpeg2000.hex(),
    "values": [int(v) for v in array.reshape(-1)],
}))
