"""Random datasets of the five challenges, the same, character for character, as datasets.ts makes."""

CHALLENGES = ["liver", "meniscus", "breast", "thyroid", "renal-cortex"]
RULES = ["strict", "jfr-2018"]
LIVER_TYPES = ["Kyste", "Angiome", "CHC", "HNF", "Metastase"]
BREAST_TYPES = [
    "Tissu glandulaire", "Carcinome canalaire infiltrant", "Carcinome lobulaire infiltrant", "Cancer triple negatif",
    "Carcinome intracanalaire", "Carcinome mucineux", "Adenose sclerosante", "Autre lesion proliferante", "Cicatrice radiaire",
    "Fibroadenome", "Galactophorite", "Hyperplasie canalaire sans atypie", "Kyste", "PASH", "Papillome", "cytosteatonecrose",
    "ganglio intra-mammaire"]
COLUMNS = {
    "liver": ["Malin", "Lesion", "Kyste", "Angiome", "CHC", "Foie Homogene", "HNF", "Metastase"],
    "meniscus": ["Corne anterieure", "Corne posterieure", "Fissure", "Orientation horizontale", "Orientation verticale"],
    "breast": ["Malin"] + BREAST_TYPES,
    "thyroid": ["anormale"],
}
REFERENCE = {
    "liver": ["Lesion", "Benin", "Malin", "Type de lesion"],
    "meniscus": ["Corne anterieure", "Corne posterieure", "Orientation anterieure", "Orientation posterieure"],
    "breast": ["Malin", "Type de lesion"],
    "thyroid": ["anormale"],
}


class Draw:
    """mulberry32."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFF

    def below(self, n):
        self.state = a = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((a ^ (a >> 15)) * (a | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & 0xFFFFFFFF
        return (t ^ (t >> 14)) % n

    def chance(self, percent):
        return self.below(100) < percent

    def one_of(self, items):
        return items[self.below(len(items))]

    def shuffled(self, items):
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def seed_of(challenge, rules, index):
    return (CHALLENGES.index(challenge) * 2 + RULES.index(rules)) * 100003 + index * 7919 + 20181015


def truth(d, challenge, n):
    if challenge == "liver":
        kinds, rate = d.shuffled(LIVER_TYPES)[:d.one_of([1, 3, 5, 5, 5])], d.one_of([30, 60, 60, 5])
        rows = []
        for _ in range(n):
            kind = d.one_of(kinds) if d.chance(rate) else "Foie Homogene"
            malignant = kind in ("CHC", "Metastase")
            rows.append([kind != "Foie Homogene", kind != "Foie Homogene" and not malignant, malignant, kind])
        return rows
    if challenge == "meniscus":
        rate, rows = d.one_of([30, 50, 50, 3]), []
        for _ in range(n):
            torn = [d.chance(rate), d.chance(rate)]
            rows.append(torn + [d.one_of(["Horizontale", "Verticale"]) if one else "" for one in torn])
        return rows
    if challenge == "breast":
        kinds = BREAST_TYPES[:d.one_of([3, 16, 17, 17, 17])]
        kinds = [d.one_of(kinds) for _ in range(n)]
        return [[1 <= BREAST_TYPES.index(kind) <= 5, kind] for kind in kinds]
    rate = d.one_of([50, 50, 10, 3])
    return [[d.chance(rate)] for _ in range(n)]


def number(d, kind):
    if kind == 0: return f"0.{d.below(10)}"
    if kind == 1: return f"0.{d.below(10)}{d.below(10)}"
    if kind == 2: return f"0.{100000000 + d.below(900000000)}{d.below(100000000)}"
    if kind == 3: return "0.25"
    if kind == 4: return d.one_of(["0.0", "1.0"])
    exponent = d.below(601) - 300 if kind == 5 else 307
    return f"{d.one_of(['', '', '-'])}{1 + d.below(9)}.{d.below(1000)}e{exponent}"


def table(challenge, rules, index):
    """(text of the reference, its separator, text of the predictions, its separator)."""
    d, columns = Draw(seed_of(challenge, rules, index)), COLUMNS[challenge]
    n = d.one_of([12, 60, 80, 80] if challenge == "breast" else [6, 40, 60, 60])
    rows = truth(d, challenge, n)
    ids = [f"P{i}" for i in d.shuffled(range(900))[:n]]
    yes, no = d.one_of([["True", "False"], ["1", "0"], ["Oui", "Non"], ["VRAI", "faux"]])
    kind = d.one_of([0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5, 5, 5, 6]) if d.chance(60) else 1
    predicted = [[number(d, kind) for _ in columns] for _ in ids]
    names = list(ids)
    lenient = rules == "jfr-2018"
    if d.chance(60 if lenient else 4):
        for _ in range(1 + d.below(4)):
            predicted[d.below(n)][d.below(len(columns))] = d.one_of(["", "NaN", "nan"])
    if d.chance(50 if lenient else 4):
        for row in d.shuffled(range(n))[:1 + d.below(3)]:
            names[row] = f"X{row}"
    if d.chance(2): names[0] = names[1]
    if d.chance(2): predicted[d.below(n)][d.below(len(columns))] = d.one_of(["haut", "1e400", "inf"])
    width = len(columns) - (1 if d.chance(2) else 0)
    kept = list(range(1 if d.chance(2) else 0, n))
    order = d.shuffled(range(width))
    header = ["id"] + [columns[c] for c in order]
    lines = [[names[r]] + [predicted[r][c] for c in order] for r in d.shuffled(kept)]
    if d.chance(2):
        header.append("Note")
        lines = [line + ["0.5"] for line in lines]
    separators = [d.one_of([",", ";", "\t"]), d.one_of([",", ";", "\t"])]
    if separators[1] == ";" and d.chance(60):
        lines = [[line[0]] + [cell.replace(".", ",") for cell in line[1:]] for line in lines]
    end = d.one_of(["\n", "\r\n"])
    written = [[i] + [(yes if cell else no) if isinstance(cell, bool) else cell for cell in row] for i, row in zip(ids, rows)]
    text = lambda records, separator: "".join(separator.join(record) + end for record in records)
    return text([["id"] + REFERENCE[challenge]] + written, separators[0]), separators[0], text([header] + lines, separators[1]), separators[1]


def masks(rules, index):
    """(case, reference, prediction); a mask is (columns, rows, digits) or None."""
    d, cases = Draw(seed_of("renal-cortex", rules, index)), []
    lenient = rules == "jfr-2018"
    digits = lambda n, percent: "".join("1" if d.chance(percent) else "0" for _ in range(n))
    for number_ in range(1 + d.below(5)):
        columns, rows = 1 + d.below(8), 1 + d.below(8)
        reference = (columns, rows, digits(columns * rows, d.one_of([0, 10, 50, 100])))
        predicted = digits(columns * rows, d.one_of([0, 10, 50, 100]))
        if d.chance(20): predicted = reference[2]
        prediction = (columns, rows, predicted)
        spoil = d.below(100) if d.chance(60 if lenient else 4) else 100
        if spoil < 20: prediction = None
        elif spoil < 40: prediction = (rows, columns, predicted)
        elif spoil < 60: prediction = (columns + 1, rows, predicted + "0" * rows)
        elif spoil < 80: prediction = (columns, rows, "2" + predicted[1:])
        elif spoil < 100: reference = None
        cases.append((f"C{d.below(1000) * 10 + number_}", reference, prediction))
    if all(reference is None for _, reference, _ in cases):
        cases.append(("D", (1, 1, "1"), (1, 1, "1")))
    return cases
