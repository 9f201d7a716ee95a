"""The score of this challenge, in plain Python: the same total and terms as Negatoscope, and the same refusals.

    python score.py predictions.csv --reference labels.csv
    python score.py masks/ --reference labelsTr/            (folders or zips of .nii or .nii.gz)

Options: --scoring scoring.json (default: beside this file), --rules strict|jfr-2018 (default: the challenge's own), --json.
Needs Python 3.9 or later and nothing else. Exit code 0: scored; 1: refused, with every error; 2: wrong use.
"""
import argparse, gzip, json, math, re, struct, sys, unicodedata, zipfile
from array import array
from pathlib import Path

SPACES = " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.I)
COMMA_NUMBER = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)(e[+-]?[0-9]+)?", re.I)
TRUE, FALSE = {"1", "1.0", "true", "oui", "vrai"}, {"0", "0.0", "false", "non", "faux"}


class Refused(Exception):
    def __init__(self, errors):
        self.errors = errors


def error(code, **details):
    return {"code": code, **details}


# ---- Tables -----------------------------------------------------------------------------------------------------------


def decode(data):
    """UTF-8, UTF-16 with a byte-order mark, else Windows-1252, whose undefined bytes stay control characters."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark):].decode(encoding)
            except UnicodeDecodeError:
                raise Refused([error("labels/undecodable", encoding=encoding.replace("16-", "16"))])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def separator_of(text):
    """The one that splits the header most often outside quotes; on equal counts ; or tab."""
    counts, quoted, start = {";": 0, "\t": 0, ",": 0}, False, True
    for i, c in enumerate(text):
        if c == '"' and (quoted or start):
            quoted = not quoted
        elif quoted:
            continue
        elif c == "\n":
            break
        start = (c == '"' and text[i + 1:i + 2] == '"') or c in counts
        if start and c != '"':
            counts[c] += 1
    most = max(counts.values())
    return "," if most == 0 else next(c for c in counts if counts[c] == most)


def records_of(text, separator):
    """(line, cells) of each record by RFC 4180. A quote inside an unquoted cell is a character."""
    records, cells, errors, at, begun, n = [], [], {}, 0, 0, len(text)

    def end_of_record(position):
        nonlocal cells, begun
        records.append((text.count("\n", 0, begun) + 1, cells))
        cells, begun = [], position

    while True:
        if at < n and text[at] == '"':
            line, cell, close = text.count("\n", 0, at) + 1, at + 1, at + 1
            while True:
                close = text.find('"', close)
                if close < 0:
                    errors.setdefault(line, "labels/unclosed-quote")
                    break
                if text[close + 1:close + 2] == '"':
                    close += 2
                    continue
                after = close + 1
                while after < n and text[after] in " ":
                    after += 1
                if after == n or text[after] in (separator, "\n"):
                    break
                errors.setdefault(line, "labels/malformed-quote")
                close += 1
            if close < 0:
                break
            cells.append(text[cell:close].replace('""', '"'))
            at = after
        else:
            ends = [p for p in (text.find(separator, at), text.find("\n", at)) if p >= 0]
            after = min(ends) if ends else n
            cells.append(text[at:after])
            at = after
        if at >= n:
            end_of_record(n)
            break
        at += 1
        if text[at - 1] == "\n":
            end_of_record(at)
    if errors:
        raise Refused([error(code, line=line) for line, code in errors.items()])
    return records


def read_table(data):
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.strip(SPACES) == "":
        raise Refused([error("labels/empty-file")])
    if "\0" in text:
        raise Refused([error("labels/not-text", line=text.count("\n", 0, text.index("\0")) + 1)])
    separator = separator_of(text)
    records = records_of(text, separator)
    blank = lambda cells: len(cells) == 1 and cells[0].strip(SPACES) == ""
    while records and blank(records[-1][1]):
        records.pop()
    if not records or blank(records[0][1]):
        raise Refused([error("labels/blank-line", line=1)])
    header, rows = [name.strip(SPACES) for name in records[0][1]], records[1:]
    errors = [error("labels/duplicate-header", header=name) for i, name in enumerate(header)
              if header.count(name) > 1 and header.index(name) == i]
    for line, cells in rows:
        if blank(cells):
            errors.append(error("labels/blank-line", line=line))
        elif len(cells) != len(header):
            errors.append(error("labels/ragged-row", line=line))
    return header, rows, separator, errors


def fold(text):
    """Without case, accents and superfluous spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))
    return " ".join(word for word in re.split(f"[{SPACES}]+", plain.lower()) if word)


def match_columns(header, columns, errors):
    """Position of the id and of each named column: the exact name first, then one alike but for accents, case and a (0/1)."""
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
    if separator == ";" and COMMA_NUMBER.fullmatch(word):
        word = word.replace(",", ".")
    if NUMBER.fullmatch(word):
        value = float(word)
        return (value, None) if math.isfinite(value) else (None, "labels/infinite-value")
    if re.fullmatch(r"[+-]?inf(inity)?", word, re.I):
        return None, "labels/infinite-value"
    return None, "labels/nan-value" if re.fullmatch(r"[+-]?nan", word, re.I) else "labels/not-a-number"


def read_boolean(text):
    word = text.strip(SPACES).lower()
    return (word in TRUE, None) if word in TRUE or word in FALSE else (None, "labels/unknown-boolean")


def read_category(text, column):
    word, legal = text.strip(SPACES), column.get("values")
    if legal is None or word in legal:
        return word, None
    same = [one for one in legal if fold(one) == fold(word)]
    return (same[0], None) if same else (None, "labels/unknown-category")


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
                errors.append(error(code, line=line, column=column["name"], value=text))
        if identifier:
            reference.append((identifier, labels))
    if errors:
        raise Refused(errors)
    return reference


def read_predictions(data, scoring, reference, rules):
    """{column: values in the order of the reference}, and what the rules of 2018 decided."""
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
    seen, touched = set(), []
    for (line, cells), identifier in zip(rows, ids):
        index = place.get(identifier)
        if index is not None:
            seen.add(index)
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
                errors.append(error(code, line=line, column=name, value=text))
            elif index is not None:
                touched.append({"rule": "missing-probability-half", "id": identifier, "line": line, "column": name})
    if "id" in positions:
        for index, (identifier, _) in enumerate(reference):
            if index in seen:
                continue
            if rules == "strict":
                errors.append(error("scoring/missing-case", id=identifier))
            else:
                touched.append({"rule": "missing-case-half", "id": identifier, "line": None})
    if errors:
        raise Refused(errors)
    return values, touched


# ---- Scores -----------------------------------------------------------------------------------------------------------


def holds(condition, labels):
    """Whether a truth expression is true of a row. A blank equals nothing."""
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
    """Share of (positive, negative) pairs in the right order, ties counting one half; None where one class is absent."""
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


def member_score(member, reference, values, errors):
    rows = [i for i, (_, labels) in enumerate(reference) if "rows" not in member or holds(member["rows"], labels)]
    prediction = member["prediction"]
    scores = []
    for i in rows:
        total = 0.0
        for column in prediction.get("sum", [prediction.get("column")]):
            total += values[column][i]
        if not math.isfinite(total):
            errors.append(error("scoring/sum-not-finite", id=reference[i][0], term=member["name"]))
        scores.append(total)
    value, positives, negatives = auc([holds(member["truth"], reference[i][1]) for i in rows], scores)
    return {"name": member["name"], "weight": 0, "value": value, "positives": positives, "negatives": negatives}


def score_table(scoring, reference, values):
    terms, errors = [], []
    for term in scoring["score"]["terms"]:
        if term["kind"] == "auc":
            terms.append({**member_score(term, reference, values, errors), "weight": term["weight"]})
            continue
        members = [member_score(one, reference, values, errors) for one in term["of"]]
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
    """Sum of weight times value in the order of the terms; None where a term that counts is undefined."""
    total = 0
    for term in terms:
        if term.get("leftOut"):
            continue
        if term["value"] is None:
            return None
        total += term["weight"] * term["value"]
    return total


# ---- Masks ------------------------------------------------------------------------------------------------------------

NIFTI_TYPES = {2: "B", 4: "h", 8: "i", 16: "f", 64: "d", 256: "b", 512: "H", 768: "I", 1024: "q", 1280: "Q"}


def read_nifti(data, name):
    """(size, values) of a NIfTI-1 file, first axis fastest."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    order = next((o for o in "<>" if len(data) >= 348 and struct.unpack_from(o + "i", data)[0] == 348), None)
    if order is None:
        raise Refused([error("image/not-nifti", file=name)])
    dim = struct.unpack_from(order + "8h", data, 40)
    kind = NIFTI_TYPES.get(struct.unpack_from(order + "h", data, 70)[0])
    if kind is None or not 1 <= dim[0] <= 7:
        raise Refused([error("image/not-nifti", file=name)])
    offset, slope, intercept = struct.unpack_from(order + "3f", data, 108)
    size = list(dim[1:dim[0] + 1])
    values = array(kind, data[int(offset):int(offset) + math.prod(size) * array(kind).itemsize])
    if (order == ">") != (sys.byteorder == "big"):
        values.byteswap()
    if slope not in (0, 1) or (slope == 1 and intercept != 0):
        values = [slope * value + intercept for value in values]
    return size, values


def mask_files(path):
    """{case id: bytes} of a folder or zip of .nii and .nii.gz."""
    path = Path(path)
    if path.is_dir():
        files = [(p.name, p.read_bytes) for p in sorted(path.rglob("*")) if p.is_file()]
    else:
        archive = zipfile.ZipFile(path)
        files = [(n.split("/")[-1], lambda n=n: archive.read(n)) for n in sorted(archive.namelist())]
    masks, errors = {}, []
    for name, read in files:
        if not re.search(r"\.nii(\.gz)?$", name, re.I) or name.startswith("."):
            continue
        case = re.sub(r"^mask[-_ ]*(?=.)", "", re.sub(r"\.nii(\.gz)?$", "", name, flags=re.I), flags=re.I)
        case = unicodedata.normalize("NFC", case).strip(SPACES)
        if case in masks:
            errors.append(error("scoring/duplicate-case", id=case))
        masks[case] = (name, read)
    if errors:
        raise Refused(errors)
    return masks


def score_masks(scoring, reference, predictions, rules):
    """Mean Dice over the references, in the order of their ids; both empty 1, exactly one empty 0."""
    without_ones = lambda size: size[:next((i + 1 for i in reversed(range(len(size))) if size[i] != 1), 0)]
    errors, cases, touched, empties = [], [], [], 0
    for case in sorted({*reference, *predictions}, key=lambda one: one.encode("utf-16-be")):
        if case not in reference:
            if rules == "strict":
                errors.append(error("scoring/extra-mask", id=case))
            else:
                touched.append({"rule": "extra-mask-ignored", "id": case, "line": None})
            continue
        name, read = reference[case]
        size, truth = read_nifti(read(), name)
        if any(value not in (0, 1) for value in set(truth)):
            errors.append(error("scoring/reference-mask-values", id=case))
        got, faults, zero = None, [], None
        if case in predictions:
            try:
                got = read_nifti(predictions[case][1](), predictions[case][0])
            except (Refused, OSError, EOFError, struct.error) as refusal:
                faults += refusal.errors if isinstance(refusal, Refused) else [error("image/not-nifti", file=predictions[case][0])]
        if got is None:
            faults, zero = faults or [error("scoring/missing-mask", id=case)], "missing-mask-zero"
        else:
            strange = any(value not in (0, 1) for value in set(got[1]))
            if without_ones(got[0]) != without_ones(size):
                faults.append(error("scoring/mask-shape", id=case, expected=size, got=got[0]))
            if strange:
                faults.append(error("scoring/mask-values", id=case))
            zero = "element-count-zero" if len(got[1]) != len(truth) else "mask-values-zero" if strange else None
        if rules == "strict":
            errors += faults
        a = sum(value == 1 for value in truth)
        empties += a == 0
        if zero:
            touched.append({"rule": zero, "id": case, "line": None})
            cases.append((case, 0))
            continue
        b, both = sum(value == 1 for value in got[1]), sum(x == 1 and y == 1 for x, y in zip(truth, got[1]))
        if a == 0 or b == 0:
            touched.append({"rule": "both-empty-one" if a == b else "one-empty-zero", "id": case, "line": None})
        cases.append((case, 1 if a + b == 0 else 2 * both / (a + b)))
    if not cases:
        errors.append(error("scoring/no-cases"))
    if errors:
        raise Refused(errors)
    total = 0
    for _, value in cases:
        total += value
    terms = [{"name": term["name"], "weight": term["weight"], "value": total / len(cases), "positives": len(cases) - empties,
              "negatives": empties} for term in scoring["score"]["terms"]]
    return total_of(terms), terms, touched


# ---- The program ------------------------------------------------------------------------------------------------------


def score_files(scoring, reference, predictions, rules):
    """The report of one submission: total, terms, and what the rule set decided. Raises Refused with every error."""
    if any(term["kind"] == "dice" for term in scoring["score"]["terms"]):
        total, terms, touched = score_masks(scoring, mask_files(reference), mask_files(predictions), rules)
    else:
        truth = read_reference(Path(reference).read_bytes(), scoring)
        values, touched = read_predictions(Path(predictions).read_bytes(), scoring, truth, rules)
        total, terms = score_table(scoring, truth, values)
    return {"total": total, "rules": rules, "terms": terms, "touched": touched}


def main():
    parser = argparse.ArgumentParser(description="The score of this challenge.")
    parser.add_argument("predictions")
    parser.add_argument("--reference", required=True)
    parser.add_argument("--scoring", default=str(Path(__file__).with_name("scoring.json")))
    parser.add_argument("--rules", choices=["strict", "jfr-2018"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scoring = json.loads(Path(options.scoring).read_text(encoding="utf-8"))
    rules = options.rules or scoring["score"]["ruleSet"]
    try:
        report = score_files(scoring, options.reference, options.predictions, rules)
    except Refused as refusal:
        if options.json:
            print(json.dumps({"errors": refusal.errors}, ensure_ascii=False))
        else:
            for one in refusal.errors:
                print(", ".join(f"{key}: {value}" for key, value in one.items()))
        return 1
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    for term in report["terms"]:
        value = "undefined" if term["value"] is None else repr(term["value"])
        print(f"{term['weight']!r} x {value}  {term['name']} ({term['positives']} and {term['negatives']})")
    for one in report["touched"]:
        print(f"{one['rule']}: {one['id']}" + (f", line {one['line']}" if one["line"] else ""))
    print(f"total: {'undefined' if report['total'] is None else repr(report['total'])} ({rules})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
