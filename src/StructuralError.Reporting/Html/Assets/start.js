// One figure that fails must not keep the others from working: each of them is complete as a picture.
document.documentElement.classList.add('has-script');
for (const section of document.querySelectorAll('section.figure')) {
  try {
    new InteractiveFigure(section);
  } catch (error) {
    console.error(`Figure ${section.id}:`, error);
  }
}
for (const table of document.querySelectorAll('table.sortable')) {
  makeSortable(table);
}
