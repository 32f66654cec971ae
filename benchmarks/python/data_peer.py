"""A DataLoader of PyTorch over a folder of images: lines of JSON in and out, as in src/peers/protocol.ts."""
import json
import sys
import time


def reply(**message):
    print(json.dumps(message), flush=True)


try:
    import torch

    from load_torchvision import load_torchvision

    torchvision = load_torchvision()
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
