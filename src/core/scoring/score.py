"""The score of this challenge in plain Python. Total, terms and refusals equal those of Negatoscope.

    python score.py predictions.csv --reference labels.csv
    python score.py masks/ --reference labelsTr/            (folders or zips of .nii, .nii.gz or .png)

Options: --scoring scoring.json (default: beside this file), --rules strict|jfr-2018 (default: the challenge's own), --json.
Needs Python 3.9 or later and nothing else. Exit code 0: scored; 1: refused, with every error; 2: wrong use.
"""
import argparse, json, math, re, struct, sys, unicodedata, zipfile, zlib
from array import array
from pathlib import Path

SPACES = " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
COMMA_NUMBER = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?")
INFINITE, NAN = re.compile(r"[+-]?inf(inity)?", re.I | re.A), re.compile(r"[+-]?nan", re.I | re.A)
TRUE, FALSE = {"1", "1.0", "true", "oui", "vrai"}, {"0", "0.0", "false", "non", "faux"}


class Refused(Exception):
    def __init__(self, errors):
        self.errors = errors


def error(code, **details):
    return {"code": code, **details}


# ---- Tables -----------------------------------------------------------------------------------------------------------


def decode(data):
    """Text in UTF-8, in UTF-16 with or without a byte-order mark, else in Windows-1252. Its undefined bytes become control characters."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark):].decode(encoding)
            except UnicodeDecodeError:
                raise Refused([error("labels/undecodable", encoding=encoding.replace("16-", "16"))])
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and (even == 0 or odd == 0) and 4 * (even + odd) >= len(data) > 0:
        try:
            return data.decode("utf-16-le" if even == 0 else "utf-16-be")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def separator_of(text):
    """The separator that occurs most often before the last name of the header, outside quotes. On equal counts, ; or tab."""
    counts, since, quoted, start = {";": 0, "\t": 0, ",": 0}, "", False, True
    for i, c in enumerate(text):
        if c == '"' and (quoted or start):
            quoted = not quoted
        elif quoted:
            continue
        elif c == "\n":
            break
        start = (c == '"' and text[i + 1:i + 2] == '"') or c in counts
        if start and c != '"':
            since += c
        elif c.strip(SPACES):
            counts, since = {one: counts[one] + since.count(one) for one in counts}, ""
    most = max(counts.values())
    return "," if most == 0 else next(c for c in counts if counts[c] == most)


def records_of(text, separator, line):
    """(line, cells) of each record, by RFC 4180. A quote inside an unquoted cell is an ordinary character."""
    records, cells, errors, at, cell_end = [], [], {}, 0, re.compile(f"[{separator}\n]")
    while True:
        if text[at:at + 1] == '"':
            start, quote = at + 1, text.find('"', at + 1)
            while quote >= 0:
                after = quote + 1
                if text[after:after + 1] == '"':
                    quote = text.find('"', after + 1)
                    continue
                ends = cell_end.search(text, after)
                if after == len(text) or (ends and text[after:ends.start()].strip(SPACES) == ""):
                    break
                errors.setdefault(line + sum(cell.count("\n") for cell in cells), "labels/malformed-quote")
                quote = text.find('"', after)
            if quote < 0:
                errors.setdefault(line + sum(cell.count("\n") for cell in cells), "labels/unclosed-quote")
                break
            cells.append(text[start:quote].replace('""', '"'))
            end = ends.start() if after < len(text) else len(text)
        else:
            ends = cell_end.search(text, at)
            end = ends.start() if ends else len(text)
            cells.append(text[at:end])
        at = end + 1
        if text[end:at] != separator:
            records.append((line, cells))
            line += 1 + sum(cell.count("\n") for cell in cells)
            cells = []
        if end == len(text):
            break
    if errors:
        raise Refused([error(code, line=line) for line, code in errors.items()])
    return records


def without_formula(cell):
    """Excel's form of a text that looks like a number: ="007" is read as 007."""
    found = re.fullmatch('="((?:[^"]|"")*)"', cell)
    return found.group(1).replace('""', '"') if found else cell


def blank(cells):
    return all(cell.strip(SPACES) == "" for cell in cells)


def without_blank_ends(header, rows):
    """Blank cells at the end of rows, beyond the last column that has a name, are cut off."""
    filled = lambda cells: max((i + 1 for i, cell in enumerate(cells) if cell.strip(SPACES)), default=0)
    named = filled(header)
    width = named if named and all(filled(cells) <= named for _, cells in rows) else len(header)
    return header[:width], [(line, cells[:max(width, filled(cells))]) for line, cells in rows]


def read_table(data):
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    named = re.match('\ufeff?"?sep=([,;\t])"?(?:[ \t]|\\1)*\n', text, re.I)
    text, before = (text[named.end():], 1) if named else (text, 0)
    if text.strip(SPACES) == "":
        raise Refused([error("labels/empty-file")])
    if "\0" in text:
        raise Refused([error("labels/not-text", line=before + text.count("\n", 0, text.index("\0")) + 1)])
    separator = named.group(1) if named else separator_of(text)
    records = records_of(text.removeprefix("\ufeff"), separator, before + 1)  # A file can begin with two marks.
    records = [(line, [without_formula(cell) for cell in cells]) for line, cells in records]
    while records and blank(records[-1][1]):
        records.pop()
    if not records or blank(records[0][1]):
        raise Refused([error("labels/blank-line", line=before + 1)])
    header, rows = without_blank_ends([name.strip(SPACES) for name in records[0][1]], records[1:])
    errors = [error("labels/duplicate-header", header=name) for i, name in enumerate(header)
              if header.count(name) > 1 and header.index(name) == i]
    for line, cells in rows:
        if len(cells) == 1 and blank(cells):
            errors.append(error("labels/blank-line", line=line))
        elif len(cells) != len(header):
            errors.append(error("labels/ragged-row", line=line, expected=len(header), got=len(cells)))
    return header, rows, separator, errors


def fold(text):
    """The text in lower case, without accents and without repeated spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))
    return " ".join(word for word in re.split(f"[{SPACES}]+", plain.lower()) if word)


def match_columns(header, columns, errors):
    """Position of the id and of each named column. An exact name is preferred to one that differs in accents, case or "(0/1)"."""
    alike = lambda name: re.sub(r" ?\(0/1\)$", "", fold(name))
    names = ["id", *columns]
    chosen = []
    for name in header:
        same = [name] if name in names else [one for one in names if alike(one) == alike(name)]
        chosen.append(same[0] if len(same) == 1 else None)
    if header[0] == "" and "id" not in chosen:
        chosen[0] = "id"
    positions = {}
    for name in names:
        found = [i for i, one in enumerate(chosen) if one == name]
        if not found:
            errors.append(error("labels/missing-column", column=name))
            continue
        positions[name] = next((i for i in found if header[i] == name), found[0])
        if len({header[i] for i in found}) > 1:
            errors.append(error("labels/duplicate-column", column=name))
    for i, name in enumerate(header):
        if chosen[i] is None and header.index(name) == i:
            errors.append(error("labels/unknown-column", header=name))
    return positions, sum(one != "id" for one in chosen)


def read_ids(rows, position, errors):
    ids, lines = [], {}
    for line, cells in rows:
        identifier = unicodedata.normalize("NFC", cells[position].strip(SPACES)) if position < len(cells) else None
        if identifier == "" and len(cells) > 1:
            errors.append(error("labels/blank-id", line=line))
        ids.append(identifier or None)
        if identifier:
            lines.setdefault(identifier, []).append(line)
    errors.extend(error("labels/duplicate-id", id=i, lines=found) for i, found in lines.items() if len(found) > 1)
    return ids


def read_number(text, separator):
    """(value, None) or (None, code of the error)."""
    word = text.strip(SPACES)
    if separator != "," and COMMA_NUMBER.fullmatch(word):
        word = word.replace(",", ".")
    if NUMBER.fullmatch(word):
        value = float(word)
        return (value, None) if math.isfinite(value) else (None, "labels/infinite-value")
    if INFINITE.fullmatch(word):
        return None, "labels/infinite-value"
    return None, "labels/nan-value" if NAN.fullmatch(word) else "labels/not-a-number"


def read_boolean(text):
    word = text.strip(SPACES).lower()
    return (word in TRUE, None) if word in TRUE or word in FALSE else (None, "labels/unknown-boolean")


def read_category(text, column):
    word, legal = text.strip(SPACES), column.get("values")
    if legal is None or word in legal:
        return word, None
    same = [one for one in legal if fold(one) == fold(word)]
    return (same[0], None) if same else (None, "labels/unknown-category")


def cell_error(code, line, identifier, column, text):
    value = {} if code == "labels/blank-value" else {"value": text}
    return error(code, line=line, id=identifier, column=column["name"], **value)


def read_reference(data, scoring):
    header, rows, separator, errors = read_table(data)
    columns = scoring["labels"]["reference"]
    positions, _ = match_columns(header, [c["name"] for c in columns], errors)
    if not rows:
        errors.append(error("labels/no-rows"))
    ids = read_ids(rows, positions["id"], errors) if "id" in positions else [None] * len(rows)
    reference = []
    for (line, cells), identifier in zip(rows, ids):
        if len(cells) != len(header):
            continue
        labels = {}
        for column in columns:
            if column["name"] not in positions:
                continue
            text, code = cells[positions[column["name"]]], None
            if text.strip(SPACES) == "":
                labels[column["name"]] = None
                code = None if column.get("optional") else "labels/blank-value"
            elif column["type"] == "boolean":
                labels[column["name"]], code = read_boolean(text)
            elif column["type"] == "number":
                labels[column["name"]], code = read_number(text, separator)
            else:
                labels[column["name"]], code = read_category(text, column)
            if code:
                errors.append(cell_error(code, line, identifier, column, text))
        if identifier:
            reference.append((identifier, labels))
    if errors:
        raise Refused(errors)
    return reference


def read_predictions(data, scoring, reference, rules):
    """{column: values in the order of the reference}, the line of each row, and the decisions of the rules of 2018."""
    header, rows, separator, errors = read_table(data)
    columns = scoring["labels"]["prediction"]
    positions, others = match_columns(header, [c["name"] for c in columns], errors)
    if rules == "jfr-2018":
        if others != len(columns):
            errors.append(error("scoring/column-count", expected=len(columns), got=others))
        if len(rows) != len(reference):
            errors.append(error("scoring/row-count", expected=len(reference), got=len(rows)))
    elif not rows:
        errors.append(error("labels/no-rows"))
    ids = read_ids(rows, positions["id"], errors) if "id" in positions else [None] * len(rows)
    place = {identifier: i for i, (identifier, _) in enumerate(reference)}
    values = {c["name"]: [0.5] * len(reference) for c in columns}
    lines, touched = [None] * len(reference), []
    for (line, cells), identifier in zip(rows, ids):
        index = place.get(identifier)
        if index is not None:
            lines[index] = line
        elif identifier is not None and rules == "strict":
            errors.append(error("scoring/extra-id", id=identifier, line=line))
        elif identifier is not None:
            touched.append({"rule": "extra-id-ignored", "id": identifier, "line": line})
        if len(cells) != len(header):
            continue
        for column in columns:
            name = column["name"]
            if name not in positions:
                continue
            text = cells[positions[name]]
            if text.strip(SPACES) == "":
                value, code = None, "labels/blank-value"
            else:
                value, code = read_number(text, separator)
                if code == "labels/not-a-number" and column["type"] == "boolean":
                    value, code = read_boolean(text)
            if code is None:
                if index is not None:
                    values[name][index] = float(value)
            elif rules == "strict" or code not in ("labels/blank-value", "labels/nan-value"):
                errors.append(cell_error(code, line, identifier, column, text))
            elif index is not None:
                touched.append({"rule": "missing-probability-half", "id": identifier, "line": line, "column": name})
    if "id" in positions:
        for index, (identifier, _) in enumerate(reference):
            if lines[index] is not None:
                continue
            if rules == "strict":
                errors.append(error("scoring/missing-case", id=identifier))
            else:
                touched.append({"rule": "missing-case-half", "id": identifier, "line": None})
    if errors:
        raise Refused(errors)
    return values, lines, touched


# ---- Scores -----------------------------------------------------------------------------------------------------------


def holds(condition, labels):
    """True when a row fulfils the condition. A blank is equal to no value."""
    if "anyOf" in condition:
        return any(holds(one, labels) for one in condition["anyOf"])
    if "allOf" in condition:
        return all(holds(one, labels) for one in condition["allOf"])
    if "not" in condition:
        return not holds(condition["not"], labels)
    value = labels.get(condition["column"])
    if "blank" in condition:
        return (value is None) == condition["blank"]
    if value is None:
        return False
    wanted = condition["in"] if "in" in condition else [condition["equals"]]
    if isinstance(wanted[0] if wanted else "", bool) or isinstance(value, bool):
        return any(value is one for one in wanted)
    return any(fold(str(value)) == fold(one) for one in wanted)


def auc(truth, scores):
    """Share of (positive, negative) pairs in the right order. A tie counts one half. None: one class is absent."""
    positives = sorted(s for t, s in zip(truth, scores) if t)
    negatives = sorted(s for t, s in zip(truth, scores) if not t)
    if not positives or not negatives:
        return None, len(positives), len(negatives)
    halves = below = not_above = 0
    for score in positives:
        while below < len(negatives) and negatives[below] < score:
            below += 1
        while not_above < len(negatives) and negatives[not_above] <= score:
            not_above += 1
        halves += below + not_above
    return halves / (2 * len(positives) * len(negatives)), len(positives), len(negatives)


def member_score(member, reference, values, lines, errors):
    rows = [i for i, (_, labels) in enumerate(reference) if "rows" not in member or holds(member["rows"], labels)]
    prediction = member["prediction"]
    columns = prediction["sum"] if "sum" in prediction else [prediction["column"]]
    scores = []
    for i in rows:
        total = 0.0
        for column in columns:
            total += values[column][i]
        if not math.isfinite(total):
            errors.append(error("scoring/sum-not-finite", line=lines[i], id=reference[i][0], term=member["name"]))
        scores.append(total)
    value, positives, negatives = auc([holds(member["truth"], reference[i][1]) for i in rows], scores)
    return {"name": member["name"], "weight": 0, "value": value, "positives": positives, "negatives": negatives}


def score_table(scoring, reference, values, lines):
    terms, errors = [], []
    for term in scoring["score"]["terms"]:
        if term["kind"] == "auc":
            terms.append({**member_score(term, reference, values, lines, errors), "weight": term["weight"]})
            continue
        members = [member_score(one, reference, values, lines, errors) for one in term["of"]]
        defined = sum(one["value"] is not None for one in members)
        leave_out = term["undefinedMember"] == "left-out" and defined > 0
        weight = term["weight"] / (defined if leave_out else len(members))
        for one in members:
            out = leave_out and one["value"] is None
            terms.append({**one, "weight": 0 if out else weight, **({"leftOut": True} if out else {})})
    if errors:
        raise Refused(errors)
    return total_of(terms), terms


def total_of(terms):
    """Sum of weight times value, in the order of the terms. None: a term that is not left out is undefined."""
    total = 0
    for term in terms:
        if term.get("leftOut"):
            continue
        if term["value"] is None:
            return None
        total += term["weight"] * term["value"]
    return total


# ---- Masks ------------------------------------------------------------------------------------------------------------

NIFTI_TYPES = {2: "B", 4: "h", 8: "i", 16: "f", 64: "d", 128: "BBB", 256: "b", 512: "H", 768: "I", 1024: "q", 1280: "Q"}
LARGEST = 2 ** 29  # Bytes of one image.


def inflate(data, length):
    """The bytes of one complete zlib stream, at most `length` bytes. None: the stream is another one."""
    stream = zlib.decompressobj(15)
    try:
        plain = stream.decompress(data, length + 1)
    except zlib.error:
        return None
    return plain if stream.eof and not stream.unused_data and len(plain) <= length else None


def gunzip(data, most, head=False):
    """The bytes of a gzip file of one or several members: at most `most` where only the head is wanted; None where it is
    damaged, True where there are more. Zero bytes after a member are padding; what does not begin as a member is not read."""
    parts, length = [], 0
    while True:
        start = stream_of(data)
        if start is None:
            break
        stream = zlib.decompressobj(-15)
        try:
            part = stream.decompress(data[start:], max(1, most - length + (not head)))
        except zlib.error:
            break
        if length + len(part) > most:
            return True
        if head and length + len(part) == most:
            return b"".join(parts) + part
        trailer = stream.unused_data
        if not stream.eof or (not head and (len(trailer) < 8 or trailer[:8] != struct.pack("<2I", zlib.crc32(part), len(part)))):
            break
        parts.append(part)
        length, data = length + len(part), trailer[8:].lstrip(b"\0")
        if data[:2] != b"\x1f\x8b":
            return b"".join(parts)
    return b"".join(parts) or None if head else None


def stream_of(data):
    """Where the deflate stream of a gzip member begins; None where none does (RFC 1952)."""
    if data[:3] != b"\x1f\x8b\x08" or len(data) < 10 or data[3] & 0xE0:
        return None
    flags, at = data[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at:at + 2], "little")
    for text in (8, 16):
        if flags & text:
            end = data.find(b"\0", at)
            if end < 0:
                return None
            at = end + 1
    if flags & 2:
        if int.from_bytes(data[at:at + 2], "little") != zlib.crc32(data[:at]) & 0xFFFF:
            return None
        at += 2
    return at if at < len(data) else None


def read_mask(data, name, pair=None):
    """(size, values, affine or None) of a mask, first axis fastest. The bytes show whether it is PNG or NIfTI. `pair`: the voxels (.img)
    where `data` is a header (.hdr)."""
    def refuse(code, **details):
        raise Refused([error("image/" + code, file=name, **details)])

    if pair is None and data[:8] == b"\x89PNG\r\n\x1a\n":
        return (*read_png(data, refuse), None)
    return read_nifti(data, refuse, pair)


def read_png(data, refuse):
    """Grey levels, or the indices of a coloured palette that begins with black. White counts as 1 when no pixel is 1."""
    at, header, palette, packed = 8, None, b"", b""
    while True:
        length, name = struct.unpack_from(">I4s", data, at) if at + 12 <= len(data) else (len(data), b"")
        body, end = data[at + 8:at + 8 + length], at + 12 + length
        if end > len(data) or zlib.crc32(name + body) != struct.unpack_from(">I", data, end - 4)[0]:
            refuse("png-not-read")
        at = end
        if (header is None) != (name == b"IHDR") or (name == b"IHDR" and length != 13):
            refuse("png-not-read")
        if name == b"IHDR":
            header = struct.unpack(">2I5B", body)
            columns, rows, depth, kind, compression, method, interlaced = header
            channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(kind, 0)
            depths = {0: (1, 2, 4, 8, 16), 3: (1, 2, 4, 8)}.get(kind, (8, 16))
            if 0 in (columns, rows, channels) or depth not in depths or compression or method or interlaced > 1:
                refuse("png-not-read")
            if columns * rows * channels * max(depth, 8) > 8 * LARGEST:
                refuse("png-unsupported")
        elif name == b"PLTE":
            palette = body
        elif name == b"IDAT":
            packed += body
        elif name == b"IEND":
            break
        elif name == b"tRNS":
            refuse("png-unsupported")
        elif not 97 <= name[0] <= 122:  # A lower-case first letter: a reader may ignore the chunk.
            refuse("png-not-read")
    adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    passes = [(x, y, dx, dy, len(range(x, columns, dx)), len(range(y, rows, dy))) for x, y, dx, dy in
              (adam7 if interlaced else [(0, 0, 1, 1)])]
    passes = [(*one, math.ceil(one[4] * channels * depth / 8)) for one in passes if one[4] > 0]
    expected = sum(height * (1 + stride) for *_, height, stride in passes)
    plain = inflate(packed, expected)
    if plain is None or len(plain) != expected:
        refuse("png-not-read")
    samples, at, step = [0] * (columns * rows * channels), 0, max(1, channels * depth // 8)
    for x, y, dx, dy, width, height, stride in passes:
        above = bytes(stride)
        for row in range(height):
            method, line = plain[at], bytearray(plain[at + 1:at + 1 + stride])
            at += 1 + stride
            if method > 4:
                refuse("png-not-read")
            for i in range(stride if method else 0):
                left, up, corner = (line[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
                guess = left + up - corner  # Paeth: the nearest of the three; on equal distances the first.
                paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
                line[i] = (line[i] + (left, up, (left + up) // 2, paeth)[method - 1]) & 255
            above = line
            if depth == 16:
                values = struct.unpack(f">{stride // 2}H", line)
            elif depth == 8:
                values = line
            else:
                values = [byte >> shift & 2 ** depth - 1 for byte in line for shift in range(8 - depth, -1, -depth)]
            for i in range(width * channels):
                samples[((y + row * dy) * columns + x + i // channels * dx) * channels + i % channels] = values[i]
    white, colours = 2 ** depth - 1, 3 if channels > 2 else 1
    if kind == 3:
        table, used = [tuple(palette[i:i + 3]) for i in range(0, len(palette), 3)], set(samples)
        if any(index >= len(table) for index in used) or len(palette) % 3:
            refuse("png-not-read")
        if all(len(set(table[index])) == 1 for index in used):
            samples, white = [table[index][0] for index in samples], 255
        elif any(table[0]):
            refuse("png-unsupported")
        else:
            white = None
    pixels = [samples[i:i + channels] for i in range(0, len(samples), channels)]
    if any(len(set(one[:colours])) > 1 or any(alpha != white for alpha in one[colours:]) for one in pixels):
        refuse("png-unsupported")
    values = [one[0] for one in pixels]
    return [columns, rows], values if 1 in values else [1 if value == white else value for value in values]


def read_nifti(data, refuse, pair=None):
    """A NIfTI-1 or NIfTI-2 file that holds one 2D image: .nii, .nii.gz, or .hdr with .img."""
    packed = data if pair is None else pair
    if data[:2] == b"\x1f\x8b":
        data = gunzip(data, 544, head=True)
        if data is None:
            refuse("nifti-not-read")
    if len(data) < 348:
        refuse("nifti-truncated", expected=352, got=len(data))
    order = "<" if struct.unpack_from("<i", data)[0] < 0x10000 else ">"
    header = struct.unpack_from(order + "i", data)[0]
    version = {348: 1, 540: 2}.get(header)
    if version is None:
        refuse("nifti-not-read")
    if len(data) < header:
        refuse("nifti-truncated", expected=352, got=len(data))
    magic, apart = data[344:347] if version == 1 else data[4:7], pair is not None
    if magic not in (b"n+%d" % version, b"ni%d" % version):
        refuse("nifti-unsupported" if magic == b"\0\0\0" and version == 1 else "nifti-not-read")
    if (magic[1:2] == b"i") != apart:
        refuse("nifti-unsupported")
    field = lambda kind, at: struct.unpack_from(order + kind, data, at)
    if version == 1:
        (axes, *dim), pixdim, (datatype,) = field("8h", 40), field("8f", 76), field("h", 70)
        (stated,), (slope, intercept), forms = field("f", 108), field("2f", 112), field("2h", 252)
        quaternion, rows, units = field("6f", 256), field("12f", 280), data[123]
    else:
        (axes, *dim), pixdim, (datatype,) = field("8q", 16), field("8d", 104), field("h", 12)
        (stated,), (slope, intercept), forms = field("q", 168), field("2d", 176), field("2i", 344)
        quaternion, rows, units = field("6d", 352), field("12d", 400), field("i", 500)[0]
    size = dim[:max(axes, 0)]
    if not 1 <= axes <= 7 or min(size) < 1:
        refuse("nifti-not-read")
    if axes < 2 or sum(length > 1 for length in size) > 2 or any(length != 1 for length in size[3:]):
        refuse("nifti-not-2d", size=size)
    kind = NIFTI_TYPES.get(datatype)
    if kind is None:
        refuse("nifti-unsupported" if datatype in (1, 32, 1536, 1792, 2048, 2304) else "nifti-not-read")
    offset = header + 4 if stated == 0 and not apart else stated
    if not (0 if apart else header) <= offset < 2 ** 31:
        refuse("nifti-not-read")
    length = math.prod(size) * struct.calcsize(kind)
    expected = math.ceil(offset) + length
    if expected > LARGEST:
        refuse("nifti-unsupported")
    if packed[:2] == b"\x1f\x8b":
        packed = gunzip(packed, expected + 2 ** 20)
        if packed is None or packed is True:
            refuse("nifti-not-read" if packed is None else "nifti-unsupported")
    if len(packed) < expected:
        refuse("nifti-truncated", expected=expected, got=len(packed))
    values = array(kind[0], packed[int(offset):int(offset) + length])
    if (order == ">") != (sys.byteorder == "big"):
        values.byteswap()
    if datatype in (1024, 1280):  # Read as the nearest double, like all other values.
        values = [value if abs(value) <= 2 ** 53 else float(value) for value in values]
    slope, intercept = (value if math.isfinite(value) else 0 for value in (slope, intercept))
    if datatype == 128 or slope == 0:
        slope, intercept = 1, 0
    if (slope, intercept) != (1, 0):
        values = [slope * value + intercept for value in values]
    if (slope, intercept) != (1, 0) or datatype in (16, 64):
        # What is 0 or 1 but for the rounding of the header's float32 numbers.
        near = 2 ** -22 * (1 + 2 * abs(intercept))
        values = [0 if abs(value) <= near else 1 if abs(value - 1) <= near else value for value in values]
    return size, values, affine_of(forms, rows, quaternion, pixdim, {1: 1000, 3: 0.001}.get(units & 7, 1))


def affine_of(forms, rows, quaternion, pixdim, unit):
    """Voxel to world in mm, the upper three rows in one list: sform, else qform, of nifti1.h; None where the file states none."""
    def grid(affine):
        x, y = affine[0::4], affine[1::4]
        good = all(map(math.isfinite, affine)) and abs(dot(x, y)) < 0.99 * norm(x) * norm(y)
        return [entry * unit for entry in affine] if good else None

    if forms[1] > 0 and grid(rows):
        return grid(rows)
    if forms[0] <= 0:
        return None
    b, c, d, *origin = quaternion
    a = math.sqrt(max(0, 1 - (b * b + c * c + d * d))) if all(map(math.isfinite, (b, c, d))) else math.nan
    turn = [[a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b]]
    steps = [pixdim[1], pixdim[2], pixdim[3] * (-1 if pixdim[0] < 0 else 1)]
    return grid([entry for row, place in zip(turn, origin) for entry in (*(x * s for x, s in zip(row, steps)), place)])


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def norm(a):
    return math.sqrt(dot(a, a))


def place(size, affine, grid, grid_affine):
    """How the pixels of a 2D mask stand on the reference's grid, by the geometry that both files state: (start, step along each axis),
    None: in the order of the file; or the text "elsewhere". Nothing is resampled."""
    at = lambda of, along: of[along::4]
    lengths = lambda of: [of[axis] if axis < len(of) else 1 for axis in range(3)]
    def extended(of):
        return sorted(sorted(range(3), key=lambda axis: (lengths(of)[axis] <= 1, axis))[:2])

    if affine is None or grid_affine is None:
        return None
    matched = []
    for of in extended(grid):
        cosines = [(abs(c), -n, axis, c) for n, axis in enumerate(extended(size)) for c in [
            dot(at(grid_affine, of), at(affine, axis)) / (norm(at(grid_affine, of)) * norm(at(affine, axis)) or 1)]]
        best = max(cosines)
        matched.append((of, best[2], best[3]))
    clear = all(abs(c) > math.sqrt(0.5) for *_, c in matched) and matched[0][1] != matched[1][1]
    fits = clear and all(lengths(grid)[of] == lengths(size)[axis] for of, axis, _ in matched)
    if fits:
        most = 0.1 * min(norm(at(grid_affine, axis)) or 1 for axis in extended(grid))
        first, away = list(at(affine, 3)), []
        for of, axis, c in matched:
            sign, steps = -1 if c < 0 else 1, lengths(size)[axis] - 1
            if c < 0:
                first = [x + steps * y for x, y in zip(first, at(affine, axis))]
            away.append([(sign * x - y) * steps for x, y in zip(at(affine, axis), at(grid_affine, of))])
        first = [x - y for x, y in zip(first, at(grid_affine, 3))]
        corners = [[f + i * x + j * y for f, x, y in zip(first, *away)] for i in (0, 1) for j in (0, 1)]
        if all(norm(corner) <= most for corner in corners):
            strides, start, steps = [math.prod(size[:axis]) for axis in range(len(size))] + [0], 0, [0] * len(grid)
            for of, axis, c in matched:
                stride = strides[axis] if axis < len(size) else 0
                if of < len(steps):
                    steps[of] = -stride if c < 0 else stride
                start += stride * (lengths(size)[axis] - 1) if c < 0 else 0
            return start, steps
    # The identity at the origin, in RAS (numpy.eye) or LPS (SimpleITK), is what is written where no geometry was given.
    x, y = at(affine, 0), at(affine, 1)
    sizes, wanted = [norm(x), norm(y)], [norm(at(grid_affine, axis)) for axis in extended(grid)]
    if not any((x[1], x[2], y[0], y[2], *at(affine, 3))) and x[0] * y[1] > 0 and (
            sizes == [1, 1] or all(abs(one / (other or 1) - 1) <= 1e-3 for one, other in zip(sizes, wanted))):
        return None
    if not fits and lengths(size) != lengths(grid):
        return None  # Another size: the caller reports it.
    return "elsewhere"


def on_grid(values, grid, start, steps):
    """The values in the order of the grid's pixels."""
    columns, rows, slices = (list(grid) + [1, 1])[:3]
    x, y, z = (list(steps) + [0, 0])[:3]
    return [values[start + i * x + j * y + k * z] for k in range(slices) for j in range(rows) for i in range(columns)]


def unzipped(archive, entry):
    def refuse(code):
        raise Refused([error("package/" + code, path=entry.filename)])

    if entry.flag_bits & 1:
        refuse("encrypted")
    if entry.compress_type not in (0, 8):
        refuse("unsupported-compression")
    if entry.file_size > LARGEST:
        refuse("bomb")
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        refuse("unreadable-entry")


# Formats in which masks are drawn or handed on, and which are not read here.
OTHER_FORMAT = re.compile(r"\.(nrrd|nhdr|mha|mhd|mgz|mgh|mnc|gipl|vtk|dcm|hdr|img|tiff?|npy|npz|mat|jpe?g|bmp|gif"
                          r"|nii\.(?:bz2|zst|xz|z))(?:\.gz)?$", re.I)


def mask_files(path):
    """(case id, file name, function that reads it) of each mask in a folder or zip, or of one such file: .nii, .nii.gz, .png, and .hdr
    with .img; and the same of files in formats that are not read."""
    path, ending = Path(path), re.compile(r"\.(nii|nii\.gz|png)$", re.I)
    if path.is_dir():
        files = [(p.relative_to(path).as_posix(), p.read_bytes) for p in sorted(path.rglob("*")) if p.is_file()]
    elif ending.search(path.name):
        files = [(path.name, path.read_bytes)]
    else:
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise Refused([error("package/not-a-zip")])
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
        files = [(entry.filename, lambda entry=entry: unzipped(archive, entry)) for entry in entries]
    files = [(name, read) for name, read in files if not re.search(r"(^|/)\.", name)]

    def case_of(name):
        case = re.sub(r"^mask[-_ ]*(?=.)", "", re.split(r"[/\\]", name)[-1], flags=re.I)
        return unicodedata.normalize("NFC", case).strip(SPACES)

    def not_read(case, name):
        raise Refused([error("scoring/mask-format", id=case, format=name)])

    masks, others, voxels, heads = [], [], re.compile(r"\.img(\.gz)?$", re.I), re.compile(r"\.hdr(\.gz)?$", re.I)
    headers = {heads.sub("", name).lower(): read for name, read in files if heads.search(name)}
    for name, read in files:
        if ending.search(name):
            masks.append((case_of(ending.sub("", name)), name, lambda read=read, name=name: read_mask(read(), name)))
    for name, read in files:
        head = headers.get(voxels.sub("", name).lower()) if voxels.search(name) else None
        other = OTHER_FORMAT.search(name)
        if head:
            pair = lambda read=read, head=head, name=name: read_mask(head(), name, read())
            masks.append((case_of(voxels.sub("", name)), name, pair))
        if other:
            case = case_of(OTHER_FORMAT.sub("", name))
            others.append((case, name, lambda case=case, kind=other[1].lower(): not_read(case, kind)))
    return masks, others


def pairs_of(reference, predictions, others=()):
    """(case, reference, prediction), ordered by id. A second file of a case has no partner. A file in a format that is not
    read counts as the mask of a case that has no other."""
    waiting, unread = {}, {case: (name, read) for case, name, read in reversed(others)}
    for case, name, read in predictions:
        waiting.setdefault(case, []).append((name, read))
    pairs = [(case, (name, read), waiting[case].pop(0) if waiting.get(case) else unread.get(case)) for case, name, read in reference]
    pairs += [(case, None, one) for case, rest in waiting.items() for one in rest]
    return sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))


# What made a mask score 0 in 2018: nobody could read it. A file that only this program does not read is refused.
DAMAGED = {"image/nifti-not-read", "image/nifti-truncated", "image/nifti-not-2d", "image/png-not-read", "package/unreadable-entry"}


def score_masks(scoring, reference, predictions, rules, others=()):
    """Mean Dice over the references. Two empty masks have 1, exactly one empty mask 0."""
    errors, dices, touched, empties, references, before = [], [], [], 0, 0, None

    def read(found):
        """A mask or None, and the reason why it can't be read."""
        try:
            return found[1]() if found else None, []
        except Refused as refusal:
            return None, refusal.errors

    def without_ones(size):
        return size[:max((axis + 1 for axis, length in enumerate(size) if length != 1), default=0)]

    def strange(values):
        """The first value that is neither 0 nor 1, and the number of such values. Empty: there are none."""
        if set(values) <= {0, 1}:
            return {}
        others = [value for value in values if value not in (0, 1)]
        return {"value": others[0] if math.isfinite(others[0]) else None, "count": len(others)}

    def touch(rule, case):
        touched.append({"rule": rule, "id": case, "line": None})

    for case, truth_file, mask_file in pairs_of(reference, predictions, others):
        (truth, unread_truth), (mask, unread_mask) = read(truth_file), read(mask_file)
        if case == before:
            errors.append(error("scoring/duplicate-case", id=case))
        before = case
        errors += unread_truth + [one for one in unread_mask if rules == "strict" or one["code"] not in DAMAGED]
        references += truth_file is not None
        if unread_truth:
            continue
        if truth is None:
            if rules == "strict":
                errors.append(error("scoring/extra-mask", id=case))
            else:
                touch("extra-mask-ignored", case)
            continue
        if strange(truth[1]):
            errors.append(error("scoring/reference-mask-values", id=case, **strange(truth[1])))
        if len(truth[1]) != math.prod(truth[0]):
            errors.append(error("scoring/reference-mask-truncated", id=case, expected=math.prod(truth[0]), got=len(truth[1])))
        faults, zero = [], None
        placed = place(mask[0], mask[2], truth[0], truth[2]) if mask and len(mask[1]) == math.prod(truth[0]) else None
        if placed == "elsewhere" and rules == "strict":
            errors.append(error("scoring/mask-elsewhere", id=case))
        elif placed and placed != "elsewhere":
            mask = truth[0], on_grid(mask[1], truth[0], *placed)
        if mask is None:
            faults, zero = [] if unread_mask else [error("scoring/missing-mask", id=case)], "missing-mask-zero"
        else:
            if without_ones(mask[0]) != without_ones(truth[0]):
                faults.append(error("scoring/mask-shape", id=case, expected=list(truth[0]), got=list(mask[0])))
            elif len(mask[1]) != math.prod(mask[0]):
                faults.append(error("scoring/mask-truncated", id=case, expected=math.prod(mask[0]), got=len(mask[1])))
            if strange(mask[1]):
                faults.append(error("scoring/mask-values", id=case, **strange(mask[1])))
            zero = "element-count-zero" if len(mask[1]) != len(truth[1]) else "mask-values-zero" if strange(mask[1]) else None
        if rules == "strict":
            errors += faults
        in_truth = sum(value == 1 for value in truth[1])
        empties += in_truth == 0
        if zero:
            touch(zero, case)
            dices.append(0)
            continue
        in_mask, in_both = sum(value == 1 for value in mask[1]), sum(x == 1 and y == 1 for x, y in zip(truth[1], mask[1]))
        if in_truth == 0 or in_mask == 0:
            touch("both-empty-one" if in_truth == in_mask else "one-empty-zero", case)
        dices.append(2 * in_both / (in_truth + in_mask) if in_truth + in_mask else 1)
    if references == 0:
        errors.append(error("scoring/no-cases"))
    if errors:
        raise Refused(errors)
    mean = 0
    for value in dices:
        mean += value
    mean /= len(dices)
    terms = [{"name": term["name"], "weight": term["weight"], "value": mean, "positives": len(dices) - empties,
              "negatives": empties} for term in scoring["score"]["terms"]]
    return total_of(terms), terms, touched


# ---- The program ------------------------------------------------------------------------------------------------------


# Meaning of each refusal, and its remedy.
MEANINGS = {
    "labels/undecodable": "The file breaks its own encoding. Save it as UTF-8.",
    "labels/empty-file": "The file is empty.",
    "labels/not-text": "The file is no text: it holds a zero byte. Export it as CSV.",
    "labels/unclosed-quote": "A quote is never closed. Close it, or double a quote that belongs to the value.",
    "labels/malformed-quote": "Text follows a closing quote. Double a quote that belongs to the value.",
    "labels/blank-line": "The line is blank. Delete it.",
    "labels/ragged-row": "The row has another number of cells than the header.",
    "labels/no-rows": "There is no row below the header.",
    "labels/duplicate-header": "Two columns have this name. Keep one.",
    "labels/duplicate-column": "Several columns can be read as this one. Keep one.",
    "labels/missing-column": "The column is missing. Add it.",
    "labels/unknown-column": "This column is not asked for. Delete it, or correct its name.",
    "labels/blank-id": "The row has no id.",
    "labels/duplicate-id": "The id stands on several lines. Keep one.",
    "labels/blank-value": "The cell is blank. Give a value.",
    "labels/nan-value": "The cell holds NaN. Give a finite number.",
    "labels/infinite-value": "The number is infinite. Give a finite one.",
    "labels/not-a-number": "The cell holds no number. Write it like 0.25 (0,25 where ; separates the columns).",
    "labels/unknown-boolean": "The cell is neither 0 nor 1.",
    "labels/unknown-category": "The value is not one of the definition's.",
    "scoring/missing-case": "The case has no row. Add it.",
    "scoring/extra-id": "The reference has no such case. Delete the row, or correct its id.",
    "scoring/row-count": "The file has another number of rows than the reference.",
    "scoring/column-count": "The file has another number of columns than asked for.",
    "scoring/sum-not-finite": "The sum of the term's columns overflows. Give smaller numbers.",
    "scoring/no-cases": "There is nothing to score.",
    "scoring/duplicate-case": "Two files are of this case. Keep one.",
    "scoring/missing-mask": "The case has no mask. Add one, empty if nothing was found.",
    "scoring/extra-mask": "The reference has no such case. Delete the mask, or correct its name.",
    "scoring/mask-shape": "The mask has another size than the reference. Write it on the image's grid.",
    "scoring/mask-truncated": "The mask has another number of values than its size says.",
    "scoring/mask-values": "The mask holds values other than 0 and 1.",
    "scoring/mask-elsewhere": "By its own geometry the mask does not lie on the reference's pixels. Save it with the image's geometry.",
    "scoring/mask-format": "The mask is in a format that is not read. Save it as .nii.gz or .png.",
    "scoring/reference-mask-values": "The reference mask holds values other than 0 and 1.",
    "scoring/reference-mask-truncated": "The reference mask has another number of values than its size says.",
    "image/nifti-not-read": "The file is no readable NIfTI.",
    "image/nifti-truncated": "The file ends too early. Write it again.",
    "image/nifti-unsupported": "The file is of a kind of NIfTI that is not read. Write NIfTI-1 (.nii.gz) of 8 bits.",
    "image/nifti-not-2d": "The file holds more than one 2D image.",
    "image/png-not-read": "The file is no readable PNG. Save it again.",
    "image/png-unsupported": "The file holds colours or transparency. Save it as grey levels: 0 outside, 1 or white inside.",
    "package/not-a-zip": "This is neither a folder nor a zip of masks.",
    "package/encrypted": "The file is encrypted with a zip password. Zip it without.",
    "package/unsupported-compression": "The file is compressed by a method that is not read. Zip it with deflate, or stored.",
    "package/unreadable-entry": "The file cannot be unpacked: it is damaged.",
    "package/bomb": "The file is larger than any mask.",
}


def sentence(refusal):
    """One line of the report: place, fault and remedy."""
    where = ", ".join(f"{key} {value!r}" for key, value in refusal.items() if key != "code" and value is not None)
    return f"{where}: " * bool(where) + f"{MEANINGS[refusal['code']]} ({refusal['code']})"


def score_files(scoring, reference, predictions, rules):
    """The report of one submission: total, terms, and the decisions of the rule set. Raises Refused with all errors."""
    if any(term["kind"] == "dice" for term in scoring["score"]["terms"]):
        masks, others = mask_files(predictions)
        total, terms, touched = score_masks(scoring, mask_files(reference)[0], masks, rules, others)
    else:
        truth = read_reference(Path(reference).read_bytes(), scoring)
        values, lines, touched = read_predictions(Path(predictions).read_bytes(), scoring, truth, rules)
        total, terms = score_table(scoring, truth, values, lines)
    return {"total": total, "rules": rules, "terms": terms, "touched": touched}


def main():
    parser = argparse.ArgumentParser(description="The score of this challenge.")
    parser.add_argument("predictions")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--scoring", default=str(Path(__file__).with_name("scoring.json")))
    parser.add_argument("--rules", choices=["strict", "jfr-2018"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        scoring = json.loads(Path(options.scoring).read_text(encoding="utf-8"))
        rules = options.rules or scoring["score"]["ruleSet"]
        report = score_files(scoring, options.reference, options.predictions, rules)
    except (OSError, zipfile.BadZipFile) as problem:
        parser.error(str(problem))
    except Refused as refusal:
        if options.json:
            print(json.dumps({"errors": refusal.errors}, ensure_ascii=False))
        else:
            for one in refusal.errors:
                print(sentence(one))
        return 1
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    for term in report["terms"]:
        value = "undefined" if term["value"] is None else repr(term["value"])
        print(f"{term['weight']!r} x {value}  {term['name']} ({term['positives']} and {term['negatives']})")
    for one in report["touched"]:
        print(", ".join([f"{one['rule']}: {one['id']}"] + [f"{key} {one[key]}" for key in ("line", "column") if one.get(key)]))
    print(f"total: {'undefined' if report['total'] is None else repr(report['total'])} ({rules})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
