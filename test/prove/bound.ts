const LEVEL = 0.05;
const STEPS = 60;

/** The failure rate above which so few failures in `n` would be seen less than 5 times in 100 (Clopper and Pearson, one-sided). */
export function upperBound(failures: number, n: number): number {
  if (n === 0 || failures >= n) return 1;
  if (failures === 0) return 1 - LEVEL ** (1 / n);
  let low = failures / n;
  let high = 1;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(failures, n, middle) > LEVEL) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of at most `k` failures in `n` at a failure rate of `p`; summed in logarithms, for n is large. */
function atMost(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}
