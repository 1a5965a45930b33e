"""The live screen as a sink: draws each update and shows it."""

from formcheck.activities.activity import Activity
from formcheck.guide.guidance import Guidance
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.face_cover import FaceCover
from formcheck.sinks.screen.screen import LiveScreen
from formcheck.sinks.screen.surface import Surface
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.source.frame import Image

_READY = Guidance("ready")


class ShownScreen(Sink):
    """Shows the newest update that it is given; belongs to the main thread, as windows do.

    Unlike other sinks it is opened once for a run: a window does not come and go with each set. What adds up
    begins anew with each set, and with what is watched.

    Args:
        surface: What is drawn for; whoever opened it closes it.
        context: What is watched first.
    """

    def __init__(self, surface: Surface, context: SinkContext) -> None:
        self._surface, self._context = surface, context
        self._cover = FaceCover(context.info) if context.options.blur_faces else None
        self._set: tuple[Activity, int] | None = None
        self._screen: LiveScreen | None = None

    def write(self, update: Update) -> None:
        """Draw and show it, if it has a picture."""
        if update.image is None:
            return
        image = self._screen_of(update).draw(
            self._covered(update, update.image),
            update.observation,
            update.guidance or _READY,
            update.status,
            self._surface.size_px,
            neutral=update.neutral,
        )
        self._surface.show(image)

    def close(self) -> None:
        """Nothing to finish."""

    def _covered(self, update: Update, image: Image) -> Image:
        """What is shown can be stored as a picture, so that faces are covered in it as well."""
        if self._cover is None:
            return image
        seen, posed = update.observation, update.posed
        pose = posed.pose if posed is not None else seen.pose if seen is not None else None
        return self._cover.cover(image.copy(), pose)

    def _screen_of(self, update: Update) -> LiveScreen:
        now = update.activity or self._context.activity, update.set_number
        if self._screen is None or now != self._set:
            self._set = now
            self._screen = LiveScreen(self._context.info, now[0], mirror=self._context.options.mirror)
        return self._screen
