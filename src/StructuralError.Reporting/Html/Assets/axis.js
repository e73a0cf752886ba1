// The part of a range that is shown. Panels that share a scale share their view. Everything is in values, or in their decimal logarithms where the axis is logarithmic.
class View {
  constructor(low, high, deepest) {
    this.homeLow = low;
    this.homeHigh = high;
    this.narrowest = (high - low) / deepest;
    this.reset();
  }

  get isHome() {
    return this.low === this.homeLow && this.high === this.homeHigh;
  }

  get span() {
    return this.high - this.low;
  }

  reset() {
    this.low = this.homeLow;
    this.high = this.homeHigh;
  }

  // Not beyond what there is, not deeper than the values are known.
  set(low, high) {
    const span = Math.min(Math.max(high - low, this.narrowest), this.homeHigh - this.homeLow);
    const start = (low + high - span) / 2;
    this.low = Math.max(this.homeLow, Math.min(start, this.homeHigh - span));
    this.high = this.low + span;
    if (span >= (this.homeHigh - this.homeLow) * 0.999) {
      this.reset();
    }
  }

  // Moves, without changing the scale, until the place is shown.
  reveal(along) {
    if (along < this.low || along > this.high) {
      this.set(along - this.span / 2, along + this.span / 2);
    }
  }
}

// From values to pixels and back. On the y axis start is below end.
class Axis {
  constructor(data, view, start, end) {
    this.label = data.label;
    this.log = data.log;
    this.whole = data.whole;
    this.view = view;
    this.start = start;
    this.end = end;
  }

  along(value) {
    return this.log ? Math.log10(value) : value;
  }

  value(along) {
    return this.log ? 10 ** along : along;
  }

  place(along) {
    return this.start + (along - this.view.low) / this.view.span * (this.end - this.start);
  }

  at(pixel) {
    return this.view.low + (pixel - this.start) / (this.end - this.start) * this.view.span;
  }

  shows(along) {
    return along >= this.view.low && along <= this.view.high;
  }

  // What carries a pixel of the whole view to its place in the present one: pixel * scale + shift.
  get fromHome() {
    const scale = (this.view.homeHigh - this.view.homeLow) / this.view.span;
    return { scale, shift: this.place(this.view.homeLow) - scale * this.start };
  }

  // [{ along, label }] at multiples of 1, 2 or 5 times a power of ten, at most so many.
  ticks(atMost) {
    return this.log ? this.logarithmicTicks(atMost) : this.linearTicks(this.view.low, this.view.high, atMost);
  }

  linearTicks(low, high, atMost) {
    let exponent = Math.floor(Math.log10((high - low) / atMost)) - 1;
    exponent = this.whole ? Math.max(exponent, 0) : exponent;
    for (; ; exponent++) {
      for (const mantissa of [1, 2, 5]) {
        const step = mantissa * 10 ** exponent;
        const first = Math.ceil(low / step - 1e-9);
        const count = Math.floor(high / step + 1e-9) - first + 1;
        if (count <= atMost) {
          return Array.from({ length: Math.max(0, count) }, (_, i) => ({ along: (first + i) * step, label: fixed((first + i) * step, -exponent) }));
        }
      }
    }
  }

  logarithmicTicks(atMost) {
    const ticks = [];
    for (let exponent = Math.floor(this.view.low); exponent <= this.view.high; exponent++) {
      for (const mantissa of [1, 2, 5]) {
        const along = exponent + Math.log10(mantissa);
        if (this.shows(along)) {
          ticks.push({ along, mantissa, label: significant(mantissa * 10 ** exponent).replace(/\.0+(?=e|$)/, '').replace(/(\.\d*[1-9])0+(?=e|$)/, '$1') });
        }
      }
    }
    const powers = ticks.filter(tick => tick.mantissa === 1);
    const chosen = ticks.length <= atMost ? ticks : powers.filter((_, i) => i % Math.ceil(powers.length / atMost) === 0);
    return chosen.length > 1 ? chosen
      : this.linearTicks(10 ** this.view.low, 10 ** this.view.high, atMost).map(tick => ({ along: Math.log10(tick.along), label: tick.label }));
  }
}
