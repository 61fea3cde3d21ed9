// Two comforts of the desk: the progress of an upload, and filters that need no new page. Everything works without.
(() => {
  for (const form of document.querySelectorAll("form.upload")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [bar, line, button] = [form.querySelector("progress"), form.querySelector("[role=status]"), form.querySelector("button")];
      const request = new XMLHttpRequest();
      bar.hidden = false;
      button.disabled = true;
      line.textContent = form.dataset.sending;
      request.upload.addEventListener("progress", (now) => { if (now.lengthComputable) bar.value = (100 * now.loaded) / now.total; });
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); line.textContent = form.dataset.reading; });
      request.addEventListener("load", () => {
        const shown = new DOMParser().parseFromString(request.responseText, "text/html"); // a page of our own server
        document.querySelector("#main").replaceChildren(...shown.querySelector("#main").children);
        document.querySelector("#main h1, #main p")?.setAttribute("tabindex", "-1");
        document.querySelector("#main h1, #main p")?.focus();
      });
      request.addEventListener("error", () => form.submit());
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  }

  for (const chip of document.querySelectorAll("button.chip[data-filter]")) {
    chip.addEventListener("click", () => {
      for (const other of document.querySelectorAll("button.chip[data-filter]")) other.setAttribute("aria-pressed", String(other === chip));
      for (const one of document.querySelectorAll("[data-kind]")) one.hidden = chip.dataset.filter !== "" && !one.dataset.kind.split(" ").includes(chip.dataset.filter);
    });
  }
})();
