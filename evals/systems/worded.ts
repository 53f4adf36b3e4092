import type { Assistant } from '../../src/assistant.js';
import { createRespond } from '../../src/channels/respond.js';
import { createGenerator, readPrompts, type Generator } from '../../src/generator.js';
import { createChatModel, type ChatModelConfig } from '../../src/model/chat-model.js';
import { replyOf } from './offline.js';
import type { System } from './system.js';

/** The assistant of this process with a chat model, and what the model did. */
export type Worded = { readonly system: System; readonly generator: Generator };

/** @param root the folder that holds prompts/ */
export async function worded(
  name: string,
  root: string,
  assistant: Assistant,
  config: ChatModelConfig,
): Promise<Worded> {
  const generator = createGenerator({
    prompts: await readPrompts(root),
    assistant,
    chat: createChatModel(config),
  });
  const respond = createRespond(assistant, generator);
  const system: System = {
    name,
    textHash: assistant.textHash,
    ask: async (messages) => replyOf((await respond(messages, { client: 'evals' })).answer, messages, assistant), // prettier-ignore
  };
  return { system, generator };
}
