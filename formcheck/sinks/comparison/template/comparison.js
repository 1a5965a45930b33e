"use strict";
// Both sets in step: phase 0 is the beginning of a rep, 1 its top, 2 its end.
(() => {
  const box = document.getElementById("beside");
  const data = JSON.parse(box.dataset.moves);
  const at = (id) => document.getElementById(id);
  const stages = [...box.querySelectorAll(".stage")].map((element, index) => ({
    side: data.sides[index],
    video: element.querySelector("video"),
    canvas: element.querySelector("canvas"),
    choice: element.querySelector("select"),
  }));
  const shown = stages.filter((stage) => stage.choice);
  let phase = 0;
  let playing = false;
  let last = 0;

  const rep = (stage) => stage.side.reps[stage.choice.value];

  // In which part of a rep a phase is: on the way up 0, at the top 1, on the way down 2.
  const part = () => (phase < data.marks[1] ? 0 : phase < data.marks[2] ? 1 : 2);

  // The moment of a rep at a phase: each of its parts takes its own time.
  function moment(stage) {
    const [i, t] = [part(), rep(stage).t];
    const share = (phase - data.marks[i]) / (data.marks[i + 1] - data.marks[i]);
    return t[i] + share * (t[i + 1] - t[i]);
  }

  // The part of the picture in which somebody moves.
  function view(stage) {
    const xs = [];
    const ys = [];
    for (const points of rep(stage).xy) {
      points.forEach((value, i) => { if (value !== data.missing) (i % 2 ? ys : xs).push(value); });
    }
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const size = Math.max(x1 - x0, y1 - y0, 1) * 1.12;
    return { x: (x0 + x1 - size) / 2, y: (y0 + y1 - size) / 2, size };
  }

  function draw(stage, time) {
    const { time: times, xy } = rep(stage);
    const pen = stage.canvas.getContext("2d");
    const width = stage.canvas.width;
    pen.clearRect(0, 0, width, width);
    if (!times.length) return;
    const { x, y, size } = view(stage);
    const place = (px, py) => [((px - x) * width) / size, ((py - y) * width) / size];
    let near = 0;
    times.forEach((t, i) => { if (Math.abs(t - time) < Math.abs(times[near] - time)) near = i; });
    const points = xy[near];
    pen.strokeStyle = getComputedStyle(stage.canvas).color;
    pen.lineWidth = width / 90;
    pen.lineCap = "round";
    for (const [a, b] of data.bones) {
      const ends = [points[2 * a], points[2 * a + 1], points[2 * b], points[2 * b + 1]];
      if (ends.includes(data.missing)) continue;
      pen.beginPath();
      pen.moveTo(...place(ends[0], ends[1]));
      pen.lineTo(...place(ends[2], ends[3]));
      pen.stroke();
    }
  }

  function name() {
    if (phase < 0.12) return "start";
    if (phase > 1.88) return "end";
    if (part() === 1) return "top";
    return phase < 1 ? "on the way up" : "on the way down";
  }

  function show() {
    for (const stage of shown) {
      const time = moment(stage);
      if (stage.video) {
        if (!stage.video.seeking) stage.video.currentTime = Math.max(0, time - stage.side.offset);
      } else draw(stage, time);
    }
    at("phase").value = phase;
    at("name").textContent = name();
    for (const line of document.querySelectorAll(".now")) {
      line.setAttribute("x1", `${50 * phase}%`);
      line.setAttribute("x2", `${50 * phase}%`);
      line.setAttribute("visibility", "visible");
    }
  }

  // Each part takes as long as the longer of the two.
  function step(now) {
    if (!playing) return;
    const i = part();
    const length = Math.max(0.1, ...shown.map((stage) => rep(stage).t[i + 1] - rep(stage).t[i]));
    phase += ((now - last) / 1000) * Number(at("speed").value) * (data.marks[i + 1] - data.marks[i]) / length;
    last = now;
    if (phase > 2) phase = 0;
    show();
    requestAnimationFrame(step);
  }

  function play(on) {
    playing = on;
    at("play").textContent = on ? "Pause" : "Play";
    if (on) { last = performance.now(); requestAnimationFrame(step); }
  }

  if (!shown.length) return;
  box.querySelector(".controls").hidden = false;
  at("play").addEventListener("click", () => play(!playing));
  at("phase").addEventListener("input", () => { play(false); phase = Number(at("phase").value); show(); });
  for (const stage of shown) {
    stage.choice.addEventListener("change", show);
    if (stage.video) {
      stage.video.addEventListener("loadedmetadata", show);
      // Where it was moved on while it looked for the place before.
      stage.video.addEventListener("seeked", () => {
        const time = Math.max(0, moment(stage) - stage.side.offset);
        if (!playing && Math.abs(stage.video.currentTime - time) > 0.02) stage.video.currentTime = time;
      });
    }
  }
  show();
})();
