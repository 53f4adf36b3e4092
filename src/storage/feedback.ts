import { clean } from './clean.js';
import type { Connection } from './connection.js';
import { COMMENT_CODE_POINTS, LIST_ROWS } from './limits.js';
import type { FeedbackBox } from './store.js';

/** @param isWaiting whether an answer is known but not yet written */
export function createFeedback(
  connection: Connection,
  isWaiting: (answerId: string) => boolean,
  now: () => number,
): FeedbackBox {
  return {
    add: ({ answerId, owner, rating, comment }) =>
      connection.write(async (db) => {
        const answer = db.selectFrom('answers').select('id').where('id', '=', answerId);
        if (!isWaiting(answerId) && (await answer.executeTakeFirst()) === undefined) return 'unknown_answer';
        const shown = comment === null ? null : [...clean(comment)].slice(0, COMMENT_CODE_POINTS).join('');
        const row = { answer_id: answerId, owner: owner.current, rating, comment: shown, at: now() };
        await db
          .insertInto('feedback')
          .values(row)
          .onConflict((on) => on.columns(['answer_id', 'owner']).doUpdateSet(row))
          .execute();
        return 'stored';
      }),

    list: (limit = LIST_ROWS) =>
      connection.read(async (db) => {
        const rows = await db
          .selectFrom('feedback')
          .leftJoin('answers', 'answers.id', 'feedback.answer_id')
          .select([
            'feedback.answer_id',
            'feedback.rating',
            'feedback.comment',
            'feedback.at',
            'answers.question',
          ])
          .orderBy('feedback.at', 'desc')
          .limit(Math.min(limit, LIST_ROWS))
          .execute();
        return rows.map(({ answer_id: answerId, ...row }) => ({ answerId, ...row }));
      }),
  };
}
