"""Optuna for the suite `tuning`: a study with the seed of each line that asks for one.

python optuna_peer.py FUNCTION TRIALS
"""

import json
import math
import sys
import time
import warnings

warnings.filterwarnings("ignore")  # of options that are experimental


def say(**reply):
    print(json.dumps(reply), flush=True)


try:
    import optuna
except ImportError as error:
    say(unable=f"it has no Optuna: {error}")
    sys.exit()

optuna.logging.set_verbosity(optuna.logging.ERROR)

WEIGHTS = [1, 1.2, 3, 3.2]
SCALES = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
CENTERS = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


# The same as in benchmarks/src/test-functions.ts.
def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    curve = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return curve**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(
        weight * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(scales, x, centers)))
        for weight, scales, centers in zip(WEIGHTS, SCALES, CENTERS)
    )


def rosenbrock(trial):
    x = [trial.suggest_float(f"x{i}", -5, 10) for i in range(20)]
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(19))


objective = {"branin": branin, "hartmann": hartmann, "rosenbrock": rosenbrock}[sys.argv[1]]
trials = int(sys.argv[2])
say(ready=f"Optuna {optuna.__version__} on Python {sys.version.split()[0]}")
for line in sys.stdin:
    seed = json.loads(line)["seed"]
    start = time.process_time()
    # Its default sampler, which takes a seed only when it is made by hand.
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(objective, n_trials=trials)
    say(milliseconds=(time.process_time() - start) * 1e3, best=study.best_value)
