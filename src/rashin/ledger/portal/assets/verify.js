// Checks a receipt inside the reader's browser, with nothing but its own cryptography (WebCrypto). docs/receipts.md tells
// the format; the names of the checks are those of `rashin verify`.
const place = document.getElementById("checker");
const english = document.documentElement.lang === "en";
const say = (ja, en) => (english ? en : ja);
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
const same = (a, b) => a.length === b.length && a.every((one, at) => one === b[at]);
const LOG = 1;

if (place) begin();

// Browsers give their cryptography to secure pages alone, and older ones do not know Ed25519.
async function able() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
    return true;
  } catch {
    return false;
  }
}

async function begin() {
  if (!(await able())) {
    document.getElementById("unable").hidden = false;
    return;
  }
  const key = document.getElementById("key");
  const file = document.getElementById("receipt");
  const asked = new URLSearchParams(location.search).get("receipt");
  let text;
  const again = async () => text !== undefined && show(await checked(text, key.value.trim()));
  key.addEventListener("input", again);
  file.addEventListener("click", () => (file.value = "")); // the same file, chosen anew, counts as well
  file.addEventListener("change", async () => {
    text = await file.files[0]?.text();
    again();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) text = await event.dataTransfer.files[0].text();
    again();
  });
  key.value = await fetch(place.dataset.key).then((answer) => (answer.ok ? answer.text() : "")).then((text) => text.trim()).catch(() => "");
  place.hidden = false;
  // Only a receipt of this very site is fetched by itself.
  if (asked && new URL(asked, location.href).origin === location.origin && /receipt\.json$/.test(asked)) {
    text = await fetch(new URL(asked, location.href)).then((answer) => (answer.ok ? answer.text() : ""));
    again();
  }
}

async function checked(text, key) {
  try {
    const receipt = JSON.parse(text);
    if (receipt.format !== "rashin-receipt/1") return { unreadable: true };
    return { receipt, checks: await checks(receipt, key) };
  } catch {
    return { unreadable: true };
  }
}

async function checks(receipt, written) {
  const entryBytes = bytes(receipt.entry);
  const entry = JSON.parse(new TextDecoder().decode(entryBytes));
  const salt = bytes(receipt.salt);
  const note = parsedNote(receipt.checkpoint);
  const committed = await sha256(salt, utf8(canonical(receipt.payload)));
  const included = await leads(entryBytes, receipt.index, note.size, receipt.proof.map(bytes), note.root);
  const key = await parsedKey(written);
  return [
    ["commitment", same(committed, bytes(entry.commitment)), say("内容は、記録された指紋（SHA-256）と一致します。", "The contents match the fingerprint (SHA-256) recorded."), say("内容が、記録された指紋（SHA-256）と一致しません。書き換えられています。", "The contents do not match the fingerprint recorded: they were changed.")],
    ["entry", receipt.payload.kind === entry.kind && receipt.payload.at === entry.at, say("内容の種類と時刻は、記録のとおりです。", "Kind and time are those of the record."), say("内容の種類か時刻が、記録と違います。", "Kind or time are not those of the record.")],
    ["inclusion", included, say(`記録は、${note.size.toLocaleString()}件のログの${(receipt.index + 1).toLocaleString()}件目にあります。`, `The record is number ${(receipt.index + 1).toLocaleString()} of the log's ${note.size.toLocaleString()}.`), say("記録がログにあることを示せません。", "That the record is in the log is not shown.")],
    ["origin", key?.name === note.origin, say(`ログ「${note.origin}」の鍵です。`, `The key is one of the log “${note.origin}”.`), say(`鍵が、ログ「${note.origin}」のものではありません。`, `The key is not one of the log “${note.origin}”.`)],
    ["signature", Boolean(key) && (await isSigned(note, key)), say("ログの署名は、この鍵のものです。", "The log's signature is by this key."), say("ログの署名が、この鍵のものではありません。", "The log's signature is not by this key.")],
  ];
}

// --- canonical JSON: RFC 8785 for strings, whole numbers, lists and objects ---
function canonical(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error("number");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

// --- the tree: RFC 6962, RFC 9162 section 2.1.3.2 ---
async function leads(entry, index, size, proof, root) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size || proof.length > 64) return false;
  let [at, last] = [BigInt(index), BigInt(size) - 1n];
  let found = await sha256(Uint8Array.of(0), entry);
  for (const one of proof) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      found = await sha256(Uint8Array.of(1), one, found);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at / 2n, last / 2n];
    } else {
      found = await sha256(Uint8Array.of(1), found, one);
    }
    [at, last] = [at / 2n, last / 2n];
  }
  return last === 0n && same(found, root);
}

// --- signed notes: C2SP signed-note, tlog-checkpoint ---
function parsedNote(note) {
  const end = note.indexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  const signatures = note.slice(end + 2).split("\n").filter(Boolean).map((line) => {
    const [dash, name, data] = line.split(" ");
    if (dash !== "—") throw new Error("signature");
    return { name, data: bytes(data) };
  });
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size)) throw new Error("size");
  return { text, origin, size: Number(size), root: bytes(root), signatures };
}

async function parsedKey(written) {
  const [name, id, material] = written.split("+", 2).concat(written.split("+").slice(2).join("+"));
  if (!material) return null;
  try {
    const data = bytes(material);
    const number = (await sha256(utf8(`${name}\n`), data)).slice(0, 4);
    const hex = Array.from(number, (one) => one.toString(16).padStart(2, "0")).join("");
    if (hex !== id || data[0] !== LOG || data.length !== 33) return null;
    return { name, number, key: await crypto.subtle.importKey("raw", data.slice(1), "Ed25519", false, ["verify"]) };
  } catch {
    return null;
  }
}

async function isSigned(note, key) {
  const own = note.signatures.filter((one) => one.name === key.name && same(one.data.slice(0, 4), key.number));
  const holds = await Promise.all(own.map((one) => crypto.subtle.verify("Ed25519", key.key, one.data.slice(4), utf8(note.text))));
  return own.length > 0 && holds.every(Boolean);
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}

// --- what is shown ---
function show({ unreadable, receipt, checks }) {
  const verdict = document.getElementById("verdict");
  verdict.replaceChildren();
  if (unreadable) {
    verdict.append(notice("error", say("受領証として読めません", "This cannot be read as a receipt"), say("ファイルを確かめて、もう一度選んでください。", "Check the file and choose it again.")));
    return;
  }
  const holds = checks.every(([, ok]) => ok);
  verdict.append(
    notice(holds ? "success" : "error", holds ? say("確かめられました。書き換えられていません", "It holds. Nothing was changed") : say("確かめられませんでした", "It does not hold"), about(receipt)),
  );
  const list = document.createElement("ul");
  for (const [name, ok, yes, no] of checks) {
    const line = document.createElement("li");
    line.dataset.check = name;
    line.textContent = `${ok ? "✓" : "✗"} ${ok ? yes : no}`;
    list.append(line);
  }
  verdict.append(list);
  if (holds && receipt.payload.figures) verdict.append(table(receipt.payload.figures));
}

function about({ payload }) {
  const parts = [payload.at, payload.release && say(`版 ${payload.release}`, `release ${payload.release}`), payload.subject];
  return parts.filter(Boolean).join(" ・ ");
}

function notice(tone, title, text) {
  const box = document.createElement("div");
  box.className = `notice ${tone}`;
  const [head, body] = [document.createElement("p"), document.createElement("p")];
  head.className = "notice-title";
  [head.textContent, body.textContent] = [title, text];
  box.append(head, body);
  return box;
}

function table(figures) {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", say("受領証の数字", "Figures of the receipt"));
  const made = document.createElement("table");
  made.append(Object.assign(document.createElement("caption"), { textContent: say("この受領証が示す数字", "The figures it states") }));
  const head = made.createTHead().insertRow();
  for (const name of [say("数字", "Figure"), say("何ごと", "Of"), say("値", "Value"), say("行数", "Rows")]) {
    head.append(Object.assign(document.createElement("th"), { textContent: name, scope: "col" }));
  }
  const body = made.createTBody();
  for (const one of figures.slice(0, 100)) {
    const line = body.insertRow();
    line.append(Object.assign(document.createElement("th"), { textContent: one.figure, scope: "row" }));
    for (const value of [Object.values(one.at).join(" ・ "), one.value.toLocaleString("en"), one.rows.toLocaleString("en")]) {
      line.insertCell().textContent = value;
    }
  }
  scroll.append(made);
  return scroll;
}
