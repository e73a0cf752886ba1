// Numbers as the figures write them: a real minus sign, no negative zero, thousands set apart from 10,000 on.

function withMinus(text) {
  return text.replace(/-/g, '−');
}

function fixed(value, digits) {
  const text = Math.abs(value).toFixed(Math.max(0, Math.min(digits, 12)));
  const isZero = Number(text) === 0;
  const grouped = Math.abs(value) >= 10000 ? text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',') : text;
  return value < 0 && !isZero ? '−' + grouped : grouped;
}

// As NiceTicks writes it: large and small ones with their power of ten, thousands set apart where there are no fractions.
function tickLabel(value, digits) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e9 || digits > 9)) {
    return withMinus(value.toExponential().replace('e+', 'e'));
  }
  return value === 0 ? '0' : digits > 0 ? withMinus(value.toFixed(digits)) : fixed(value, 0);
}

// Three significant digits, as values of a logarithmic axis are known.
function significant(value) {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e9)) {
    return withMinus(value.toExponential(2).replace('e+', 'e'));
  }
  return value === 0 ? '0' : fixed(value, Math.max(0, 2 - Math.floor(Math.log10(size))));
}
