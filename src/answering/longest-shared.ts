/**
 * The longest run of characters of one text that stands in another; '' when there is none.
 * @param counts whether a run may be taken
 */
export function longestShared(
  one: string,
  other: string,
  counts: (run: string) => boolean = () => true,
): string {
  for (let size = one.length; size > 0; size -= 1) {
    for (let i = 0; i + size <= one.length; i += 1) {
      const run = one.slice(i, i + size);
      if (other.includes(run) && counts(run)) return run;
    }
  }
  return '';
}
