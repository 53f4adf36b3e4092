import { parseArgs } from 'node:util';
import { clauseSwitch, SWITCHES } from '../channels/web/staff/staff-words.js';
import type { Store, SwitchName } from '../storage/store.js';

const USAGE = `Say what: npm run switch -- off clause:6 --reason "why" [--by "who"], or on; without words it lists them. There are ${SWITCHES.join(', ')} and clause:N.`;

export type SwitchContext = {
  readonly store: Pick<Store, 'settings'>;
  /** Who is noted when --by does not say. */
  readonly by: string;
  readonly print: (text: string) => void;
};

/** `switch`: takes a channel, a mode or a clause out of service, or back in; running services follow within a second. */
export async function switchCommand(
  words: readonly string[],
  { store, by, print }: SwitchContext,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { reason: { type: 'string' }, by: { type: 'string', default: by } },
  });
  if (positionals.length === 0) return list(store, print);
  const [state, given = '', ...more] = positionals;
  const name: SwitchName | undefined = SWITCHES.find((one) => one === given) ?? clauseSwitch(given);
  if ((state !== 'on' && state !== 'off') || more.length > 0) throw new Error(USAGE);
  if (name === undefined) throw new Error(`There is no switch "${given}". ${USAGE}`);
  const reason = (values.reason ?? '').trim();
  if (reason === '') throw new Error('Give a reason: --reason "why". It is kept in the audit log.');
  await store.settings.switch(name, state, reason, values.by);
  print(`${name} is ${state}; running services follow within a second.`);
}

function list({ settings }: Pick<Store, 'settings'>, print: (text: string) => void): void {
  const changes = settings.all().filter(({ key }) => key.startsWith('switch.'));
  if (changes.length === 0) print('Nothing has been switched off.');
  for (const { key, value, changedBy, changedAt, reason } of changes)
    print(
      `${key.slice('switch.'.length)} ${value} since ${new Date(changedAt).toISOString()} by ${changedBy}: ${reason}`,
    );
}
