// The small table of values beside the crosshair.
class Readout {
  constructor(figure) {
    this.figure = figure;
    this.element = document.createElement('div');
    this.element.className = 'readout';
    this.element.hidden = true;
    // What it says is also the text of the panel's slider, which a screen reader reads.
    this.element.setAttribute('aria-hidden', 'true');
    figure.append(this.element);
  }

  hide() {
    this.element.hidden = true;
  }

  // rows: [{ name, text, look }], look the path whose colour and dash stand for the curve; at: where the crosshair crosses the panel's upper edge, in client pixels.
  show(heading, rows, at) {
    const head = document.createElement('p');
    head.textContent = heading;
    this.element.replaceChildren(head, ...rows.map(row => this.row(row)));
    this.element.hidden = false;
    const around = this.figure.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const right = at.x - around.left + 14;
    const left = at.x - around.left - 14 - own.width;
    const room = Math.min(around.right, window.innerWidth) - around.left;
    this.element.style.left = Math.max(0, right + own.width <= room ? right : left) + 'px';
    this.element.style.top = at.y - around.top + 6 + 'px';
  }

  row({ name, text, look }) {
    const row = document.createElement('p');
    const sample = createSvg('svg', { viewBox: '0 0 24 8', width: 24, height: 8 });
    const line = createSvg('path', { d: 'M0 4h24', fill: 'none' });
    for (const attribute of ['class', 'stroke', 'stroke-width', 'stroke-dasharray']) {
      if (look !== null && look.hasAttribute(attribute)) {
        line.setAttribute(attribute, look.getAttribute(attribute));
      }
    }
    sample.append(line);
    const value = document.createElement('b');
    value.textContent = text;
    row.append(sample, ' ' + name + ' ', value);
    return row;
  }
}

function createSvg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
