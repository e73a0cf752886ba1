// Mouse, pen and finger. A finger reads values by a tap; dragging it scrolls the page as everywhere.
const shortestDrag = 8;
const steadyHand = 20;

function listenToPointer(figure, panel) {
  let start = null;

  panel.target.addEventListener('pointermove', event => {
    const at = panel.fromClient(event.clientX, event.clientY);
    if (start !== null) {
      drawSelection(panel, start, at);
    } else if (event.pointerType !== 'touch') {
      figure.point(panel, panel.x.at(at.x));
    }
  });

  panel.target.addEventListener('pointerleave', event => {
    if (event.pointerType !== 'touch' && start === null && document.activeElement !== panel.target) {
      figure.clear();
    }
  });

  panel.target.addEventListener('pointerdown', event => {
    if (event.pointerType !== 'touch' && event.button === 0) {
      start = panel.fromClient(event.clientX, event.clientY);
      panel.target.setPointerCapture(event.pointerId);
    }
  });

  panel.target.addEventListener('pointerup', event => {
    const from = start;
    start = null;
    panel.selection.setAttribute('display', 'none');
    if (from !== null) {
      zoomToSelection(figure, panel, from, panel.fromClient(event.clientX, event.clientY));
    }
  });

  panel.target.addEventListener('pointercancel', () => {
    start = null;
    panel.selection.setAttribute('display', 'none');
  });

  panel.target.addEventListener('click', event => {
    figure.point(panel, panel.x.at(panel.fromClient(event.clientX, event.clientY).x));
  });

  panel.target.addEventListener('dblclick', () => resetZoom(figure, [panel]));
}

// Which sides of the dragged rectangle were meant: a drag that is level but for a hand's wobble is a range of x, an upright one a range of y.
function selected(from, to) {
  const width = Math.abs(to.x - from.x);
  const height = Math.abs(to.y - from.y);
  return {
    x: width >= steadyHand || (width >= shortestDrag && height < steadyHand),
    y: height >= steadyHand || (height >= shortestDrag && width < shortestDrag),
  };
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}

function drawSelection(panel, from, to) {
  const { left, right, top, bottom, width, height } = panel.plot;
  const sides = selected(from, to);
  const x = [clamp(Math.min(from.x, to.x), left, right), clamp(Math.max(from.x, to.x), left, right)];
  const y = [clamp(Math.min(from.y, to.y), top, bottom), clamp(Math.max(from.y, to.y), top, bottom)];
  const shown = { x: sides.x ? x[0] : left, width: sides.x ? x[1] - x[0] : width, y: sides.y ? y[0] : top, height: sides.y ? y[1] - y[0] : height };
  for (const [name, value] of Object.entries(shown)) {
    panel.selection.setAttribute(name, value);
  }
  panel.selection.setAttribute('display', sides.x || sides.y ? 'inline' : 'none');
}

function zoomToSelection(figure, panel, from, to) {
  const { left, right, top, bottom } = panel.plot;
  const sides = selected(from, to);
  if (sides.x || sides.y) {
    const xs = [from.x, to.x].map(pixel => panel.x.at(clamp(pixel, left, right))).sort((a, b) => a - b);
    const ys = [from.y, to.y].map(pixel => panel.y.at(clamp(pixel, top, bottom))).sort((a, b) => a - b);
    zoomTo(figure, panel, sides.x ? xs : null, sides.y ? ys : null);
  }
}
