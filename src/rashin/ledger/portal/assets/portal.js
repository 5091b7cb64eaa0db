// Lists can be filtered while typing, from the list's own file. Without this script the form asks a live portal, and every
// list is there in each of its orders.
const form = document.querySelector("form[data-list]");
const table = document.getElementById("list");
if (form && table) filtering(form, table);

function filtering(form, table) {
  const words = form.querySelector("input");
  const body = table.tBodies[0];
  const first = body.innerHTML;
  const found = document.getElementById("found");
  const said = found.textContent;
  const english = document.documentElement.lang === "en";
  let rows;
  const load = async () => {
    if (rows) return rows;
    const answer = await fetch(form.dataset.list);
    const list = await answer.json();
    rows = list.map((row) => [row, Object.values(row).join(" ").normalize("NFKC").toLowerCase()]);
    return rows;
  };
  const show = async () => {
    const asked = words.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll(".pages, .sorts").forEach((part) => (part.hidden = asked.length > 0));
    if (!asked.length) {
      body.innerHTML = first;
      found.textContent = said;
      return;
    }
    const all = (await load()).filter(([, text]) => asked.every((word) => text.includes(word)));
    found.textContent = english ? `${all.length.toLocaleString("en")} entries` : `${all.length.toLocaleString("ja")}件`;
    body.replaceChildren(...all.slice(0, 200).map(([row]) => drawn(row, table.dataset)));
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
}

function drawn(row, how) {
  const labels = JSON.parse(how.labels);
  const line = document.createElement("tr");
  how.columns.split(" ").forEach((name, place) => {
    const cell = document.createElement(place ? "td" : "th");
    const value = row[name];
    if (!place) {
      cell.scope = "row";
      const link = document.createElement("a");
      link.href = `${how.to}${encodeURIComponent(row.page)}/`;
      link.textContent = labels[value] ?? value;
      cell.append(link);
    } else if (typeof value === "number" && name !== "fiscal_year") {
      cell.className = "number";
      cell.textContent = value.toLocaleString("en");
    } else {
      cell.textContent = labels[value] ?? value ?? "—";
    }
    line.append(cell);
  });
  return line;
}
