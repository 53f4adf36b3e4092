import type { Kysely } from 'kysely';
import { clean } from './clean.js';
import type { Connection } from './connection.js';
import { CONVERSATION_MS, CONVERSATIONS, TURN_DATA_BYTES, TURNS } from './limits.js';
import type { Conversations, Turn } from './store.js';
import type { Tables } from './tables.js';

const TITLE_CHARACTERS = 60;

export function createConversations(connection: Connection, now: () => number): Conversations {
  return {
    read: (owner, id, limit = TURNS) =>
      connection.read(async (db) => {
        const rows = await db
          .selectFrom('turns')
          .selectAll()
          .where('owner', 'in', owner.all)
          .where('conversation_id', '=', id)
          .orderBy('at', 'desc')
          .orderBy('position', 'desc')
          .limit(Math.min(limit, TURNS))
          .execute();
        return rows
          .toReversed()
          .map(({ role, content, data, at }) =>
            data === null ? { role, content, at } : { role, content, at, data: JSON.parse(data) as unknown },
          );
      }, CONVERSATION_MS),

    append: (owner, channel, id, turns) =>
      connection.write(async (db) => {
        const at = now();
        const known = await db
          .selectFrom('conversations')
          .select(['owner', 'next_position'])
          .where('owner', 'in', owner.all)
          .where('id', '=', id)
          .executeTakeFirst();
        const holder = known?.owner ?? owner.current;
        // The counter is raised first: two replicas adding at once then wait for one another instead of colliding.
        const { next_position: next } = await db
          .insertInto('conversations')
          .values({
            ...{ owner: holder, id, channel, title: titleOf(turns) },
            ...{ next_position: turns.length, updated_at: at },
          })
          .onConflict((on) =>
            on.columns(['owner', 'id']).doUpdateSet((eb) => ({
              next_position: eb('conversations.next_position', '+', turns.length),
              updated_at: at,
            })),
          )
          .returning('next_position')
          .executeTakeFirstOrThrow();
        const rows = turns.map((turn, i) => ({
          ...{ owner: holder, conversation_id: id, position: next - turns.length + i, at },
          ...{ role: turn.role, content: clean(turn.content), data: dataOf(turn) },
        }));
        if (rows.length > 0) await db.insertInto('turns').values(rows).execute();
        if (next > TURNS) {
          await db
            .deleteFrom('turns')
            .where('owner', '=', holder)
            .where('conversation_id', '=', id)
            .where('position', '<', next - TURNS)
            .execute();
        }
        if (known === undefined) await dropOldest(db, owner.all);
      }, CONVERSATION_MS),

    list: (owner) =>
      connection.read(async (db) => {
        const rows = await db
          .selectFrom('conversations')
          .selectAll()
          .where('owner', 'in', owner.all)
          .orderBy('updated_at', 'desc')
          .limit(CONVERSATIONS)
          .execute();
        return rows.map((row) => ({
          ...{ id: row.id, channel: row.channel, title: row.title, updatedAt: row.updated_at },
          turns: Math.min(row.next_position, TURNS),
        }));
      }),

    remove: (owner, id) =>
      connection.write(async (db) => {
        const found = await db
          .deleteFrom('conversations')
          .where('owner', 'in', owner.all)
          .where('id', '=', id)
          .returning('id')
          .execute();
        await db
          .deleteFrom('turns')
          .where('owner', 'in', owner.all)
          .where('conversation_id', '=', id)
          .execute();
        return found.length > 0;
      }),
  };
}

async function dropOldest(db: Kysely<Tables>, owners: readonly string[]): Promise<void> {
  const surplus = await db
    .selectFrom('conversations')
    .select(['owner', 'id'])
    .where('owner', 'in', owners)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(CONVERSATIONS)
    .offset(CONVERSATIONS)
    .execute();
  for (const { owner, id } of surplus) {
    await db.deleteFrom('turns').where('owner', '=', owner).where('conversation_id', '=', id).execute();
    await db.deleteFrom('conversations').where('owner', '=', owner).where('id', '=', id).execute();
  }
}

function titleOf(turns: readonly Turn[]): string {
  const question = turns.find(({ role }) => role === 'user')?.content ?? '';
  return [...clean(question)].slice(0, TITLE_CHARACTERS).join('');
}

/** Data beyond the cap is left out; the turn itself is kept. */
function dataOf({ data }: Turn): string | null {
  const json = data === undefined ? undefined : JSON.stringify(data);
  if (json === undefined || Buffer.byteLength(json) > TURN_DATA_BYTES) return null;
  return json.replaceAll('\\u0000', '');
}
