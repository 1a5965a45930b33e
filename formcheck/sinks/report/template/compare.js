"use strict";
// Two reps beside each other: phase 0 is their beginning, 1 their top, 2 their end.
class Comparison {
  constructor(box, video, offset) {
    this.data = JSON.parse(box.dataset.figures);
    this.offset = offset;
    this.phase = 0;
    this.isPlaying = false;
    this.stages = ["one", "other"].map((name) => this.stage(name, video));
    this.rows = [...box.querySelectorAll(".angles tbody tr")];
    box.hidden = false;
    const at = (id) => document.getElementById(id);
    this.controls = { phase: at("phase"), play: at("compare-play"), speed: at("compare-speed"), name: at("phase-name") };
    this.controls.phase.addEventListener("input", () => this.show(Number(this.controls.phase.value)));
    this.controls.play.addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
    at("compare-back").addEventListener("click", () => { this.pause(); this.show(this.phase - 0.04); });
    at("compare-on").addEventListener("click", () => { this.pause(); this.show(this.phase + 0.04); });
    addEventListener("resize", () => this.draw());
    this.fit();
    this.show(0);
  }

  stage(name, video) {
    const stage = {
      canvas: document.getElementById(`stage-${name}`),
      choice: document.getElementById(`rep-${name}`),
      head: document.getElementById(`angle-${name}`),
      video: null,
    };
    stage.choice.addEventListener("change", () => { this.fit(); this.show(this.phase); });
    if (video) {
      // Of its own, not shown itself: two places of one video are needed at once.
      stage.video = document.createElement("video");
      stage.video.muted = true;
      stage.video.playsInline = true;
      stage.video.preload = "auto";
      stage.video.src = video.src;
      for (const event of ["seeked", "loadeddata"]) stage.video.addEventListener(event, () => this.draw());
    }
    return stage;
  }

  rep(stage) {
    return this.data.reps[stage.choice.value];
  }

  // The part of the picture in which both move, the same size for both.
  fit() {
    const boxes = this.stages.map((stage) => {
      const points = this.rep(stage).xy.flatMap((figure) => this.points(figure).filter(Boolean));
      const xs = points.map((p) => p[0]);
      const ys = points.map((p) => p[1]);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    });
    const height = Math.max(...boxes.map((b) => b[3] - b[1])) * 1.15 + 20;
    // Not so narrow that the two would be taller than a screen.
    const width = Math.max(Math.max(...boxes.map((b) => b[2] - b[0])) * 1.2 + 20, height / 1.35);
    this.stages.forEach((stage, index) => {
      const [x0, y0, x1, y1] = boxes[index];
      stage.view = { x: (x0 + x1 - width) / 2, y: (y0 + y1 - height) / 2, width, height };
    });
    this.stages.forEach((stage) => { stage.head.textContent = `Rep ${stage.choice.value}`; });
  }

  points(figure) {
    const found = [];
    for (let i = 0; i < figure.length; i += 2) {
      found.push(figure[i] === this.data.missing ? null : [figure[i], figure[i + 1]]);
    }
    return found;
  }

  time(rep, phase) {
    const [start, top, end] = rep.t;
    return phase <= 1 ? start + phase * (top - start) : top + (phase - 1) * (end - top);
  }

  figure(rep, time) {
    let best = 0;
    rep.time.forEach((t, i) => { if (Math.abs(t - time) < Math.abs(rep.time[best] - time)) best = i; });
    return this.points(rep.xy[best]);
  }

  show(phase) {
    this.phase = Math.min(2, Math.max(0, phase));
    this.controls.phase.value = this.phase;
    const words = this.phase < 0.02 ? "start" : this.phase < 0.98 ? "on the way up" : this.phase < 1.02 ? "top"
      : this.phase < 1.98 ? "on the way down" : "end";
    this.controls.name.textContent = words;
    this.controls.phase.setAttribute("aria-valuetext", words);
    for (const stage of this.stages) {
      if (!stage.video) continue;
      const wanted = this.time(this.rep(stage), this.phase) - this.offset;
      // While it plays it only keeps up; each seek costs time.
      if (!this.isPlaying || Math.abs(stage.video.currentTime - wanted) > 0.15) stage.video.currentTime = Math.max(0, wanted);
    }
    this.draw();
    this.read();
  }

  play() {
    this.isPlaying = true;
    this.mark("❚❚", "Pause both");
    if (this.phase >= 2) this.phase = 0;
    let last = performance.now();
    const turn = (now) => {
      if (!this.isPlaying) return;
      const speed = Number(this.controls.speed.value);
      const [start, top, end] = this.rep(this.stages[0]).t;
      const length = Math.max(0.1, this.phase < 1 ? top - start : end - top);
      let phase = this.phase + (speed * (now - last)) / 1000 / length;
      last = now;
      if (phase >= 2) phase = 0;
      for (const stage of this.stages) this.keepUp(stage, speed * length, phase);
      this.show(phase);
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  keepUp(stage, length, phase) {
    if (!stage.video) return;
    const [start, top, end] = this.rep(stage).t;
    const own = Math.max(0.1, phase < 1 ? top - start : end - top);
    const first = this.rep(this.stages[0]).t;
    const lead = Math.max(0.1, phase < 1 ? first[1] - first[0] : first[2] - first[1]);
    stage.video.playbackRate = Math.min(4, Math.max(0.1, Number(this.controls.speed.value) * own / lead));
    if (stage.video.paused) stage.video.play().catch(() => {});
  }

  pause() {
    this.isPlaying = false;
    this.stages.forEach((stage) => stage.video && stage.video.pause());
    this.mark("▶", "Play both");
  }

  mark(sign, label) {
    const button = this.controls.play;
    [button.firstChild.textContent, button.lastChild.textContent] = [sign, label];
  }

  draw() {
    this.stages.forEach((stage, index) => this.drawStage(stage, this.stages[1 - index]));
  }

  drawStage(stage, other) {
    const { canvas, view } = stage;
    const width = canvas.clientWidth;
    if (!width || !view) return;
    const height = Math.round((width * view.height) / view.width);
    const density = Math.min(2, devicePixelRatio || 1);
    if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
    }
    const pen = canvas.getContext("2d");
    const scale = canvas.width / view.width;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#11161b";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
    const [wide, high] = this.data.size;
    const hasPicture = stage.video && stage.video.readyState > 1;
    if (hasPicture) pen.drawImage(stage.video, 0, 0, wide, high);
    pen.lineCap = pen.lineJoin = "round";
    const rep = this.rep(stage);
    const own = this.figure(rep, this.time(rep, this.phase));
    // The annotated picture shows the way of the hands itself.
    if (!hasPicture) this.path(pen, rep.bar, 2.5 / scale * density, "#f0e442", []);
    const isOther = other.choice.value !== stage.choice.value;
    if (isOther) this.ghost(pen, rep, this.rep(other), density / scale, hasPicture);
    if (!hasPicture) this.bones(pen, own, 3 / scale * density, "#56b4e9", []);
  }

  path(pen, points, width, colour, dash) {
    if (points.length < 2) return;
    pen.beginPath();
    points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.setLineDash(dash);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }

  bones(pen, points, width, colour, dash) {
    pen.setLineDash(dash);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.beginPath();
    for (const [a, b] of this.data.bones) {
      if (!points[a] || !points[b]) continue;
      pen.moveTo(...points[a]);
      pen.lineTo(...points[b]);
    }
    pen.stroke();
  }

  // The other rep's figure, laid onto where this one began: hips on hips, trunk as long as trunk.
  ghost(pen, rep, other, unit, hasPicture) {
    const mine = this.anchor(rep);
    const theirs = this.anchor(other);
    if (!mine || !theirs) return;
    const factor = mine.length / theirs.length;
    const move = (p) => p && [mine.x + factor * (p[0] - theirs.x), mine.y + factor * (p[1] - theirs.y)];
    const moved = this.figure(other, this.time(other, this.phase)).map(move);
    this.path(pen, other.bar.map(move), 2 * unit, "#f0e442", [4 * unit, 4 * unit]);
    if (hasPicture) this.bones(pen, moved, 6 * unit, "#11161b", []);
    this.bones(pen, moved, (hasPicture ? 3 : 6) * unit, hasPicture ? "#ffffff" : "#8a97a5", [7 * unit, 6 * unit]);
  }

  anchor(rep) {
    const points = this.figure(rep, rep.t[0]);
    // Shoulders are 2 and 3, hips 8 and 9: see POINTS where the figures are made.
    const middle = (a, b) => {
      const seen = [points[a], points[b]].filter(Boolean);
      return seen.length && [0, 1].map((i) => seen.reduce((sum, p) => sum + p[i], 0) / seen.length);
    };
    const hips = middle(8, 9);
    const shoulders = middle(2, 3);
    if (!shoulders) return null;
    const [x, y] = hips || shoulders;
    const length = hips ? Math.hypot(hips[0] - shoulders[0], hips[1] - shoulders[1]) || 1 : 1;
    return { x, y, length };
  }

  read() {
    this.rows.forEach((row, index) => {
      this.stages.forEach((stage, which) => {
        const rep = this.rep(stage);
        const time = this.time(rep, this.phase);
        const values = rep.angles[index];
        let near = null;
        for (const [t, value] of values) {
          if (value !== null && (near === null || Math.abs(t - time) < Math.abs(near[0] - time))) near = [t, value];
        }
        const cell = row.querySelectorAll("td")[which];
        const isNear = near !== null && Math.abs(near[0] - time) < 0.2;
        const digits = this.data.angles[index].unit === "°" || Math.abs(isNear ? near[1] : 0) >= 10 ? 0 : 1;
        const text = isNear ? near[1].toFixed(digits).replace(/^-0$/, "0").replace("-", "−") : "";
        cell.textContent = isNear ? `${text}${this.data.angles[index].unit}` : "–";
      });
    });
  }
}
