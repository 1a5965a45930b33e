"use strict";
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.querySelectorAll("thead th")].filter((head) => head.querySelector("button"));
  const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
  const keyOf = (row, column) => row.querySelectorAll("[data-key]")[column].dataset.key;

  const sortBy = (column, descending) => {
    const sign = descending ? -1 : 1;
    const rows = [...body.rows].sort((a, b) => {
      const [first, second] = [keyOf(a, column), keyOf(b, column)];
      if (first === "" || second === "") return (first === "") - (second === "");
      return sign * compare(first, second);
    });
    body.append(...rows);
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    document.getElementById("sort").value = String(column);
  };

  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      sortBy(column, now ? now === "ascending" : column >= 4);
    });
  });
  document.getElementById("sort").addEventListener("change", (event) => {
    const column = Number(event.target.value);
    sortBy(column, column >= 4);
  });
  document.getElementById("search").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !words.every((word) => row.dataset.words.includes(word));
      shown += !row.hidden;
    }
    document.getElementById("count").textContent = words.length ? `${shown} of ${body.rows.length}` : "";
  });
})();
