import { appendAudit, auditEvent } from './audit-log.js';
import type { Connection } from './connection.js';
import { SETTINGS_MS } from './limits.js';
import type { SettingChange, Settings } from './store.js';

/** Settings are read from memory and refreshed twice a second; without a database the last known ones hold. */
export function createSettings(connection: Connection, now: () => number) {
  let known = new Map<string, SettingChange>();
  const refresh = async () => {
    try {
      await connection.check();
      const rows = await connection.read((db) =>
        db.selectFrom('settings').selectAll().orderBy('changed_at', 'desc').execute(),
      );
      known = new Map(
        rows.map(({ key, value, reason, changed_by: changedBy, changed_at: changedAt }) => [
          key,
          { key, value: JSON.parse(value) as unknown, reason, changedBy, changedAt },
        ]),
      );
    } catch {
      // Health says that the database is down.
    }
  };
  const timer = setInterval(() => void refresh(), SETTINGS_MS).unref();

  const set = async (key: string, value: unknown, reason: string, changedBy: string) => {
    const at = now();
    const row = { value: JSON.stringify(value), reason, changed_by: changedBy, changed_at: at };
    const detail = `${key} = ${row.value} by ${changedBy}: ${reason}`;
    await connection.write(async (db) => {
      await db
        .insertInto('settings')
        .values({ key, ...row })
        .onConflict((on) => on.column('key').doUpdateSet(row))
        .execute();
      await appendAudit(db, [auditEvent({ kind: 'setting', detail }, at)]);
    });
    known = new Map([[key, { key, value, reason, changedBy, changedAt: at }], ...known]);
    known.set(key, { key, value, reason, changedBy, changedAt: at });
  };

  const settings: Settings = {
    get: (key) => known.get(key)?.value,
    isOff: (name) => known.get(`switch.${name}`)?.value === 'off',
    // What the retention job notes for itself was set by nobody.
    all: () =>
      [...known.values()]
        .filter(({ key }) => !key.startsWith('retention.'))
        .toSorted((a, b) => b.changedAt - a.changedAt),
    set,
    switch: (name, state, reason, changedBy) => set(`switch.${name}`, state, reason, changedBy),
  };
  return { settings, refresh, stop: () => clearInterval(timer) };
}
