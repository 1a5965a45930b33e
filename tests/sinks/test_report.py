import base64
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.results.known_errors import without_unknown_errors
from formcheck.results.plain import Plain
from formcheck.results.plots import Plot, Series
from formcheck.results.summary import (
    Coverage,
    ErrorsSummary,
    FindingSummary,
    MeasurementSummary,
    NotesSummary,
)
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.page import EMBED_UP_TO_BYTES, write_report
from tests.sinks import report_samples as samples

VOID = {"meta", "img", "br", "link", "input"}


class Page(HTMLParser):
    """A page as its reader meets it: its elements, its words, and the words within each id."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.within: dict[str, str] = {}
        self.style = self.script = ""
        self._open: list[tuple[str, str]] = []
        self.raw = path.read_text(encoding="utf-8")
        self.feed(self.raw)
        self.close()
        assert self._open == [], "every element is closed"
        self.within = {key: " ".join(text.split()) for key, text in self.within.items()}

    @property
    def text(self) -> str:
        return self.within[""]

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in attributes.items())]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self._open.append((tag, attributes.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        tag = self._open[-1][0] if self._open else ""
        if tag == "style":
            self.style += data
        elif tag == "script":
            self.script += data
        else:
            for key in {"", *(key for _, key in self._open)}:
                self.within[key] = self.within.get(key, "") + data


def page_of(data: ReportData, folder: Path) -> Page:
    path = folder / "report.html"
    write_report(data, path)
    return Page(path)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return page_of(samples.report_data(), tmp_path)


def small_video(folder: Path) -> Path:
    path = folder / "annotated.mp4"
    path.write_bytes(b"a small video")
    return path


def test_refers_to_nothing_outside_the_page(tmp_path: Path) -> None:
    page = page_of(replace(samples.report_data(), video=small_video(tmp_path)), tmp_path)

    references = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name.endswith(("href", "src", "srcset", "poster", "action", "data"))
    ]
    assert references
    assert [ref for ref in references if not ref.startswith(("#", "data:"))] == []
    assert page.all("link") == []
    assert re.findall(r"\w://|[\"'(]//", re.sub(r"data:[^\"]*|sha256-[^&]*", "", page.raw)) == []
    assert re.findall(r"url\((?!#)|@import", page.raw) == []


def test_links_within_the_page_lead_somewhere(page: Page) -> None:
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = {value[1:] for _, a in page.tags for name, value in a.items() if name == "href"}
    assert links <= targets
    assert len(targets) == sum("id" in attributes for _, attributes in page.tags), "ids are unique"


def test_policy_allows_just_its_own_style_and_script(page: Page) -> None:
    (meta,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    policy = meta["content"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for text in (page.style, page.script):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert [tag for tag, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert [tag for tag, attributes in page.tags if "style" in attributes] == []


FINDINGS = {
    "f1": ("143 ± 6°", "poor below 150°", "Rep 2, right side", "0:02.8"),
    "f2": ("154 ± 6°", "caution below 160°", "Rep 3, right side", "0:04.5"),
    "f3": ("139 ± 6°", "poor below 150°", "rep 5: ", "right side", "0:07.9"),
    "f4": ("11 ± 5°", "caution above 10°", "Rep 3: ", "left side", "0:04.1"),
    "f5": ("0.83 ± 0.03", "caution below 0.88", "Rep 1: ", "0:00.6"),
}


@pytest.mark.parametrize(("key", "words"), FINDINGS.items())
def test_a_finding_states_value_error_threshold_and_moment(
    page: Page, key: str, words: tuple[str, ...]
) -> None:
    for word in words:
        assert word in page.within[key]
    assert len(page.all("button", **{"data-finding": key})) == 1, "it can be gone to"


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("f3", ("Short lockout", "“Punch the ceiling”", "both elbows straight", "Reps 2, 3 and 5")),
        ("f3", ("other press checkers", "Other programs use this limit too; no study has tested it.")),
        ("f4", ("Uneven press", "“Press evenly”", "This limit is our own choice")),
        ("f5", ("Shrug at the start", "“Shoulders down first”", "This limit comes from published research.")),
    ],
)
def test_a_card_gives_cue_advice_and_source(page: Page, card: str, words: tuple[str, ...]) -> None:
    for word in words:
        assert word in page.within[card]


def test_findings_of_one_rule_share_a_card_led_by_the_worst(page: Page) -> None:
    cards = [attributes["data-card"] for _, attributes in page.tags if "data-card" in attributes]
    assert cards == ["f3", "f5", "f4"]
    assert len(page.all("img")) == len(cards)
    assert all(image["alt"] for image in page.all("img"))


def test_an_uncertain_finding_says_so_in_words(page: Page) -> None:
    assert "Possibly caution" in page.within["f4"]
    assert "Uncertain: the value is nearer to its limit" in page.within["f4"]
    assert "uncertain" in page.within["f2"]
    assert "ncertain" not in page.within["f5"]


def test_the_gauge_marks_thresholds_value_and_error(page: Page) -> None:
    assert "caution 160°poor 150°" in page.within["f3"].replace(" poor", "poor")
    gauges = page.all("svg", **{"class": "gauge"})
    assert gauges[0]["aria-label"] == "Measured 139 ± 6°; thresholds: caution 160°, poor 150°, fault below"
    error = page.all("rect", **{"class": "error"})[0]
    poor = page.all("line", **{"class": "limit poor"})[0]
    value, limit = 139, 150
    at = {mark: float(x) for x, mark in re.findall(r'x="([\d.]+)%"[^>]*>(139 ± 6°)</text>', page.raw)}
    scale = (float(poor["x1"][:-1]) - at["139 ± 6°"]) / (limit - value)
    assert float(error["width"][:-1]) == pytest.approx(2 * 6 * scale, abs=0.1)
    assert float(error["x"][:-1]) == pytest.approx(at["139 ± 6°"] - 6 * scale, abs=0.1)


def test_a_value_that_rounds_to_its_threshold_gets_the_digits_that_tell_them_apart(tmp_path: Path) -> None:
    found = [samples.finding("f1", value=149.74)]
    page = page_of(samples.report_data(findings=found), tmp_path)
    assert "149.7 ± 6°" in page.within["f1"]


def test_the_table_lists_reps_and_attempts(page: Page) -> None:
    table = page.within["reps"]
    for words in (
        "0.71 ± 0.05 s",
        "173 ± 6°",
        "98 ± 4 %",
        "the body part cannot be seen",
        "not seen to its end",
    ):
        assert words in table
    assert "Attempt: reached 62 % of the range" in table
    assert "possibly Uneven press, left (caution)" in table


def test_what_was_not_judged_is_grouped_by_what_to_do(page: Page) -> None:
    part = page.within["not-judged"]
    assert part.count(samples.TURN_SIDE_ON) == 1
    assert "Leaning back, knee bend and head pushed forward: cannot be judged from this view" in part
    assert "Grip width: the body part is outside the picture (reps 4 and 5)" in part


def test_the_footer_says_what_the_numbers_are(page: Page) -> None:
    for words in ("single camera", "typical error", "Elbow angle ± 6°", "not medical advice", "Nothing left"):
        assert words in page.within["about"]


NO_POSE = Coverage(frames=300, with_pose=0, views={})
REPS_40 = [samples.rep(1).model_copy(update={"index": index}) for index in range(1, 41)]


def short(*reps: int, **changes: object) -> list[FindingSummary]:
    return [samples.finding(f"f{rep}", rep=rep, **changes) for rep in reps]


def rules(number: int) -> list[FindingSummary]:
    titles = ("Short lockout", "Layback", "Uneven press", "Shrug", "Fast lowering")
    return [samples.finding(f"f{i}", rule=f"r.{i}", title=titles[i], rep=1) for i in range(number)]


CLEAN = {"attempts": [], "findings": [], "not_judged": []}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (CLEAN, "5 reps. No faults found: this looks good."),
        (
            CLEAN | {"findings": short(2, 3, 5)},
            "5 reps. Short lockout on reps 2, 3 and 5; no fault in the other checks.",
        ),
        (
            CLEAN | {"findings": short(1, 2, 3, 4, 5)},
            "5 reps. Short lockout on every rep; no fault in the other checks.",
        ),
        (
            CLEAN | {"findings": short(2) + short(4, uncertain=True)},
            "5 reps. Short lockout on rep 2, possibly also on rep 4; no fault in the other checks.",
        ),
        (
            CLEAN | {"findings": short(4, uncertain=True)},
            "5 reps. Possibly short lockout on rep 4; no fault in the other checks.",
        ),
        (
            CLEAN | {"reps": REPS_40, "findings": short(*range(1, 40, 3))},
            "40 reps. Short lockout on 13 of 40 reps; no fault in the other checks.",
        ),
        (
            CLEAN | {"findings": rules(5)},
            "5 reps. Short lockout on rep 1; layback on rep 1; uneven press on rep 1; "
            "and 2 more points below.",
        ),
        (
            {"attempts": [], "findings": []},
            "5 reps. No faults in what could be judged; 4 checks could not be made.",
        ),
        (
            {"findings": short(2)},
            "5 reps, and 1 attempt that did not go high enough to count. "
            "Short lockout on rep 2; no fault in the other checks that could be made.",
        ),
        (CLEAN | {"reps": []}, "No reps were found. Without a full rep there is nothing to judge."),
        (
            CLEAN | {"reps": [], "coverage": Coverage(frames=9, with_pose=9, views={"side": 1.0}, end_s=1.0)},
            "No reps were found. If only the arm away from the camera lifts, your body hides it:",
        ),
        ({"reps": [], "findings": []}, "No full rep: 1 attempt did not go high enough to count."),
        ({"coverage": NO_POSE, "reps": []}, "No person was found, so nothing could be judged."),
        (CLEAN | {"interrupted": True}, "Stopped early, at 0:10. 5 reps. No faults found"),
        (
            {"coverage": NO_POSE, "reps": [], "interrupted": True},
            "Stopped early, at 0:10. No person was found, so nothing could be judged.",
        ),
    ],
)
def test_the_verdict_is_one_honest_line(changes: Mapping[str, object], words: str, tmp_path: Path) -> None:
    verdict = page_of(samples.report_data(**changes), tmp_path).within["verdict"]
    assert verdict.startswith(words)


def test_where_no_rule_had_a_value_the_verdict_says_so(tmp_path: Path) -> None:
    data = samples.report_data(attempts=[], findings=[])
    verdict = page_of(data, tmp_path).within["verdict"]
    assert verdict == "5 reps. No faults in what could be judged; 4 checks could not be made."

    timed = {"concentric_time_s": samples.seconds(0.7)}
    blind = [rep.model_copy(update={"measurements": timed}) for rep in data.summary.reps]
    data = replace(data, summary=data.summary.model_copy(update={"reps": blind}))
    verdict = page_of(data, tmp_path).within["verdict"]
    assert verdict == "5 reps. Not judged from here. Turn side-on, with your whole body in the picture."


def test_the_verdict_ends_at_the_last_frame_whatever_the_frame_rate(tmp_path: Path) -> None:
    uneven = Coverage(frames=300, with_pose=300, views={"front": 1.0}, end_s=83.2)
    data = samples.report_data(**CLEAN, coverage=uneven, interrupted=True)
    assert page_of(data, tmp_path).within["verdict"].startswith("Stopped early, at 1:23. 5 reps.")


def test_a_card_says_that_its_value_is_a_change(tmp_path: Path) -> None:
    data = samples.report_data(findings=[samples.finding("f1")])
    plots = [replace(plot, compared="change from neutral") for plot in data.plots]
    card = page_of(replace(data, plots=tuple(plots)), tmp_path).within["f1"]
    assert "right elbow angle, change from neutral 143 ± 6° (poor below 150°)" in card


@pytest.mark.parametrize("unit", ["arm", "forearm", "trunk"])
def test_words_of_a_unit_stand_in_the_heading_of_the_table(unit: str, tmp_path: Path) -> None:
    lengths = MeasurementSummary(value=0.76, error=0.05, unit=unit)
    reps = [samples.rep(i).model_copy(update={"measurements": {"range": lengths}}) for i in (1, 2)]
    table = page_of(samples.report_data(reps=reps), tmp_path).within["reps"]
    assert table.count(f"Range, % of your {unit}") == 1
    assert table.count("76 ± 5") == 2


def test_the_table_says_once_why_entries_are_empty(tmp_path: Path) -> None:
    first = MeasurementSummary(
        value=None, error=None, unit="%", reason="the first three reps set the standard"
    )
    loss = MeasurementSummary(value=14, error=6, unit="%")
    reps = [
        samples.rep(i).model_copy(update={"measurements": {"range_loss_percent": loss if i == 4 else first}})
        for i in (1, 2, 3, 4)
    ]
    table = page_of(samples.report_data(reps=reps), tmp_path).within["reps"]
    assert table.count("set the standard") == 1
    assert "Range loss, reps 1 to 3: the first three reps set the standard." in table


def test_findings_stand_before_the_numbers_in_the_table(page: Page) -> None:
    table = page.within["reps"]
    assert table.index("Shrug at the start (caution)") < table.index("0.71 ± 0.05 s")


def test_a_small_video_is_embedded(tmp_path: Path) -> None:
    data = replace(samples.report_data(), video=small_video(tmp_path), video_offset_s=2.5)
    (video,) = page_of(data, tmp_path).all("video")
    assert video["src"] == "data:video/mp4;base64," + base64.b64encode(b"a small video").decode()
    assert video["data-offset"] == "2.5"


def test_a_large_video_is_linked_beside_the_report(tmp_path: Path) -> None:
    path = tmp_path / "my #1 press.mp4"
    with path.open("wb") as file:
        file.truncate(EMBED_UP_TO_BYTES + 1)
    page = page_of(replace(samples.report_data(), video=path), tmp_path)
    assert page.all("video")[0]["src"] == "my%20%231%20press.mp4"
    assert "keep it beside this page" in page.text
    assert len(page.raw) < 1_000_000


def test_without_a_video_there_is_no_player(page: Page) -> None:
    assert page.all("video") == []
    assert "Show in the plot" in page.text


def test_names_are_escaped(tmp_path: Path) -> None:
    name = "<script>alert('x')</script>\"&amp;.mp4"
    data = samples.report_data()
    source = data.summary.source.model_copy(update={"name": name})
    page = page_of(replace(data, summary=data.summary.model_copy(update={"source": source})), tmp_path)
    assert name in page.text
    assert len(page.all("script")) == 1
    assert "alert" not in page.script


def points(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def one_curve(values: list[float | None]) -> ReportData:
    curve = Series("value", tuple(i / 30 for i in range(len(values))), tuple(values), 5)
    data = samples.report_data(**CLEAN | {"reps": []})
    return replace(data, plots=(Plot("Trunk", "deg", (curve,), (), ("r.a",)),))


def test_a_long_curve_is_thinned_out_and_keeps_its_extremes(tmp_path: Path) -> None:
    values: list[float | None] = [0.1 * (i % 7) for i in range(18_000)]
    values[7_003], values[12_345] = 100.0, -100.0
    page = page_of(one_curve(values), tmp_path)
    (curve,) = page.all("path", **{"class": "curve curve-0"})
    drawn = points(curve["d"])
    assert 1_000 <= len(drawn) <= 1_500
    top, bottom = min(drawn, key=lambda p: p[1]), max(drawn, key=lambda p: p[1])
    assert top == pytest.approx((1000 * 7_003 / 17_999, 150 * 0.08 / 1.16), abs=0.1)
    assert bottom == pytest.approx((1000 * 12_345 / 17_999, 150 * 1.08 / 1.16), abs=0.1)
    (area,) = page.all("svg", **{"class": "area"})
    assert area["aria-label"] == "Trunk over time; value: −100 ± 5° to 100 ± 5°"


@pytest.mark.parametrize(
    ("values", "pieces"),
    [
        ([1.0, 2.0, None, 3.0, 4.0], 2),
        ([None, 1.0, float("nan"), 2.0, None], 2),
        ([1.0] * 4_000 + [None] * 40 + [1.0] * 4_000, 2),
        ([1.0, 2.0, 3.0], 1),
    ],
)
def test_gaps_stay_gaps(values: list[float | None], pieces: int, tmp_path: Path) -> None:
    (curve,) = page_of(one_curve(values), tmp_path).all("path", **{"class": "curve curve-0"})
    assert curve["d"].count("M") == pieces


def test_a_curve_without_values_is_named_rather_than_drawn(tmp_path: Path) -> None:
    page = page_of(one_curve([None, None]), tmp_path)
    assert page.all("svg", **{"class": "area"}) == []
    assert "No values, so no plot: Trunk." in page.within["angles"]


def test_plots_say_their_thresholds_their_error_and_when_they_count(page: Page) -> None:
    lockout, lean = page.within["plot-0"], page.within["plot-3"]
    assert "caution below 160° poor below 150° Typical error ± 6°. Judged at the top." in lockout
    assert "caution above 5° or below −5°" in lean
    assert "Judged on the way up and at the top." in lean


def test_hundreds_of_findings_stay_in_one_card(tmp_path: Path) -> None:
    page = page_of(samples.long_report_data(minutes=10, reps=200), tmp_path)
    assert len(page.all("article")) == 1
    assert "Also seen (199)" in page.text
    assert len([1 for tag, a in page.tags if tag == "button" and "data-finding" in a]) == 200
    assert page.within["verdict"].startswith("200 reps. Short lockout on every rep")
    assert len(page.raw) < 1_500_000


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(samples.report_data(), path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_report_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*report\.html"):
        write_report(samples.report_data(), tmp_path / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="choose another folder"):
        write_report(samples.report_data(), tmp_path / "file" / "report.html")


def test_an_unreadable_video_keeps_the_report_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("the last one")
    with pytest.raises(OutputError, match=r"cannot read the video .*gone\.mp4"):
        write_report(replace(samples.report_data(), video=tmp_path / "gone.mp4"), path)
    assert path.read_text() == "the last one"
    assert list(tmp_path.iterdir()) == [path]


def test_where_errors_are_not_known_none_is_stated_and_that_is_said_once(page: Page, tmp_path: Path) -> None:
    unknown = ErrorsSummary(known=False, fitted_on="full", text="errors not known for this model")
    data = samples.report_data()
    summary = without_unknown_errors(data.summary.model_copy(update={"errors": unknown}))
    without = page_of(replace(data, summary=summary), tmp_path)
    assert "±" not in without.raw
    assert "typical error" not in without.text.lower()
    assert without.text.count("errors not known for this model") == 1
    assert "139°" in without.text
    assert (len(page.all("rect", **{"class": "error"})), without.all("rect", **{"class": "error"})) == (3, [])
    # Which finding is the worst does not change with what is stated.
    assert [f["id"] for f in without.all("article")] == [f["id"] for f in page.all("article")]


def in_order(page: Page, *parts: str) -> bool:
    places = [page.raw.index(f'id="{part}"') for part in parts]
    return places == sorted(places)


def test_the_page_says_first_what_to_do_first(page: Page) -> None:
    assert in_order(page, "verdict", "first", "f3", "reps", "findings", "angles", "not-judged", "about")
    assert "Punch the ceiling" in page.within["first"]
    assert "Press evenly" in page.within["findings"]


@pytest.mark.parametrize(
    ("changes", "sign"),
    [
        ({}, "Something to change"),
        (CLEAN, "All good"),
        ({"findings": [], "attempts": []}, "Nothing found in what could be judged"),
        (CLEAN | {"findings": short(4, uncertain=True)}, "Something to look at"),
        (CLEAN | {"reps": []}, "Not judged"),
        ({"coverage": NO_POSE, "reps": [], "findings": []}, "Not judged"),
    ],
)
def test_the_verdict_has_a_sign_and_nothing_unjudged_is_praised(changes, sign, tmp_path: Path) -> None:
    page = page_of(samples.report_data(**changes), tmp_path)
    signs = [a["aria-label"] for tag, a in page.tags if tag == "svg" and a.get("width") == "36"]
    assert signs == [sign]
    assert ("good" in page.text.lower()) <= (sign not in {"Not judged"})


def test_where_nothing_could_be_judged_the_first_thing_is_how_to_film(tmp_path: Path) -> None:
    page = page_of(samples.report_data(attempts=[], findings=[], reps=[]), tmp_path)
    assert samples.TURN_SIDE_ON in page.within["first"]


ODD = [
    "Zoe\u0308 \U0001f3cb\ufe0f\u200d\u2640\ufe0f",
    "<script>alert(1)</script>",
    "\u05d0\u05e0\u05d4 \u05db\u05d4\u05df",
    "x" * 200,
]


@pytest.mark.parametrize("text", ODD, ids=["emoji", "script", "right to left", "200 characters"])
def test_what_was_given_with_a_session_is_shown_as_text(text: str, tmp_path: Path) -> None:
    notes = NotesSummary(athlete=text, load=text, note=text, height_cm=178, date="2026-11-26")
    page = page_of(samples.report_data(notes=notes), tmp_path)
    assert page.text.count(text) == 3
    assert "26 November 2026" in page.text
    assert len(page.all("script")) == 1


def test_lengths_are_told_in_centimetres_where_the_height_is_known(tmp_path: Path) -> None:
    uneven = samples.finding("f1", unit="trunk", value=0.14, threshold=0.1, error=0.03)
    data = samples.report_data(**CLEAN | {"findings": [uneven]})
    shares = page_of(data, tmp_path).within["f1"]
    known = page_of(replace(data, plain=Plain(None, 178)), tmp_path).within["f1"]
    assert "14 ± 3 % of your trunk" in shares
    assert "7 ± 2 cm" in known
    assert "trunk" not in known


def test_a_limit_is_drawn_only_where_values_were_held_against_it(tmp_path: Path) -> None:
    data = samples.report_data()
    plot = data.plots[0]
    never = replace(plot, bands=tuple(replace(band, spans=()) for band in plot.bands))
    once = replace(plot, bands=tuple(replace(band, spans=((2.0, 3.0),)) for band in plot.bands))
    without = page_of(replace(data, plots=(never,)), tmp_path)
    assert "Not judged here, so no limit is drawn." in without.within["plot-0"]
    assert [a for a in without.all("line") if a.get("class") == "limit poor" and "%" in a["x2"]] == [
        a for a in without.all("line") if a.get("y2") == "52" and a.get("class") == "limit poor"
    ]
    drawn = page_of(replace(data, plots=(once,)), tmp_path)
    (line,) = [a for a in drawn.all("line") if a.get("class") == "limit poor" and a["y1"] == a["y2"] != "7"]
    width = float(line["x2"].rstrip("%")) - float(line["x1"].rstrip("%"))
    assert width == pytest.approx(10, abs=0.2), "one of ten seconds"
