/** Writes a line for whoever called; results go to stdout, what went wrong to stderr. */
export function say(text: string, stream: NodeJS.WriteStream = process.stdout): void {
  stream.write(`${text}\n`);
}
