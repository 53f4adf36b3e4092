import { readShelf, takeOffShelf, versionsOf, withShelfLocked } from './shelf.js';

const LIBRARY_USAGE = 'Usage: npm run library -- list | show ID | remove ID';

/** npm run library. @throws Error when the words are none of the commands or the policy is not there */
export async function libraryCommand(
  words: readonly string[],
  directory: string,
  print: (text: string) => void,
): Promise<void> {
  const [command, id = ''] = words;
  if (command === 'list') return list(directory, print);
  if (id === '' || (command !== 'show' && command !== 'remove')) throw new Error(LIBRARY_USAGE);
  if (command === 'show') return show(directory, id, print);
  const isGone = await withShelfLocked(directory, async () => takeOffShelf(directory, id));
  if (!isGone) throw new Error(`There is no policy ${id}. See npm run library -- list.`);
  print(`${id} removed with all its versions.`);
}

function list(directory: string, print: (text: string) => void): void {
  const { policies, doubts } = readShelf(directory);
  const superseded = new Map(policies.flatMap(({ id, supersedes }) => (supersedes === null ? [] : [[supersedes, id]]))); // prettier-ignore
  for (const { id, version, title, documentNumber, issuedOn, clauses } of policies) {
    const by = superseded.get(id);
    const note = by === undefined ? '' : ` (superseded by ${by})`;
    print(`${id}\tv${version}\t${documentNumber}\t${issuedOn}\t${clauses.length} clauses\t${title}${note}`);
  }
  for (const doubt of doubts) print(doubt);
  print(
    `${policies.length} policies, ${policies.reduce((sum, { clauses }) => sum + clauses.length, 0)} clauses`,
  );
}

function show(directory: string, id: string, print: (text: string) => void): void {
  const policy = readShelf(directory).policies.find((one) => one.id === id);
  if (policy === undefined) throw new Error(`There is no policy ${id}. See npm run library -- list.`);
  const { title, documentNumber, issuer, issuedOn, version, ingestedAt, source, textHash, supersedes } = policy; // prettier-ignore
  print(`${title}\n${documentNumber} · ${issuer} · ${issuedOn}`);
  print(`version ${version} of ${versionsOf(directory, id).length}, taken in ${ingestedAt} from ${source.name} (SHA-256 ${source.sha256})`); // prettier-ignore
  print(`text SHA-256 ${textHash}${supersedes === null ? '' : `, supersedes ${supersedes}`}`);
  for (const { number, title: name, start, end } of policy.clauses) print(`  ${number} ${name || policy.text.slice(start, Math.min(end, start + 30))}`); // prettier-ignore
}
