// Run as a program: tries the proofs it is told the names of, one after another, and sends back what came of each.
import { PROOFS } from './proofs.js';
import { Prover, type Run } from './prove.js';

const run = JSON.parse(process.argv[2] ?? '') as Run;
const prover = new Prover(run);
process.on('message', async (name: string) => {
  const proof = PROOFS.find((one) => one.name === name);
  if (proof === undefined) throw new Error(`there is no proof ${name}`);
  process.send?.(await prover.try(proof));
});
process.once('disconnect', () => {
  prover.close();
  process.exit(0);
});
