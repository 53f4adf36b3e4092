import type { Policy } from '../../domain/policy.js';
import type { Row } from './ledger.js';
import { chineseDate, fillLine } from './turn-words.js';
import type { Words } from './words.js';

/** A line of time from the year of issue to the last deadline, and what stands on it. */
export function Timeline({ words, policy, rows }: { words: Words; policy: Policy; rows: readonly Row[] }) {
  const { charts } = words;
  const due = rows.flatMap(
    ({ target, subject, clause }) =>
    target.deadline === null ? [] : [{ date: target.deadline, subject, clause, href: `/clauses/${target.clause}?mark=${target.start}-${target.end}#mark` }], // prettier-ignore
  );
  const first = yearOf(policy.issuedOn);
  const last = Math.max(first + 1, ...due.map(({ date }) => yearOf(date))) + 1;
  const at = (iso: string) => 4 + 92 * (partOfYear(iso) / (last - first));
  const partOfYear = (iso: string) => yearOf(iso) - first + (Date.parse(iso) - Date.parse(`${iso.slice(0, 4)}-01-01`)) / 31_622_400_000; // prettier-ignore
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const slots = {
    issued: chineseDate(policy.issuedOn),
    dated: due.length,
    undated: rows.length - due.length,
  };
  return (
    <section class="chart">
      <h2>{charts.timelineTitle}</h2>
      <p class="note">{fillLine(charts.timelineNote, slots)}</p>
      <svg class="timeline" viewBox="0 0 100 9" aria-hidden="true">
        <line class="axis" x1="4" y1="4" x2="96" y2="4" />
        {years.map((year) => (
          <g>
            <line class="axis" x1={at(`${year}-01-01`)} y1="3" x2={at(`${year}-01-01`)} y2="5" />
            <text x={at(`${year}-01-01`)} y="8.6" text-anchor="middle">
              {year}
            </text>
          </g>
        ))}
        <circle class="issue" cx={at(policy.issuedOn)} cy="4" r="1.1" />
        {due.map(({ date }) => (
          <circle class="due" cx={at(date)} cy="4" r="1.4" />
        ))}
      </svg>
      <ol class="events">
        <li>
          <span class="dot issue"></span> {chineseDate(policy.issuedOn)} {charts.issued}
        </li>
        {due.map(({ date, subject, clause, href }) => (
          <li>
            <span class="dot due"></span> {chineseDate(date)} {subject} <a href={href}>{clause}</a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function yearOf(iso: string): number {
  return Number(iso.slice(0, 4));
}
