"""Data to choose settings by where unusual inputs matter, without a look at MNIST. Needs numpy, PIL and scikit-learn (Debian: python3-sklearn,
python3-pil, fonts-dejavu-core, fonts-liberation).

make FASHION OMNIGLOT OUT: OUT/train-*, 54,000 of Fashion-MNIST's training images, and OUT/judge-*: the other 6,000, then 6,000 characters of
Omniglot, the 1,797 digits of the UCI and 6,000 letters of fonts, turned and slanted; all 28 x 28.
judge PREDICTED OUT NOTE: a line of JSON from what `elbo4j predict` wrote of OUT/judge: figures of the 6,000, AUROC by entropy against each kind.
"""

import glob
import gzip
import json
import random
import string
import struct
import sys

import numpy as np

KINDS = {"omniglot": (6000, 12000), "digits": (12000, 13797), "letters": (13797, 19797)}


def read(path):
    data = gzip.open(path, "rb").read()
    shape = struct.unpack(">" + "I" * data[3], data[4 : 4 + 4 * data[3]])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def write(prefix, images, labels):
    images, labels = np.ascontiguousarray(images.astype(np.uint8)), labels.astype(np.uint8)
    with gzip.open(prefix + "-images-idx3-ubyte.gz", "wb", 1) as out:
        out.write(struct.pack(">IIII", 2051, *images.shape) + images.tobytes())
    with gzip.open(prefix + "-labels-idx1-ubyte.gz", "wb", 1) as out:
        out.write(struct.pack(">II", 2049, len(labels)) + labels.tobytes())


def character(strokes, image):
    pixels = image.fromarray(((1 - strokes.astype(float)) * 255).astype(np.uint8)).resize((28, 28), image.BOX)
    pixels = np.array(pixels).astype(float)
    return np.clip(pixels / max(pixels.max(), 1) * 255, 0, 255)


def digit(pixels, image):
    canvas = np.zeros((28, 28))
    canvas[4:24, 4:24] = np.array(image.fromarray((pixels / 16 * 255).astype(np.uint8)).resize((20, 20), image.BICUBIC))
    return canvas


def letter(fonts, image, draw, font):
    """One letter, but for those that look like a stroke or a ring, in a box of 20 pixels; None where the font has none."""
    face = font.truetype(random.choice(fonts), 80)
    drawn = image.new("L", (160, 160), 0)
    draw.Draw(drawn).text((40, 30), random.choice([c for c in string.ascii_letters if c not in "OolI"]), fill=255, font=face)
    drawn = drawn.rotate(random.gauss(0, 8), image.BICUBIC)
    slant = random.gauss(0, 0.15)
    drawn = drawn.transform(drawn.size, image.AFFINE, (1, slant, -slant * 80, 0, 1, 0), image.BICUBIC)
    box = drawn.getbbox()
    if box is None:
        return None
    drawn = drawn.crop(box)
    scale = 20 / max(drawn.size)
    drawn = drawn.resize([max(1, round(side * scale)) for side in drawn.size], image.LANCZOS)
    canvas = image.new("L", (28, 28), 0)
    canvas.paste(drawn, [(28 - side) // 2 for side in drawn.size])
    return np.array(canvas)


def make(fashion, omniglot, out):
    from PIL import Image, ImageDraw, ImageFont
    from sklearn.datasets import load_digits

    rng = np.random.default_rng(20261128)
    images, labels = read(fashion + "/train-images-idx3-ubyte.gz"), read(fashion + "/train-labels-idx1-ubyte.gz")
    order = rng.permutation(len(images))
    write(out + "/train", images[order[:54000]], labels[order[:54000]])
    characters = np.load(omniglot + "/images_background.npz")["images"].reshape(-1, 105, 105)
    chosen = characters[rng.choice(len(characters), 6000, replace=False)]
    kinds = [images[order[54000:]], [character(c, Image) for c in chosen], [digit(d, Image) for d in load_digits().images]]
    random.seed(1)
    fonts = sorted(f for f in glob.glob("/usr/share/fonts/truetype/[dl]*/*.ttf") if "/dejavu/DejaVuS" in f or "/liberation/" in f)
    letters = []
    while len(letters) < 6000:
        one = letter(fonts, Image, ImageDraw, ImageFont)
        letters += [] if one is None else [one]
    kinds.append(letters)
    strangers = sum(len(kind) for kind in kinds[1:])
    write(out + "/judge", np.concatenate([np.array(k) for k in kinds]), np.concatenate([labels[order[54000:]], np.zeros(strangers)]))


def auroc(known, strange):
    _, place, count = np.unique(np.concatenate([known, strange]), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    return (ranks[len(known) :].sum() - len(strange) * (len(strange) + 1) / 2) / (len(known) * len(strange))


def judge(predicted, out, note):
    files = sorted(glob.glob(predicted + "/part*"))
    names = open(files[0]).readline().strip().split(",")
    rows = np.concatenate([np.loadtxt(f, delimiter=",", skiprows=1) for f in files])
    rows = rows[np.argsort(rows[:, names.index("row")], kind="stable")]
    p = rows[:, [i for i, name in enumerate(names) if name.startswith("probability")]]
    entropy = -(p * np.log(np.clip(p, 1e-12, 1))).sum(1)
    own, labels = p[:6000], read(out + "/judge-labels-idx1-ubyte.gz")[:6000]
    sure, right = own.max(1), own.argmax(1) == labels
    bins = np.minimum((sure * 15).astype(int), 14)
    ece = sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    figures = {"accuracy": right.mean(), "nll": -np.log(own[np.arange(6000), labels]).mean(), "ece15": ece}
    figures |= {kind: auroc(entropy[:6000], entropy[a:b]) for kind, (a, b) in KINDS.items()}
    print(json.dumps({k: round(float(v), 4) for k, v in figures.items()} | {"note": note}))


if __name__ == "__main__":
    {"make": make, "judge": judge}[sys.argv[1]](*sys.argv[2:])
