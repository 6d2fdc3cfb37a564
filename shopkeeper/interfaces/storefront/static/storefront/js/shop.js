/* The storefront's one script. Every page works without it; it only makes the same forms and links quicker.
   It needs no eval, writes no inline style, and keeps to these attributes:

   data-part="name"          a piece of page that can be replaced by the piece of the same name in an answer
   data-swap="name name"     on a form or link: fetch it and replace those parts instead of leaving the page.
                             The request carries the header X-Parts, so the server may answer with the parts alone.
   data-history="push"       with data-swap on a GET: put the url in the history ("replace": in place of this one)
   data-auto                 on a data-swap form: send it when a field changes, after a short pause
   data-retry                on a POST form: a lost request is sent again with the same idempotency key
   data-opens="id"           open that dialog once the swap has happened
   data-announce="words"     in an answer: said once by the live region (data-live)
   data-open="id"            a button that opens a dialog; data-close-dialog closes the one it is in
   data-sheet="id"           a link to a block that opens as a bottom sheet on small screens
   data-more="list"          a link to the next page; its data-list of that name is appended to ours
   data-quantity, data-step  a number with buttons
   data-gallery, data-zoom   a strip of pictures with thumbnails; a picture that opens large
   data-suggest="url"        a search form; url?q= answers with <a role="option"> elements
   data-autosave="url"       a form whose fields are saved there as they change
   data-validate             a form checked on leaving a field, once it carries data-submitted
   data-error-summary        takes the focus when the page opens
   data-copy, data-copied    copies the text, then says the words
   data-theme-toggle         switches light and dark, remembered in the cookie "theme"                            */

const one = (query, within = document) => within.querySelector(query);
const all = (query, within = document) => [...within.querySelectorAll(query)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const here = () => location.pathname + location.search;
let shown = here();
document.documentElement.classList.add("js");

function announce(words) {
  const live = one("[data-live]");
  if (!live || !words) return;
  live.textContent = "";
  setTimeout(() => (live.textContent = words), 60);
}

function toast(words) {
  const region = one("[data-toasts]");
  const copy = one("#toast-template")?.content.cloneNode(true);
  if (!region || !copy) return;
  one("[data-toast-text]", copy).textContent = words;
  const box = copy.firstElementChild;
  region.replaceChildren(copy);
  announce(words);
  setTimeout(() => box.contains(document.activeElement) || box.remove(), 8000);
}

/* ---- Fetching and swapping ---- */

async function send(url, options, tries) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(url, options);
      if (answer.status < 502 || attempt >= tries) return answer;
    } catch (lost) {
      if (lost.name === "AbortError" || attempt >= tries) throw lost;
    }
    await pause(400 * 2 ** attempt);
  }
}

function swap(html, names) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement;
  const [id, name, value] = [focused?.id, focused?.name, focused?.value];
  let swapped = 0;
  for (const part of names) {
    const fresh = one(`[data-part="${part}"]`, answer);
    const stale = all(`[data-part="${part}"]`);
    if (!fresh || !stale.length) continue;
    const hadFocus = stale.some((old) => old.contains(focused));
    stale.forEach((old) => old.replaceWith(document.importNode(fresh, true)));
    swapped++;
    const fitted = one(`[data-part="${part}"]`);
    wake(fitted);
    announce(fresh.dataset.announce || one("[data-announce]", fresh)?.dataset.announce);
    if (hadFocus) {
      const again = (id && document.getElementById(id)) ||
        (name && all(`[name="${CSS.escape(name)}"]`, fitted).find((field) => field.value === value)) ||
        all("[data-error-summary], [tabindex='-1']", fitted).find((place) => place.getClientRects().length) || fitted;
      if (!again.matches("a, button, input, select, textarea, summary, [tabindex]")) again.tabIndex = -1;
      again.focus({ preventScroll: true });
    }
  }
  const title = one("title", answer);
  if (title && swapped) document.title = title.textContent;
  return swapped;
}

const flights = new WeakMap();

async function swapFrom(element, url, options = {}) {
  flights.get(element)?.abort();
  const flight = new AbortController();
  flights.set(element, flight);
  const names = element.dataset.swap.split(" ");
  const isPost = options.method === "POST";
  const parts = names.map((name) => one(`[data-part="${name}"]`)).filter(Boolean);
  parts.forEach((part) => part.setAttribute("aria-busy", "true"));
  try {
    const answer = await send(url, {
      ...options, signal: flight.signal, credentials: "same-origin",
      headers: { "X-Parts": names.join(" "), Accept: "text/html" },
    }, element.hasAttribute("data-retry") || !isPost ? 3 : 1);
    const swapped = swap(await answer.text(), names);
    if (!swapped) throw new Error("no part");
    const how = element.dataset.history;
    if (!isPost && how) history[how === "push" ? "pushState" : "replaceState"](null, "", answer.url || url);
    shown = here();
    const dialog = (answer.ok || answer.status === 422) && document.getElementById(element.dataset.opens);
    if (dialog && !dialog.open) { dialog.showModal(); one("[tabindex='-1']", dialog)?.focus(); }
    return true;
  } catch (failure) {
    return failure.name === "AbortError";
  } finally { parts.forEach((part) => part.removeAttribute("aria-busy")); }
}

/* What was sent has its answer; pressing again means it again. */
function renewKey(form) {
  const key = form.elements.idempotency_key;
  if (key) key.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sendForm(form, submitter) {
  const data = new FormData(form, submitter);
  if (form.method === "post") {
    const body = new URLSearchParams(data);
    if (await swapFrom(form, form.action, { method: "POST", body })) return renewKey(form);
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.submit();
  } else {
    const url = new URL(form.action, location.href);
    url.search = new URLSearchParams([...data].filter(([, value]) => value !== ""));
    if (!(await swapFrom(form, url))) location.assign(url);
  }
}

/* A form goes out once. A second press while the first is under way does nothing; coming back by the
   back button frees it again. The key travels in the form, so even a press that slips through is one order. */
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.submitted = "";
  const button = event.submitter;
  const release = () => { delete form.dataset.busy; button?.removeAttribute("aria-busy"); };
  if (button?.getAttribute("aria-disabled") === "true") { announce(button.title); return event.preventDefault(); }
  if (form.method === "post") { form.dataset.busy = "1"; button?.setAttribute("aria-busy", "true"); }
  if (form.dataset.swap) {
    event.preventDefault();
    sendForm(form, button).finally(release);
  }
});
addEventListener("pageshow", () => all("form[data-busy]").forEach((form) => {
  delete form.dataset.busy;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
}));
addEventListener("popstate", () => { if (here() !== shown) location.reload(); });

/* ---- Changes: auto-submit, autosave, quantities ---- */

const timers = new WeakMap();
const soon = (form, ms, act) => { clearTimeout(timers.get(form)); timers.set(form, setTimeout(act, ms)); };

addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  if (form.hasAttribute("data-auto") && !(form.closest("dialog") && form.closest(".sheet")))
    soon(form, event.target.type === "number" ? 450 : 120, () => form.requestSubmit());
  if (form.dataset.autosave && event.target.name && !/cc-|one-time/.test(event.target.autocomplete)) {
    const body = new URLSearchParams({ [event.target.name]: event.target.type === "checkbox" && !event.target.checked ? "" : event.target.value });
    send(form.dataset.autosave, { method: "POST", body, keepalive: true, credentials: "same-origin" }, 3).catch(() => {});
  }
});

function stepQuantity(button, by) {
  const input = one("input[type=number]", button.closest("[data-quantity]"));
  const wanted = Number(input.value || 0) + by;
  const value = Math.min(Number(input.max || 99), Math.max(Number(input.min || 1), wanted));
  if (value === Number(input.value)) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  announce(String(value));
}

/* ---- Presses ---- */

addEventListener("click", (event) => {
  const hit = event.target.closest("a, button, [data-zoomed]");
  if (!hit || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const stop = () => event.preventDefault();
  const { swap: names, more, copy, sheet, open, step } = hit.dataset;
  if (hit.matches("a") && names) { stop(); swapFrom(hit, hit.href).then((ok) => ok || location.assign(hit.href)); }
  else if (more) { stop(); loadMore(hit); }
  else if (step) stepQuantity(hit, Number(step));
  else if (hit.name === "step" && hit.closest("[data-quantity]")) { stop(); stepQuantity(hit, Number(hit.value)); }
  else if (sheet && openSheet(document.getElementById(sheet), hit)) stop();
  else if (open) document.getElementById(open)?.showModal();
  else if (hit.hasAttribute("data-zoom")) { stop(); zoom(hit); }
  else if (copy) navigator.clipboard.writeText(copy).then(() => toast(hit.dataset.copied), () => {});
  else if (hit.hasAttribute("data-toast-close")) hit.closest(".toast").remove();
  else if (hit.hasAttribute("data-close-dialog")) hit.closest("dialog")?.close();
  else if (hit.hasAttribute("data-theme-toggle")) toggleTheme();
  else if (hit.closest(".gallery__thumbs")) {
    stop();
    document.getElementById(hit.hash.slice(1))?.scrollIntoView({ block: "nearest", inline: "start", behavior: calm() ? "auto" : "smooth" });
  }
});
addEventListener("click", (event) => {
  const dialog = event.target;
  const box = dialog.matches?.("dialog[open]") && event.detail && dialog.getBoundingClientRect();
  if (box && (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom)) dialog.close();
  for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of all("[data-menu][open]")) { menu.open = false; one("summary", menu).focus(); }
});

function toggleTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
}

function newDialog(kind, label) {
  const dialog = Object.assign(document.createElement("dialog"), { className: kind });
  dialog.setAttribute("aria-label", label);
  document.body.append(dialog);
  return dialog;
}

/* The filters move into a sheet and back, so there is one form and one set of ids. */
function openSheet(block, opener) {
  if (!block || getComputedStyle(block).display !== "none") return false;
  const dialog = newDialog("sheet", opener.textContent.trim());
  const form = one("form", block);
  dialog.append(form);
  dialog.addEventListener("close", () => { block.append(form); dialog.remove(); (opener.isConnected ? opener : one("[data-sheet]"))?.focus(); });
  form.addEventListener("submit", () => setTimeout(() => dialog.close()), { once: true });
  dialog.showModal();
  return true;
}

/* ---- Load more: the next real page, appended; coming back finds it all again ---- */

const keepKey = () => "goods:" + here();

async function loadMore(link) {
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await send(link.href, { credentials: "same-origin" }, 3);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = one(`[data-list="${link.dataset.more}"]`);
    const items = [...one(`[data-list="${link.dataset.more}"]`, page).children].map((item) => document.importNode(item, true));
    list.append(...items);
    list.dataset.grown = "1";
    one("[data-part=pages]").replaceWith(document.importNode(one("[data-part=pages]", page), true));
    history.replaceState(null, "", link.href);
    shown = here();
    announce(one("#pages-seen")?.textContent);
    one("a", items[0])?.focus({ preventScroll: true });
  } catch { location.assign(link.href); }
}
addEventListener("pagehide", () => {
  const list = one("[data-list][data-grown]");
  try { if (list) sessionStorage.setItem(keepKey(), JSON.stringify([list.innerHTML, scrollY])); } catch { /* full: the page itself still works */ }
});
function restoreList() {
  const list = one("[data-list]");
  const kept = list && performance.getEntriesByType("navigation")[0]?.type === "back_forward" && sessionStorage.getItem(keepKey());
  if (!kept) return;
  const [html, y] = JSON.parse(kept);
  const page = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html");
  list.replaceChildren(...[...page.body.firstChild.children].map((item) => document.importNode(item, true)));
  list.dataset.grown = "1";
  scrollTo({ top: y, behavior: "instant" });
}

/* ---- Gallery ---- */

function wakeGallery(gallery) {
  const strip = one(".gallery__strip", gallery);
  const items = [...strip.children];
  const thumbs = all(".gallery__thumbs a", gallery);
  const count = one("[data-gallery-count]", gallery);
  let at = 0;
  const inSight = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) inSight[entry.intersectionRatio > 0.6 ? "add" : "delete"](items.indexOf(entry.target));
    if (!inSight.size) return;
    at = Math.min(...inSight);
    if (count) count.textContent = `${at + 1} / ${items.length}`;
    thumbs.forEach((thumb, index) => thumb.setAttribute("aria-current", String(index === at)));
  }, { root: strip, threshold: [0.61] });
  items.forEach((item) => watch.observe(item));
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = items[at + (getComputedStyle(strip).direction === "rtl" ? -by : by)];
    next?.scrollIntoView({ block: "nearest", inline: "start", behavior: calm() ? "auto" : "smooth" });
  });
}

function zoom(link) {
  const picture = one("img", link);
  const dialog = newDialog("zoom", picture.alt);
  const bar = Object.assign(document.createElement("form"), { method: "dialog", className: "zoom__bar" });
  const close = one("#toast-template")?.content.querySelector("[data-toast-close]").cloneNode(true);
  close.removeAttribute("data-toast-close");
  close.setAttribute("aria-label", link.closest("[data-gallery]").dataset.close);
  close.type = "submit";
  bar.append(close);
  const large = Object.assign(new Image(), { src: link.href, alt: picture.alt });
  large.dataset.zoomed = "";
  large.addEventListener("click", () => dialog.classList.toggle("is-near"));
  dialog.append(bar, large);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  dialog.showModal();
}

/* ---- Search suggestions ---- */

function wakeSuggest(form) {
  const input = one("input[type=search]", form);
  const list = Object.assign(document.createElement("div"), { className: "suggest", id: input.id + "-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  let options = [], at = -1, flight;
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  };
  const mark = (index) => {
    at = index;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (options[at]) { input.setAttribute("aria-activedescendant", options[at].id); options[at].scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    flight?.abort();
    flight = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) return show(false);
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: flight.signal });
      if (!answer.ok) return show(false);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      options = all("[role=option]", page).map((option) => document.importNode(option, true));
      options.forEach((option, n) => { option.id = `${list.id}-${n}`; option.tabIndex = -1; });
      list.replaceChildren(...options);
      mark(-1);
      show(options.length > 0 && form.contains(document.activeElement));
    } catch { /* the form still searches */ }
  };
  input.addEventListener("input", () => soon(form, 130, ask));
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && options.length) { event.preventDefault(); show(true); mark((at + by + options.length + 1) % (options.length + 1)); }
    else if (event.key === "Enter" && options[at]) { event.preventDefault(); options[at].click(); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); }
  });
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || show(false));
}

/* ---- Checking a field on leaving it, after the first attempt; clearing it as soon as it is right ---- */

function wakeValidation(form) {
  const judge = (event) => {
    const field = event.target;
    const slot = document.getElementById(field.id + "-error");
    if (!slot || !("submitted" in form.dataset)) return;
    // What the server refused stays refused until it is changed.
    if (slot.textContent && field.value === field.defaultValue) return;
    const isMissing = field.getAttribute("aria-required") === "true" && !field.value.trim();
    const isBad = isMissing || !field.validity.valid;
    if (event.type === "input" && isBad) return;
    field.setAttribute("aria-invalid", String(isBad));
    if (!isBad) slot.textContent = "";
    else slot.textContent = isMissing ? form.dataset.missing : field.validationMessage;
  };
  ["focusout", "input"].forEach((type) => form.addEventListener(type, judge));
}

/* ---- Start, and again for every part that was swapped in ---- */

function wake(root) {
  const find = (query) => [...(root.matches?.(query) ? [root] : []), ...all(query, root)];
  find("[data-gallery]").forEach(wakeGallery);
  find("form[data-suggest]").forEach(wakeSuggest);
  find("form[data-validate]").forEach(wakeValidation);
  find("[data-theme-toggle], [data-copy]").forEach((button) => (button.hidden = false));
}

wake(document);
restoreList();
one("[data-error-summary]")?.focus();
