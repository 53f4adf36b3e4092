import { clauseOf, type Policy } from '../../domain/policy.js';
import { bodyOf } from './clause-text.js';
import { placesOf } from './marks.js';
import type { Words } from './words.js';

/** How often each word of strength stands in each section. A table with a bar in each cell: it prints, reflows and is read aloud. */
export function ModalityChart({ words, policy }: { words: Words; policy: Policy }) {
  const { charts, modalities } = words;
  const counts = modalityCounts(policy, modalities);
  const top = Math.max(1, ...counts.flatMap(({ counts: row }) => row));
  return (
    <section class="chart">
      <h2 id="modality">{charts.modalityTitle}</h2>
      <p class="note">{charts.modalityNote}</p>
      <div class="wide-table" role="region" aria-labelledby="modality" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{charts.section}</th>
              {modalities.map((word) => (
                <th scope="col">{word}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map(({ number, title, counts: row }) => (
              <tr>
                <th scope="row" title={title}>
                  <span class="number">{number}</span> <span class="wide">{title}</span>
                </th>
                {row.map((count) => (
                  <td>
                    <svg class="gauge" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={(100 * count) / top} height="10" />
                    </svg>
                    {count}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{charts.total}</th>
              {modalities.map((_, i) => (
                <td>
                  <b>{counts.reduce((sum, { counts: row }) => sum + (row[i] ?? 0), 0)}</b>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Counted in the bodies of a section's clauses; titles name a topic and commit to nothing by themselves. */
function modalityCounts(policy: Policy, modalities: readonly string[]) {
  return policy.sections.map(({ number, title, clauses }) => {
    const found = clauses.flatMap((one) => {
      const clause = clauseOf(policy, one);
      return clause ? placesOf(clause.text.slice(bodyOf(clause).start), modalities) : [];
    });
    return {
      number,
      title,
      counts: modalities.map((word) => found.filter((one) => one.word === word).length),
    };
  });
}
