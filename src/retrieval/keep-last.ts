/**
 * Remembers the last few results of a pure function by their keys: answering one question asks for the same thing several times,
 * and the next question for something else.
 */
export function keepLast<T>(size: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    const [oldest] = kept.size < size ? [] : kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  };
}
