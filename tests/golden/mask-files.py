"""Golden files for tests/unit/scoring/segmentation-file.test.ts: masks and images as nibabel and Pillow write them, with the values that these
read back. Interlaced and low-depth PNG, which Pillow cannot write, are written below and must be read by Pillow as meant.

Run:  python tests/golden/mask-files.py > tests/golden/mask-files.json      (nibabel 5, Pillow 11, numpy 2)
"""

import base64
import gzip
import io
import json
import struct
import zlib

import nibabel
import numpy
import PIL
from PIL import Image

random = numpy.random.default_rng(20181012)
files = []


def add(name, data, values, affine=None):
    """`values` are [columns, rows] in the order of the file, first axis fastest."""
    files.append({
        "name": name,
        "base64": base64.b64encode(data).decode(),
        "size": list(values.shape),
        "values": [float(one) for one in values.flatten(order="F")],
        **({"affine": [float(one) for one in affine[:3].flatten()]} if affine is not None else {}),
    })


def nifti(name, values, affine=None, sform=None, qform=None, slope=None, big=False, compress=True):
    header = nibabel.Nifti1Header(endianness=">" if big else "<")
    header.set_data_dtype(values.dtype.newbyteorder(">" if big else "<"))
    image = nibabel.Nifti1Image(values, affine, header)
    if sform is not None:
        image.set_sform(sform, code=1)
        image.set_qform(None, code=0)
    if qform is not None:
        image.set_qform(qform, code=1)
        image.set_sform(None, code=0)
    if slope is not None:
        image.header.set_slope_inter(*slope)
    stream = io.BytesIO()
    image.to_file_map({"image": nibabel.FileHolder(fileobj=stream)})
    data = stream.getvalue()
    if slope is not None:
        # nibabel scales on writing: put the wished header over the stored values.
        order = ">" if big else "<"
        data = data[:112] + struct.pack(order + "2f", *slope) + data[116 + 4:]
    read = nibabel.Nifti1Image.from_bytes(data)
    where = read.affine if sform is not None or qform is not None else None
    shape = values.shape
    add(name, gzip.compress(data, mtime=0) if compress else data, numpy.asarray(read.dataobj).reshape(shape), where)


affine = numpy.array([[-0.8, 0, 0, 90.5], [0, -0.8, 0, 60.25], [0, 0, 3, -12], [0, 0, 0, 1]])
turned = nibabel.affines.from_matvec(
    nibabel.eulerangles.euler2mat(0.3, -0.2, 0.9) @ numpy.diag([0.7, 0.9, 4]), [10, -20, 30])
mask = (random.random((9, 7)) < 0.4)
for kind in ("uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"):
    nifti(f"mask {kind}", mask.astype(kind), sform=affine)
    nifti(f"mask {kind}, big endian, not compressed", mask.astype(kind), qform=turned, big=True, compress=False)
nifti("a third axis of 1", mask.astype("uint8").reshape(9, 7, 1), sform=affine)
nifti("no geometry", mask.astype("uint8"))
nifti("negative and large", random.integers(-2 ** 31, 2 ** 31, (5, 4)).astype("int32"), sform=affine)
nifti("int64 beyond double", random.integers(-2 ** 62, 2 ** 62, (5, 4)).astype("int64"), sform=affine)
nifti("uint64 beyond int64", (random.integers(0, 2 ** 62, (5, 4)).astype("uint64") * 3), sform=affine)
nifti("scaled", random.integers(-99, 99, (5, 4)).astype("int16"), sform=affine, slope=(0.5, -3))
nifti("slope of 1 with an intercept", random.integers(0, 9, (5, 4)).astype("int16"), sform=affine, slope=(1, 2))


def png(name, data, values):
    """`values` as [rows, columns]."""
    add(name, data, numpy.asarray(values).T)


def pillow(name, image, values, **options):
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    png(name, stream.getvalue(), values)


drawn = mask.T.astype("uint8")  # 7 rows of 9
white = drawn * 255
pillow("png 1 bit", Image.fromarray(white).convert("1"), drawn)
pillow("png 8 bits, 0 and 1", Image.fromarray(drawn), drawn)
pillow("png 8 bits, 0 and white", Image.fromarray(white), drawn)
pillow("png 8 bits, 0 and 128", Image.fromarray(drawn * 128), drawn * 128)
mixed = white.copy()
mixed[:, :4] = drawn[:, :4]
pillow("png 8 bits, 0, 1 and white", Image.fromarray(mixed), mixed)
pillow("png 16 bits, 0 and 1", Image.fromarray(drawn.astype("uint16")), drawn)
pillow("png 16 bits, 0 and white", Image.fromarray(drawn.astype("uint16") * 65535), drawn)
pillow("png 16 bits, 0 and 255", Image.fromarray(drawn.astype("uint16") * 255), drawn.astype("uint16") * 255)
pillow("png RGB grey", Image.fromarray(numpy.stack([white] * 3, -1)), drawn)
pillow("png RGBA opaque", Image.fromarray(numpy.stack([white, white, white, white * 0 + 255], -1)), drawn)
pillow("png grey with opaque alpha", Image.merge("LA", [Image.fromarray(white), Image.new("L", (9, 7), 255)]), drawn)
noise = random.integers(0, 256, (23, 31)).astype("uint8")
noise[0, 0] = 1  # So that white stays what it is.
pillow("png noise", Image.fromarray(noise), noise, optimize=True)
gradient = (numpy.add.outer(numpy.arange(40), numpy.arange(50)) * 2 + 1).astype("uint8")
gradient[0, 0] = 1
pillow("png gradient, filtered lines", Image.fromarray(gradient), gradient)


def palette(name, indices, colours, values, **options):
    image = Image.fromarray(indices)
    image = Image.frombytes("P", image.size, indices.tobytes())
    image.putpalette([level for colour in colours for level in colour])
    pillow(name, image, values, **options)


palette("png palette, black and white", drawn, [(0, 0, 0), (255, 255, 255)], drawn, bits=1)
palette("png palette, white and black", 1 - drawn, [(255, 255, 255), (0, 0, 0)], drawn, bits=1)
palette("png palette of labels, black and red", drawn, [(0, 0, 0), (128, 0, 0)], drawn, bits=8)
palette("png palette of three labels", drawn * 2, [(0, 0, 0), (128, 0, 0), (0, 128, 0)], drawn * 2, bits=2)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def encoded(values, depth, kind, interlaced, plte=b""):
    """`values` [rows, columns, channels]; each line by a random filter."""
    rows, columns, channels = values.shape
    step, plain = max(1, channels * depth // 8), b""
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = values[y::dy, x::dx]
        above = None
        for line in part if part.shape[1] else []:
            samples = [int(one) for one in line.flatten()]
            if depth == 16:
                raw = struct.pack(f">{len(samples)}H", *samples)
            else:
                bits = "".join(format(one, f"0{depth}b") for one in samples)
                bits += "0" * (-len(bits) % 8)
                raw = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
            above = above or bytes(len(raw))
            kind_of_filter = int(random.integers(0, 5))
            out = bytearray()
            for i, byte in enumerate(raw):
                a, b, c = (raw[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
                out.append((byte - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind_of_filter]) & 255)
            plain += bytes([kind_of_filter]) + bytes(out)
            above = raw
    header = struct.pack(">2I5B", columns, rows, depth, kind, 0, 0, int(interlaced))
    body = zlib.compress(plain)
    half = len(body) // 2
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + (chunk(b"PLTE", plte) if plte else b"") + chunk(b"tEXt", b"a\0b")
            + chunk(b"IDAT", body[:half]) + chunk(b"IDAT", body[half:]) + chunk(b"IEND", b""))


for interlaced in (False, True):
    for depth in (1, 2, 4, 8, 16):
        for columns, rows in ((13, 11), (1, 1), (3, 2), (8, 8)):
            top = 2 ** depth - 1
            levels = random.integers(0, top + 1, (rows, columns))
            levels[0, 0] = 1
            data = encoded(levels[..., None], depth, 0, interlaced)
            seen = numpy.asarray(Image.open(io.BytesIO(data)))
            scale = {1: 1, 2: 85, 4: 17, 8: 1, 16: 1}[depth]
            assert (seen == levels * scale).all() or depth == 1 and (seen == (levels > 0)).all(), (depth, columns)
            png(f"png grey of {depth} bits, {columns} x {rows}{', interlaced' * interlaced}", data, levels)
    for depth in (8, 16):
        levels = random.integers(0, 2 ** depth, (6, 5))
        levels[0, 0] = 1
        data = encoded(numpy.stack([levels] * 3, -1), depth, 2, interlaced)
        if depth == 8:
            assert (numpy.asarray(Image.open(io.BytesIO(data)))[..., 0] == levels).all()
        png(f"png colour of {depth} bits, grey{', interlaced' * interlaced}", data, levels)

print(json.dumps({
    "tools": {"nibabel": nibabel.__version__, "Pillow": PIL.__version__, "numpy": numpy.__version__},
    "files": files,
}, separators=(",", ":")))
