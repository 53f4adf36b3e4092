/** One thing the doctor looked at. A remedy says what to do, in the operator's terms. */
export type Check = {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail' | 'skip';
  readonly detail: string;
  readonly remedy?: string;
};

export const ok = (name: string, detail: string): Check => ({ name, status: 'ok', detail });
export const skip = (name: string, detail: string): Check => ({ name, status: 'skip', detail });
export const warn = (name: string, detail: string, remedy: string): Check => ({
  ...{ name, status: 'warn', detail, remedy },
});
export const fail = (name: string, detail: string, remedy: string): Check => ({
  ...{ name, status: 'fail', detail, remedy },
});

const MARKS = { ok: '✓', warn: '!', fail: '✗', skip: '-' };

/** The report for a terminal. */
export function formatChecks(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ name, status, detail, remedy }) => [
    `${MARKS[status]} ${name}: ${detail}`,
    ...(remedy === undefined ? [] : [`    → ${remedy}`]),
  ]);
  const failed = checks.filter(({ status }) => status === 'fail').length;
  return `${lines.join('\n')}\n${failed === 0 ? 'Nothing failed.' : `${failed} failed.`}\n`;
}
