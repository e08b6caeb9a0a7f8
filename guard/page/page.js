"use strict";
// The table of applications: filtered, sorted, paged, with details on demand. It reads the data
// that stands in the page, writes text only as text, and fetches nothing.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { columns: column, values, rules, signals, files, currency } = data;
  const count = column.name.length;
  const MOST_PRINTED = 500;
  const SORTS = { name: 1, state: 1, points: -1, spent: -1, lines: -1, last: -1 };
  const byId = (id) => document.getElementById(id);
  const table = byId("applications-table");
  const body = byId("rows");
  const controls = byId("controls");
  const fields = ["q", "state", "band", "min"].map(byId);
  const pages = byId("pages");
  const opened = new Set();

  let size = 50;
  let page = 0;
  let sort = { key: "points", way: -1 };
  let found = [];

  const element = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside.filter((each) => each !== null && each !== ""));
    return made;
  };
  const whole = (number) => number.toLocaleString("en-GB");
  const several = (number, one) => `${whole(number)} ${one}${number === 1 ? "" : "s"}`;
  const pence = (amount) => (amount / 100).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  const money = (flat) => pairs(flat).map(([unit, amount]) => `${pence(amount)} ${unit}`.trim()).join(" + ") || "–";
  const day = (iso) => iso ? new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }) : "–";
  const inCurrency = (row) => pairs(column.spent[row]).reduce((sum, [unit, amount]) => unit === currency ? sum + amount : sum, 0);

  // What each row is searched in and sorted by, once.
  const searched = [];
  const paid = [];
  const collator = new Intl.Collator("en-GB", { numeric: true });
  for (let row = 0; row < count; row++) {
    const areas = column.areas[row].map((area) => values[area]);
    const codes = values[column.signals[row]];
    const signs = codes.map((code) => signals[code][0]);
    searched.push([column.name[row], column.supplier[row], column.catalogue[row], column.entry[row], ...areas, ...codes, ...signs].join("\n").toLowerCase());
    paid.push(inCurrency(row));
  }
  const alphabetical = Array.from({ length: count }, (_, row) => row).sort((a, b) => collator.compare(column.name[a], column.name[b]));
  const rank = new Uint32Array(count);
  alphabetical.forEach((row, place) => { rank[row] = place; });

  const measured = {
    name: (row) => rank[row],
    state: (row) => column.state[row],
    points: (row) => column.band[row] < 0 ? -1 : column.points[row],
    spent: (row) => paid[row],
    lines: (row) => column.lines[row],
    last: (row) => column.last[row] ? Date.parse(column.last[row]) : -Infinity,
  };

  const filter = () => {
    const [text, state, band, least] = fields.map((field) => field.value);
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const bandAt = data.bands.findIndex(([key]) => key === band);
    const stateAt = data.states.findIndex(([key]) => key === state);
    found = [];
    for (let row = 0; row < count; row++) {
      if (state === "software" && column.band[row] < 0) continue;
      if (stateAt >= 0 && column.state[row] !== stateAt) continue;
      if (bandAt >= 0 && column.band[row] !== bandAt) continue;
      if (least !== "" && column.points[row] < Number(least)) continue;
      if (words.every((word) => searched[row].includes(word))) found.push(row);
    }
    const measure = measured[sort.key];
    // Those alike: dearest first, then by name, whichever way the column runs.
    found.sort((a, b) => {
      const [x, y] = [measure(a), measure(b)];
      return x !== y ? (x < y ? -sort.way : sort.way) : paid[b] - paid[a] || rank[a] - rank[b];
    });
  };

  const list = (title, items, kind = "") => items.length
    ? element("div", { class: kind }, element("h4", {}, title), element("ul", {}, ...items.map((item) => item instanceof Node ? item : element("li", {}, item))))
    : null;
  const fact = (title, text, kind = "") => text ? element("div", { class: kind }, element("h4", {}, title), element("p", {}, text)) : null;
  const named = (code) => rules[code] ? `${code}: ${rules[code]}` : code;
  const sign = (code) => {
    const [text, points, clears] = signals[code];
    return element("li", {}, `${points} points: ${text} `, element("span", { class: "whole" }, `(${code}).`), " ", element("span", { class: "clears" }, clears));
  };
  const folded = (title, codes) => codes.length
    ? element("details", {}, element("summary", {}, `${title} (${codes.length})`), element("ul", {}, ...codes.map((code) => element("li", {}, named(code)))))
    : null;

  const detail = (row) => {
    const at = (key) => values[column[key][row]];
    const places = pairs(column.places[row]).map(([file, number]) => `${files[file]}:${number}`);
    const others = column.lines[row] - places.length;
    if (others > 0) places.push(`and ${several(others, "more line")}`);
    const seen = [column.first[row] && `${day(column.first[row])} to ${day(column.last[row])}`, column.months[row] && `in ${several(column.months[row], "month")}`, column.card[row] && "paid by card"].filter(Boolean).join(", ");
    const verdict = column.verdict[row];
    const open = [folded("Signs not checked, which is not the same as clear", at("unchecked")), folded("Rules not decided: information is missing", at("undecided"))].filter(Boolean);
    return element("div", { class: "detail" },
      column.name[row].length > 120 ? fact("Full name", column.name[row], "wide") : null,
      list("Signs, and what would clear each", at("signals").map(sign), "wide"),
      fact("Verdict under the policies", verdict < 0 ? "" : data.verdicts[verdict]),
      list("Asked for, and not met", at("blocking").map(named)),
      list("To be answered first", at("questions")),
      list("Set aside for a time", at("waived")),
      fact("Since the baseline", column.baseline[row]),
      open.length ? element("div", {}, element("h4", {}, "What is still open"), ...open) : null,
      fact("First and last seen", seen),
      list("Where, as file:row", places),
      list("Departments", column.areas[row].map((area) => values[area])),
      list(`Taken for ${data.natures[column.nature[row]]}, because of`, at("grounds")),
      at("grounds").length === 0 ? fact("Is it software?", `${data.natures[column.nature[row]]}: nothing in the lists tells`) : null,
      fact("Register entry", column.entry[row]),
      fact("Fingerprint of this finding", column.fingerprint[row]));
  };

  const cell = (label, kind, ...inside) => element("td", kind ? { role: "cell", "data-label": label, class: kind } : { role: "cell", "data-label": label }, ...inside);
  const draw = (row) => {
    const band = column.band[row] < 0 ? null : data.bands[column.band[row]];
    const chip = band ? element("span", { class: `chip ${band[0]}` }, band[1]) : "–";
    const button = element("button", { type: "button", class: "name", "aria-expanded": "false" }, element("span", { class: "clamped outside" }, column.name[row]));
    const supplier = column.supplier[row] ? element("span", { class: "supplier clamped outside" }, column.supplier[row]) : null;
    const line = element("tr", { role: "row" },
      element("th", { scope: "row", role: "rowheader" }, button, supplier, element("span", { class: "signs" }, values[column.signals[row]].join(", "))),
      cell("State", "", data.states[column.state[row]][1]),
      cell("Bypass of IT", "number", band ? element("span", { class: "points" }, String(column.points[row])) : null, chip),
      cell("Spent", "number", money(column.spent[row])),
      cell("Lines", "number", whole(column.lines[row])),
      cell("Last seen", "", day(column.last[row])));
    const show = (open) => {
      button.setAttribute("aria-expanded", String(open));
      line.classList.toggle("open", open);
      if (open) line.after(element("tr", { role: "row", class: "more" }, element("td", { role: "cell", colspan: "6" }, detail(row))));
      else if (line.nextElementSibling?.classList.contains("more")) line.nextElementSibling.remove();
    };
    button.addEventListener("click", () => {
      const open = !opened.has(row);
      if (open) opened.add(row); else opened.delete(row);
      show(open);
    });
    return [line, show];
  };

  const fill = (rows) => {
    body.replaceChildren();
    for (const row of rows) {
      const [line, show] = draw(row);
      body.append(line);
      if (opened.has(row)) show(true);
    }
    if (!rows.length) body.append(element("tr", { role: "row" }, element("td", { role: "cell", colspan: "6", class: "none" }, "Nothing here matches. Clear the filters, or choose another state.")));
  };

  const back = element("button", { type: "button" }, "Previous");
  const next = element("button", { type: "button" }, "Next");
  const where = element("span", {});
  const perPage = element("select", { id: "size" }, ...[25, 50, 100, 250].map((n) => element("option", { value: n }, String(n))));

  const render = () => {
    const last = Math.max(0, Math.ceil(found.length / size) - 1);
    page = Math.min(Math.max(page, 0), last);
    const rows = found.slice(page * size, (page + 1) * size);
    fill(rows);
    const sum = found.reduce((total, row) => total + paid[row], 0);
    const cost = sum ? `, ${`${pence(sum)} ${currency}`.trim()} spent` : "";
    byId("shown").textContent = `${whole(found.length)} of ${whole(count)} applications and suppliers shown${cost}.`;
    where.textContent = rows.length ? `${whole(page * size + 1)}–${whole(page * size + rows.length)} of ${whole(found.length)}` : "none";
    back.disabled = page === 0;
    next.disabled = page === last;
    for (const head of table.tHead.rows[0].cells) {
      const on = head.dataset.sort === sort.key;
      head.setAttribute("aria-sort", on ? (sort.way > 0 ? "ascending" : "descending") : "none");
    }
  };

  const remember = () => {
    const said = new URLSearchParams();
    for (const field of fields) if (field.value !== (field.id === "state" ? "software" : "")) said.set(field.id, field.value);
    if (sort.key !== "points" || sort.way !== -1) said.set("sort", `${sort.key}-${sort.way < 0 ? "down" : "up"}`);
    // Where a viewer forbids it, the page works all the same.
    try { history.replaceState(null, "", `#${said}`); } catch { return; }
  };
  const update = () => { page = 0; filter(); render(); remember(); };

  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    if (![...said.keys()].some((key) => key === "sort" || fields.some((field) => field.id === key))) return false;
    for (const field of fields) field.value = said.get(field.id) ?? (field.id === "state" ? "software" : "");
    const [key, way] = (said.get("sort") ?? "points-down").split("-");
    if (Object.hasOwn(SORTS, key)) sort = { key, way: way === "down" ? -1 : 1 };
    return true;
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = element("button", { type: "button" }, head.textContent);
    button.addEventListener("click", () => {
      const key = head.dataset.sort;
      sort = { key, way: sort.key === key ? -sort.way : SORTS[key] };
      update();
    });
    head.replaceChildren(button);
  }
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", update);
  controls.addEventListener("reset", () => setTimeout(update));
  const turn = (by) => { page += by; render(); table.scrollIntoView({ block: "start" }); };
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  perPage.value = String(size);
  perPage.addEventListener("change", () => { size = Number(perPage.value); page = 0; render(); });
  pages.append(back, next, where, element("label", {}, "Rows on a page", perPage));
  addEventListener("hashchange", () => { if (recall()) { page = 0; filter(); render(); } });
  // Paper has no next page to click: what is filtered is printed, up to a limit that is told.
  addEventListener("beforeprint", () => {
    fill(found.slice(0, MOST_PRINTED));
    if (found.length > MOST_PRINTED) byId("shown").append(` Printed: the first ${MOST_PRINTED}.`);
  });
  addEventListener("afterprint", render);

  table.classList.add("live");
  controls.hidden = pages.hidden = false;
  recall();
  filter();
  render();
})();
