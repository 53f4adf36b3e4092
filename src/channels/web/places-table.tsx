import type { Policy } from '../../domain/policy.js';
import { placesOf } from './marks.js';
import { clauseName } from './turn-words.js';
import type { Words } from './words.js';

/** Which places the plan names, and where. */
export function PlacesTable({ words, policy }: { words: Words; policy: Policy }) {
  const { charts } = words;
  return (
    <section class="chart">
      <h2>{charts.placesTitle}</h2>
      <p class="note">{charts.placesNote}</p>
      <table class="places">
        <thead>
          <tr>
            <th scope="col">{charts.place}</th>
            <th scope="col">{charts.clauses}</th>
          </tr>
        </thead>
        <tbody>
          {placesInClauses(policy, words.places).map(({ place, named, short }) => (
            <tr>
              <th scope="row">{place}</th>
              <td>
                {named.map((number) => (
                  <a class="chip" href={`/clauses/${number}`}>
                    {clauseName(number, words)}
                  </a>
                ))}
                {short.map((number) => (
                  <a class="chip" href={`/clauses/${number}`}>
                    {clauseName(number, words)}（{charts.short}）
                  </a>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Clauses that name each place, and those that only mean it by a short form; places the plan never names are left out. */
function placesInClauses(policy: Policy, places: Words['places']) {
  return Object.entries(places).flatMap(([place, { names, short }]) => {
    const having = (forms: readonly string[]) =>
      policy.clauses.filter(({ text }) => placesOf(text, forms).length > 0).map(({ number }) => number);
    const named = having(names);
    const only = having(short).filter((number) => !named.includes(number));
    return named.length + only.length === 0 ? [] : [{ place, named, short: only }];
  });
}
