/* The case explorer: filters rows, and fills in the details of one when it is opened. Runs in the browser, inlined by html.ts. */
const details = JSON.parse(document.getElementById('details').textContent);
const rows = [...document.querySelectorAll('tr[data-case]')];
const filters = document.getElementById('filters');
const shown = document.getElementById('shown');

function filter() {
  const { status, type, register, words } = Object.fromEntries(new FormData(filters));
  const terms = words.toLowerCase().split(/\s+/u).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const { dataset } = row;
    const isShown =
      (status === 'all' || dataset.status === status) &&
      (type === '' || dataset.type === type) &&
      (register === '' || dataset.register === register) &&
      terms.every((term) => details[dataset.case].words.includes(term));
    row.hidden = !isShown;
    if (opened(row)) opened(row).hidden = !isShown;
    if (isShown) count += 1;
  }
  shown.textContent = `显示 ${count} / ${rows.length} 题`;
}

function opened(row) {
  const next = row.nextElementSibling;
  return next?.classList.contains('details') ? next : null;
}

function open(row) {
  if (opened(row)) return;
  const line = document.createElement('tr');
  line.className = 'details';
  const cell = line.insertCell();
  cell.colSpan = row.cells.length;
  cell.innerHTML = details[row.dataset.case].html;
  row.after(line);
  row.querySelector('a').setAttribute('aria-expanded', 'true');
}

function close(row) {
  opened(row)?.remove();
  row.querySelector('a').setAttribute('aria-expanded', 'false');
}

/** A link to a case from elsewhere, or the address of the page: shows it whatever the filters say. */
function visit() {
  const row = rows.find(({ id }) => `#${id}` === decodeURIComponent(location.hash));
  if (!row) return;
  row.hidden = false;
  open(row);
  row.scrollIntoView();
}

for (const row of rows) {
  row.querySelector('a').setAttribute('aria-expanded', 'false');
  row.addEventListener('click', (event) => {
    event.preventDefault();
    if (opened(row)) close(row);
    else open(row);
  });
}
filters.hidden = false;
filters.addEventListener('input', filter);
filters.addEventListener('submit', (event) => event.preventDefault());
addEventListener('hashchange', visit);
filter();
visit();
