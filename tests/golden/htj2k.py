"""Golden values for tests/unit/workers/htj2k.test.ts: an HTJ2K codestream as another decoder, OpenJPEG, reads it.

The codestream (16 columns, 8 rows, int16) was made by the encode pipeline of @itk-wasm/htj2k 2.1.0.
Run:  python tests/golden/htj2k.py CODESTREAM > tests/golden/htj2k.json
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import openjpeg

stream = Path(sys.argv[1]).read_bytes()
array = openjpeg.decode(stream)
print(json.dumps({
    "tool": f"pylibjpeg-openjpeg {version('pylibjpeg-openjpeg')}",
    "command": "python tests/golden/htj2k.py CODESTREAM > tests/golden/htj2k.json",
    "rows": array.shape[0],
    "columns": array.shape[1],
    "codestream": stream.hex(),
    "values": [int(v) for v in array.reshape(-1)],
}))
