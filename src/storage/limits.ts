const DAY_MS = 24 * 60 * 60 * 1000;

/** Masked questions, answers, feedback and conversations: long enough to review last month's quality, no longer. */
export const KEEP_ANSWERS_MS = 30 * DAY_MS;
/** Network logs must be kept six months at least. */
export const KEEP_AUDIT_MS = 200 * DAY_MS;
/** Retries come within a minute and replays are refused after ten; two days cover replies sent later. */
export const KEEP_MESSAGES_MS = 2 * DAY_MS;
/** How long one pseudonym key is written with. */
export const KEY_EPOCH_MS = 90 * DAY_MS;
/** A clock that moves further than this between two purges is not believed at once. */
export const CLOCK_JUMP_MS = DAY_MS;

/** Turns kept of one conversation: a hundred questions, more than anyone reads back. */
export const TURNS = 200;
/** Conversations kept of one person. */
export const CONVERSATIONS = 50;
/** Bytes of JSON kept with a turn; an answer that quotes the longest clauses has about 20 kB. */
export const TURN_DATA_BYTES = 64 * 1024;
/** Longest comment, in code points, as long as a question may be. */
export const COMMENT_CODE_POINTS = 500;
/** Rows a list returns at most. */
export const LIST_ROWS = 500;

/** Log rows waiting at once: about 20 MB and, at 200 answers a second, most of a minute. */
export const QUEUE_ROWS = 10_000;
/** Rows written in one transaction: one fsync for many, and no transaction holds the lock for long. */
export const BATCH_ROWS = 200;
/** Log rows wait so long to be written together; a killed process loses at most this much of its logs. */
export const FLUSH_MS = 50;
/** After a failure nothing is tried for so long, so that answers do not wait in line for a database that is down. */
export const RETRY_MS = 1000;
/** No single operation may hold up an answer longer. */
export const OPERATION_MS = 500;
/** What was said is waited for longer: a turn kept in one replica's memory alone is unknown to the others. */
export const CONVERSATION_MS = 1500;
/** One slow operation is a busy disk; so many in a row, with none between that went well, are a database that hangs. */
export const SLOW_IN_A_ROW = 4;
/** What nobody waits for may take longer on a busy machine. */
export const BACKGROUND_MS = 10_000;
/** Rows deleted in one transaction: SQLite works on the event loop, and this many take a few milliseconds. */
export const PURGE_ROWS = 1000;
/** A locked database is tried again for so long, without blocking the event loop. */
export const BUSY_MS = 100;
/** Settings are read again so often: a switch works within a second everywhere. */
export const SETTINGS_MS = 500;
/** A message claimed by a process that died is given out again after this. */
export const CLAIM_MS = 30_000;
/** Soon after the start, for services that never run an hour, but not while it starts. */
export const PURGE_FIRST_MS = 60_000;
export const PURGE_EVERY_MS = 60 * 60 * 1000;
