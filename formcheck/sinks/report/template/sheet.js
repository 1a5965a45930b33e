"use strict";
// One page to file: the page as it is printed, made to fit one sheet of A4.
function fitSheet() {
  const [width, height] = [703, 1026]; // of the paper inside its margins, in CSS pixels
  const steps = [1, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64];
  // What is left out where even small print does not fit, the least important first.
  const spare = [
    ["notes on the numbers", "#about p:not(.meta):not(.last)"],
    ["reps in which nothing was found", "#reps tbody:has(tr:nth-of-type(9)) tr:not(:has(a, .remark))"],
    ["remarks on the reps", "#reps > .note"],
    ["findings after the third", "#findings .card:nth-of-type(n + 3)"],
    ["reps after the twentieth", "#reps tbody tr:nth-of-type(n + 21)"],
    ["what could not be judged", "#not-judged"],
    ["what passed", "#passed"],
    ["other findings", "#findings"],
  ];
  for (const rule of document.styleSheets[0].cssRules) {
    if (!rule.media) continue;
    if (rule.media.mediaText === "print") rule.media.mediaText = "all";
    else if (rule.media.mediaText.includes("screen")) rule.media.mediaText = "not all";
  }
  const { body } = document;
  body.classList.add("sheet");
  document.documentElement.style.width = `${width}px`;
  const fits = () => body.getBoundingClientRect().height <= height;
  const shrink = (least) => steps.some((zoom) => {
    if (zoom < least) return false;
    body.style.zoom = zoom;
    return fits();
  });
  const left = [];
  const line = document.createElement("p");
  line.className = "note last";
  // Print gets smaller, and things are left out, by turns.
  let least = 0.84;
  if (shrink(least)) return;
  document.querySelector("footer").prepend(line);
  for (const [name, selector] of spare) {
    const found = [...document.querySelectorAll(selector)];
    if (!found.length) continue;
    found.forEach((element) => { element.hidden = true; });
    left.push(name);
    line.textContent = `Left out for room, see report.html: ${left.join("; ")}.`;
    least = Math.max(0.64, least - 0.08);
    if (shrink(least)) return;
  }
}
