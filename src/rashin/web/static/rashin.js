// What pages do beyond plain HTML: drop files, show live progress, ask before what cannot be undone, copy.
// Every page works without it.

for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); area.classList.toggle("over", on); };
  area.addEventListener("dragover", over(true));
  area.addEventListener("dragleave", over(false));
  area.addEventListener("drop", (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const shown = area.querySelector("[data-chosen]");
    if (shown && input.files.length) shown.textContent = input.files[0].name;
  });
}

// Looking again must not get in the way of a form that is on its way, such as the one that cancels.
let leaving = false;
addEventListener("beforeunload", () => { leaving = true; });

// Browsers hold six lines open to one place at most (HTTP/1.1); some must stay free.
for (const place of [...document.querySelectorAll("[data-follow]")].slice(0, 4)) {
  const source = new EventSource(place.dataset.follow);
  source.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    for (const part of place.querySelectorAll("[data-shows]")) {
      const value = now[part.dataset.shows] ?? "";
      if (part.tagName === "PROGRESS") part.value = value; else part.textContent = value;
    }
    if (!now.over) return;
    source.close();
    if (!leaving) location.reload();
  });
}

for (const form of document.querySelectorAll("form[data-ask]")) {
  const dialog = document.getElementById(form.dataset.ask);
  if (!dialog) continue;
  let sure = false;
  form.addEventListener("submit", (event) => {
    if (sure) return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.querySelector("[data-yes]").addEventListener("click", () => {
    sure = true;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "sure", value: "yes" }));
    dialog.close();
    form.requestSubmit();
  });
  dialog.querySelector("[data-no]").addEventListener("click", () => dialog.close());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const told = button.closest(".copied").querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    select(source);
    // Outside https and localhost browsers offer no clipboard but this old way.
    try { await navigator.clipboard.writeText(source.value ?? source.textContent); } catch { document.execCommand("copy"); }
    told.textContent = told.dataset.copied;
  });
}

function select(source) {
  if (source.select) source.select(); else getSelection().selectAllChildren(source);
}

for (const form of document.querySelectorAll("form[data-live]")) {
  const place = document.getElementById(form.dataset.into);
  let asked = 0, timer;
  const look = async () => {
    const mine = ++asked;
    const answer = await fetch(`${form.dataset.live}?${new URLSearchParams(new FormData(form))}`);
    const told = await answer.text();
    if (answer.ok && mine === asked) place.innerHTML = told;
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); look(); });
}

// A slider runs from a tenth to ten times of where it began, so that small and large yen move alike.
for (const slider of document.querySelectorAll("[data-slides]")) {
  const field = document.getElementById(slider.dataset.slides), from = Number(slider.dataset.from) || 1;
  const grouped = new Intl.NumberFormat("en");
  slider.hidden = false;
  slider.addEventListener("input", () => {
    const value = from * 10 ** ((slider.value - 50) / 50);
    field.value = grouped.format(Math.max(Number(slider.dataset.least), Number(value.toPrecision(2))));
  });
  const follow = () => {
    const value = Number(field.value.replaceAll(",", ""));
    if (value > 0) slider.value = 50 + 50 * Math.log10(value / from);
  };
  field.addEventListener("input", follow);
  follow();
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]"), button = form.querySelector("button");
  const sending = form.querySelector("[data-sending]"), bar = sending.querySelector("progress");
  const trouble = form.querySelector("[data-trouble]");
  const stop = (words) => { sending.hidden = true; button.disabled = false; trouble.textContent = words; trouble.hidden = false; };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trouble.hidden = true;
    if (input.files[0].size > form.dataset.most * 1e6) { stop(form.dataset.tooLarge); return; }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => { bar.value = sent.loaded / sent.total; });
    request.addEventListener("error", () => stop(form.dataset.broken));
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      const wrong = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("wrong");
      stop(wrong?.textContent ?? form.dataset.broken);
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
    sending.hidden = false;
    button.disabled = true;
  });
}

document.getElementById("wrong")?.focus();
