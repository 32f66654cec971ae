"""scikit-learn for the suite `classical`: fits or predicts each time a line asks for it.

python classical_peer.py FOLDER ESTIMATOR ROWS COLUMNS PHASE
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")  # of mixtures that end before they have converged, as they are told to


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
        IsolationForest,
        RandomForestClassifier,
        RandomForestRegressor,
    )
    from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
    from sklearn.mixture import GaussianMixture
    from sklearn.naive_bayes import GaussianNB, MultinomialNB
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
    from sklearn.svm import SVC, SVR, LinearSVC
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
except ImportError as error:
    say(unable=f"it has no scikit-learn: {error}")
    sys.exit()

folder, name, rows, columns, phase = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
x = np.fromfile(f"{folder}/x.f64", count=rows * columns).reshape(rows, columns)
y = np.fromfile(f"{folder}/y.f64", count=rows)
labels = (y > 0).astype(int)
five = np.clip(np.floor(y / 5 + 2.5), 0, 4).astype(int)
# The same work as in benchmarks/src/suites/classical.ts.
make, target = {
    "linearRegression": (LinearRegression, y),
    "ridgeRegression": (Ridge, y),
    "elasticNet": (lambda: ElasticNet(alpha=0.1), y),
    "logisticRegression": (lambda: LogisticRegression(max_iter=1000), labels),
    "softmaxRegression": (lambda: LogisticRegression(max_iter=1000), five),
    "linearSvm": (LinearSVC, labels),
    "gaussianNaiveBayes": (GaussianNB, labels),
    "multinomialNaiveBayes": (MultinomialNB, labels),
    "decisionTreeClassifier": (DecisionTreeClassifier, labels),
    "decisionTreeRegressor": (DecisionTreeRegressor, y),
    "randomForestClassifier": (lambda: RandomForestClassifier(10), labels),
    "randomForestRegressor": (lambda: RandomForestRegressor(10, max_features="sqrt"), y),
    "extraTreesClassifier": (lambda: ExtraTreesClassifier(10), labels),
    "gradientBoostingClassifier": (lambda: HistGradientBoostingClassifier(early_stopping=False), labels),
    "gradientBoostingOfFive": (lambda: HistGradientBoostingClassifier(max_iter=20, early_stopping=False), five),
    "gradientBoostingRegressor": (lambda: HistGradientBoostingRegressor(early_stopping=False), y),
    "kNeighborsClassifier": (KNeighborsClassifier, labels),
    "kNeighborsRegressor": (KNeighborsRegressor, y),
    "rbfSvmClassifier": (SVC, labels),
    "rbfSvmRegressor": (SVR, y),
    "gaussianMixture": (lambda: GaussianMixture(4, max_iter=10, tol=0), None),
    "isolationForest": (IsolationForest, None),
    "kMeans": (lambda: KMeans(8, n_init=1, init=x[:8], tol=0, max_iter=20), None),
    "pca": (lambda: PCA(10), None),
}[name]
if name == "multinomialNaiveBayes":
    x = np.abs(x)
fitted = make().fit(x, target)
unseen = x[:1000] if name.startswith(("kNeighbors", "rbfSvm")) else x
ask = fitted.transform if name == "pca" else fitted.predict
say(ready=f"scikit-learn {sklearn.__version__}")
for line in sys.stdin:
    start = time.perf_counter()
    if phase == "fit":
        make().fit(x, target)
    else:
        ask(unseen)
    say(milliseconds=(time.perf_counter() - start) * 1e3)
