/** What is said of a question, as one string: two questions with different ones contradict each other. */
export function questionLabel({
  clause,
  covered,
}: {
  readonly clause: number;
  readonly covered?: boolean | undefined;
}): string {
  return `clause ${clause}, ${covered === false ? 'not covered' : 'covered'}`;
}

export function negativeLabel({ kind }: { readonly kind: string }): string {
  return `not in the policy: ${kind}`;
}
