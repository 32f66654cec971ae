"""scikit-learn for the suite `classical`: fits or predicts each time a line asks for it.

python classical_peer.py FOLDER ESTIMATOR ROWS COLUMNS PHASE
"""

import json
import sys
import time


def say(**reply):
    print(json.dumps(reply), flush=True)


try:
    import numpy as np
    import sklearn
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.ensemble import (
        ExtraTreesClassifier,
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
        RandomForestClassifier,
        RandomForestRegressor,
    )
    from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
    from sklearn.naive_bayes import GaussianNB, MultinomialNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
except ImportError as error:
    say(unable=f"it has no scikit-learn: {error}")
    sys.exit()

folder, name, rows, columns, phase = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
x = np.fromfile(f"{folder}/x.f64", count=rows * columns).reshape(rows, columns)
y = np.fromfile(f"{folder}/y.f64", count=rows)
labels = (y > 0).astype(int)
# The same work as in benchmarks/src/suites/classical.ts.
make, target = {
    "linearRegression": (LinearRegression, y),
    "ridgeRegression": (Ridge, y),
    "elasticNet": (lambda: ElasticNet(alpha=0.1), y),
    "logisticRegression": (lambda: LogisticRegression(max_iter=1000), labels),
    "gaussianNaiveBayes": (GaussianNB, labels),
    "multinomialNaiveBayes": (MultinomialNB, labels),
    "decisionTreeClassifier": (DecisionTreeClassifier, labels),
    "decisionTreeRegressor": (DecisionTreeRegressor, y),
    "randomForestClassifier": (lambda: RandomForestClassifier(10), labels),
    "randomForestRegressor": (lambda: RandomForestRegressor(10, max_features="sqrt"), y),
    "extraTreesClassifier": (lambda: ExtraTreesClassifier(10), labels),
    "gradientBoostingClassifier": (lambda: HistGradientBoostingClassifier(early_stopping=False), labels),
    "gradientBoostingRegressor": (lambda: HistGradientBoostingRegressor(early_stopping=False), y),
    "kNeighborsClassifier": (KNeighborsClassifier, labels),
    "rbfSvmClassifier": (SVC, labels),
    "kMeans": (lambda: KMeans(8, n_init=1, init=x[:8], tol=0, max_iter=20), None),
    "pca": (lambda: PCA(10), None),
}[name]
if name == "multinomialNaiveBayes":
    x = np.abs(x)
fitted = make().fit(x, target)
unseen = x[:1000] if name in ("kNeighborsClassifier", "rbfSvmClassifier") else x
ask = fitted.transform if name == "pca" else fitted.predict
say(ready=f"scikit-learn {sklearn.__version__}")
for line in sys.stdin:
    start = time.perf_counter()
    if phase == "fit":
        make().fit(x, target)
    else:
        ask(unseen)
    say(milliseconds=(time.perf_counter() - start) * 1e3)
