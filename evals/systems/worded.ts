import type { Assistant } from '../../src/assistant.js';
import { createRespond, type Respond } from '../../src/channels/respond.js';
import { createGenerator, readPrompts, type Generator } from '../../src/generator.js';
import { createChatModel, type ChatModelConfig } from '../../src/model/chat-model.js';
import { replyOf } from './offline.js';
import type { System } from './system.js';

/** The assistant of this process with a chat model, and what the model did. */
export type Worded = { readonly system: System; readonly generator: Generator };

/** The same without a model: what people get, so that a comparison shows what the model does and nothing else. */
export function unworded(assistant: Assistant): System {
  return systemOf('offline', assistant, createRespond(assistant, undefined));
}

/** @param root the folder that holds prompts/ */
export async function worded(
  name: string,
  root: string,
  assistant: Assistant,
  config: ChatModelConfig,
  rewordings: number,
): Promise<Worded> {
  const generator = createGenerator({
    prompts: await readPrompts(root),
    assistant,
    chat: createChatModel(config),
    rewordings,
  });
  return { system: systemOf(name, assistant, createRespond(assistant, generator)), generator };
}

function systemOf(name: string, assistant: Assistant, respond: Respond): System {
  return {
    ...{ name, textHash: assistant.textHash },
    ask: async (messages) => replyOf((await respond(messages, { client: 'evals' })).answer, messages, assistant), // prettier-ignore
  };
}
