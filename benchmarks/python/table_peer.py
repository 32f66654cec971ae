"""scikit-learn's HistGradientBoosting for the check `table`.

python table_peer.py FILE TARGET HELD_OUT SECONDS

Tunes it by random search for so many seconds on the rows of FILE that HELD_OUT does not list, predicts those that it lists, and
says how good these predictions are beside those that stand there.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.model_selection import KFold, StratifiedKFold

FILE, TARGET, HELD_OUT, SECONDS = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])

table = pd.read_csv(FILE)
ours = pd.read_csv(HELD_OUT)
held_out = ours["row"].to_numpy() - 1
classes = [name[len("probability of ") :] for name in ours.columns if name.startswith("probability of ")]
is_classifier = len(classes) > 0

x = table.drop(columns=[TARGET])
for name in x.columns:
    if pd.api.types.is_numeric_dtype(x[name]):
        continue
    dates = pd.to_datetime(x[name], errors="coerce", format="%Y-%m-%d") if name.lower() == "date" else None
    if dates is not None and dates.notna().all():
        for part in ("year", "month", "day", "weekday"):
            x[f"{name} {part}"] = getattr(dates.dt, part)
        x = x.drop(columns=[name])
    elif x[name].nunique() > min(250, x[name].notna().sum() / 2):
        # The most frequent ones, as many as it takes, where they say anything; texts without repetition are left out.
        if x[name].nunique() > x[name].notna().sum() / 2:
            x = x.drop(columns=[name])
        else:
            x[name] = x[name].where(x[name].isin(x[name].value_counts().index[:100])).astype("category")
    else:
        x[name] = x[name].astype("category")

known = table[TARGET].notna().to_numpy()
if is_classifier:
    labels = table[TARGET].astype(str)
    y = labels.map({name: i for i, name in enumerate(classes)})
    known = known & y.notna().to_numpy()
    y = y.fillna(0).astype(int).to_numpy()
else:
    y = table[TARGET].fillna(0).to_numpy(float)
learned = np.array([row for row in np.flatnonzero(known) if row not in set(held_out)])


def score(truth, answers):
    if is_classifier:
        return np.log(np.maximum(answers[np.arange(len(truth)), truth], np.finfo(float).eps)).mean()
    return 1 - ((truth - answers) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()


def answers_of(model, rows):
    if not is_classifier:
        return model.predict(rows)
    answers = np.zeros((len(rows), len(classes)))
    answers[:, model.classes_] = model.predict_proba(rows)
    return answers


def make(**options):
    kind = HistGradientBoostingClassifier if is_classifier else HistGradientBoostingRegressor
    return kind(early_stopping=False, categorical_features="from_dtype", random_state=7, **options)


random = np.random.default_rng(7)


def log_uniform(low, high):
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def draw():
    return {
        "max_iter": round(log_uniform(30, 500)),
        "learning_rate": log_uniform(0.01, 0.3),
        "max_leaf_nodes": round(log_uniform(3, 63)),
        "min_samples_leaf": round(log_uniform(2, 50)),
        "l2_regularization": log_uniform(1e-6, 10),
        "max_features": float(random.uniform(0.3, 1)),
    }


folds = (StratifiedKFold if is_classifier else KFold)(5, shuffle=True, random_state=7)
begun, trials, best = time.perf_counter(), 0, (-np.inf, {})
while trials == 0 or time.perf_counter() - begun < SECONDS:
    options = {} if trials == 0 else draw()
    scores = []
    for training, validation in folds.split(learned, y[learned]):
        model = make(**options).fit(x.iloc[learned[training]], y[learned[training]])
        rows = learned[validation]
        scores.append(score(y[rows], answers_of(model, x.iloc[rows])))
    trials += 1
    if np.mean(scores) > best[0]:
        best = (np.mean(scores), options)

model = make(**best[1]).fit(x.iloc[learned], y[learned])
truth = y[held_out]
theirs = answers_of(model, x.iloc[held_out])
own = ours[[f"probability of {name}" for name in classes]].to_numpy() if is_classifier else ours["predicted"].to_numpy(float)
differences = []
for _ in range(2000):
    rows = random.integers(0, len(truth), len(truth))
    differences.append(score(truth[rows], own[rows]) - score(truth[rows], theirs[rows]))
lower, upper = np.quantile(differences, [0.025, 0.975])
print(
    json.dumps(
        {
            "version": sklearn.__version__,
            "trials": trials,
            "score": "log likelihood" if is_classifier else "R²",
            "ours": score(truth, own),
            "theirs": score(truth, theirs),
            "lower": lower,
            "upper": upper,
        }
    )
)
