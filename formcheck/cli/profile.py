"""`formcheck profile`: the stored calibrations."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from formcheck.calibration.profile import Profile


@click.group()
def profile() -> None:
    """List, show and delete stored calibrations."""


@profile.command("list")
def list_profiles() -> None:
    """List the profiles, and what is wrong with those that cannot be used."""
    from formcheck.calibration.store import ProfileStore

    store = ProfileStore()
    stored = tuple(store.all())
    if not stored:
        click.echo(f"no profiles in {store.folder}; make one with formcheck calibrate", err=True)
        return
    rows = [("name", "for", "view", "picture", "made"), *(_row(s.profile) for s in stored if s.profile)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for broken in stored:
        if broken.profile is None:
            click.echo(f"formcheck: {broken.complaint}", err=True)


@profile.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the file itself.")
def show_profile(name: str, as_json: bool) -> None:
    """Show what a profile holds."""
    from formcheck.calibration.store import ProfileStore

    store = ProfileStore()
    shown = store.load(name)
    click.echo(shown.to_json() if as_json else profile_text(shown), nl=not as_json)
    if not as_json:
        click.echo(f"\n{store.path(name)}")


@profile.command("delete")
@click.argument("name")
def delete_profile(name: str) -> None:
    """Delete a profile, also a broken one."""
    from formcheck.calibration.store import ProfileStore

    click.echo(f"deleted {ProfileStore().delete(name)}")


def profile_text(shown: "Profile") -> str:
    """A profile for people."""
    from formcheck.calibration.fit import kind_text

    camera = shown.camera
    taken = f"{shown.seconds:.1f} s, {shown.frames} frames" if shown.seconds else f"{shown.frames} pictures"
    lines = [
        f"{shown.name}: for {kind_text(shown.kind)}, "
        f"{camera.view} view, {camera.width_px}x{camera.height_px}, made {shown.made:%Y-%m-%d %H:%M} "
        f"from {taken}, pose model {shown.model or 'unknown'}",
        "",
    ]
    sizes = ", ".join(f"{name.replace('_', ' ')} {100 * share:.0f} %" for name, share in camera.sizes.items())
    lines += [f"In the picture, of its height: {sizes or 'not known'}", "", "At rest (median, spread)"]
    for known in shown.neutral.values():
        lines += [f"  {name:<34} {rest.median:9.3f}  {rest.spread:7.3f}" for name, rest in known.items()]
    return "\n".join(lines)


def _row(shown: "Profile") -> tuple[str, ...]:
    camera = shown.camera
    size = f"{camera.width_px}x{camera.height_px}"
    return (shown.name, shown.kind, camera.view.value, size, f"{shown.made:%Y-%m-%d}")
