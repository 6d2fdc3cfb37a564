/* An order that moves while somebody looks at it: the stream says that something happened, and the page's part is
   asked for again as its reader sees it. Without script, or without the stream, a reload shows the same. */

const part = () => document.querySelector("[data-part=order][data-live-url]");

async function renew() {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { "X-Parts": "order" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-part=order]");
  if (!fresh || !part()) return;
  part().replaceWith(document.importNode(fresh, true));
  const voice = document.querySelector("[data-live]");
  if (voice) voice.textContent = fresh.dataset.announce;
}

const first = part();
if (first && "EventSource" in window) {
  const { liveUrl, topic } = first.dataset;
  const stream = new EventSource(`${liveUrl}?topic=${encodeURIComponent(topic)}`);
  for (const name of [topic, "stale"]) stream.addEventListener(name, () => renew().catch(() => {}));
  addEventListener("pagehide", () => stream.close());
}
