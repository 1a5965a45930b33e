"""The option --export: the session in formats of other tools."""

import click


class Exports(click.ParamType):  # type: ignore[type-arg]
    """Names of formats with commas between them."""

    name = "formats"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names, each once.

        Raises:
            click.BadParameter: If there is no such format.
        """
        from formcheck.sinks.exports.names import EXPORTS

        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(name.strip().lower() for name in str(value).split(",") if name.strip()))
        wrong = [name for name in names if name not in EXPORTS]
        if wrong or not names:
            what = f"there is no format {wrong[0]!r}" if wrong else "names no format"
            self.fail(f"{what}; give some of {','.join(EXPORTS)}", param, ctx)
        return names


export_option = click.option(
    "--export",
    "exports",
    type=Exports(),
    default=(),
    metavar="FORMATS",
    help="Also write these, with commas between: trc,mot,c3d,openpose,coco,csv-wide,parquet.",
)
