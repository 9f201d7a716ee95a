"""Golden statistics from scikit-learn, scipy and MedPy. Inputs come from mulberry32, which statistics.ts has as well, so that only the
outputs are stored. Run: python tests/golden/statistics.py (writes statistics.json beside itself)."""
import json, pathlib, warnings
import medpy, numpy as np, scipy, sklearn
from importlib.metadata import version
from medpy.metric import binary
from scipy import stats
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

warnings.simplefilter("ignore")


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    def imul(a, b):
        return (a * b) & 0xFFFFFFFF
    def random():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = imul(state ^ (state >> 15), state | 1)
        t = (t ^ ((t + imul(t ^ (t >> 7), t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 4294967296
    return random


def binary_case(seed):
    """truth and scores: ties, constants, extremes, tiny classes and huge values by the seed's remainder."""
    random, kind = mulberry32(seed), seed % 6
    n = 4 + int(random() * 150)
    share = 0.02 if kind == 3 else 0.1 + 0.8 * random()
    truth = [1 if random() < share else 0 for _ in range(n)]
    truth[0], truth[1] = 1, 0
    scores = [random() for _ in range(n)]
    if kind == 1: scores = [int(s * 8) / 8 for s in scores]
    if kind == 2: scores = [0.5] * n
    if kind == 4: scores = [(s - 0.5) * 1e300 for s in scores]
    if kind == 5: scores = [s * 1e-310 for s in scores]
    return truth, scores


def delong(truth, columns):
    """DeLong, DeLong and Clarke-Pearson 1988 from its definition: every pair, no ranks."""
    truth = np.array(truth, bool)
    v10, v01 = [], []
    for scores in columns:
        x, y = np.array(scores)[truth], np.array(scores)[~truth]
        psi = (x[:, None] > y[None]) + 0.5 * (x[:, None] == y[None])
        v10.append(psi.mean(1)); v01.append(psi.mean(0))
    s = np.cov(v10) / truth.sum() + np.cov(v01) / (~truth).sum()
    a = [v.mean() for v in v10]
    z = (a[0] - a[1]) / np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    return [*a, s[0, 0], s[0, 1], s[1, 1], 2 * stats.norm.sf(abs(z))]


def mask_pair(seed):
    random = mulberry32(seed)
    size = [6 + int(random() * 14) for _ in range(3 if seed % 2 else 2)]
    spacing = [0.25 + int(random() * 12) / 4 for _ in size]
    masks = []
    for _ in range(2):
        centre = [random() * n for n in size]
        radius = 2 + random() * 5
        grid = np.meshgrid(*[np.arange(n) for n in size], indexing="ij")
        mask = sum((g - c) ** 2 for g, c in zip(grid, centre)) < radius ** 2
        flat = mask.flatten(order="F").copy()
        for i in range(len(flat)):
            if random() < 0.02: flat[i] = not flat[i]
        if not flat.any(): flat[0] = True
        masks.append(flat.reshape(size, order="F"))
    return size, spacing, masks


auc = [[float(roc_auc_score(t, s)), float(average_precision_score(t, s))] for t, s in map(binary_case, range(5000))]
brier = [float(np.mean((np.array(binary_case(seed)[1]) - np.array(binary_case(seed)[0])) ** 2)) for seed in range(0, 600, 6)]
def pair(seed):
    truth, one = binary_case(seed * 6)
    _, other = binary_case(seed * 6 + 600006 * 6)
    other = (other * 200)[:len(one)]
    truth[2], truth[3] = 1, 0
    return truth, [[0.6 * a + 0.4 * t * b for a, b, t in zip(one, other, truth)], other]
de = [delong(*pair(seed)) for seed in range(300)]
masks = []
for seed in range(500):
    size, spacing, (a, b) = mask_pair(seed)
    masks.append([float(v) for v in (binary.dc(a, b), binary.hd(a, b, spacing), binary.hd95(a, b, spacing), binary.assd(a, b, spacing))])
wil = []
for seed in range(300):
    random = mulberry32(seed + 9000); n = 6 + int(random() * 70)
    d = [random() - 0.4 for _ in range(n)]
    if seed % 3 == 1: d = [int(v * 10) / 10 for v in d]
    if seed % 3 == 1: d[0] = 0.3
    exact = n <= 50 and 0 not in d and len(set(map(abs, d))) == n
    wil.append(float(stats.wilcoxon(d, method="exact" if exact else "approx", correction=False).pvalue))
ken = []
for seed in range(200):
    random = mulberry32(seed + 7000); n = 3 + int(random() * 30)
    one = [int(random() * (5 if seed % 2 else 1000)) for _ in range(n)]
    other = [int(random() * (5 if seed % 2 else 1000)) for _ in range(n)]
    value = stats.kendalltau(one, other).statistic
    ken.append(None if np.isnan(value) else float(value))
z = [[x, float(2 * stats.norm.sf(x))] for x in np.linspace(0, 12, 97).tolist()]
target = pathlib.Path(__file__).with_suffix(".json")
tool = f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, MedPy {version('medpy')}, numpy {np.__version__}"
target.write_text(json.dumps(dict(tool=tool, command="python tests/golden/statistics.py", auc=auc, brier=brier, delong=de, masks=masks,
    wilcoxon=wil, kendall=ken, normal=z), separators=(",", ":")) + "\n")
print(tool, target.stat().st_size, "bytes")
