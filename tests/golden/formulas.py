"""Golden scores of 1,000 random datasets for each challenge and rule set, by the reading of CHALLENGES.md in scoring.py (pandas and
scikit-learn) and, for masks, numpy. Run: python tests/golden/formulas.py (writes formulas.json beside itself)."""
import hashlib, io, json, platform, sys
from collections import Counter
from pathlib import Path
import numpy as np, pandas as pd, sklearn
import datasets
from scoring import score

COUNT = 1000


def cell(text):
    """A number, or the code of its fault."""
    text = text.strip().replace(",", ".")
    if text == "": return "labels/blank-value"
    if text.lower() == "nan": return "labels/nan-value"
    try:
        value = float(text)
    except ValueError:
        return "labels/not-a-number"
    return value if np.isfinite(value) else "labels/infinite-value"


def table(challenge, rules, index):
    reference, separator, prediction, other = datasets.table(challenge, rules, index)
    t = pd.read_csv(io.StringIO(reference), sep=separator, dtype=str, keep_default_na=False)
    for column in t.columns:
        if column in ("Lesion", "Benin", "Malin", "anormale") or column.startswith("Corne"):
            t[column] = t[column].str.lower().isin(["true", "1", "oui", "vrai"])
    t = t.rename(columns={"Corne anterieure": "Corne anterieure (0/1)", "Corne posterieure": "Corne posterieure (0/1)"})
    p = pd.read_csv(io.StringIO(prediction), sep=other, dtype=str, keep_default_na=False)
    wanted, given = datasets.COLUMNS[challenge], [c for c in p.columns if c != "id"]
    errors, strict = Counter(), rules == "strict"
    errors["labels/missing-column"] = len(set(wanted) - set(given))
    errors["labels/unknown-column"] = len(set(given) - set(wanted))
    errors["labels/duplicate-id"] = int((p["id"].value_counts() > 1).sum())
    values = {c: [cell(x) for x in p[c]] for c in given if c in wanted}
    faults = Counter(v for column in values.values() for v in column if isinstance(v, str))
    for code in faults:
        if strict or code in ("labels/not-a-number", "labels/infinite-value"): errors[code] = faults[code]
    absent, extra = [i for i in t["id"] if i not in set(p["id"])], [i for i in p["id"] if i not in set(t["id"])]
    if strict:
        errors["scoring/missing-case"], errors["scoring/extra-id"] = len(absent), len(extra)
    else:
        errors["scoring/row-count"] = int(len(p) != len(t))
        errors["scoring/column-count"] = int(len(given) != len(wanted))
    errors = +errors
    if not errors:
        row = {i: r for r, i in enumerate(p["id"])}
        half = lambda c, i: 0.5 if i not in row or isinstance(values[c][row[i]], str) else values[c][row[i]]
        aligned = pd.DataFrame({c: [half(c, i) for i in t["id"]] for c in wanted}, dtype=float)
        try:
            terms, total = score(challenge, t, aligned)
        except ValueError:  # scikit-learn refuses infinite sums
            overflow = 0
            for group in (range(7, 18), range(3, 7)):
                with np.errstate(over="ignore", invalid="ignore"):
                    total = 0
                    for c in group: total = total + aligned[wanted[c]].to_numpy()
                overflow += int((~np.isfinite(total)).sum())
            errors["scoring/sum-not-finite"] = overflow
    if errors:
        return dict(sorted(errors.items()))
    check = lambda column: sum((k + 1) * (term[column] or 0) for k, term in enumerate(terms))
    known = set(t["id"])
    missing = sum(isinstance(v, str) for c in values for i, v in zip(p["id"], values[c]) if i in known)
    return [total, check(3), check(4), check(5), missing, len(absent), len(extra)]


def masks(rules, index):
    errors, touched, dices, empties = Counter(), Counter(), [], 0
    for _, reference, prediction in datasets.masks(rules, index):
        array = lambda one: np.array([int(x) for x in one[2]])
        if reference is None:
            errors["scoring/extra-mask"] += 1
            touched["extra-mask-ignored"] += 1
            continue
        a = array(reference)
        empties += not a.any()
        if prediction is None:
            errors["scoring/missing-mask"] += 1
            touched["missing-mask-zero"] += 1
            dices.append(0.0)
            continue
        b = array(prediction)
        if reference[:2] != prediction[:2]: errors["scoring/mask-shape"] += 1
        if (b > 1).any(): errors["scoring/mask-values"] += 1
        if a.size != b.size or (b > 1).any():
            touched["element-count-zero" if a.size != b.size else "mask-values-zero"] += 1
            dices.append(0.0)
            continue
        if not a.any() or not b.any():
            touched["both-empty-one" if a.any() == b.any() else "one-empty-zero"] += 1
        dices.append(2.0 * float(np.logical_and(a, b).sum()) / float(a.sum() + b.sum()) if a.any() or b.any() else 1.0)
    if rules == "strict" and errors:
        return dict(sorted(errors.items()))
    return [float(np.mean(dices)), len(dices) - empties, empties, *(touched[key] for key in (
        "missing-mask-zero", "element-count-zero", "mask-values-zero", "extra-mask-ignored", "both-empty-one", "one-empty-zero"))]


out = {}
for challenge in datasets.CHALLENGES:
    for rules in datasets.RULES:
        digest = hashlib.sha256()
        for index in range(COUNT):
            made = datasets.masks(rules, index) if challenge == "renal-cortex" else datasets.table(challenge, rules, index)
            digest.update((json.dumps(made, separators=(",", ":")) + "\n").encode())
        results = [masks(rules, index) if challenge == "renal-cortex" else table(challenge, rules, index) for index in range(COUNT)]
        out[f"{challenge} {rules}"] = {"inputs": digest.hexdigest(), "results": results}
        print(challenge, rules, "refused", sum(isinstance(r, dict) for r in results),
              "undefined", sum(isinstance(r, list) and r[0] is None for r in results), file=sys.stderr)
tool = f"scikit-learn {sklearn.__version__}, pandas {pd.__version__}, numpy {np.__version__}, Python {platform.python_version()}"
lines = ",\n".join(f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in out.items())
Path(__file__).with_suffix(".json").write_text(
    f'{{"tool":{json.dumps(tool)},"command":"python tests/golden/formulas.py","sets":{{\n{lines}\n}}}}\n')
