import type { SettingChange } from '../../../storage/store.js';
import { fillLine } from '../turn-words.js';
import { timeOf, type Desk } from './desk.js';
import { StaffPage } from './staff-page.js';
import { clauseSwitch, SWITCHES } from './staff-words.js';

/** What runs: document, index, storage, latest report, and the switches. */
export function OverviewPage({ desk, alert }: { desk: Desk; alert?: string }) {
  const { words, assistant, store, report } = desk;
  const { overview } = words;
  const { policy, textHash, index } = assistant;
  const health = store?.health();
  const state = health?.status === 'degraded' ? fillLine(overview.degraded, { reasons: health.reasons.join('、') }) : overview.ok; // prettier-ignore
  const facts: readonly (readonly [string, string | number])[] = [
    [overview.document, `${policy.title}（${policy.documentNumber}）`],
    [overview.clauses, policy.clauses.length],
    [overview.textHash, textHash],
    [
      overview.index,
      index.origin === 'saved' ? overview.indexSaved : `${overview.indexBuilt} ${index.doubt ?? ''}`,
    ],
    [overview.storage, health ? state : overview.none],
    [overview.pending, health?.pending ?? 0],
    [overview.dropped, health?.dropped ?? 0],
  ];
  return (
    <StaffPage desk={desk} tab="overview">
      {alert ? (
        <p class="alert" role="alert">
          {alert}
        </p>
      ) : null}
      <h2>{overview.policyTitle}</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{overview.report}</dt>
          <dd>{report ? <a href="/staff/report">{overview.reportOpen}</a> : overview.reportNone}</dd>
        </div>
      </dl>
      {store ? <Switches desk={desk} changes={store.settings.all()} /> : null}
    </StaffPage>
  );
}

function Switches({ desk, changes }: { desk: Desk; changes: readonly SettingChange[] }) {
  const { words, store } = desk;
  const { overview } = words;
  const clauses = changes
    .map(({ key }) => clauseSwitch(key.replace(/^switch\./u, '')))
    .filter((name) => name !== undefined && store?.settings.isOff(name) === true);
  const clauseName = (name: string) =>
    fillLine(words.clauseSwitch.name, { clause: name.slice('clause:'.length) });
  return (
    <section>
      <h2>{overview.switchesTitle}</h2>
      <p class="note">{overview.switchesNote}</p>
      <ul class="switches">
        {SWITCHES.map((name) => (
          <Switch {...{ desk, changes, name, label: words.switches[name] }} />
        ))}
        {clauses.map((name) => (
          <Switch {...{ desk, changes, name: name ?? '', label: clauseName(name ?? '') }} />
        ))}
        <li>
          <p class="note">{words.clauseSwitch.note}</p>
          <form method="post" action="/staff/switch" class="row">
            <input type="hidden" name="name" value="clause" />
            <input type="hidden" name="state" value="off" />
            <input
              name="number"
              inputmode="numeric"
              pattern="[1-9][0-9]{0,2}"
              size={4}
              required
              aria-label={words.clauseSwitch.number}
              placeholder={words.clauseSwitch.number}
            />
            <ReasonAndButton {...{ desk, label: words.clauseSwitch.number, isOff: false }} />
          </form>
        </li>
      </ul>
    </section>
  );
}

type SwitchProps = {
  readonly desk: Desk;
  readonly changes: readonly SettingChange[];
  readonly name: string;
  readonly label: string;
};

function Switch({ desk, changes, name, label }: SwitchProps) {
  const { overview } = desk.words;
  const change = changes.find(({ key }) => key === `switch.${name}`);
  const isOff = change?.value === 'off';
  const said = change && { by: change.changedBy, at: timeOf(change.changedAt), reason: change.reason };
  return (
    <li>
      <p>
        <b>{label}</b>：
        <span class={isOff ? 'off' : 'on'}>{isOff ? overview.switchOff : overview.switchOn}</span>
        {said ? <span class="note"> {fillLine(overview.changed, said)}</span> : null}
      </p>
      <form method="post" action="/staff/switch" class="row">
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="state" value={isOff ? 'on' : 'off'} />
        <ReasonAndButton {...{ desk, label, isOff }} />
      </form>
    </li>
  );
}

function ReasonAndButton({ desk, label, isOff }: { desk: Desk; label: string; isOff: boolean }) {
  const { reason, turnOn, turnOff } = desk.words.overview;
  return (
    <>
      <input
        name="reason"
        type="text"
        maxlength={100}
        required
        aria-label={`${label} ${reason}`}
        placeholder={reason}
      />
      <button class="quiet" aria-label={`${isOff ? turnOn : turnOff} ${label}`}>
        {isOff ? turnOn : turnOff}
      </button>
    </>
  );
}
