import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type { Assistant } from '../../assistant.js';
import type { Message } from '../../conversation/message.js';
import type { AnswerObject } from '../api/answer-object.js';
import { registerResources } from './resources.js';
import { registerTools } from './tools.js';

/** What belongs to one request, and is given to the server that lives as long as it. */
export type Call = {
  readonly ask: (messages: readonly Message[]) => Promise<AnswerObject>;
  /** Runs a tool; what it throws becomes a result that is safe to show. */
  readonly guard: (run: () => CallToolResult | Promise<CallToolResult>) => Promise<CallToolResult>;
};

/** A server for one request: nothing of it outlives the request, so nothing can leak into another. */
export function createServer(assistant: Assistant, call: Call): McpServer {
  const { title, documentNumber, clauses } = assistant.policy;
  const instructions = `This server knows one document: 《${title}》（${documentNumber}）, ${clauses.length} clauses. ask_policy answers questions with verbatim quotes; pass quotes and clause numbers on unchanged. 支持, 鼓励, 推动 and 探索 promise nobody anything. What the document does not say is not to be guessed.`; // prettier-ignore
  const server = new McpServer({ name: 'suwen', title: '苏问', version: '0.1.0' }, { instructions });
  registerTools(server, assistant, call);
  registerResources(server, assistant.policy);
  return server;
}
