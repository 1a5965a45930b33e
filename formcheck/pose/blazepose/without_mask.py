"""A pose bundle without the part of its network that draws a mask of the person.

That mask is computed in each picture, whether anybody asks for it or not, and takes over a third of the time.
All else comes out the same to the last bit: the other operators are left as they are, in their order.
"""

import os
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from formcheck.pose.blazepose.bundle_build import pack_stored
from formcheck.pose.blazepose.bundles import LANDMARKS_PART
from formcheck.pose.blazepose.runtime import metadata_schemas

# Of the five outputs of the landmark model.
_MASK_OUTPUT, _SMALLEST_OUTPUT = 2, 1
# Where a table of a TensorFlow Lite model says what its subgraph's vectors are: slots 2 and 3 of schema.fbs.
_OUTPUTS_SLOT, _OPERATORS_SLOT = 8, 10
_ENTRY_BYTES = 4


@cache
def load_options(bundle: Path) -> dict[str, Any]:
    """What MediaPipe's `BaseOptions` need to load an intact bundle without the mask.

    On Linux it is a file in memory, which all models of a process share and MediaPipe maps as it does any
    other; elsewhere MediaPipe is given the bytes, and copies them for each model.
    """
    data = without_mask(bundle)
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("formcheck-pose-model")  # open as long as the process
        path = Path(f"/proc/self/fd/{descriptor}")
        if os.write(descriptor, data) == len(data) and path.is_file():
            return {"model_asset_path": str(path)}
        os.close(descriptor)
    return {"model_asset_buffer": data}


def without_mask(bundle: Path) -> bytes:
    """A bundle's bytes without the operators that only its mask needs.

    Args:
        bundle: One of BlazePose's bundles, intact.
    """
    with zipfile.ZipFile(bundle) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return pack_stored(parts | {LANDMARKS_PART: _pruned(parts[LANDMARKS_PART])})


def _pruned(model: bytes) -> bytes:
    """The model, with the number at the mask's place that says whether somebody is there."""
    data = bytearray(model)
    graph = metadata_schemas().model.Model.GetRootAs(data, 0).Subgraphs(0)
    outputs = [int(tensor) for tensor in graph.OutputsAsNumpy()]
    outputs[_MASK_OUTPUT] = outputs[_SMALLEST_OUTPUT]
    operators = _vector(graph, _OPERATORS_SLOT)
    entries = [operators + _ENTRY_BYTES * index for index in range(graph.OperatorsLength())]
    tables = [entry + struct.unpack_from("<I", data, entry)[0] for entry in entries]
    kept = [tables[index] for index in _needed(graph, outputs)]
    # An entry is the way from itself to its table, and the vector's length stands before it.
    for entry, table in zip(entries, kept, strict=False):
        struct.pack_into("<I", data, entry, table - entry)
    struct.pack_into("<I", data, operators - _ENTRY_BYTES, len(kept))
    struct.pack_into(f"<{len(outputs)}i", data, _vector(graph, _OUTPUTS_SLOT), *outputs)
    return bytes(data)


def _vector(graph: Any, slot: int) -> int:
    """Where a vector of a table begins in the file."""
    return int(graph._tab.Vector(graph._tab.Offset(slot)))


def _needed(graph: Any, outputs: list[int]) -> list[int]:
    """The operators that some outputs need, in their order."""
    wanted, needed = set(outputs), []
    for index in reversed(range(graph.OperatorsLength())):
        operator = graph.Operators(index)
        if wanted.intersection(operator.OutputsAsNumpy().tolist()):
            needed.append(index)
            wanted.update(operator.InputsAsNumpy().tolist())
    return needed[::-1]
