// A figure of the page brought to life. Without this it is a picture that says the same.
class InteractiveFigure {
  constructor(section) {
    this.svg = section.querySelector('svg');
    this.hidden = new Set();
    const frame = section.querySelector('figure');
    const data = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
    this.readout = new Readout(frame);
    this.toolbar = this.makeToolbar(frame, section.querySelector('h3').textContent);
    this.makePanels(data);
    this.entries = makeSwitches(this);
    // A picture has no parts for a screen reader; this one now has.
    this.svg.setAttribute('role', 'group');
  }

  makePanels(data) {
    const groups = this.svg.querySelectorAll(':scope > .se-panel');
    const xViews = new Map();
    const yViews = new Map();
    const view = (views, axis) => views.get(axis.group) ?? views.set(axis.group, new View(axis.min, axis.max, axis.deepest)).get(axis.group);
    this.commonLabel = data.map(panel => panel && panel.x.label).find(label => label) || 'x';
    this.panels = [];
    data.forEach((panelData, i) => {
      if (panelData !== null) {
        this.panels.push(new Panel(panelData, groups[i], this, view(xViews, panelData.x), view(yViews, panelData.y)));
      }
    });
    for (const panel of this.panels) {
      listenToPointer(this, panel);
      listenToKeys(this, panel);
    }
  }

  makeToolbar(frame, title) {
    const toolbar = document.createElement('div');
    toolbar.className = 'toolbar';
    toolbar.setAttribute('role', 'group');
    toolbar.setAttribute('aria-label', 'Zoom of ' + title);
    const actions = [['+', 'Zoom in', () => zoomBy(this, this.chosen(), 2)], ['−', 'Zoom out', () => zoomBy(this, this.chosen(), 0.5)], ['Show all', 'Show all of every panel', () => resetZoom(this, this.panels)]];
    for (const [sign, words, act] of actions) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sign;
      button.title = words;
      button.setAttribute('aria-label', words);
      button.addEventListener('click', act);
      toolbar.append(button);
    }
    frame.prepend(toolbar);
    return toolbar;
  }

  // The panel with the crosshair; without one, all.
  chosen() {
    const pointed = this.panels.filter(panel => panel.place !== null);
    return pointed.length > 0 ? pointed : this.panels;
  }

  xLabel(panel) {
    return panel.data.x.label || this.commonLabel;
  }

  draw() {
    for (const panel of this.panels) {
      panel.draw();
    }
  }

  point(panel, along) {
    for (const other of this.panels) {
      if (other !== panel) {
        other.clear();
      }
    }
    panel.showAt(along);
  }

  clear() {
    for (const panel of this.panels) {
      panel.clear();
    }
    this.readout.hide();
  }

  toggle(key) {
    const isOn = this.hidden.delete(key);
    if (!isOn) {
      this.hidden.add(key);
    }
    for (const entry of this.entries.filter(item => item.dataset.key === key)) {
      entry.setAttribute('aria-pressed', String(isOn));
    }
    this.draw();
  }
}
