/* Passkeys: makes one (data-new-passkey="url") or signs in with one (data-passkey="url"). The address gives the
   options on POST <url>/options and takes the browser's answer on POST <url>. Where the browser has no passkeys the
   block stays hidden; the code by e-mail works everywhere. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(url, body) {
  const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body ?? {}) });
  const told = await answer.json();
  if (answer.status === 403 && told.next) location.assign(told.next);
  if (!answer.ok) throw new Error(told.message || "");
  return told;
}

const listed = (all) => (all ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create(url) {
  const { publicKey } = await post(`${url}/options`);
  const made = await navigator.credentials.create({ publicKey: {
    ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
  } });
  return {
    id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() ?? [] },
  };
}

async function ask(url, options = {}) {
  const { publicKey } = await post(`${url}/options`);
  const found = await navigator.credentials.get({ ...options, publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) } });
  return {
    id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: found.getClientExtensionResults(),
    response: {
      clientDataJSON: text(found.response.clientDataJSON), authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature), userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
    },
  };
}

function wake(block, act) {
  const [button, error] = [block.querySelector("button"), block.querySelector("[data-passkey-error]")];
  block.hidden = false;
  button.addEventListener("click", async () => {
    error.textContent = "";
    button.setAttribute("aria-busy", "true");
    try { location.assign((await act()).next); } catch (failure) {
      // Closing the browser's own window is no error.
      if (failure.name !== "NotAllowedError" && failure.name !== "AbortError") error.textContent = failure.message;
    } finally { button.removeAttribute("aria-busy"); }
  });
}

if (window.PublicKeyCredential) {
  let waiting;
  for (const block of document.querySelectorAll("[data-passkey]")) {
    const { passkey: url, next } = block.dataset;
    const enter = async (options) => post(url, { credential: await ask(url, options), next });
    wake(block, () => { waiting?.abort(); return enter(); });
    // Offered while filling in the address, by browsers that can.
    if ("autofill" in block.dataset) PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
      if (!can) return;
      waiting = new AbortController();
      enter({ mediation: "conditional", signal: waiting.signal }).then((told) => location.assign(told.next), () => {});
    });
  }
  for (const block of document.querySelectorAll("[data-new-passkey]")) {
    const { newPasskey: url, name } = block.dataset;
    const device = navigator.userAgentData?.platform || "";
    wake(block, async () => post(url, { credential: await create(url), name: device ? `${name} (${device})` : name }));
  }
}
