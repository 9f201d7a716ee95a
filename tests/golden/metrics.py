"""Golden operating points, calibration, histograms, confusion and mask measures from scikit-learn, scipy, numpy and MedPy. Inputs come from
mulberry32, as in statistics.py. Run: python tests/golden/metrics.py (writes metrics.json beside itself)."""
import json, pathlib, warnings
from importlib.metadata import version
import numpy as np, scipy, sklearn
from medpy.metric import binary
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, precision_score, recall_score, roc_curve

warnings.simplefilter("ignore")


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    def random():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t = (t ^ ((t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 4294967296
    return random


def probabilities(seed):
    """truth and scores; every third seed has ties on the edges of ten bins, every third is skewed."""
    random = mulberry32(seed + 40000)
    n = 10 + int(random() * 120)
    share = 0.1 + 0.8 * random()
    truth = [1 if random() < share else 0 for _ in range(n)]
    truth[0], truth[1] = 1, 0
    scores = [random() for _ in range(n)]
    if seed % 3 == 1: scores = [int(s * 11) / 10 for s in scores]
    if seed % 3 == 2: scores = [s * s * s for s in scores]
    return np.array(truth), np.array(scores)


points, calibrations, histograms, wilson = [], [], [], []
for seed in range(300):
    truth, scores = probabilities(seed)
    threshold = [0.5, 0.3, 0.8][seed // 3 % 3]
    called = (scores >= threshold).astype(int)
    row = [recall_score(truth, called), recall_score(truth, called, pos_label=0), precision_score(truth, called, zero_division=np.nan),
           precision_score(truth, called, pos_label=0, zero_division=np.nan)]
    fpr, tpr, cuts = roc_curve(truth, scores, drop_intermediate=False)
    negatives = int((truth == 0).sum())
    # From counts: 1 - fpr is off by a last digit.
    specificity = np.array([(negatives - round(f * negatives)) / negatives for f in fpr])
    for target in (0.5, 0.9, 0.95):
        best = tpr[specificity >= target].max()
        at = min(i for i in range(len(tpr)) if tpr[i] == best)
        row += [tpr[at], specificity[at]]
    for target in (0.5, 0.9, 0.95):
        at = min(i for i in range(len(tpr)) if tpr[i] >= target)
        row += [tpr[at], specificity[at]]
    points.append([None if np.isnan(v) else float(v) for v in row])
    observed, predicted = calibration_curve(truth, scores, n_bins=10)
    calibrations.append([observed.tolist(), predicted.tolist()])
    histograms.append([np.histogram(scores[truth == side], bins=20, range=(scores.min(), scores.max()))[0].tolist() for side in (1, 0)])
    interval = binomtest(int(called.sum()), len(called)).proportion_ci(0.95, method="wilson")
    wilson.append([int(called.sum()), len(called), float(interval.low), float(interval.high)])

confusions = []
for seed in range(100):
    random = mulberry32(seed + 50000)
    k, n = 2 + int(random() * 6), 20 + int(random() * 60)
    truth = [int(random() * k) for _ in range(n)]
    scores = np.array([[int(random() * 6) / 5 for _ in range(k)] for _ in range(n)])
    confusions.append(confusion_matrix(truth, scores.argmax(1), labels=range(k)).tolist())


def mask_pair(seed):
    """As in statistics.py."""
    random = mulberry32(seed)
    size = [6 + int(random() * 14) for _ in range(3 if seed % 2 else 2)]
    spacing = [0.25 + int(random() * 12) / 4 for _ in size]
    masks = []
    for _ in range(2):
        centre = [random() * n for n in size]
        radius = 2 + random() * 5
        grid = np.meshgrid(*[np.arange(n) for n in size], indexing="ij")
        flat = (sum((g - c) ** 2 for g, c in zip(grid, centre)) < radius ** 2).flatten(order="F").copy()
        for i in range(len(flat)):
            if random() < 0.02: flat[i] = not flat[i]
        if not flat.any(): flat[0] = True
        masks.append(flat.reshape(size, order="F"))
    return size, spacing, masks


masks = []
for seed in range(500):
    size, spacing, (reference, prediction) = mask_pair(seed)
    masks.append([float(v) for v in (binary.jc(prediction, reference), binary.hd(prediction, reference, spacing), binary.hd95(prediction, reference, spacing),
                  binary.assd(prediction, reference, spacing), binary.ravd(prediction, reference), reference.sum() * np.prod(spacing))])

tool = f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, MedPy {version('medpy')}, numpy {np.__version__}"
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps(dict(tool=tool, command="python tests/golden/metrics.py", points=points, calibrations=calibrations, histograms=histograms,
    wilson=wilson, confusions=confusions, masks=masks), separators=(",", ":")) + "\n")
print(tool, target.stat().st_size, "bytes")
