import { PolicyError } from './errors.js';
import type { Draft, DraftSection, Style } from './gather-clauses.js';
import type { Clause, Policy, PolicyMetadata, Section, Sentence } from './policy.js';
import { toSentences } from './sentences.js';

// A clause without a title goes by its first words.
const LONGEST_TITLE = 32;
const LONGEST_NAME = 24;

/**
 * Writes the canonical text, one paragraph a line, with every clause's place in it.
 * @throws PolicyError for a clause that has nothing after its title, unless clauses may go without one.
 */
export function layOut(
  front: readonly string[],
  sections: readonly DraftSection[],
  drafts: readonly Draft[],
  metadata: PolicyMetadata,
  file: string,
  style: Style,
): Policy {
  let text = front.join('\n');
  const frontMatter = frontMatterOf(metadata, text);
  const clauses: Clause[] = [];
  for (const draft of drafts) {
    const section = sections.find((one) => one.number === draft.section);
    if (section?.clauses[0] === draft.number) text += `\n${section.title}`;
    const body = draft.paragraphs.join('\n');
    const { title, sentences } = style.mayBeUntitled ? tolerant(body) : strict(body, draft, file);
    text += '\n';
    clauses.push({
      number: draft.number,
      title,
      section: draft.section,
      sectionTitle: section?.title ?? '',
      text: body,
      offset: text.length,
      sentences,
    });
    text += body;
  }
  const outline: Section[] = sections.map(({ number, title, clauses: numbers }) => ({
    number,
    title,
    clauses: numbers,
  }));
  return { ...metadata, sections: outline, frontMatter, clauses, text };
}

/** The front matter as clause 0. */
export function frontMatterOf({ title }: Pick<PolicyMetadata, 'title'>, text: string): Clause {
  return { number: 0, title, section: 0, sectionTitle: '', text, offset: 0, sentences: toSentences(text, false) }; // prettier-ignore
}

type Titled = { readonly title: string; readonly sentences: readonly Sentence[] };

function strict(body: string, draft: Draft, file: string): Titled {
  const sentences = toSentences(body, true);
  const first = sentences[0];
  if (first === undefined || sentences.length < 2) {
    throw new PolicyError(
      { file, line: draft.line },
      `第${draft.number}条 has no text after its title`,
      'Give it at least one sentence.',
    );
  }
  return { title: first.text.replace(/[。\s]$/u, ''), sentences };
}

/** The first sentence is the title when it is short, has no inner comma and something follows it; else there is none. */
function tolerant(body: string): Titled {
  const sentences = toSentences(body, true);
  const first = sentences[0]?.text.replace(/[。\s]$/u, '') ?? '';
  const isTitled = sentences.length > 1 && first.length <= LONGEST_TITLE && !/[，,；;：:]/u.test(first);
  if (isTitled) return { title: first, sentences };
  const name = (body.split(/[，,；;：:。\n]/u)[0] ?? '').slice(0, LONGEST_NAME);
  return { title: name, sentences: toSentences(body, false) };
}
