"""Augmentations of one library on one photograph: lines of JSON in and out, as in src/peers/protocol.ts.

    augmentation_peer.py torchvision | albumentations | opencv | pillow
"""
import json
import sys
import time


def reply(**message):
    print(json.dumps(message), flush=True)


def torchvision_works(image):
    import torch

    from load_torchvision import load_torchvision

    torchvision = load_torchvision()
    from torchvision.transforms.v2 import InterpolationMode, functional as F

    torch.set_num_threads(1)
    planes = torch.from_numpy(image.transpose(2, 0, 1).copy())
    smooth = InterpolationMode.BILINEAR
    corners = [[0, 0], [511, 0], [511, 511], [0, 511]]
    moved = [[20, 40], [480, 20], [500, 500], [10, 460]]
    return torchvision.__version__, {
        "flip": lambda: F.horizontal_flip(planes).contiguous(),
        "crop": lambda: F.crop(planes, 50, 50, 400, 400).contiguous(),
        "resize": lambda: F.resize(planes, [256, 256], antialias=True),
        "rotate": lambda: F.rotate(planes, 20, interpolation=smooth),
        "affine": lambda: F.affine(planes, 12, [3, 4], 1.1, [3, 0], interpolation=smooth),
        "perspective": lambda: F.perspective(planes, corners, moved, interpolation=smooth),
        "blur": lambda: F.gaussian_blur(planes, [9, 9], [1, 1]),
        "brightness": lambda: F.adjust_brightness(planes, 1.2),
        "contrast": lambda: F.adjust_contrast(planes, 1.2),
        "saturation": lambda: F.adjust_saturation(planes, 1.3),
        "hue": lambda: F.adjust_hue(planes, 0.1),
        "gray": lambda: F.rgb_to_grayscale(planes, 3),
    }


def albumentations_works(image):
    import albumentations as A
    import cv2

    cv2.setNumThreads(1)
    works = {
        "flip": A.HorizontalFlip(p=1),
        "crop": A.Crop(50, 50, 450, 450, p=1),
        "resize": A.Resize(256, 256, p=1),
        "rotate": A.Rotate((20, 20), p=1),
        "affine": A.Affine(rotate=(12, 12), scale=(1.1, 1.1), shear=(3, 3), p=1),
        "perspective": A.Perspective(p=1),
        "blur": A.GaussianBlur(sigma_limit=(1, 1), blur_limit=0, p=1),
        "brightness": A.RandomBrightnessContrast((0.2, 0.2), (0, 0), p=1),
        "contrast": A.RandomBrightnessContrast((0, 0), (0.2, 0.2), p=1),
        "saturation": A.ColorJitter((1, 1), (1, 1), (1.3, 1.3), (0, 0), p=1),
        "hue": A.ColorJitter((1, 1), (1, 1), (1, 1), (0.1, 0.1), p=1),
        "gray": A.ToGray(p=1),
    }
    return A.__version__, {name: (lambda work=work: work(image=image)) for name, work in works.items()}


def opencv_works(image):
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    turn = cv2.getRotationMatrix2D((255.5, 255.5), 20, 1)
    affine = cv2.getRotationMatrix2D((255.5, 255.5), 12, 1.1)
    corners = np.float32([[0, 0], [511, 0], [511, 511], [0, 511]])
    view = cv2.getPerspectiveTransform(corners, np.float32([[20, 40], [480, 20], [500, 500], [10, 460]]))
    table = np.clip(np.arange(256) * 1.2 + 0.5, 0, 255).astype(np.uint8)
    return cv2.__version__, {
        "flip": lambda: cv2.flip(image, 1),
        "crop": lambda: image[50:450, 50:450].copy(),
        "resize": lambda: cv2.resize(image, (256, 256), interpolation=cv2.INTER_AREA),
        "rotate": lambda: cv2.warpAffine(image, turn, (512, 512)),
        "affine": lambda: cv2.warpAffine(image, affine, (512, 512)),
        "perspective": lambda: cv2.warpPerspective(image, view, (512, 512)),
        "blur": lambda: cv2.GaussianBlur(image, (9, 9), 1),
        "brightness": lambda: cv2.LUT(image, table),
        "gray": lambda: cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB),
    }


def pillow_works(image):
    import PIL
    from PIL import Image, ImageEnhance, ImageFilter, ImageOps

    photograph = Image.fromarray(image)
    smooth = Image.Resampling.BILINEAR
    return PIL.__version__, {
        "flip": lambda: ImageOps.mirror(photograph),
        "crop": lambda: photograph.crop((50, 50, 450, 450)),
        "resize": lambda: photograph.resize((256, 256), smooth),
        "rotate": lambda: photograph.rotate(20, smooth),
        "blur": lambda: photograph.filter(ImageFilter.GaussianBlur(1)),
        "brightness": lambda: ImageEnhance.Brightness(photograph).enhance(1.2),
        "contrast": lambda: ImageEnhance.Contrast(photograph).enhance(1.2),
        "saturation": lambda: ImageEnhance.Color(photograph).enhance(1.3),
        "gray": lambda: photograph.convert("L").convert("RGB"),
    }


WORKS = {"torchvision": torchvision_works, "albumentations": albumentations_works, "opencv": opencv_works, "pillow": pillow_works}
library = sys.argv[1]
try:
    import numpy as np

    version, works = WORKS[library](np.random.default_rng(1).integers(0, 256, (512, 512, 3), dtype=np.uint8))
except (ImportError, AttributeError, KeyError) as problem:
    reply(unable=f"python3 has no {library} that loads ({problem}); set PYTHON to an interpreter that has it")
    sys.exit(0)
reply(ready=f"{library} {version}")

work = None
for line in sys.stdin:
    request = json.loads(line)
    if "open" in request:
        work = works.get(request["open"]["name"])
        reply(**({"milliseconds": 1} if work else {"unable": "it has no such change"}))
    elif "run" in request:
        start = time.perf_counter()
        work()
        reply(milliseconds=(time.perf_counter() - start) * 1e3)
    else:
        reply(milliseconds=0)
