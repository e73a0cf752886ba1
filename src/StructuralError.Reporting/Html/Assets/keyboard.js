// A panel with the focus: arrows read, + and − enlarge, Escape shows everything again.

function listenToKeys(figure, panel) {
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

  panel.target.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const last = panel.stops.length - 1;
    const index = panel.place === null ? -1 : panel.stops.indexOf(panel.place);
    const page = Math.max(1, Math.round(panel.stops.filter(stop => panel.x.shows(stop)).length / 10));
    let next = null;
    if (event.key in steps) {
      next = index < 0 ? nearest(panel.stops, (panel.x.view.low + panel.x.view.high) / 2) : index + steps[event.key] * (event.shiftKey ? 10 : 1);
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      next = index + (event.key === 'PageUp' ? page : -page);
    } else if (event.key === 'Home' || event.key === 'End') {
      next = event.key === 'Home' ? 0 : last;
    } else if (event.key === '+' || event.key === '=' || event.key === '-') {
      zoomBy(figure, [panel], event.key === '-' ? 0.5 : 2);
    } else if (event.key === 'Escape' || event.key === '0') {
      // First the enlarged view, then the values.
      if (panel.isHome) {
        figure.clear();
      }
      resetZoom(figure, [panel]);
    } else {
      return;
    }
    event.preventDefault();
    if (next !== null && last >= 0) {
      const along = panel.stops[Math.max(0, Math.min(next, last))];
      if (!panel.x.shows(along)) {
        panel.x.view.reveal(along);
        fitOrdinates(figure);
        figure.draw();
      }
      figure.point(panel, along);
    }
  });

  panel.target.addEventListener('blur', event => {
    if (!figure.toolbar.contains(event.relatedTarget)) {
      figure.clear();
    }
  });
}
