"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const video = $("video");
  const offset = video ? Number(video.dataset.offset) : 0;
  const frame = video ? 1 / Number(video.dataset.fps) : 1 / 30;
  const areas = [...document.querySelectorAll(".area")];
  const stops = [...document.querySelectorAll("button[data-finding]")]
    .sort((a, b) => a.dataset.seek - b.dataset.seek);
  const status = $("now");
  let current = -1;
  let span = null; // what is played again and again, from and to, in the video's own time

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const clock = (time) => {
    const tenths = Math.max(0, Math.round(time * 10));
    return `${Math.floor(tenths / 600)}:${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
  };

  function showCursor(time) {
    for (const area of areas) {
      const start = Number(area.dataset.start);
      const share = (time - start) / (Number(area.dataset.end) - start);
      const cursor = area.querySelector(".cursor");
      const x = `${clamp(100 * share, 0, 100)}%`;
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      cursor.setAttribute("visibility", "visible");
    }
  }

  function seek(time) {
    if (video) {
      video.pause();
      video.currentTime = Math.max(0, time - offset);
    }
    showCursor(time);
  }

  function bringIntoView(button) {
    const target = video || $(button.dataset.plot);
    if (!target) return;
    const box = target.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) target.scrollIntoView({ block: video ? "center" : "start" });
  }

  function mark(index) {
    current = (index + stops.length) % stops.length;
    const button = stops[current];
    document.querySelectorAll(".current").forEach((old) => old.classList.remove("current"));
    (button.closest("li") || button.closest(".card")).classList.add("current");
    if (status) status.textContent = `${current + 1} of ${stops.length}: ${button.dataset.say}`;
    return button;
  }

  function select(index) {
    const button = mark(index);
    loopOver(null);
    seek(Number(button.dataset.seek));
    bringIntoView(button);
  }

  function loopOver(from, to) {
    span = from === null ? null : [Math.max(0, from - offset - 0.2), to - offset + 0.2];
    if (!$("loop")) return;
    const wanted = from === null ? "" : `${from} ${to}`;
    const known = [...$("loop").options].some((option) => option.value === wanted);
    const extra = $("loop").querySelector("[data-extra]");
    if (extra) extra.remove();
    if (!known) {
      const option = new Option("Loop this", wanted);
      option.dataset.extra = "";
      $("loop").add(option);
    }
    $("loop").value = wanted;
  }

  function playLoop(from, to) {
    loopOver(from, to);
    video.currentTime = span[0];
    const started = video.play();
    if (started) started.catch(() => {});
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-seek]");
    if (!button) return;
    if (button.dataset.finding) mark(stops.indexOf(button));
    if (video) {
      playLoop(Number(button.dataset.from), Number(button.dataset.to));
    } else {
      seek(Number(button.dataset.seek));
    }
    bringIntoView(button);
  });

  for (const area of areas) {
    area.addEventListener("click", (event) => {
      const found = event.target.closest("[data-mark]");
      if (found) {
        event.preventDefault();
        select(stops.findIndex((stop) => stop.dataset.finding === found.dataset.mark));
        return;
      }
      const box = area.getBoundingClientRect();
      const share = clamp((event.clientX - box.left) / box.width, 0, 1);
      const start = Number(area.dataset.start);
      loopOver(null);
      seek(start + share * (Number(area.dataset.end) - start));
    });
  }

  document.addEventListener("keydown", (event) => {
    const taken = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (taken || !stops.length || event.target.closest("video, input, select, textarea")) return;
    if (event.key === "ArrowRight") select(current + 1);
    else if (event.key === "ArrowLeft") select(current < 0 ? -1 : current - 1);
    else return;
    event.preventDefault();
  });

  if (status) {
    $("stepper").hidden = false;
    $("next").addEventListener("click", () => select(current + 1));
    $("previous").addEventListener("click", () => select(current < 0 ? -1 : current - 1));
  }

  // The player's own controls stand below the picture, where they hide no cue.
  if (video) {
    video.controls = false;
    $("player").hidden = false;
    const play = $("play");
    const name = (button, sign, words) => {
      [button.firstChild.textContent, button.lastChild.textContent] = [sign, words];
    };
    const step = (frames) => {
      video.pause();
      // To the middle of a frame: at its edge one of two may be shown.
      const index = Math.round(video.currentTime / frame - 0.5) + frames;
      video.currentTime = clamp((index + 0.5) * frame, 0, video.duration || 0);
    };
    const toggle = () => {
      if (!video.paused) return video.pause();
      if (span && (video.currentTime < span[0] || video.currentTime >= span[1])) video.currentTime = span[0];
      video.play().catch(() => {});
    };
    const show = () => {
      const length = video.duration || 0;
      if (span && !video.paused && video.currentTime >= Math.min(span[1], length - 0.02)) {
        video.currentTime = span[0];
      }
      $("place").max = length;
      $("place").value = video.currentTime;
      $("place").setAttribute("aria-valuetext", clock(video.currentTime + offset));
      $("clock").textContent = `${clock(video.currentTime + offset)} / ${clock(length + offset)}`;
      showCursor(video.currentTime + offset);
    };
    const follow = () => {
      show();
      if (!video.paused) requestAnimationFrame(follow);
    };
    play.addEventListener("click", toggle);
    video.addEventListener("click", toggle);
    video.addEventListener("play", () => {
      name(play, "❚❚", "Pause");
      follow();
    });
    video.addEventListener("pause", () => {
      name(play, "▶", "Play");
    });
    video.addEventListener("ended", () => {
      if (!span) return;
      video.currentTime = span[0];
      video.play().catch(() => {});
    });
    for (const event of ["seeked", "loadedmetadata"]) video.addEventListener(event, show);
    $("back").addEventListener("click", () => step(-1));
    $("on").addEventListener("click", () => step(1));
    $("speed").addEventListener("change", () => { video.playbackRate = Number($("speed").value); });
    $("place").addEventListener("input", () => { video.currentTime = Number($("place").value); });
    $("loop").addEventListener("change", () => {
      const [from, to] = $("loop").value.split(" ").map(Number);
      if ($("loop").value) playLoop(from, to);
      else loopOver(null);
    });
    if (document.fullscreenEnabled) $("large").addEventListener("click", () => video.requestFullscreen());
    else $("large").hidden = true;
  }

  const compare = $("compare");
  if (compare) new Comparison(compare, video, offset);

  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
  });
  if (location.hash === "#sheet") fitSheet();
})();
