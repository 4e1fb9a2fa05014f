/* Behaviour that helps; every page works without it. Texts come from the page, never from here.

   .errors                          gets the focus when the page opens
   .scale input[type=radio]         digits choose a value while the focus is on that scale (WCAG 2.1.4)
   button[data-next]                closes its details.crit, opens the next one and focuses its summary
   button[data-expand]              opens every details inside main
   [data-count-for="field id"]      characters left of a field with maxlength; data-text="… {n} …"
   input[type=file][data-max-bytes] says in #<id>_status at once, when a file is larger: data-too-large="… {name} …"
   form[method=post]                is sent once, however often its button is pressed

   Autosave. A container with [data-autosave] holds fields that post themselves with htmx
   (hx-trigger="change, input changed delay:1200ms", hx-sync="this:replace").
   #save-status (role=status)       data-idle, data-saving, data-saved="… {time}", data-retrying, data-failed
   #save-offline [hidden]           shown after a minute without connection; button[data-retry] inside
   Answers 409, 422 and 423 are swapped like 200, so that the server can show what it refused.
   Unsent text is kept in sessionStorage until it is saved or the person logs out.

   Session. dialog#session: data-seconds, data-ping, data-login; parts data-part="soon" and "over". */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- Errors, scales, criteria -----------------------------------------------------------
  $(".errors")?.focus();

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || target.type !== "radio" || !/^\d$/.test(key)) return;
    const scale = target.closest(".scale");
    const choice = scale && $$("input[type=radio]", scale).find((radio) => radio.value === key);
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  });

  document.addEventListener("click", (event) => {
    const next = event.target.closest("[data-next]");
    if (next) {
      const criterion = next.closest(".crit");
      const following = criterion?.nextElementSibling;
      if (!following?.matches(".crit")) return;
      event.preventDefault();
      criterion.open = false;
      following.open = true;
      $("summary", following).focus();
    }
    if (event.target.closest("[data-expand]")) $$("main details").forEach((details) => { details.open = true; });
  });

  // --- Counters, files, sending once ------------------------------------------------------
  const count = (field) => {
    const counter = $(`[data-count-for="${CSS.escape(field.id)}"]`);
    if (counter && field.maxLength > 0) counter.textContent = counter.dataset.text.replace("{n}", field.maxLength - field.value.length);
  };
  $$("textarea[maxlength]").forEach(count);
  document.addEventListener("input", (event) => { if (event.target.id) count(event.target); });

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.maxBytes) return;
    const large = [...input.files].find((file) => file.size > Number(input.dataset.maxBytes));
    const status = document.getElementById(`${input.id}_status`);
    if (status) status.textContent = large ? input.dataset.tooLarge.replace("{name}", large.name) : "";
    if (large) input.value = "";
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // --- Autosave ---------------------------------------------------------------------------
  const PREFIX = "atest:";
  const WAITS = [2000, 5000, 15000, 60000];
  const status = $("#save-status");
  const offline = $("#save-offline");
  const unsaved = new Map(); // field element -> number of failed attempts
  const timers = new Map();
  const say = (state) => {
    if (!status?.dataset[state]) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Warsaw" });
    status.dataset.state = state;
    status.textContent = status.dataset[state].replace("{time}", time);
  };
  say("idle");
  const isAutosave = (element) => Boolean(element?.closest?.("[data-autosave]"));
  const memory = (field) => `${PREFIX}${location.pathname}:${field.name}`;
  const remember = (field) => {
    unsaved.set(field, unsaved.get(field) ?? 0);
    try { if (field.type !== "file" && field.type !== "password") sessionStorage.setItem(memory(field), field.value); } catch { /* full or forbidden: the page still holds the text */ }
  };
  const forget = (field) => {
    unsaved.delete(field);
    clearTimeout(timers.get(field));
    timers.delete(field);
    try { sessionStorage.removeItem(memory(field)); } catch { /* nothing was kept */ }
  };
  const send = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
  const fail = (field) => {
    const attempt = unsaved.get(field) ?? 0;
    unsaved.set(field, attempt + 1);
    say(attempt < WAITS.length ? "retrying" : "failed");
    if (offline && attempt >= WAITS.length - 1) offline.hidden = false;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => send(field), WAITS[Math.min(attempt, WAITS.length - 1)]));
  };

  document.addEventListener("input", (event) => { if (isAutosave(event.target) && event.target.name) remember(event.target); });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    unsaved.clear();
    if (event.target.action.endsWith("/accounts/logout/")) {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    } else {
      $$("[name]", event.target).forEach((field) => { if (isAutosave(field)) forget(field); });
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-retry]")) return;
    for (const field of unsaved.keys()) send(field);
  });
  document.addEventListener("htmx:beforeRequest", (event) => { if (isAutosave(event.detail.elt)) say("saving"); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422, 423].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", (event) => { if (isAutosave(event.detail.elt)) fail(event.detail.elt); });
  document.addEventListener("htmx:timeout", (event) => { if (isAutosave(event.detail.elt)) fail(event.detail.elt); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (xhr.status === 401) { over(); return; }
    if (xhr.status) wind();
    if (xhr.status === 403 && xhr.getResponseHeader("X-CSRF-Failed") && !elt.dataset.repeated) {
      elt.dataset.repeated = "1";
      renew().then(() => send(elt));
      return;
    }
    if (!isAutosave(elt) || !xhr.status) return;
    if (xhr.status < 400) {
      delete elt.dataset.repeated;
      forget(elt);
      if (offline) offline.hidden = true;
      say("saved");
    } else if (xhr.status >= 500 || xhr.status === 429) {
      fail(elt);
    } else {
      say("failed");
    }
  });
  // Text that could not be sent before the session ended is put back and sent.
  $$("[data-autosave] [name]").forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox" || field.type === "hidden") return;
    const kept = sessionStorage.getItem(memory(field));
    if (kept === null || kept === field.value) { if (kept !== null) forget(field); return; }
    field.value = kept;
    const criterion = field.closest("details");
    if (criterion) criterion.open = true;
    window.addEventListener("load", () => send(field), { once: true });
  });

  // --- Passkeys: the device said no, or the person did ---------------------------------------
  document.addEventListener("allauth.error", (event) => {
    const refused = $("#passkey-refused");
    if (!refused) return;
    event.preventDefault();
    refused.hidden = true;
    requestAnimationFrame(() => { refused.hidden = false; });
  });

  // --- Session ----------------------------------------------------------------------------
  const dialog = $("dialog#session");
  let soon;
  let end;
  const part = (name) => $$("[data-part]", dialog).forEach((element) => { element.hidden = element.dataset.part !== name; });
  const renew = () => fetch(dialog.dataset.ping, { headers: { "HX-Request": "true" } }).then((answer) => {
    if (answer.status === 401) { over(); return; }
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": answer.headers.get("X-CSRFToken") }));
    wind();
  });
  const over = () => {
    if (!dialog) return;
    clearTimeout(soon);
    clearTimeout(end);
    const criterion = $("details.crit[open][id]");
    const back = location.pathname + location.search + (criterion ? `#${criterion.id}` : "");
    $("[data-again]", dialog).href = `${dialog.dataset.login}?next=${encodeURIComponent(back)}`;
    part("over");
    dialog.setAttribute("aria-labelledby", "session-over");
    if (!dialog.open) dialog.showModal();
    unsaved.clear();
  };
  const wind = () => {
    if (!dialog) return;
    clearTimeout(soon);
    clearTimeout(end);
    if (dialog.open) dialog.close();
    const seconds = Number(dialog.dataset.seconds);
    soon = setTimeout(() => { part("soon"); dialog.showModal(); }, (seconds - 120) * 1000);
    end = setTimeout(over, seconds * 1000);
  };
  if (dialog) {
    dialog.addEventListener("click", (event) => { if (event.target.closest("[data-stay]")) renew(); });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (!$("[data-part=soon]", dialog).hidden) renew(); });
    wind();
  }
})();
