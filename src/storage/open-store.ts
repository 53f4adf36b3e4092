import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAnswerLog } from './answer-log.js';
import { createAuditLog } from './audit-log.js';
import { createBuckets } from './buckets.js';
import { Connection } from './connection.js';
import { createConversations } from './conversations.js';
import { createFeedback } from './feedback.js';
import { PURGE_EVERY_MS, PURGE_FIRST_MS } from './limits.js';
import { createMessageLedger } from './message-ledger.js';
import { createOwners } from './owners.js';
import { createQuotas } from './quotas.js';
import { forget, purge } from './retention.js';
import { createSettings } from './settings.js';
import { openSqlite } from './sqlite.js';
import type { Store, StorageHealth } from './store.js';

export type StoreOptions = {
  /** Holds suwen.sqlite, unless there is a databaseUrl. */
  readonly dataDirectory: string;
  /** postgres://… */
  readonly databaseUrl?: string | undefined;
  /** Mixed into pseudonyms; see createOwners. */
  readonly pepper?: string | undefined;
  readonly now?: () => number;
};

// Lost log rows are reported this long: long enough for any monitor to see it.
const DROPPED_SHOWN_MS = 5 * 60 * 1000;

/** Opens the database. When it cannot be opened the store is there all the same, degraded, and keeps trying. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDirectory, databaseUrl, pepper = '', now = Date.now } = options;
  const connection = new Connection(async () => {
    if (databaseUrl !== undefined) {
      const { openPostgres } = await import('./postgres.js'); // two megabytes that SQLite does not need
      return openPostgres(databaseUrl);
    }
    mkdirSync(dataDirectory, { recursive: true });
    return openSqlite(join(dataDirectory, 'suwen.sqlite'));
  });
  await connection.open();
  const answers = createAnswerLog(connection, now);
  const audit = createAuditLog(connection, now);
  const settings = createSettings(connection, now);
  let hasClockJumped = false;
  const runPurge = async () => {
    const report = await purge(connection, now());
    hasClockJumped = report.skipped !== null;
    return report;
  };
  // Failing, it runs again later; health says that the database is down.
  const tryPurge = () => void runPurge().catch(() => undefined);
  const timers = [
    setTimeout(tryPurge, PURGE_FIRST_MS).unref(),
    setInterval(tryPurge, PURGE_EVERY_MS).unref(),
  ];
  await settings.refresh();

  const health = (): StorageHealth => {
    const droppedAt = Math.max(answers.queue.droppedAt ?? -Infinity, audit.queue.droppedAt ?? -Infinity);
    const reasons = [
      connection.canRead ? [] : ['unavailable'],
      connection.canWrite ? [] : ['read_only'],
      performance.now() - droppedAt < DROPPED_SHOWN_MS ? ['logs_dropped'] : [],
      connection.wasDamaged ? ['was_damaged'] : [],
      hasClockJumped ? ['clock_jumped'] : [],
    ].flat();
    return {
      ...{ status: reasons.length === 0 ? 'ok' : 'degraded', reasons },
      pending: answers.queue.pending + audit.queue.pending,
      dropped: answers.queue.dropped + audit.queue.dropped,
    };
  };

  return {
    owners: createOwners(connection, pepper, now),
    conversations: createConversations(connection, now),
    answers: answers.log,
    feedback: createFeedback(connection, (id) => answers.queue.has((row) => row.id === id), now),
    audit: audit.log,
    messages: createMessageLedger(connection, now),
    quotas: createQuotas(connection, now),
    buckets: databaseUrl === undefined ? undefined : createBuckets(connection),
    settings: settings.settings,
    ...{ health, purge: runPurge },
    forget: async (owner) => {
      await answers.queue.flush(); // a row on its way would be written after the deletion
      const waiting = answers.queue.remove((row) => owner.all.includes(row.owner));
      const receipt = await forget(connection, owner, now());
      return { ...receipt, deleted: receipt.deleted + waiting };
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      settings.stop();
      await answers.queue.close();
      await audit.queue.close();
      await connection.close();
    },
  };
}
