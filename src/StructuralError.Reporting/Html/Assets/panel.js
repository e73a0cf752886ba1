// One panel: what C# drew, and over it crosshair and enlarged view.
class Panel {
  constructor(data, group, figure, xView, yView) {
    const [left, top, width, height] = data.plot;
    this.data = data;
    this.figure = figure;
    this.plot = { left, top, width, height, right: left + width, bottom: top + height };
    this.x = new Axis(data.x, xView, left, left + width);
    this.y = new Axis(data.y, yView, top + height, top);
    const xs = data.xs.map(list => decodeAbscissas(list, this.x));
    this.series = this.pair(group, '.se-series', data.series, item => item.y && { name: item.name, xs: xs[item.x], ys: decodeOrdinates(item.y, data.base, data.digits) });
    this.bands = this.pair(group, '.se-band', data.bands, item => ({
      xs: xs[item.x], lower: decodeOrdinates(item.lower, data.base, data.digits), upper: decodeOrdinates(item.upper, data.base, data.digits),
    }));
    this.room = left - 8 - Math.max(0, ...[...group.querySelectorAll(':scope > text[transform]')].map(label => label.transform.baseVal[0].matrix.e + 4));
    this.annotations = [...group.querySelectorAll(':scope > .se-annotation')];
    this.drawn = [...group.querySelectorAll(':scope > .se-ticks, :scope > .se-reference')];
    this.enlarged = createSvg('g', {});
    this.labels = createSvg('g', { 'pointer-events': 'none' });
    this.crosshair = createSvg('g', { 'pointer-events': 'none' });
    this.selection = createSvg('rect', { class: 'selection', 'pointer-events': 'none', display: 'none' });
    this.target = createSvg('rect', { class: 'target', x: left, y: top, width, height, tabindex: 0, role: 'slider', 'aria-label': this.title });
    this.drawn[0].after(this.enlarged);
    group.append(this.labels, this.crosshair, this.selection, this.target);
    this.stops = [...new Set(this.series.flatMap(series => series.curve ? series.curve.xs.filter(Number.isFinite) : []))].sort((a, b) => a - b);
    this.target.setAttribute('aria-valuemin', this.stops.length ? this.x.value(this.stops[0]) : 0);
    this.target.setAttribute('aria-valuemax', this.stops.length ? this.x.value(this.stops[this.stops.length - 1]) : 0);
    this.clear();
  }

  get title() {
    return 'Values of ' + (this.data.name || 'this panel') + ' along ' + this.figure.xLabel(this);
  }

  get isHome() {
    return this.x.view.isHome && this.y.view.isHome;
  }

  // Curves are known by their order, which is that of the drawing.
  pair(group, selector, items, curveOf) {
    return [...group.querySelectorAll(':scope > ' + selector)].map((element, i) => ({
      element, key: element.dataset.key, original: element.innerHTML, curve: curveOf(items[i]) || null,
    }));
  }

  isVisible(item) {
    return !this.figure.hidden.has(item.key);
  }

  draw() {
    const home = this.isHome;
    for (const element of this.drawn) {
      element.setAttribute('display', home ? 'inline' : 'none');
    }
    for (const item of [...this.series, ...this.bands]) {
      item.element.innerHTML = item.original;
      item.element.setAttribute('display', this.isVisible(item) ? 'inline' : 'none');
      if (!home) {
        this.move(item);
      }
    }
    this.enlarged.replaceChildren(...home ? [] : this.gridMarks());
    this.labels.replaceChildren(...home ? [] : this.referenceMarks());
    this.annotations.forEach((element, i) => this.moveAnnotation(element, this.data.annotations[i]));
    if (this.place !== null) {
      this.showAt(this.place);
    }
  }

  // Curves whose values are known are drawn anew; faint ones and dots are carried to their places, thousands of them as one path.
  move({ element, curve }) {
    const x = this.x.fromHome;
    const y = this.y.fromHome;
    for (const path of element.querySelectorAll('path')) {
      if (curve === null || path.closest('.se-dots')) {
        path.setAttribute('transform', `matrix(${x.scale} 0 0 ${y.scale} ${x.shift} ${y.shift})`);
        path.setAttribute('vector-effect', 'non-scaling-stroke');
      } else {
        path.setAttribute('d', curve.ys ? linePath(curve.xs, curve.ys, this.x, this.y) : areaPath(curve.xs, curve.lower, curve.upper, this.x, this.y));
      }
    }
    for (const dot of element.querySelectorAll('circle')) {
      dot.setAttribute('cx', dot.getAttribute('cx') * x.scale + x.shift);
      dot.setAttribute('cy', dot.getAttribute('cy') * y.scale + y.shift);
    }
  }

  moveAnnotation(element, [x, y]) {
    const [alongX, alongY] = [this.x.along(x), this.y.along(y)];
    const home = this.x.fromHome;
    const dx = this.x.place(alongX) - (this.x.place(alongX) - home.shift) / home.scale;
    const homeY = this.y.fromHome;
    const dy = this.y.place(alongY) - (this.y.place(alongY) - homeY.shift) / homeY.scale;
    element.setAttribute('transform', `translate(${dx} ${dy})`);
    element.setAttribute('display', this.x.shows(alongX) && this.y.shows(alongY) ? 'inline' : 'none');
  }

  gridMarks() {
    const { left, right, top, bottom, width, height } = this.plot;
    const crisp = pixel => Math.floor(pixel) + 0.5;
    const xTicks = this.xTicks(width);
    const yTicks = this.y.ticks(Math.max(3, Math.min(9, Math.floor(height / 30))));
    const grid = yTicks.map(tick => `M${left} ${crisp(this.y.place(tick.along))}H${right}`).concat(xTicks.map(tick => `M${crisp(this.x.place(tick.along))} ${top}V${bottom}`));
    const marks = xTicks.map(tick => `M${crisp(this.x.place(tick.along))} ${bottom}v5`);
    const labels = xTicks.map(tick => this.text(tick.label, this.x.place(tick.along), bottom + 20, 'middle'));
    // Numbers that would reach the axis label stand inside, but not over the upper edge.
    const inside = yTicks.some(tick => tick.label.length * this.data.character > this.room);
    const shown = yTicks.filter(tick => !inside || this.y.place(tick.along) > top + 16);
    labels.push(...shown.map(tick => inside
      ? this.text(tick.label, left + 4, this.y.place(tick.along) - 3, 'start')
      : this.text(tick.label, left - 8, this.y.place(tick.along) + 4.2, 'end')));
    return [createSvg('path', { class: 'se-grid-s', fill: 'none', d: grid.join('') || 'M0 0' }), createSvg('path', { class: 'se-axis-s', fill: 'none', d: marks.join('') || 'M0 0' }), ...labels];
  }

  // As many as stand side by side.
  xTicks(width) {
    for (let atMost = Math.max(2, Math.min(10, Math.floor(width / 60))); atMost > 1; atMost--) {
      const ticks = this.x.ticks(atMost);
      const widest = Math.max(0, ...ticks.map(tick => tick.label.length)) * this.data.character + this.data.gap;
      if (ticks.length < 2 || this.x.place(ticks[1].along) - this.x.place(ticks[0].along) >= widest) {
        return ticks;
      }
    }
    return this.x.ticks(1);
  }

  // Thresholds and onsets within the view, with their labels inside.
  referenceMarks() {
    const { left, right, top, bottom } = this.plot;
    return this.data.lines.flatMap(line => {
      const axis = line.vertical ? this.x : this.y;
      const along = axis.along(line.value);
      if (!axis.shows(along)) {
        return [];
      }
      const at = Math.floor(axis.place(along)) + 0.5;
      const path = createSvg('path', { class: `se-${line.ink}-s`, fill: 'none', 'stroke-width': line.width, d: line.vertical ? `M${at} ${top}V${bottom}` : `M${left} ${at}H${right}` });
      return line.label === null ? [path] : [path, line.vertical ? this.text(line.label, at + 4, top + 12, 'start') : this.text(line.label, right - 4, at - 4, 'end')];
    });
  }

  text(words, x, y, anchor) {
    const element = createSvg('text', { class: 'se-mutedtext-f halo', x, y, 'font-size': 12, 'text-anchor': anchor });
    element.textContent = words;
    return element;
  }

  clear() {
    this.place = null;
    this.crosshair.replaceChildren();
    this.target.removeAttribute('aria-valuenow');
    this.target.setAttribute('aria-valuetext', 'Arrow keys read the values');
  }

  // Crosshair and values at the x nearest to a place.
  showAt(along) {
    const visible = this.stops.filter(stop => this.x.shows(stop));
    if (visible.length === 0) {
      this.figure.clear();
      return;
    }
    this.place = visible[nearest(visible, along)];
    const pixel = this.x.place(this.place);
    const rows = this.rows();
    const heading = this.figure.xLabel(this) + ' ' + this.xText(this.place);
    this.crosshair.replaceChildren(
      createSvg('path', { class: 'se-axis-s', fill: 'none', d: `M${pixel} ${this.plot.top}V${this.plot.bottom}` }),
      ...rows.filter(row => row.along !== null && this.y.shows(row.along)).map(row => createSvg('circle', {
        class: (row.look ? row.look.getAttribute('class') : 'se-text-s').replace(/-s$/, '-f') + ' dot', cx: this.x.place(row.x), cy: this.y.place(row.along), r: 3.6,
      })));
    this.target.setAttribute('aria-valuenow', this.x.value(this.place));
    this.target.setAttribute('aria-valuetext', heading + ': ' + rows.map(row => row.name + ' ' + row.text).join(', '));
    this.figure.readout.show(heading, rows, this.toClient(pixel, this.plot.top));
  }

  rows() {
    return this.series.filter(series => series.curve !== null && this.isVisible(series)).map(series => {
      const { name, xs, ys } = series.curve;
      const i = nearest(xs, this.place);
      const isThere = i >= 0 && Math.abs(xs[i] - this.place) <= this.x.view.span / 100 && Number.isFinite(ys[i]);
      const elsewhere = isThere && xs[i] !== this.place ? ` at ${this.xText(xs[i])}` : '';
      return {
        name, look: series.element.querySelector('path'), x: isThere ? xs[i] : null, along: isThere ? ys[i] : null,
        text: isThere ? this.yText(ys[i]) + this.interval(series.key, xs[i]) + elsewhere : '–',
      };
    });
  }

  // The confidence band that belongs to a curve.
  interval(key, along) {
    const band = this.bands.find(item => item.key === key);
    const i = band ? nearest(band.curve.xs, along) : -1;
    return i >= 0 && band.curve.xs[i] === along && Number.isFinite(band.curve.lower[i]) && Number.isFinite(band.curve.upper[i])
      ? ` (${this.yText(band.curve.lower[i])} to ${this.yText(band.curve.upper[i])})` : '';
  }

  xText(along) {
    return this.x.log ? significant(this.x.value(along)) : fixed(along, this.x.whole || Number.isInteger(along) ? 0 : 4);
  }

  yText(along) {
    return this.y.log ? significant(this.y.value(along)) : fixed(along, this.data.digits);
  }

  toClient(x, y) {
    return new DOMPoint(x, y).matrixTransform(this.target.getScreenCTM());
  }

  fromClient(x, y) {
    return new DOMPoint(x, y).matrixTransform(this.target.getScreenCTM().inverse());
  }
}
