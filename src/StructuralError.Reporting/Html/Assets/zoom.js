// Enlarging: in x the part asked for, in y what the visible curves then need, unless a part of y is asked for as well.

function zoomTo(figure, panel, xRange, yRange) {
  if (xRange !== null) {
    panel.x.view.set(xRange[0], xRange[1]);
  }
  if (yRange !== null) {
    panel.y.view.set(yRange[0], yRange[1]);
  } else {
    fitOrdinates(figure);
  }
  figure.draw();
}

// Factor 2 is twice as large. Around the crosshair where there is one.
function zoomBy(figure, panels, factor) {
  for (const view of new Set(panels.map(panel => panel.x.view))) {
    const pointed = panels.find(panel => panel.x.view === view && panel.place !== null);
    const middle = pointed ? pointed.place : (view.low + view.high) / 2;
    view.set(middle - (middle - view.low) / factor, middle + (view.high - middle) / factor);
  }
  fitOrdinates(figure);
  figure.draw();
}

function resetZoom(figure, panels) {
  for (const panel of panels) {
    panel.x.view.reset();
    panel.y.view.reset();
  }
  fitOrdinates(figure);
  figure.draw();
}

// A y scale that panels share has to fit all of them.
function fitOrdinates(figure) {
  for (const view of new Set(figure.panels.map(panel => panel.y.view))) {
    const panels = figure.panels.filter(panel => panel.y.view === view);
    if (panels.every(panel => panel.x.view.isHome)) {
      view.reset();
      continue;
    }
    const values = panels.flatMap(visibleOrdinates);
    if (values.length > 0) {
      const low = Math.min(...values);
      const high = Math.max(...values);
      const room = 0.06 * (high - low);
      view.set(low - room, high + room);
    }
  }
}

function visibleOrdinates(panel) {
  return [...panel.series, ...panel.bands].filter(item => item.curve !== null && panel.isVisible(item)).flatMap(({ curve }) => {
    const inside = (_, i) => panel.x.shows(curve.xs[i]);
    return (curve.ys ? curve.ys.filter(inside) : [...curve.lower.filter(inside), ...curve.upper.filter(inside)]).filter(Number.isFinite);
  });
}
