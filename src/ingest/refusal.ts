/** A document that is not taken in: what is wrong with it and what to do. The file's name is added by who read it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${problem}. ${remedy}`);
  }
}
