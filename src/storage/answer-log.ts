import { clean } from './clean.js';
import type { Connection } from './connection.js';
import { BACKGROUND_MS, LIST_ROWS } from './limits.js';
import type { AnswerEntry, AnswerFilter, AnswerLog, LoggedAnswer } from './store.js';
import type { Tables } from './tables.js';
import { WriteQueue } from './write-queue.js';

type Row = Tables['answers'];

export function createAnswerLog(connection: Connection, now: () => number) {
  const queue = new WriteQueue<Row>((rows) =>
    connection.write(async (db) => {
      await db
        .insertInto('answers')
        .values([...rows])
        .onConflict((on) => on.doNothing()) // a batch that timed out may have been written after all
        .execute();
    }, BACKGROUND_MS),
  );
  const log: AnswerLog = {
    record: (entry) => queue.add(rowOf(entry, now())),
    list: (filter = {}) => connection.read((db) => select(db, filter)),
  };
  return { log, queue };
}

async function select(
  db: Parameters<Parameters<Connection['read']>[0]>[0],
  { outcomes, rating, before, limit = LIST_ROWS }: AnswerFilter,
): Promise<readonly LoggedAnswer[]> {
  let query = db.selectFrom('answers').selectAll().orderBy('at', 'desc').orderBy('id');
  if (outcomes !== undefined) query = query.where('outcome', 'in', outcomes);
  if (before !== undefined) query = query.where('at', '<', before);
  if (rating !== undefined) {
    const rated = db.selectFrom('feedback').select('answer_id').where('rating', '=', rating);
    query = query.where('id', 'in', rated);
  }
  return (await query.limit(Math.min(limit, LIST_ROWS)).execute()).map(answerOf);
}

function rowOf(entry: AnswerEntry, at: number): Row {
  const { id, channel, outcome, reason, mode, missing, clauses, ms } = entry;
  return {
    ...{ id, at, channel, outcome, reason, mode, owner: entry.owner.current },
    conversation_id: entry.conversationId,
    question: clean(entry.question),
    text: clean(entry.text),
    missing: JSON.stringify(missing),
    clauses: JSON.stringify(clauses),
    ms: Math.round(ms),
  };
}

function answerOf(row: Row): LoggedAnswer {
  const { id, at, channel, question, text, outcome, reason, mode, ms } = row;
  return {
    ...{ id, at, channel, question, text, outcome, reason, mode, ms },
    conversationId: row.conversation_id,
    missing: JSON.parse(row.missing) as string[],
    clauses: JSON.parse(row.clauses) as number[],
  };
}
