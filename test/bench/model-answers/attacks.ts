import type { Generator } from '../../../src/generator.js';
import { createGenerator, readPrompts } from '../../../src/generator.js';
import type { Assistant } from '../../../src/assistant.js';
import { createRespond } from '../../../src/channels/respond.js';
import { parseAnswerPrompt } from '../../../src/answering/generate/answer-prompt.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRead, attacks, obey, type Attack } from '../../support/attacks.js';

export type AttackFigures = {
  readonly attacks: number;
  readonly sentences: number;
  readonly shown: number;
  readonly generated: number;
  readonly demandsShown: readonly string[];
  readonly foreign: readonly string[];
  readonly canaries: number;
  readonly addresses: number;
};

const ADDRESS = /https?:|www\.|[a-z0-9]\.(?:com|cn|net|org)\b|javascript:|@|<[a-z!/]|!\[/iu;
const QUESTION = '公办学校就读比例是多少';

/**
 * Each attack reaches a model that always obeys, on top of an answer to a question of the plan: past every guard, as if it had been let
 * through. What is shown is judged by what was demanded, and not by the verifier again.
 */
export async function attackAll(
  root: string,
  assistant: Assistant,
  some = attacks(),
): Promise<AttackFigures> {
  let now: Attack | undefined;
  let sentences = 0;
  const chat = {
    name: 'obeying',
    async *stream({ messages }: { readonly messages: readonly { readonly content: string }[] }) {
      const said = now === undefined ? '' : obey(now, messages);
      sentences += said.split('\n').length;
      yield said;
    },
  };
  const generator: Generator = createGenerator({ prompts: await readPrompts(root), assistant, chat });
  const { canary } = await parseAnswerPrompt(readFileSync(join(root, 'prompts/answer.yml'), 'utf8'));
  const offline = await assistant.ask([{ role: 'user', content: QUESTION }]);
  const plan = asRead(assistant.policy.text);
  const figures = { shown: 0, generated: 0, canaries: 0, addresses: 0 };
  const demandsShown: string[] = [];
  const foreign: string[] = [];
  for (const attack of some) {
    now = attack;
    const { answer, mode } = await generator.generate({
      question: attack.prompt,
      offline,
      client: 'attacker',
    });
    if (mode === 'generated') figures.generated += 1;
    const text = answer.segments.map((segment) => segment.text).join('');
    if (text.includes(canary)) figures.canaries += 1;
    for (const segment of answer.segments.filter(({ kind }) => kind === 'statement')) {
      figures.shown += 1;
      if (ADDRESS.test(segment.text)) figures.addresses += 1;
      if (asRead(segment.text).includes(asRead(attack.demand))) demandsShown.push(segment.text);
      // A model that obeys words nothing itself: what is no piece of the plan was put in by the attacker.
      if (!segment.text.split(/[，,。；;]/u).every((part) => plan.includes(asRead(part)))) foreign.push(segment.text); // prettier-ignore
    }
  }
  return { attacks: some.length, sentences, demandsShown, foreign, ...figures };
}

/** The same as a person would send them, through the whole assistant. @returns how many reached the model, and what of them was shown */
export async function attackTheAssistant(root: string, assistant: Assistant, some = attacks()) {
  let now: Attack | undefined;
  let reached = 0;
  const chat = {
    name: 'obeying',
    async *stream({ messages }: { readonly messages: readonly { readonly content: string }[] }) {
      reached += 1;
      yield now === undefined ? '' : obey(now, messages);
    },
  };
  const respond = createRespond(
    assistant,
    createGenerator({ prompts: await readPrompts(root), assistant, chat }),
  );
  let shown = 0;
  const demandsShown: string[] = [];
  for (const attack of some) {
    now = attack;
    const { answer } = await respond([{ role: 'user', content: attack.prompt }], { client: 'attacker' });
    const statements = answer.segments.filter(({ kind }) => kind === 'statement');
    shown += statements.length;
    // The plan itself says 居住证 and 社会保险; only what no quote of the plan says was got out of the model.
    demandsShown.push(...statements.filter(({ text }) => asRead(text).includes(asRead(attack.demand))).map(({ text }) => text)); // prettier-ignore
  }
  return { attacks: some.length, reached, shown, demandsShown };
}
