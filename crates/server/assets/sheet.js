// The page's picture, zoomable, with each line that was read linked to its place and back. Without this script the
// same page has a still picture and plain links.
(() => {
  "use strict";
  const place = document.getElementById("picture");
  if (!place || typeof OpenSeadragon === "undefined") return;

  const said = place.dataset;
  const still = place.querySelector("img");
  const boxes = [...place.querySelectorAll("rect")].map((rect) => ({
    number: rect.id.slice("box-".length),
    area: ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))),
  }));

  const stage = document.createElement("div");
  stage.className = "stage";
  const controls = document.createElement("div");
  controls.className = "controls";
  place.before(controls);
  place.append(stage);

  const viewer = OpenSeadragon({
    element: stage,
    tileSources: `/iiif/3/${said.page}/info.json`,
    drawer: "canvas",
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false },
    minZoomImageRatio: 0.8,
    visibilityRatio: 0.5,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.5,
  });

  const button = (words, sign, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = sign;
    made.title = words;
    made.setAttribute("aria-label", words);
    made.addEventListener("click", act);
    controls.append(made);
  };
  const view = () => viewer.viewport;
  button(said.zoomIn, "+", () => view().zoomBy(1.4).applyConstraints());
  button(said.zoomOut, "−", () => view().zoomBy(1 / 1.4).applyConstraints());
  button(said.turn, "↻", () => view().setRotation(view().getRotation() + 90));
  button(said.home, "⛶", () => { view().setRotation(0); view().goHome(); });

  const area = ({ area: [x, y, width, height] }) =>
    view().imageToViewportRectangle(x, y, width, height);

  const chosen = (number, shows) => {
    for (const one of document.querySelectorAll(".chosen")) one.classList.remove("chosen");
    const box = boxes.find((box) => box.number === number);
    const line = document.getElementById(`line-${number}`);
    if (!box || !line) return;
    line.classList.add("chosen");
    document.getElementById(`mark-${number}`)?.classList.add("chosen");
    if (shows === "box") {
      const around = area(box);
      const margin = around.height * 4;
      view().fitBoundsWithConstraints(new OpenSeadragon.Rect(
        around.x - margin / 4, around.y - margin, around.width + margin / 2, around.height + 2 * margin,
      ));
    } else {
      line.scrollIntoView({ block: "nearest" });
      line.querySelector("a").focus({ preventScroll: true });
    }
  };

  viewer.addHandler("open", () => {
    still.hidden = true;
    place.querySelector("svg")?.setAttribute("hidden", "");
    for (const box of boxes) {
      const mark = document.createElement("a");
      mark.id = `mark-${box.number}`;
      mark.className = "mark";
      mark.href = `#line-${box.number}`;
      mark.tabIndex = -1;
      mark.setAttribute("aria-hidden", "true");
      viewer.addOverlay({ element: mark, location: area(box) });
      new OpenSeadragon.MouseTracker({ element: mark, clickHandler: () => chosen(box.number, "line") });
    }
    const asked = /^#(?:line|box)-(\d+)$/.exec(location.hash);
    if (asked) chosen(asked[1], "box");
  });
  // Where the tiles do not come, the still picture stays.
  viewer.addHandler("open-failed", () => { viewer.destroy(); stage.remove(); controls.remove(); });

  document.querySelector(".lines")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#box-']");
    if (!link) return;
    event.preventDefault();
    chosen(link.hash.slice("#box-".length), "box");
  });
})();
