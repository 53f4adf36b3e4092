import type { Policy } from '../../domain/policy.js';
import { Page } from './layout.js';
import type { Shell } from './shell.js';
import { chineseDate } from './turn-words.js';

type Props = { readonly shell: Shell; readonly policy: Policy; readonly textHash: string };

/** Who speaks here, what it can and cannot do, what it keeps, and which document it reads. */
export function AboutPage({ shell, policy, textHash }: Props) {
  const { about } = shell.words;
  const facts = [
    [about.fact.title, policy.title],
    [about.fact.number, policy.documentNumber],
    [about.fact.issuer, policy.issuer],
    [about.fact.issued, chineseDate(policy.issuedOn)],
    [about.fact.basis, `${policy.basis}（${policy.basisNumber}）`],
    [about.fact.hash, textHash],
  ] as const;
  return (
    <Page shell={shell} title={about.title}>
      <h1>{about.title}</h1>
      {about.sections.map(({ title, lines }) => (
        <section>
          <h2>{title}</h2>
          <ul>
            {lines.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        </section>
      ))}
      {shell.model ? (
        <section id="ai-label">
          <h2>{about.model.title}</h2>
          <ul>
            {about.model.lines.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
          <dl class="facts">
            <div>
              <dt>{about.model.name}</dt>
              <dd>{shell.model.name}</dd>
            </div>
            <div>
              <dt>{about.model.filing}</dt>
              <dd>{shell.model.filingNumber ?? about.model.unfiled}</dd>
            </div>
          </dl>
        </section>
      ) : null}
      <section>
        <h2>{about.factsTitle}</h2>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Page>
  );
}
