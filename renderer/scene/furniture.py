"""Chairs, desks and screens: boxes that may hide the person, or be hidden."""

from dataclasses import dataclass

from vtkmodules.vtkFiltersSources import vtkCubeSource
from vtkmodules.vtkRenderingCore import vtkActor

from renderer.scene.stage import Material, solid

Rgb = tuple[int, int, int]
WOOD, CLOTH, PLASTIC = (168, 132, 96), (66, 72, 84), (38, 40, 44)
MATT = Material(0.45, 0.55, 0.02, 6.0)
DESK_EDGE_M = -0.30
"""Where the desk starts in front of a sitting person's hips."""


@dataclass(frozen=True)
class Box:
    """A block: x0, x1, y0, y1, z0, z1 in metres, and its colour."""

    bounds_m: tuple[float, float, float, float, float, float]
    colour: Rgb = WOOD

    def actor(self) -> vtkActor:
        """Return what is drawn."""
        source = vtkCubeSource()
        source.SetBounds(*self.bounds_m)
        return solid(source, self.colour, MATT)


def chair(seat_m: float, back: bool = True) -> tuple[Box, ...]:
    """Return an office chair, or a stool, whose seat is this high."""
    parts = [
        Box((-0.23, 0.23, -0.25, 0.20, seat_m - 0.07, seat_m - 0.015), CLOTH),
        Box((-0.03, 0.03, -0.06, 0.0, 0.08, seat_m - 0.07), PLASTIC),
        Box((-0.26, 0.26, -0.06, 0.0, 0.03, 0.08), PLASTIC),
        Box((-0.03, 0.03, -0.28, 0.24, 0.03, 0.08), PLASTIC),
    ]
    if back:
        parts += [
            Box((-0.20, 0.20, 0.20, 0.25, seat_m + 0.12, seat_m + 0.50), CLOTH),
            Box((-0.03, 0.03, 0.19, 0.23, seat_m - 0.05, seat_m + 0.14), PLASTIC),
        ]
    return tuple(parts)


def bench(seat_m: float, back: bool = False) -> tuple[Box, ...]:
    """Return a bench for seated lifts, with an upright back rest if wanted."""
    rest = (
        Box((-0.14, 0.14, 0.185, 0.24, seat_m + 0.06, seat_m + 0.66), PLASTIC),
        Box((-0.03, 0.03, 0.24, 0.28, seat_m - 0.06, seat_m + 0.5), (120, 122, 126)),
    )
    return (
        *(rest if back else ()),
        Box((-0.15, 0.15, -0.35, 0.25, seat_m - 0.08, seat_m - 0.015), PLASTIC),
        Box((-0.05, 0.05, -0.30, -0.25, 0.0, seat_m - 0.08), (120, 122, 126)),
        Box((-0.05, 0.05, 0.15, 0.20, 0.0, seat_m - 0.08), (120, 122, 126)),
    )


def flat_bench(hips_m: float) -> tuple[Box, ...]:
    """Return a bench for somebody whose hip joints lie this high, the head to the back."""
    top = hips_m - 0.10
    steel = (120, 122, 126)
    return (
        Box((-0.14, 0.14, -0.40, 0.72, top - 0.07, top), PLASTIC),
        Box((-0.05, 0.05, -0.30, -0.25, 0.0, top - 0.07), steel),
        Box((-0.05, 0.05, 0.55, 0.60, 0.0, top - 0.07), steel),
    )


def high_bar(middle_m: tuple[float, float, float]) -> tuple[Box, ...]:
    """Return a bar to hang from, on two posts."""
    _, y, z = middle_m
    steel = (70, 74, 82)
    posts = [Box((x - 0.03, x + 0.03, y - 0.03, y + 0.03, 0.0, z), steel) for x in (-0.75, 0.75)]
    return (Box((-0.78, 0.78, y - 0.016, y + 0.016, z + 0.02, z + 0.052), steel), *posts)


def dip_bars(middle_m: tuple[float, float, float]) -> tuple[Box, ...]:
    """Return two bars to be propped up on, along the body."""
    _, y, z = middle_m
    steel, boxes = (70, 74, 82), []
    for x in (-0.28, 0.28):
        boxes += [
            Box((x - 0.02, x + 0.02, y - 0.30, y + 0.45, z - 0.09, z - 0.05), steel),
            Box((x - 0.02, x + 0.02, y + 0.40, y + 0.44, 0.0, z - 0.07), steel),
        ]
    return tuple(boxes)


def rack(bar_m: tuple[float, float, float]) -> tuple[Box, ...]:
    """Return a rack that holds a bar, whose middle is here, toward the person."""
    _, y, z = bar_m
    steel = (70, 74, 82)
    boxes = []
    for x in (-0.44, 0.44):
        boxes += [
            Box((x - 0.025, x + 0.025, y - 0.10, y - 0.05, 0.0, z + 0.12), steel),
            Box((x - 0.02, x + 0.02, y - 0.06, y + 0.03, z - 0.035, z - 0.016), steel),
            Box((x - 0.025, x + 0.025, y - 0.35, y + 0.20, 0.0, 0.05), steel),
        ]
    return tuple(boxes)


def desk(top_m: float) -> tuple[Box, ...]:
    """Return a desk with a keyboard in front of a sitting person."""
    edge, far = DESK_EDGE_M, DESK_EDGE_M - 0.65
    legs = [Box((x, x + 0.04, far, far + 0.04, 0.0, top_m - 0.025), PLASTIC) for x in (-0.6, 0.56)]
    return (
        Box((-0.62, 0.62, far, edge, top_m - 0.025, top_m)),
        Box((-0.20, 0.20, edge - 0.22, edge - 0.09, top_m, top_m + 0.018), PLASTIC),
        *legs,
    )


def screen(top_m: float) -> tuple[Box, ...]:
    """Return a screen on a desk of this height."""
    y = DESK_EDGE_M - 0.52
    return (
        Box((-0.27, 0.27, y, y + 0.025, top_m + 0.10, top_m + 0.43), PLASTIC),
        Box((-0.03, 0.03, y - 0.03, y, top_m, top_m + 0.25), PLASTIC),
        Box((-0.11, 0.11, y - 0.09, y + 0.06, top_m, top_m + 0.012), PLASTIC),
    )
