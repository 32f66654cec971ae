"""PyTorch as a peer: tasks come as lines of JSON, answers go as lines of JSON. See src/peers/protocol.ts."""
import json
import os
import sys
import time


def reply(**message):
    print(json.dumps(message), flush=True)


try:
    import torch
    from torch import nn
except ImportError:
    reply(unable="python3 has no torch; set PYTHON to an interpreter that has it")
    sys.exit(0)

threads = int(sys.argv[1])
torch.set_num_threads(threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)


class Last(nn.Module):
    """The state after the last step of a recurrent layer, and a dense layer."""

    def __init__(self, recurrent, embedding=None):
        super().__init__()
        self.embedding, self.recurrent, self.head = embedding, recurrent, nn.Linear(recurrent.hidden_size, 10)

    def forward(self, x):
        x = x if self.embedding is None else self.embedding(x)
        return self.head(self.recurrent(x)[0][:, -1])


class LastStep(nn.Module):
    """The output of a recurrent layer at its last step."""

    def __init__(self, recurrent):
        super().__init__()
        self.recurrent = recurrent

    def forward(self, x):
        return self.recurrent(x)[0][:, -1]


class LastSteps(LastStep):
    """The same of both directions, each at the last step that it takes."""

    def forward(self, x):
        y = self.recurrent(x)[0]
        half = y.shape[2] // 2
        return torch.cat([y[:, -1, :half], y[:, 0, half:]], 1)


class Attention(nn.Module):
    """Self-attention, whose weights nobody reads."""

    def __init__(self, features, heads, causal=False):
        super().__init__()
        self.attention, self.causal = nn.MultiheadAttention(features, heads, batch_first=True), causal

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if self.causal else None
        return self.attention(x, x, x, attn_mask=mask, is_causal=self.causal, need_weights=False)[0]


class Einsum(nn.Module):
    def __init__(self, equation, shape):
        super().__init__()
        self.equation, self.kernel = equation, nn.Parameter(torch.empty(shape))

    def forward(self, x):
        return torch.einsum(self.equation, x, self.kernel)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        layer = lambda: nn.TransformerEncoderLayer(128, 4, 512, dropout=0, batch_first=True)
        self.first, self.second, self.head = layer(), layer(), nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.second(self.first(x)).mean(1))


def uniforms(shape, sequence):
    """The same numbers as in src/networks/values.ts, float64 from 0 to 1."""
    size = int(torch.tensor(shape).prod())
    mask = 0xFFFFFFFF
    h = (torch.arange(size, dtype=torch.int64) + sequence * 0x9E3779B1) & mask
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = h ^ (h >> shift)
        # In two halves, because a product of 64 bits would not fit.
        h = ((h * (factor & 0xFFFF)) + (((h * (factor >> 16)) & 0xFFFF) << 16)) & mask
    return (((h ^ (h >> 16)) >> 8).double() / 2**24).reshape(shape)


def kernel(shape, index):
    """Of our shape: the last axis is that of the outputs."""
    limit = (3 * shape[-1] / int(torch.tensor(shape).prod())) ** 0.5
    return ((2 * uniforms(shape, index + 1) - 1) * limit).float()


def fill(model):
    """Gives the parameters the values from which every peer starts."""
    index = 0
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.fill_(1 if "norm" in name and name.endswith("weight") else 0)
                continue
            shape = list(parameter.shape)
            if parameter.dim() == 4:
                ours = kernel([shape[2], shape[3], shape[1], shape[0]], index).permute(3, 2, 0, 1)
            elif shape[1] == 9216:
                ours = kernel([9216, 128], index).reshape(12, 12, 64, 128).permute(2, 0, 1, 3).reshape(9216, 128).T
            elif "embedding" in name:
                ours = kernel(shape, index)
            else:
                ours = kernel([shape[1], shape[0]], index).T
            parameter.copy_(ours)
            index += 1
    return model


def fill_layer(layer):
    """The same for a layer alone."""
    index = 0
    with torch.no_grad():
        for name, parameter in layer.named_parameters():
            shape = list(parameter.shape)
            if len(shape) == 1:
                parameter.fill_(1 if name.endswith("weight") else 0)
                continue
            if name == "kernel" or isinstance(layer, nn.Embedding):
                parameter.copy_(kernel(shape, index))
            elif len(shape) == 2:
                parameter.copy_(kernel(shape[::-1], index).T)
            else:
                # Ours has the two axes of channels last, and one of a depthwise kernel is of length 1.
                ours = [*shape[2:], *(shape[:2] if shape[1] == 1 else shape[1::-1])]
                values = kernel(ours, index).reshape(*shape[2:], *shape[1::-1])
                parameter.copy_(values.permute(-1, -2, *range(len(shape) - 2)))
            index += 1
    return layer


def batch(*shape):
    return uniforms(list(shape), 0).float()


def mlp():
    return nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
    ), batch(128, 784)


def wide_mlp():
    return nn.Sequential(
        nn.Linear(1024, 2048), nn.ReLU(), nn.Linear(2048, 2048), nn.ReLU(), nn.Linear(2048, 10)
    ), batch(256, 1024)


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10),
    ), batch(64, 1, 28, 28)


networks = {
    "mlp": mlp,
    "cnn": cnn,
    "wide-mlp": wide_mlp,
    "wide-lstm": lambda: (Last(nn.LSTM(8, 256, batch_first=True)), batch(32, 50, 8)),
    "lstm": lambda: (Last(nn.LSTM(8, 64, batch_first=True)), batch(64, 30, 8)),
    "transformer": lambda: (Encoder(), batch(16, 64, 128)),
    "gru": lambda: (
        Last(nn.GRU(64, 64, batch_first=True), nn.Embedding(1000, 64)),
        (uniforms([64, 30], 0) * 1000).long(),
    ),
}


def open_network(task):
    model, x = networks[task["network"]]()
    fill(model)
    if task["mode"] == "forward":
        model.eval()

        def forward():
            with torch.no_grad():
                model(x)

        return forward, None
    y = torch.arange(x.shape[0]) % 10
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    def digest(first):
        second, third = step(), step()
        return [3, third, first, second]

    return step, digest


def open_mat_mul(task):
    a, b = torch.rand(task["size"], task["size"]), torch.rand(task["size"], task["size"])
    a = a.T if task["transposeA"] else a
    b = b.T if task["transposeB"] else b
    return (lambda: a @ b), None


def open_optimizer(task):
    size = task["size"]
    weights = torch.nn.Parameter(kernel([size, size], 0))
    weights.grad = kernel([size, size], 1)
    optimizer = torch.optim.Adam([weights], 1e-3, fused=True)
    steps = 0

    def step():
        nonlocal steps
        optimizer.step()
        steps += 1
        return weights.detach().abs().mean().item() if steps <= 3 else 0

    def digest(first):
        second, third = step(), step()
        return [3, third, first, second]

    return step, digest


def moments(values):
    """As in src/layers/layer-work.ts."""
    values = values.double()
    count = values.numel()
    return [count, values.abs().mean().item(), values.sum().item() / count**0.5, values.square().mean().item() ** 0.5]


def open_layer(task):
    case = task["layer"]
    if "torch" not in case:
        raise ValueError("PyTorch has no such module")
    layer = fill_layer(eval(case["torch"])).train()

    def here(values):
        return values.movedim(-1, 1).contiguous() if case.get("channelsFirst") and values.dim() > 2 else values

    x = uniforms([task["batch"], *case["shape"]], 0)
    if "vocabulary" in case:
        x, of = (x * case["vocabulary"]).long(), []
    else:
        x = here((2 * x.float() - 1)).requires_grad_()
        of = [x]
    of += layer.parameters()
    y = layer(x)
    shape = [*y.shape[:1], *y.shape[2:], y.shape[1]] if case.get("channelsFirst") and y.dim() > 2 else y.shape
    dy = here(uniforms(list(shape), 0).float())

    def step():
        y = layer(x)
        return y, torch.autograd.grad(y, of, dy)

    def digest(_):
        y, gradients = step()
        if case.get("random"):
            return []
        return [value for each in [y, *(g for g in gradients if g.dim() > 1)] for value in moments(each)]

    return step, digest


# As in src/peers/serve.ts: seconds that each task runs before anything counts, and that a turn lasts at least.
WARM_UP = {"network": 1.5, "layer": 0.5, "optimizer": 1.5, "matMul": 0}
TURN = {"layer": 0.005}

openers = {"network": open_network, "layer": open_layer, "matMul": open_mat_mul, "optimizer": open_optimizer}
turn = 0.05
run = None
reply(ready=f"PyTorch {torch.__version__}, {threads} thread{'' if threads == 1 else 's'}, {os.path.basename(sys.executable)}")
for line in sys.stdin:
    request = json.loads(line)
    try:
        if "open" in request:
            task = request["open"]
            if task["kind"] not in openers:
                raise ValueError("not written for it")
            run, digest = openers[task["kind"]](task)
            first = run()
            answer = {} if digest is None else {"digest": digest(first)}
            turn = TURN.get(task["kind"], 0.05)
            warm = time.perf_counter() + WARM_UP[task["kind"]]
            while time.perf_counter() < warm:
                run()
            reply(**answer)
        elif "run" in request:
            run()  # not the first after a rest, as there
            start, steps = time.perf_counter(), 0
            while time.perf_counter() - start < turn:
                run()
                steps += 1
            reply(milliseconds=(time.perf_counter() - start) * 1e3 / steps)
        else:
            run = None
            reply()
    except Exception as error:
        reply(unable=str(error).splitlines()[0] if str(error) else type(error).__name__)
