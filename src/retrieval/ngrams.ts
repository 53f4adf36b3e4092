/** All n-grams of the sizes from `min` to `max`, in text order and with repetitions. Counts UTF-16 units: the text is folded. */
export function ngrams(text: string, min: number, max: number): string[] {
  const grams: string[] = [];
  for (let n = min; n <= max; n += 1) {
    for (let i = 0; i + n <= text.length; i += 1) grams.push(text.slice(i, i + n));
  }
  return grams;
}
