import type { Policy } from '../../domain/policy.js';
import { Page } from './layout.js';
import { choose, hrefOfChoice, type Choice, type Row, type Sort } from './ledger.js';
import { ModalityChart } from './modality-chart.js';
import { PlacesTable } from './places-table.js';
import type { Shell } from './shell.js';
import { Timeline } from './timeline.js';
import { fillLine } from './turn-words.js';
import type { Words } from './words.js';

type Props = {
  readonly shell: Shell;
  readonly policy: Policy;
  readonly rows: readonly Row[];
  readonly choice: Choice;
};

/** Every figure and date of the plan, to sort, filter, export and trace; then three views of the same text. */
export function LedgerPage({ shell, policy, rows, choice }: Props) {
  const { words } = shell;
  const { targets } = words;
  const shown = choose(rows, choice);
  return (
    <Page shell={shell} title={targets.title}>
      <h1>{targets.title}</h1>
      <p>{fillLine(targets.intro, { count: rows.length })}</p>
      <Filter words={words} policy={policy} choice={choice} />
      <div class="row between">
        <p class="note" role="status">
          {fillLine(targets.shown, { shown: shown.length, count: rows.length })}
        </p>
        <a class="button quiet" href={hrefOfChoice('/targets.csv', choice)} download>
          {targets.export}
        </a>
      </div>
      {shown.length === 0 ? (
        <p>{targets.none}</p>
      ) : (
        <LedgerTable words={words} rows={shown} choice={choice} />
      )}
      <p class="note">{targets.passedNote}</p>
      <Timeline words={words} policy={policy} rows={rows} />
      <ModalityChart words={words} policy={policy} />
      <PlacesTable words={words} policy={policy} />
    </Page>
  );
}

function Filter({ words, policy, choice }: { words: Words; policy: Policy; choice: Choice }) {
  const { targets, kinds } = words;
  return (
    <form class="filter" action="/targets">
      <label>
        {targets.filterKind}
        <select name="kind">
          <option value="">{targets.all}</option>
          {Object.entries(kinds).map(([kind, name]) => (
            <option value={kind} selected={kind === choice.kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {targets.filterSection}
        <select name="section">
          <option value="">{targets.all}</option>
          {policy.sections.map(({ number, title }) => (
            <option value={number} selected={number === choice.section}>
              {fillLine(words.read.sectionOf, { section: number, title })}
            </option>
          ))}
        </select>
      </label>
      {choice.sort === 'clause' ? null : <input type="hidden" name="sort" value={choice.sort} />}
      {choice.isDescending ? <input type="hidden" name="dir" value="desc" /> : null}
      <button type="submit">{targets.apply}</button>
    </form>
  );
}

/** On a narrow screen the rows become cards, which takes a table's meaning from it; the roles give it back. */
function LedgerTable({ words, rows, choice }: { words: Words; rows: readonly Row[]; choice: Choice }) {
  const { targets } = words;
  const head = (sort: Sort) => <SortHead words={words} sort={sort} choice={choice} />;
  return (
    <table class="ledger" role="table">
      <caption>{targets.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {head('subject')}
          {head('value')}
          {head('deadline')}
          {head('kind')}
          {head('clause')}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" id={`t${row.target.id}`}>
            <th role="rowheader" scope="row">
              {row.subject}
              <span class="quote">{row.target.quote}</span>
            </th>
            <td role="cell" data-label={targets.value}>
              <span class="figure">
                {isBefore(row) ? `${row.comparator} ` : ''}
                <b>
                  {row.value}
                  {row.unit}
                </b>
                {row.target.comparator === 'within' ? row.comparator : ''}
              </span>
            </td>
            <td role="cell" data-label={targets.deadline} class={row.target.deadline === null ? 'faint' : ''}>
              {row.deadline}
            </td>
            <td role="cell" data-label={targets.kind}>
              {row.kind}
            </td>
            <td role="cell" data-label={targets.clause}>
              <a href={`/clauses/${row.target.clause}?mark=${row.target.start}-${row.target.end}#mark`}>
                {row.clause}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A column head that is a link: sorting works without script and has an address. */
function SortHead({ words: { targets }, sort, choice }: { words: Words; sort: Sort; choice: Choice }) {
  const isCurrent = choice.sort === sort;
  const next = { ...choice, sort, isDescending: isCurrent && !choice.isDescending };
  const direction = choice.isDescending ? 'descending' : 'ascending';
  return (
    <th role="columnheader" scope="col" aria-sort={isCurrent ? direction : undefined}>
      <a href={hrefOfChoice('/targets', next)} title={fillLine(targets.sortBy, { column: targets[sort] })}>
        {targets[sort]}
        <span aria-hidden="true" class="arrow">
          {isCurrent ? (choice.isDescending ? '↓' : '↑') : ''}
        </span>
      </a>
    </th>
  );
}

/** 不少于 stands before its figure, 以内 after it, and "equals" goes without saying. */
function isBefore({ target: { comparator } }: Row): boolean {
  return comparator !== 'within' && comparator !== '=';
}
