/* Files go up as soon as they are chosen, each with its progress; texts come from the page.

   [data-upload="url"][data-key]  holds file inputs, ul[data-queue], [data-said] (role=status) and
                                  [data-plain], the button for browsers without scripts.
   The answer is the same fragment that the page was made from: #shown-<key>, #again-box-<key> and
   #state-<key> are taken over, and what was refused is said in the row of its file. */
(() => {
  "use strict";
  const MEGABYTE = 1024 * 1024;
  const sending = new Set();
  const megabytes = (bytes) => (bytes / MEGABYTE).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const fill = (text, values) => Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, () => value), text);
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const hidden = (text) => make("span", { class: "vh" }, ` ${text}`);

  /* One row of the queue: a file with its size, its bar, and the one thing one can do about it. */
  class Row {
    constructor(box, file) {
      this.box = box;
      this.texts = box.dataset;
      this.file = file;
      this.list = box.querySelector("[data-queue]");
      this.item = make("li");
      this.body = make("span", {}, file.name);
      this.state = make("span", { class: "meta num" });
      this.state.id = `sent-${box.dataset.key}-${Row.count += 1}`;
      this.body.append(this.state);
      this.bar = make("progress", { max: "100", value: "0", "aria-label": fill(this.texts.bar, { name: file.name }) });
      this.button = make("button", { type: "button", class: "btn link", "aria-describedby": this.state.id });
      this.item.append(make("span"), this.body, this.button, this.bar);
      this.list.append(this.item);
      this.list.hidden = false;
    }

    say(key) {
      this.box.querySelector("[data-said]").textContent = fill(this.texts[key], { name: this.file.name });
    }

    offer(text, act) {
      this.button.replaceChildren(text, hidden(this.file.name));
      this.button.onclick = act;
    }

    show(bytes) {
      const share = this.file.size ? Math.min(1, bytes / this.file.size) : 1;
      this.bar.value = Math.round(share * 100);
      this.state.textContent = share < 1
        ? fill(this.texts.progress, { done: megabytes(bytes), total: megabytes(this.file.size) })
        : this.texts.checking;
    }

    fail(reason, again = false) {
      sending.delete(this);
      this.bar.hidden = true;
      this.state.className = "error";
      this.state.textContent = reason;
      this.box.querySelector("[data-said]").textContent = reason;
      if (again) this.offer(this.texts.again, () => { this.state.className = "meta num"; this.bar.hidden = false; this.start(); });
      else this.offer(this.texts.remove, () => this.leave());
    }

    leave() {
      sending.delete(this);
      const following = this.item.nextElementSibling?.querySelector("button") ?? this.box.querySelector("input[type=file]");
      const held = this.item.contains(document.activeElement);
      this.item.remove();
      this.list.hidden = !this.list.children.length;
      if (held) following.focus();
    }

    check() {
      const { file, texts } = this;
      const ending = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
      if (!texts.types.split(" ").includes(ending)) return "wrongType";
      if (file.size > Number(texts.maxBytes)) return "tooLarge";
      return file.size ? "" : "empty";
    }

    start() {
      const wrong = this.check();
      if (wrong) { this.fail(fill(this.texts[wrong], { name: this.file.name })); return; }
      const body = new FormData();
      body.append(`file-${this.texts.key}`, this.file);
      const xhr = new XMLHttpRequest();
      xhr.open("POST", this.texts.upload);
      for (const [name, value] of Object.entries(JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"))) xhr.setRequestHeader(name, value);
      xhr.setRequestHeader("HX-Request", "true");
      let halfSaid = false;
      xhr.upload.onprogress = (event) => {
        const sent = Math.min(event.loaded, this.file.size);
        this.show(sent);
        if (!halfSaid && sent * 2 >= this.file.size && sent < this.file.size) { halfSaid = true; this.say("half"); }
      };
      xhr.onload = () => this.finish(xhr);
      xhr.onerror = () => this.fail(fill(this.texts.noConnection, { name: this.file.name }), true);
      xhr.onabort = () => { this.say("cancelled"); this.leave(); };
      this.offer(this.texts.cancel, () => xhr.abort());
      this.show(0);
      this.say("started");
      sending.add(this);
      xhr.send(body);
    }

    finish(xhr) {
      sending.delete(this);
      // The frame of the page hears of every answer: it renews or ends the session.
      if ([200, 401].includes(xhr.status)) this.box.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true, detail: { elt: this.box, xhr } }));
      const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
      if (xhr.status === 200) {
        this.takeOver(answer);
        this.say("done");
        this.leave();
        return;
      }
      const reason = answer.querySelector(".error span, .note p, p.note")?.textContent;
      const isOurs = [413, 422, 423].includes(xhr.status) && reason;
      this.fail(isOurs ? reason : fill(this.texts.notTaken, { name: this.file.name }), xhr.status === 401 || xhr.status >= 500);
    }

    takeOver(answer) {
      for (const part of ["shown", "again-box", "state"]) {
        const fresh = answer.getElementById(`${part}-${this.texts.key}`);
        const old = document.getElementById(`${part}-${this.texts.key}`);
        if (fresh && old) old.replaceWith(document.adoptNode(fresh));
      }
    }
  }
  Row.count = 0;

  document.querySelectorAll("[data-upload]").forEach((box) => {
    box.querySelector("[data-plain]").hidden = true;
    box.querySelectorAll("input[type=file]:not([capture])").forEach((input) => { input.multiple = true; });
    box.addEventListener("change", (event) => {
      const input = event.target;
      if (input.type !== "file") return;
      const files = [...input.files];
      input.value = "";
      box.classList.remove("has-error");
      box.querySelectorAll(":scope > .error").forEach((old) => old.remove());
      files.forEach((file) => new Row(box, file).start());
    });
  });
  window.addEventListener("beforeunload", (event) => { if (sending.size) event.preventDefault(); });
})();
