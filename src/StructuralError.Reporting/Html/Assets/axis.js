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
    this.levels = data.levels;
    this.steps = data.steps;
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

  // [{ along, label }], at most so many: of what C# gives (NiceTicks) the densest that fits. ReportTicksTests compares both.
  ticks(atMost) {
    const { low, high, span } = this.view;
    const level = this.levels.map(ticks => ticks.filter(([along]) => along >= low - 1e-9 && along <= high + 1e-9)).find(ticks => ticks.length <= atMost) ?? [];
    if (level.length > 1 || (this.log && span > 1)) {
      return level.map(([along, label]) => ({ along, label }));
    }
    const ends = step => [Math.ceil(this.value(low) / step - 1e-9), Math.floor(this.value(high) / step + 1e-9)];
    const fits = ([step]) => ends(step)[1] - ends(step)[0] < atMost;
    const [step, digits] = this.steps.find(fits) ?? this.steps[this.steps.length - 1];
    const [first, last] = ends(step);
    const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(15)));
    return values.filter(value => value > 0 || !this.log).map(value => ({ along: this.along(value), label: tickLabel(value, digits) }));
  }
}
