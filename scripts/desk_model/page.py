"""The page that says what the model is and how wrong it is."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from desk_model.design import INPUTS, POSTURES, SIZED_BY, estimates_of, of_view, sized_of
from desk_model.learn import Fit, errors, estimates
from formcheck.postures.model import Naming

_INTRO = """# The desk model

Made by `python scripts/fit_desk_model.py SET` from the development half of the rendered benchmark set; the
coefficients are in `formcheck/pose/blazepose/full.desk_model.toml`.

A webcam sees face, head and shoulders. No point of it is the seventh cervical vertebra, so that a
craniovertebral angle cannot be measured; what can be seen is how things change from the person's own
neutral. From the front a head that comes forward sinks against the shoulders, one that looks down sinks and
turns its face down, who slumps sinks and gets wider, who slides down in the chair sinks and gets narrower,
who leans in gets larger as a whole. Each estimate is a sum of such changes, each times a coefficient; no
change, no posture.

*Two steps.* First *which* posture it is: the direction in which the inputs change together, whatever the
size, by a logistic regression on the changes. Then *how large* it is: a ridge regression
of that posture's size; the other postures are taken not to be there. One step for both, a sum for each
posture that is 0 for all others, was tried first: with the person left out it named 50 % of the slumps and
61 % of the heads that look down.

*Places.* Where in the picture the ears are tells most of what the postures are called: a head alone cannot
sink by more than a neck, raised shoulders leave it where it is. But it holds only while camera and chair
stay where they are. So no size depends on it: a camera that was nudged makes no posture, it can at worst
misname one. Places are known from a neutral that is taken from the same video or the first still seconds,
follow a nudge that is noticed, and are learned in quiet seconds otherwise; a profile holds none, and until
they are known a second set of weights names without them.

*Moved.* A chair or a camera that was moved is among the names, and has no size: nearer, farther, higher,
lower, and a camera that looks up or down. They were learned from the same upright windows, seen from
elsewhere: the points of each, with how far in front of the shoulders they are, were moved by 5 to 15 cm or
turned by 3 to 6 deg. Aside is no name: nothing that names look at changes. Who leans back gets smaller too,
so that a chair that was rolled back may read as leaning back, which is harmless. Who sits elsewhere for
five seconds, and no posture is near, has another neutral from then on; not if the head sank meanwhile.
Small leans towards the camera (10 deg) and a chair that stands nearer look most alike. At first the lean is
taken to be there; what lasts for 12 s is the chair, unless the lean is 9 times as likely.

*Held.* A posture is named by the mean of all changes since somebody last moved, up to 15 s of them: one
picture trembles. A name that fitted best for 0.6 s stays until another fits e times better for as long.

*Elsewhere.* Six places of a camera are few to learn from: on clips that were filmed from six such places,
the names of cameras at other heights were worse than any test of leaving one place out had said. So each
clip from the front is learned from as four more cameras would have seen it, up to 25 cm higher or lower and
a third farther away, its points moved by how far the rendered body has each of them in front of the
shoulders. With one place left out (and all that was made of it) the share of postures named rightly rose
from 0.90 to 0.94 as they were filmed, and from 0.81 to 0.88 as the cameras elsewhere see them.

*The camera's height.* From below, a head that comes forward hardly sinks. The neutral face tells how high
the camera is (nose over ears), and the sizes from the front follow it.

*The camera's distance.* Before a camera that is nearer, the same way towards it looks larger: the share of
the picture that the shoulders take in the neutral tells how near it is (if its angle of view is like the
rendered 50 deg), and changes of size are scaled by it. From the side only angles are used, which no zoom
changes.

*What is estimated.* `head_forward_deg` is the change of the craniovertebral angle that neither nodding
(0.47 of the pitch on these bodies) nor leaning (0.52 of the trunk's inclination) explains, where a head
comes forward by itself; `neck_flexion_deg` the pitch of the head; `slump_percent` the head height over the
shoulders that a rounded back takes; `lean_in_deg` the trunk's inclination; `shoulder_raise_percent` the
ears' height over the shoulders that lifting them takes.

*How.* Windows of about a second, in which one posture is held, give the medians of changes and of the
truth, for inputs scaled alike (penalty 3; 0.01 for the names), the sizes then stretched so that what is
there is estimated at its true size on average. All errors below are of clips as they were filmed, and of
people that the model had not seen: each person was left out in turn, and for the names also each place of
the camera.

*The face landmarker* of MediaPipe was measured and is not used. On 80 clips of the development half, head
pitch by its older mesh of 478 points, turned by the ray through the head, is 2.6 deg off where the head
turned by more than 8 deg (person left out, meshes off the pose's eyes thrown away; 5.3 on the front clips
with them), by nose, eyes and mouth over the ears 8.9. `neck_flexion_deg` would be off by 2.5 instead of
4.0. Added to this model's former inputs, that pitch raised the share of postures named rightly from 0.88 to
0.97 with the person left out, and from 0.79 to 0.90 with the camera left out; the place of the ears and
fewer inputs, as above, do as much without it. Raised shoulders stayed unnamed, and a head that comes
forward was sized no better. It costs 3.4 ms a picture, the full pose model 20. Against it: on the whole
picture it finds 1 % of the faces at 1.5 m (cut out by the pose 99 %); in 8 % of the slumped pictures, and
before cameras that look down by 20 to 30 deg in half of them, it puts the face on hair or forehead without
saying so; and no bundle that the runtime reads could be made from what the package registries hold. Guard,
cut and ray were chosen on the clips that they were measured on.

*What limits it.* Depth, which one camera in front does not see: before a camera of another height and
distance than those learned from, one slump in eight is taken for something else, and a head that looks down
a little for one that comes forward. Raised shoulders are told from a head that comes forward only while
places are known, and their size is a guess. One shoulder that is raised lifts the middle of both. The
people are rendered: real ones wear scarves, and their chairs turn.
"""


def page_text(fits: Iterable[Fit]) -> str:
    """docs/desk-model.md."""
    parts = [_INTRO]
    for fitted in fits:
        parts.append(_view_text(fitted))
    return "\n".join(parts)


def _view_text(fitted: Fit) -> str:
    view, off = fitted.view, errors(fitted)
    people, clips = ({getattr(w, key) for w in fitted.windows} for key in ("body", "clip"))
    lines = [
        f"## From the {view.value}",
        "",
        f"{len(fitted.windows)} windows of {len(clips)} clips with {len(people)} people.",
        "",
        "| posture | its size | error where it is there and named |",
        "|---|---|---|",
        *(f"| {name} | `{POSTURES[name][0]}` | {off[name]:.1f} |" for name in sized_of(view)),
        "",
        *_naming_text(fitted),
        *_sizes_text(fitted),
        *_estimates_text(fitted),
    ]
    return "\n".join(lines) + "\n"


def _sizes_text(fitted: Fit) -> list[str]:
    """How each posture's size follows from the inputs."""
    names, follows = sized_of(fitted.view), fitted.setting.limit > 0
    lines = [
        "Sizes, in the estimate's unit; for a *ratio* per 1 (so 0.01 of it is one percent)"
        + (", and in brackets what is added for a camera 8 deg lower:" if follows else ":"),
        "",
        "| input | compared | " + " | ".join(names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    for row, key in enumerate(SIZED_BY[fitted.view]):
        cells = []
        for name in names:
            plain, more = np.split(fitted.model.coefficients[name], 2)
            cells.append(f"{plain[row]:.3g}" + (f" ({more[row]:+.3g})" if follows else ""))
        lines.append(f"| `{key}` | {INPUTS[fitted.view][key]} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _estimates_text(fitted: Fit) -> list[str]:
    """What was estimated, whatever happened."""
    names = estimates_of(fitted.view)
    lines = [
        "What was estimated while something was held: median and 95th percentile.",
        "",
        "| what happened | windows | " + " | ".join(f"`{name}`" for name in names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    every = estimates(fitted)
    for topic in sorted({w.topic for w in fitted.windows}):
        found = every[[w.topic == topic for w in fitted.windows]]
        cells = [f"{np.median(c):.1f}, {np.quantile(c, 0.95):.1f}" for c in found.T]
        lines.append(f"| {topic} | {len(found)} | " + " | ".join(cells) + " |")
    return lines


def _naming_text(fitted: Fit) -> list[str]:
    """How often each posture gets its name, and the weights that give it."""
    lines = []
    for way, naming in enumerate(fitted.model.naming):
        if len(fitted.model.naming) > 1:
            places = "Where places are known" if way == 0 else "Where places are not known"
            lines += [f"### {places}", ""]
        lines += [*_shares_text(fitted, way), *_name_weights_text(naming)]
    return [*lines, "### Sizes", ""] if len(fitted.model.naming) > 1 else lines


def _shares_text(fitted: Fit, way: int) -> list[str]:
    lines = [
        "How often a window gets its posture's name, with its person or its camera left out:",
        "",
        "| posture | windows | person left out | camera left out | named instead |",
        "|---|---|---|---|---|",
    ]
    told = [t.postures[way] for t in (fitted.person_left_out, fitted.spot_left_out)]
    for name in of_view(fitted.view):
        of_it = [i for i, w in enumerate(fitted.windows) if w.posture == name]
        names = [[t[i] for i in of_it] for t in told]
        shares = [f"{found.count(name) / len(found):.2f}" if found else "-" for found in names]
        others = Counter(p for found in names for p in found if p != name)
        instead = ", ".join(p for p, _ in others.most_common(2))
        lines.append(f"| {name} | {len(of_it)} | {shares[0]} | {shares[1]} | {instead} |")
    return [*lines, ""]


def _name_weights_text(naming: Naming) -> list[str]:
    postures = [*naming.weights]
    lines = ["Weights of the names, for an input that changes as much as it usually does (*usual*):", ""]
    lines += ["| input | usual | " + " | ".join(postures) + " |", "|---|---|" + "---|" * len(postures)]
    for key, size in naming.sizes.items():
        cells = [f"{weights[key]:.1f}" for weights in naming.weights.values()]
        lines.append(f"| `{key}` | {size:.3g} | " + " | ".join(cells) + " |")
    return [*lines, ""]
