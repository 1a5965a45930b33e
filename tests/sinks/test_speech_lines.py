from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.cues.cue import Cue
from formcheck.guide.guidance import Guidance
from formcheck.guide.setup import SetupGuide
from formcheck.measurements.view import Facing, Sight, View
from formcheck.rules.finding import Severity
from formcheck.session.observation import Observation
from formcheck.sinks.speech.lines import Line, VoiceLines
from tests.people import film_set, photo, press_set, watch
from tests.sinks.observed import observed

READY = Guidance("ready")
CUE = Cue(1.0, "overhead-press.layback", Severity.POOR, "Ribs down", "Keep your ribs down.", True)


def spoken(lines: VoiceLines, seen: list[Observation], guidance: Guidance = READY) -> list[Line]:
    said = [lines.update(o.time_s, o, guidance) for o in seen]
    return [line for line in said if line is not None]


def test_a_set_is_counted_aloud_each_rep_once_at_its_top() -> None:
    seen = watch(load_activity("overhead-press"), film_set(press_set(3))).observations
    lines, said = VoiceLines(), {}
    for observation in seen:
        line = lines.update(observation.time_s, observation, READY)
        if line is not None:
            said[line.text] = observation
    assert [text for text in said if text.isdigit()] == ["1", "2", "3"]
    assert [str(o.phase) for text, o in said.items() if text.isdigit()] == ["top"] * 3


def test_a_cue_is_spoken_once_and_only_if_it_is_to_be() -> None:
    shown = [observed(time_s=i / 10, rep_count=0, cue=CUE) for i in range(20)]
    assert spoken(VoiceLines(), shown) == [Line("Keep your ribs down.", "cue")]
    silent = [replace(o, cue=replace(CUE, say=False)) for o in shown]
    assert spoken(VoiceLines(), silent) == []


def test_a_cue_with_a_rep_follows_its_number_in_one_breath() -> None:
    lines = VoiceLines()
    lines.update(0.0, observed(rep_count=2), READY)
    assert lines.update(0.1, observed(rep_count=3, cue=CUE), READY) == Line("3. Keep your ribs down.", "cue")


def test_praise_has_its_own_tone() -> None:
    praise = replace(CUE, severity=None, spoken="Trunk tall, good")
    (line,) = spoken(VoiceLines(), [observed(rep_count=0, cue=praise)])
    assert line == Line("Trunk tall, good", "praise")


def test_the_guide_speaks_when_it_changes_and_repeats_what_is_not_followed() -> None:
    lines = VoiceLines()
    left = Guidance("adjust", "Move left", "Move to your left.", "left")
    said = [lines.update(i / 10, None, left) for i in range(130)]
    assert [i for i, line in enumerate(said) if line] == [0, 60, 120]
    assert said[0] == Line("Move to your left.", "guide")


def test_somebody_who_sees_nothing_is_led_from_the_door_to_the_first_rep() -> None:
    from tests.guide.test_setup_guide import WELL

    guide, lines, said = SetupGuide(load_activity("overhead-press"), WELL.info()), VoiceLines(), []
    for step in range(80):
        pose = None if step < 15 else photo(camera=WELL)
        guidance = guide.update(step / 10, pose, Sight(View.FRONT, Facing.CAMERA), 0.5)
        line = lines.update(step / 10, None, guidance)
        said += [line] if line else []
    assert "Step into the picture" in said[0].text
    assert "Stand still" in said[1].text
    assert [(line.text, line.sound) for line in said[2:]] == [
        ("3", "countdown"), ("2", "countdown"), ("1", "countdown"), ("Go.", "go"),
    ]  # fmt: skip


@pytest.mark.parametrize("guidance", [READY, Guidance("adjust", "Step back", "Step back.", "back")])
def test_a_problem_with_the_camera_comes_first_and_is_not_repeated_all_the_time(guidance: Guidance) -> None:
    lines = VoiceLines()
    said = [lines.update(i / 10, observed(cue=CUE), guidance, "Camera unplugged") for i in range(160)]
    assert [i for i, line in enumerate(said) if line] == [0, 150]
    assert said[0] == Line("Camera unplugged", "problem")


def test_a_part_out_of_sight_is_said_during_the_set() -> None:
    lines = VoiceLines()
    hidden = Guidance("ready", "Can't see your elbows", "I can't see your elbows.")
    said = [lines.update(i / 10, observed(rep_count=0), hidden) for i in range(30)]
    assert [line for line in said if line] == [Line("I can't see your elbows.", "guide")]
