"""A DataLoader of PyTorch over a folder of images: lines of JSON in and out, as in src/peers/protocol.ts."""
import json
import re
import sys
import time
from importlib.util import find_spec
from pathlib import Path


def reply(**message):
    print(json.dumps(message), flush=True)


try:
    import torch

    # A torchvision built for CUDA does not load its operators beside a torch for the CPU, and then not at all unless they
    # are declared; none of them is used here.
    library = torch.library.Library("torchvision", "DEF")
    source = Path(find_spec("torchvision").origin).parent / "_meta_registrations.py"
    for operator in sorted({"nms", *re.findall(r"torchvision::(\w+)", source.read_text())}):
        library.define(f"{operator}() -> ()")
    import torchvision
    from torchvision import transforms
except (ImportError, AttributeError):
    reply(unable="python3 has no torch and torchvision; set PYTHON to an interpreter that has them")
    sys.exit(0)

folder, crop, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(1)
torch.manual_seed(1)
steps = [transforms.RandomCrop(crop), transforms.RandomHorizontalFlip(), transforms.PILToTensor()]
images = torchvision.datasets.ImageFolder(folder, transforms.Compose(steps))
loader = torch.utils.data.DataLoader(images, batch_size=batch, shuffle=True, num_workers=0)
reply(ready=f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}")

for _ in sys.stdin:
    start = time.perf_counter()
    for _ in loader:
        pass
    reply(milliseconds=(time.perf_counter() - start) * 1e3)
