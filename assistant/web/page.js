// The page's own script: a citation mark opens the place it points to, and tables are scrolled to what is cited.
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
  };

  document.addEventListener("click", (event) => {
    const mark = event.target instanceof Element && event.target.closest("a.bg-mark, a[href*='#cite-']");
    const target = mark && document.getElementById(mark.getAttribute("href").split("#")[1]);
    if (!target) return;
    event.preventDefault();
    open(target);
  });

  const settle = () => {
    document.documentElement.lang = document.querySelector("#bg-head header")?.lang || "zh-CN";
    document.querySelectorAll("#bg-proof .bg-table").forEach(centre);
    // Gradio labels a message with its raw HTML: a screen reader should read the message itself.
    document.querySelectorAll("#bg-talk [aria-label*='<']").forEach((one) => one.removeAttribute("aria-label"));
  };
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
})();
