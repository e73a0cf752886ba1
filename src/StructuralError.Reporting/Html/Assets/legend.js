// Legend entries become switches. All that has an entry's key goes off and on with it: curve, band, single runs, in every panel of the figure.

function makeSwitches(figure) {
  const entries = [...figure.svg.querySelectorAll('.se-legend')];
  for (const entry of entries) {
    const box = entry.getBBox();
    entry.prepend(createSvg('rect', { class: 'switch', x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: 4 }));
    entry.setAttribute('role', 'button');
    entry.setAttribute('tabindex', '0');
    entry.setAttribute('aria-pressed', 'true');
    entry.setAttribute('aria-label', 'Show ' + [...entry.querySelectorAll('text')].map(text => text.textContent).join(' '));
    entry.addEventListener('click', () => figure.toggle(entry.dataset.key));
    entry.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        figure.toggle(entry.dataset.key);
      }
    });
  }
  return entries;
}
