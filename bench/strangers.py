"""Data to choose settings by where unusual inputs matter, without a look at MNIST. Needs numpy, PIL and scikit-learn (Debian: python3-sklearn,
python3-pil, fonts-dejavu-core, fonts-liberation).

FASHION OMNIGLOT OUT: OUT/train-*, 54,000 of Fashion-MNIST's training images, OUT/known-*: the other 6,000, OUT/omniglot-*: 6,000 characters,
OUT/digits-*: the 1,797 of the UCI, and OUT/letters-*: 6,000 of fonts, turned and slanted; all 28 x 28, in IDX files.
"""

import glob
import gzip
import random
import string
import struct
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_digits

KNOWN = 6000


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


def character(strokes):
    pixels = Image.fromarray(((1 - strokes.astype(float)) * 255).astype(np.uint8)).resize((28, 28), Image.BOX)
    pixels = np.array(pixels).astype(float)
    return np.clip(pixels / max(pixels.max(), 1) * 255, 0, 255)


def digit(pixels):
    canvas = np.zeros((28, 28))
    canvas[4:24, 4:24] = np.array(Image.fromarray((pixels / 16 * 255).astype(np.uint8)).resize((20, 20), Image.BICUBIC))
    return canvas


def letter(fonts):
    """One letter, but for those that look like a stroke or a ring, in a box of 20 pixels; None where the font has none."""
    face = ImageFont.truetype(random.choice(fonts), 80)
    drawn = Image.new("L", (160, 160), 0)
    ImageDraw.Draw(drawn).text((40, 30), random.choice([c for c in string.ascii_letters if c not in "OolI"]), fill=255, font=face)
    drawn = drawn.rotate(random.gauss(0, 8), Image.BICUBIC)
    slant = random.gauss(0, 0.15)
    drawn = drawn.transform(drawn.size, Image.AFFINE, (1, slant, -slant * 80, 0, 1, 0), Image.BICUBIC)
    box = drawn.getbbox()
    if box is None:
        return None
    drawn = drawn.crop(box)
    scale = 20 / max(drawn.size)
    drawn = drawn.resize([max(1, round(side * scale)) for side in drawn.size], Image.LANCZOS)
    canvas = Image.new("L", (28, 28), 0)
    canvas.paste(drawn, [(28 - side) // 2 for side in drawn.size])
    return np.array(canvas)


def strangers(prefix, images):
    write(prefix, np.array(images), np.zeros(len(images)))


def make(fashion, omniglot, out):
    rng = np.random.default_rng(20261128)
    images, labels = read(fashion + "/train-images-idx3-ubyte.gz"), read(fashion + "/train-labels-idx1-ubyte.gz")
    order = rng.permutation(len(images))
    learned, known = order[:-KNOWN], order[-KNOWN:]
    write(out + "/train", images[learned], labels[learned])
    write(out + "/known", images[known], labels[known])
    characters = np.load(omniglot + "/images_background.npz")["images"].reshape(-1, 105, 105)
    strangers(out + "/omniglot", [character(c) for c in characters[rng.choice(len(characters), 6000, replace=False)]])
    strangers(out + "/digits", [digit(d) for d in load_digits().images])
    random.seed(1)
    fonts = sorted(f for f in glob.glob("/usr/share/fonts/truetype/[dl]*/*.ttf") if "/dejavu/DejaVuS" in f or "/liberation/" in f)
    letters = []
    while len(letters) < 6000:
        one = letter(fonts)
        letters += [] if one is None else [one]
    strangers(out + "/letters", letters)


if __name__ == "__main__":
    make(*sys.argv[1:])
