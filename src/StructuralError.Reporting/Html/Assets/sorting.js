// Headers of a sortable table become buttons: ascending, then descending. Rows that are equal keep their order; dashes stay last.

function makeSortable(table) {
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener('click', () => {
      const descending = header.getAttribute('aria-sort') === 'ascending';
      for (const other of headers) {
        other.removeAttribute('aria-sort');
      }
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      sortRows(table, column, descending ? -1 : 1);
    });
  });
}

function sortRows(table, column, direction) {
  const body = table.tBodies[0];
  const keyed = [...body.rows].map(row => ({ row, key: sortKey(row.cells[column]) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      return (a.key === null) - (b.key === null);
    }
    return direction * (typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : String(a.key).localeCompare(String(b.key), 'en', { numeric: true }));
  });
  body.append(...keyed.map(item => item.row));
}

function sortKey(cell) {
  const text = cell.dataset.value ?? cell.textContent.trim();
  return text === '–' || text === 'NaN' ? null : text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
