// The evidence: a citation mark opens the place it points to, and tables are scrolled to what is cited.
(() => {
  const centre = (box) => {
    const cited = box.querySelector(".cited, .near");
    if (!cited || box.dataset.centred === box.textContent) return;
    box.dataset.centred = box.textContent;
    const [place, frame] = [cited.getBoundingClientRect(), box.getBoundingClientRect()];
    if (place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - (frame.height - place.height) / 2;
    if (place.right > frame.right) box.scrollLeft += place.right - frame.right + 8;
  };

  const open = (target) => {
    const folded = target.closest("details");
    if (folded) folded.open = true;
    const place = target.closest("td, th") || target;
    place.scrollIntoView({ block: "center", inline: "nearest" });
    for (const old of document.querySelectorAll(".bg-chosen")) old.classList.remove("bg-chosen");
    place.classList.add("bg-chosen");
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const mark = event.target instanceof Element && event.target.closest("a[href^='#cite-']");
    const target = mark && document.getElementById(mark.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    open(target);
  });

  // A folded page shows its first frame when it is opened.
  document.addEventListener("toggle", (event) => {
    const frame = event.target.open && event.target.matches?.(".bg-page") && event.target.querySelector(".bg-frame");
    if (frame) frame.scrollIntoView({ block: "nearest" });
  }, true);

  new MutationObserver(() => {
    document.documentElement.lang = document.querySelector("#bg-head header")?.lang || "zh-CN";
    document.querySelectorAll("#bg-proof .bg-table").forEach(centre);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
