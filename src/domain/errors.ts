/** A document that cannot be trusted as read. The message names the file, the line, what is wrong and what to do. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly file: string;
  /** 1-based line of the published file, or 0 when the whole file is meant. */
  readonly line: number;

  constructor(at: { readonly file: string; readonly line: number }, problem: string, remedy: string) {
    super(`${at.file}${at.line > 0 ? `:${at.line}` : ''}: ${problem}. ${remedy}`);
    this.file = at.file;
    this.line = at.line;
  }
}
