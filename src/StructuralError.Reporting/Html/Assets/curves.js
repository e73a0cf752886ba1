// The values of a panel as C# wrote them (ValueGrid, AbscissaList): x as they are, y in steps of a power of ten, each as its distance from the one before, in base 64.

function decodeAbscissas(list, axis) {
  const values = list.even ? Array.from({ length: list.even[2] }, (_, i) => list.even[0] + i * list.even[1]) : list.values;
  return values.map(value => value === null ? NaN : axis.along(value));
}

function decodeOrdinates(text, base, digits) {
  const quantum = 10 ** -digits;
  let level = 0;
  return decodeVlq(text).map(distance => Number.isNaN(distance) ? NaN : base + (level += distance) * quantum);
}

// Base 64 VLQ (Vlq.cs). Arithmetic in place of shifts: these may be longer than 32 bits. A dot is a gap.
function decodeVlq(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const numbers = [];
  let value = 0;
  let unit = 1;
  for (const character of text) {
    if (character === '.') {
      numbers.push(NaN);
      continue;
    }
    const digit = alphabet.indexOf(character);
    value += (digit % 32) * unit;
    unit *= 32;
    if (digit < 32) {
      numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
      value = 0;
      unit = 1;
    }
  }
  return numbers;
}

// Indices of the points within the view, and of one more at either side, so that lines run on to the edge.
function visibleRange(xs, view) {
  let first = 0;
  let last = xs.length - 1;
  while (first < last && xs[first + 1] < view.low) {
    first++;
  }
  while (last > first && xs[last - 1] > view.high) {
    last--;
  }
  return [first, last];
}

// Path data, interrupted where a point has no value.
function linePath(xs, ys, xAxis, yAxis) {
  const [first, last] = visibleRange(xs, xAxis.view);
  let path = '';
  let isOpen = false;
  for (let i = first; i <= last; i++) {
    const isDrawn = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (isDrawn) {
      path += (isOpen ? 'L' : 'M') + xAxis.place(xs[i]).toFixed(1) + ' ' + yAxis.place(ys[i]).toFixed(1);
    }
    isOpen = isDrawn;
  }
  return path;
}

// The area between two curves: along the upper one, back along the lower one.
function areaPath(xs, lower, upper, xAxis, yAxis) {
  const [first, last] = visibleRange(xs, xAxis.view);
  let path = '';
  let start = first;
  for (let i = first; i <= last + 1; i++) {
    const isDrawn = i <= last && Number.isFinite(lower[i]) && Number.isFinite(upper[i]);
    if (!isDrawn) {
      if (i - start > 1) {
        const points = [];
        for (let j = start; j < i; j++) {
          points.push(xAxis.place(xs[j]).toFixed(1) + ' ' + yAxis.place(upper[j]).toFixed(1));
        }
        for (let j = i - 1; j >= start; j--) {
          points.push(xAxis.place(xs[j]).toFixed(1) + ' ' + yAxis.place(lower[j]).toFixed(1));
        }
        path += 'M' + points.join('L') + 'z';
      }
      start = i + 1;
    }
  }
  return path;
}

// Index of the point nearest to a place.
function nearest(xs, along) {
  let best = -1;
  for (let i = 0; i < xs.length; i++) {
    if (Number.isFinite(xs[i]) && (best < 0 || Math.abs(xs[i] - along) < Math.abs(xs[best] - along))) {
      best = i;
    }
  }
  return best;
}
