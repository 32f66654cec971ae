"""torchvision, also beside a torch that it was not built for."""
import re
import sys
from importlib.util import find_spec
from pathlib import Path


def load_torchvision():
    """A torchvision built for CUDA does not load its operators beside a torch for the CPU, and then not at all unless they
    are declared; none of them is used by the peers."""
    try:
        import torchvision
    except RuntimeError:
        import torch

        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        source = Path(find_spec("torchvision").origin).parent / "_meta_registrations.py"
        for operator in sorted({"nms", *re.findall(r"torchvision::(\w+)", source.read_text())}):
            library.define(f"{operator}() -> ()")
        load_torchvision.library = library  # its operators are gone with it
        import torchvision
    return torchvision
