// Lists can be filtered while typing, from the list's own file. Without this script the form asks a live portal, and every
// list is there in each of its orders.
const form = document.querySelector("form[data-list]");
const table = document.getElementById("list");
if (form && table) filtering(form, table);

function filtering(form, table) {
  const most = 200;
  const words = form.querySelector("input");
  const body = table.tBodies[0];
  const first = body.innerHTML;
  const found = document.getElementById("found");
  const said = found.innerHTML;
  const english = document.documentElement.lang === "en";
  const how = {
    to: table.dataset.to,
    labels: JSON.parse(table.dataset.labels),
    columns: table.dataset.columns.split(" "),
    below: table.dataset.below.split(" ").filter(Boolean),
    numbers: [...table.tHead.rows[0].cells].map((cell) => cell.classList.contains("number")),
    english,
  };
  let rows;
  const load = async () => {
    if (rows) return rows;
    const answer = await fetch(form.dataset.list);
    const list = await answer.json();
    const names = [...how.columns, ...how.below];
    const text = (row) => names.map((name) => how.labels[row[name]] ?? row[name] ?? "").join(" ");
    rows = list.map((row) => [row, folded(text(row))]);
    return rows;
  };
  const show = async () => {
    const asked = folded(words.value).split(/\s+/).filter(Boolean);
    document.querySelectorAll(".pages, .sorts").forEach((part) => (part.hidden = asked.length > 0));
    history.replaceState(null, "", asked.length ? `?q=${encodeURIComponent(words.value.trim())}` : location.pathname);
    if (!asked.length && words.defaultValue) location.assign(form.action); // a live portal had filtered it
    if (!asked.length) {
      body.innerHTML = first;
      found.innerHTML = said;
      return;
    }
    const all = (await load()).filter(([, text]) => asked.every((word) => text.includes(word)));
    const count = all.length.toLocaleString("en");
    const more = all.length > most ? (english ? ` The first ${most} are shown. ` : ` はじめの${most}件を出しています。`) + form.dataset.leftOut : "";
    found.textContent = (english ? `${count} entries.` : `${count}件`) + more;
    body.replaceChildren(...all.slice(0, most).map(([row]) => drawn(row, how)));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  let waiting;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  const sought = new URLSearchParams(location.search).get("q");
  if (sought && !words.defaultValue) {
    words.value = sought;
    show();
  }
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

function drawn(row, how) {
  const line = document.createElement("tr");
  how.columns.forEach((name, place) => {
    const cell = document.createElement(place ? "td" : "th");
    if (place) {
      cell.classList.toggle("number", how.numbers[place]);
      cell.append(...written(row[name], name, how, "—"));
    } else {
      cell.scope = "row";
      const link = document.createElement("a");
      link.href = `${how.to}${encodeURIComponent(row.page)}/`;
      link.textContent = how.labels[row[name]] ?? row[name];
      cell.append(link, below(row, how));
    }
    line.append(cell);
  });
  return line;
}

function below(row, how) {
  const held = how.below.filter((name) => row[name] !== null && row[name] !== "");
  const part = document.createElement("span");
  part.className = "quiet";
  held.forEach((name, place) => part.append(place ? " ・ " : "", ...written(row[name], name, how, "")));
  return part;
}

function written(value, name, how, none) {
  if (value === null || value === undefined || value === "") return [none];
  if (name === "fiscal_year") return [how.english ? String(value) : `${value}年度`];
  if (typeof value === "number") return [value.toLocaleString("en", { maximumFractionDigits: 3 })];
  if (name !== "state" && name !== "none") return [how.labels[value] ?? String(value)];
  const chip = document.createElement("span");
  chip.className = { reached: "chip good", "no-target": "chip" }[value] ?? "chip bad";
  chip.textContent = how.labels[value];
  return [chip];
}
