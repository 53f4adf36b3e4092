/** Longer than any real question in the corpus; beyond it a text is a document, not a question. */
export const QUESTION_CODE_POINTS = 300;
/** One question in JSON with room for escapes. */
export const BODY_BYTES = 8 * 1024;
/** Twenty turns of questions and answers. */
export const BODY_BYTES_WITH_HISTORY = 64 * 1024;
/** More turns than a person has in one sitting; older ones no longer help. */
export const HISTORY_MESSAGES = 60;
/** Conversations remembered in memory while the database is down: about ten megabytes at worst. */
export const CONVERSATIONS = 1000;
/** Messages of a conversation that a question may lean on. */
export const REMEMBERED_MESSAGES = 10;
/** What the database did not take is offered again so often: longer than the second for which nothing is tried after a failure. */
export const REWRITE_MS = 1500;
