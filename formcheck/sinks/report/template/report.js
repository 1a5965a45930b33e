"use strict";
(() => {
  const video = document.getElementById("video");
  const offset = video ? Number(video.dataset.offset) : 0;
  const areas = [...document.querySelectorAll(".area")];
  const stops = [...document.querySelectorAll("button[data-finding]")]
    .sort((a, b) => a.dataset.seek - b.dataset.seek);
  const status = document.getElementById("now");
  let current = -1;

  function showCursor(time) {
    for (const area of areas) {
      const start = Number(area.dataset.start);
      const share = (time - start) / (Number(area.dataset.end) - start);
      const cursor = area.querySelector(".cursor");
      const x = `${Math.min(100, Math.max(0, 100 * share))}%`;
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

  function isVisible(element) {
    const box = element.getBoundingClientRect();
    return box.bottom > 80 && box.top < innerHeight - 80;
  }

  function bringIntoView(button) {
    const target = video || document.getElementById(button.dataset.plot);
    if (target && !isVisible(target)) target.scrollIntoView({ block: "start" });
  }

  function select(index) {
    current = (index + stops.length) % stops.length;
    const button = stops[current];
    document.querySelectorAll(".current").forEach((old) => old.classList.remove("current"));
    (button.closest("li") || button.closest(".card")).classList.add("current");
    if (status) status.textContent = `${current + 1} of ${stops.length}: ${button.dataset.say}`;
    seek(Number(button.dataset.seek));
    bringIntoView(button);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-seek]");
    if (!button) return;
    if (button.dataset.finding) {
      select(stops.indexOf(button));
    } else {
      seek(Number(button.dataset.seek));
      if (video) bringIntoView(button);
    }
  });

  for (const area of areas) {
    area.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-mark]");
      if (mark) {
        event.preventDefault();
        select(stops.findIndex((stop) => stop.dataset.finding === mark.dataset.mark));
        return;
      }
      const box = area.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const start = Number(area.dataset.start);
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
    document.getElementById("stepper").hidden = false;
    document.getElementById("next").addEventListener("click", () => select(current + 1));
    document.getElementById("previous").addEventListener("click", () => select(current < 0 ? -1 : current - 1));
  }

  if (video) {
    const follow = () => {
      showCursor(video.currentTime + offset);
      if (!video.paused) requestAnimationFrame(follow);
    };
    video.addEventListener("play", follow);
    video.addEventListener("seeked", follow);
  }

  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
  });
})();
