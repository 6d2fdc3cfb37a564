/* The office's one script. Every page works without it; it adds keys, live news and small comforts.

   data-row, data-open   a row of a list, and the link in it that opens it: j, k, x
   data-quick="p"        a button or link that the letter presses
   data-busy             a form that says it is working and is not sent twice
   data-tick-all         ticks every box of the list
   data-copy="id"        copies the text of that element
   data-live-after="17"  on the body: listen for what happens after that event
   data-preview="id"     a form that is sent as it stands when something in it changes, to show that part anew
   data-live             a part that is fetched anew when something happened (it needs an id)                 */

const one = (query, within = document) => within.querySelector(query);
const all = (query, within = document) => [...within.querySelectorAll(query)];
const root = document.documentElement;
root.classList.add("js");

function say(words) {
  const place = one("[data-flashes]");
  const line = document.createElement("p");
  line.className = "flash";
  line.textContent = words;
  place.replaceChildren(line);
}

/* ---- Keys. Single letters can be turned off (WCAG 2.1.4); they never fire while something is typed. ---- */
const KEYS_OFF = "office-keys-off";
const keysAreOff = () => localStorage.getItem(KEYS_OFF) === "1";
root.classList.toggle("no-keys", keysAreOff());

function go(step) {
  const links = all("[data-row] [data-open]");
  if (!links.length) return;
  const row = document.activeElement?.closest?.("[data-row]");
  const at = row ? links.indexOf(one("[data-open]", row)) : -1;
  const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
  next.focus();
  next.closest("[data-row]").scrollIntoView({ block: "nearest" });
}

const moves = {
  "/": () => (one("main [type=search]") || one("[data-search]"))?.focus(),
  "?": () => one("[data-help-dialog]")?.showModal(),
  j: () => go(1),
  k: () => go(-1),
  x: () => one("[type=checkbox]", document.activeElement?.closest?.("[data-row]") ?? document.createElement("i"))?.click(),
  s: () => one("[name=tracking_number]")?.focus(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keysAreOff() || event.repeat) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (one("dialog[open]")) return;
  const button = /^[a-z]$/.test(event.key) && one(`[data-quick="${event.key}"]`);
  const move = button ? () => button.click() : moves[event.key];
  if (move) {
    event.preventDefault();
    move();
  }
});

/* ---- Clicks and forms ---- */
addEventListener("click", async (event) => {
  const target = event.target.closest("[data-help], [data-copy], [data-print]");
  if (!target) return;
  if ("help" in target.dataset) one("[data-help-dialog]").showModal();
  if ("print" in target.dataset) print();
  if ("copy" in target.dataset) {
    await navigator.clipboard.writeText(one(`#${target.dataset.copy}`).textContent.trim());
    say("Copied.");
  }
});

addEventListener("submit", (event) => {
  const form = event.target.closest("[data-busy]");
  if (!form) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  all("button", form).forEach((button) => button.setAttribute("aria-busy", "true"));
});
addEventListener("pageshow", () =>
  all("[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("button", form).forEach((button) => button.removeAttribute("aria-busy"));
  }),
);

one("[data-tick-all]")?.addEventListener("change", (event) =>
  all("[data-rows] [name=order]").forEach((box) => (box.checked = event.target.checked)),
);
const off = one("[data-keys-off]");
if (off) {
  off.checked = keysAreOff();
  off.addEventListener("change", () => {
    localStorage.setItem(KEYS_OFF, off.checked ? "1" : "0");
    root.classList.toggle("no-keys", off.checked);
  });
}
one("[data-summary]")?.focus();

/* ---- What a form would do, shown while it is filled in. Its first button asks for it; nothing is saved. ---- */
for (const form of all("[data-preview]")) {
  const part = one(`#${form.dataset.preview}`);
  let waiting = 0, asked = 0;
  const ask = async () => {
    const number = ++asked;
    const typed = new FormData(form);
    typed.set("do", "preview");
    const answer = await fetch(form.action, { method: "POST", body: typed });
    if (!answer.ok || number !== asked) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "adding") return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
}

/* ---- Live: when the desk changes, the parts that show it are fetched anew; what is ticked or typed stays. ---- */
const after = document.body.dataset.liveAfter;
const lives = all("[data-live]");

async function refresh(news) {
  const known = new Set(all("[data-row] [data-open]").map((link) => link.href));
  const answer = await fetch(location.href, { headers: { "X-Live": "1" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of lives) {
    const next = fresh.getElementById(part.id);
    if (!next || part.contains(document.activeElement)) continue;
    const ticked = new Set(all("input:checked", part).map((box) => box.value));
    all("input[type=checkbox]", next).forEach((box) => (box.checked = ticked.has(box.value)));
    part.replaceChildren(...next.childNodes);
    all("[data-row]", part).forEach((row) => known.has(one("[data-open]", row).href) || row.classList.add("is-new"));
  }
  if (news) say(news);
}

if (after && lives.length && "EventSource" in window) {
  let waiting = 0;
  const stream = new EventSource(`/live/?topic=desk:orders&after=${after}`);
  stream.addEventListener("desk:orders", (event) => {
    const { news } = JSON.parse(event.data);
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(news), 80);
  });
  stream.addEventListener("stale", () => refresh(""));
  addEventListener("pagehide", () => stream.close());
}
