"""Golden scores, read from CHALLENGES.md (section "Scores") and DESIGN.md section 7 with pandas and scikit-learn,
independently of the TypeScript. Run: python tests/golden/scoring.py (writes scoring.json beside itself)."""
import io, json, math, platform, sys
from pathlib import Path
import numpy as np, pandas as pd, sklearn
from sklearn.metrics import roc_auc_score

R = np.random.default_rng(20181014)
LIVER_TYPES = ["Kyste", "Angiome", "CHC", "HNF", "Metastase"]
LIVER_MALIGNANT = {"CHC", "Metastase"}
OTHER_BENIGN = ["Adenose sclerosante", "Autre lesion proliferante", "Cicatrice radiaire", "Fibroadenome", "Galactophorite",
                "Hyperplasie canalaire sans atypie", "Kyste", "PASH", "Papillome", "cytosteatonecrose", "ganglio intra-mammaire"]
OTHER_MALIGNANT = ["Carcinome lobulaire infiltrant", "Cancer triple negatif", "Carcinome intracanalaire", "Carcinome mucineux"]
BREAST_TYPES = ["Tissu glandulaire", "Carcinome canalaire infiltrant"] + OTHER_BENIGN + OTHER_MALIGNANT
COLUMNS = {
    "liver": ["Malin", "Lesion", "Kyste", "Angiome", "CHC", "Foie Homogene", "HNF", "Metastase"],
    "meniscus": ["Corne anterieure", "Corne posterieure", "Fissure", "Orientation horizontale", "Orientation verticale"],
    "breast": ["Malin"] + BREAST_TYPES,
    "thyroid": ["anormale"],
}
COUNT = {"liver": 8, "meniscus": 5, "breast": 18, "thyroid": 1}


def add(columns):
    """Left to right: Python's own sum() compensates, pandas adds pairwise."""
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total


def auc(truth, score):
    truth = np.asarray(truth, bool)
    p, n = int(truth.sum()), int((~truth).sum())
    return (float(roc_auc_score(truth, np.asarray(score, float))) if p and n else None), p, n


def score(challenge, t, p):
    """Terms as [name, group, weight, value, positives, negatives], and the total; t and p have the same rows."""
    terms = []
    def term(name, weight, truth, values, rows=None, group=None):
        if rows is not None:
            truth, values = truth[rows], values[rows]
        terms.append([name, group, weight, *auc(truth, values)])
    if challenge == "liver":
        lesion, kind = t["Lesion"], t["Type de lesion"]
        term("Lesion", 0.5, lesion, p["Lesion"])
        term("Malin", 0.3, t["Malin"], p["Malin"], lesion)
        for name in ["Kyste", "HNF", "Angiome", "Metastase", "CHC"]:
            term(name, None, kind == name, p[name], lesion, "types")
        defined = [x for x in terms if x[1] and x[3] is not None]
        for x in terms:
            if x[1]:
                x[2] = (0.2 / len(defined) if x[3] is not None else 0) if defined else 0.2 / 5
        if not defined:
            return terms, None
    elif challenge == "meniscus":
        anterior, posterior = t["Corne anterieure (0/1)"], t["Corne posterieure (0/1)"]
        torn = anterior | posterior
        horizontal = (t["Orientation anterieure"] == "Horizontale") | (t["Orientation posterieure"] == "Horizontale")
        term("Fissure", 0.4, torn, p["Fissure"])
        term("Corne anterieure", 0.3, anterior, p["Corne anterieure"], torn)
        term("Orientation horizontale", 0.3, horizontal, p["Orientation horizontale"], torn)
    elif challenge == "breast":
        kind = t["Type de lesion"]
        term("Malin", 0.6, t["Malin"], p["Malin"])
        term("Tissu glandulaire", 0.1, kind == "Tissu glandulaire", p["Tissu glandulaire"])
        term("Carcinome canalaire infiltrant", 0.1, kind == "Carcinome canalaire infiltrant", p["Carcinome canalaire infiltrant"])
        term("Autres benins", 0.1, kind.isin(OTHER_BENIGN), add([p[c] for c in OTHER_BENIGN]))
        term("Autres malins", 0.1, kind.isin(OTHER_MALIGNANT), add([p[c] for c in OTHER_MALIGNANT]))
    else:
        term("anormale", 1, t["anormale"], p["anormale"])
    counted = [x for x in terms if not (x[1] and x[3] is None)]
    if any(x[3] is None for x in counted):
        return terms, None
    return terms, math.fsum(x[2] * x[3] for x in counted)


def reference(challenge, n):
    ids = [f"P{i:03d}" for i in R.permutation(900)[:n]]
    if challenge == "liver":
        kinds = R.permutation(LIVER_TYPES)[: R.integers(1, 6)]
        lesion = R.random(n) < R.choice([0.3, 0.6, 0.05])
        kind = np.where(lesion, R.choice(kinds, n), "Foie Homogene")
        malignant = np.array([k in LIVER_MALIGNANT for k in kind])
        return pd.DataFrame({"id": ids, "Lesion": lesion, "Benin": lesion & ~malignant, "Malin": malignant, "Type de lesion": kind})
    if challenge == "meniscus":
        rate = R.choice([0.15, 0.5, 0.02])
        a, p = R.random(n) < rate, R.random(n) < rate
        way = lambda torn: np.where(torn, R.choice(["Horizontale", "Verticale"], n), "")
        return pd.DataFrame({"id": ids, "Corne anterieure (0/1)": a, "Corne posterieure (0/1)": p, "Orientation anterieure": way(a), "Orientation posterieure": way(p)})
    if challenge == "breast":
        kind = R.choice(BREAST_TYPES[: R.choice([3, 16, 17, 17, 17])], n)
        return pd.DataFrame({"id": ids, "Malin": [k in OTHER_MALIGNANT or k == BREAST_TYPES[1] for k in kind], "Type de lesion": kind})
    return pd.DataFrame({"id": ids, "anormale": R.random(n) < R.choice([0.5, 0.1, 0.02])})


def text(frame, decimals_comma, separator, newline):
    return frame.to_csv(sep=separator, decimal="," if decimals_comma else ".", index=False, lineterminator=newline)


def dialect():
    separator = str(R.choice([",", ";", "\t"]))
    return separator == ";" and R.random() < 0.6, separator, str(R.choice(["\n", "\r\n"]))


def number(cell):
    """None where the probability is missing."""
    cell = cell.strip().replace(",", ".")
    return None if cell == "" or cell.lower() == "nan" else float(cell)


def expected(challenge, t, text_of_p, separator, rules):
    """What the prediction file is worth, from its text. `refused` where the rule set refuses it."""
    p = pd.read_csv(io.StringIO(text_of_p), sep=separator, dtype=str, keep_default_na=False)
    ids, columns = list(p["id"]), [c for c in p.columns if c != "id"]
    if len(set(ids)) != len(ids) or set(columns) != set(COLUMNS[challenge]):
        return {"refused": True}
    values = {c: [number(x) for x in p[c]] for c in columns}
    missing = [(i, c) for c in columns for i, x in zip(ids, values[c]) if x is None]
    known = set(t["id"])
    if rules == "strict":
        if missing or set(ids) != known:
            return {"refused": True}
    elif len(ids) != len(t) or len(columns) != COUNT[challenge]:
        return {"refused": True}
    where = {i: r for r, i in enumerate(ids)}
    pick = lambda c, i: 0.5 if i not in where or values[c][where[i]] is None else values[c][where[i]]
    aligned = pd.DataFrame({c: np.array([pick(c, i) for i in t["id"]], float) for c in columns})
    terms, total = score(challenge, t, aligned)
    return {"total": total, "terms": terms,
            "touched": [sum(1 for i, _ in missing if i in known), sum(i not in where for i in known), sum(i not in known for i in ids)]}


def tables():
    cases = []
    for index in range(400):
        challenge = ["liver", "meniscus", "breast", "thyroid"][index % 4]
        rules = ["strict", "jfr-2018"][(index // 4) % 2]
        n = int(R.choice([8, 30, 50] if challenge == "breast" else [5, 30, 60]))
        t = reference(challenge, n)
        kind = R.choice(["two decimals", "full", "constant", "two values", "wide"], p=[0.5, 0.25, 0.05, 0.05, 0.15])
        m = len(COLUMNS[challenge])
        v = R.random((n, m))
        if kind == "two decimals": v = np.round(v, 1 if R.random() < 0.5 else 2)
        if kind == "constant": v = np.full((n, m), 0.25)
        if kind == "two values": v = np.round(v)
        if kind == "wide": v = (v - 0.5) * 10.0 ** R.integers(-300, 300, (n, m))
        p = pd.DataFrame(v, columns=COLUMNS[challenge]).astype(object)
        p.insert(0, "id", t["id"].to_numpy())
        if R.random() < (0.8 if rules == "jfr-2018" else 0.04):
            for _ in range(R.integers(1, 6)):
                p.iat[int(R.integers(n)), int(R.integers(1, m + 1))] = R.choice(["", "NaN", "nan"])
        if R.random() < (0.6 if rules == "jfr-2018" else 0.04):
            for r in R.permutation(n)[: R.integers(1, 4)]: p.iat[int(r), 0] = f"X{r}"
        if R.random() < 0.03: p = p.iloc[1:]
        if R.random() < 0.03 and len(p) > 1: p.iat[0, 0] = p.iat[1, 0]
        if R.random() < 0.03: p = p.drop(columns=COLUMNS[challenge][-1])
        p = p.iloc[R.permutation(len(p))][["id"] + [c for c in R.permutation(COLUMNS[challenge]) if c in p.columns]]
        d = dialect()
        # to_csv writes decimal commas in float columns only: those with a text among their cells are done here.
        comma = lambda x: repr(float(x)).replace(".", ",") if isinstance(x, float) else x
        whole = p.map(lambda x: (comma(x) if d[0] else repr(float(x))) if isinstance(x, float) else x)
        text_of_p = text(whole, False, d[1], d[2])
        spell = R.choice(["True", "1", "Oui", "VRAI"])
        words = {"True": ("True", "False"), "1": ("1", "0"), "Oui": ("Oui", "Non"), "VRAI": ("VRAI", "FAUX")}[str(spell)]
        written = t.copy()
        for c in written.columns:
            if written[c].dtype == bool: written[c] = np.where(written[c], words[0], words[1])
        cases.append({"challenge": challenge, "ruleSet": rules, "reference": text(written, False, *dialect()[1:]),
                      "prediction": text_of_p, **expected(challenge, t, text_of_p, d[1], rules)})
    return cases


def arrays():
    cases = []
    for index in range(300):
        n = int(R.choice([2, 3, 10, 50, 200]))
        truth = R.random(n) < R.choice([0.5, 0.05, 0.9])
        if truth.all() or not truth.any(): truth[0] = not truth[0]
        kind = index % 8
        s = R.normal(size=n)
        if kind == 1: s = np.round(s)
        if kind == 2: s = R.choice([1e308, -1e308, 1.7976931348623157e308, 0.0, -0.0], n)
        if kind == 3: s = R.integers(-5, 6, n) * 5e-324
        if kind == 4: s = R.choice([0.0, -0.0, 5e-324, -5e-324], n)
        if kind == 5: s = np.full(n, 0.1)
        if kind == 6: s = s * 10.0 ** R.integers(-307, 307, n)
        if kind == 7: s = 1 + R.integers(0, 4, n) * 2.220446049250313e-16
        cases.append({"truth": "".join("1" if x else "0" for x in truth), "scores": [float(x) for x in s], "auc": auc(truth, s)[0]})
    return cases


def masks():
    cases = []
    for _ in range(150):
        size = [int(x) for x in R.integers(1, 9, R.choice([2, 3]))]
        n = int(np.prod(size))
        a = (R.random(n) < R.choice([0, 0.1, 0.5, 1])).astype(int)
        b = (R.random(n) < R.choice([0, 0.1, 0.5, 1])).astype(int)
        if R.random() < 0.3: b = np.where(R.random(n) < 0.1, 1 - a, a)
        total = int(a.sum() + b.sum())
        cases.append({"size": size, "reference": "".join(map(str, a)), "prediction": "".join(map(str, b)),
                      "dice": 2 * int(np.logical_and(a, b).sum()) / total if total else 1})
    return cases


if __name__ == "__main__":
    tool = f"scikit-learn {sklearn.__version__}, pandas {pd.__version__}, numpy {np.__version__}, Python {platform.python_version()}"
    out = {"tool": tool, "command": "python tests/golden/scoring.py", "tables": tables(), "arrays": arrays(), "masks": masks()}
    Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
    done = out["tables"]
    print(tool, len(done), "refused", sum("refused" in c for c in done), "undefined", sum(c.get("total", 0) is None for c in done), file=sys.stderr)
