import type { CallToolResult, McpServer, ToolAnnotations } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Assistant } from '../../assistant.js';
import { clauseOf } from '../../domain/policy.js';
import { HISTORY_MESSAGES } from '../api/limits.js';
import { citedText } from '../cited-text.js';
import {
  answerOutput,
  clauseOutput,
  questionText,
  searchOutput,
  targetKind,
  targetsOutput,
} from './schemas.js';
import { sourceOf } from './source.js';
import type { Call } from './server.js';

// More than the clauses of any one plan: a longer list would be the whole text again.
const MOST_RESULTS = 50;

/** Nothing is changed, the same call gives the same result, and nothing outside this service is asked. */
const READING: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** The four tools. Each gives its result as data, and as text for models that read nothing else. */
export function registerTools(server: McpServer, assistant: Assistant, call: Call): void {
  const { policy, targets } = assistant;

  server.registerTool(
    'ask_policy',
    {
      title: '问方案',
      description:
        'Answer a question about the plan, in Chinese. Verbatim quotes with their clause and fixed wording come back; where a model is set up also its sentences, each verified against its citations, and the text then begins with 【AI生成】. `label` says which: pass it on. When the plan is silent it says so (outcome partial or refused): do not fill the gap. Pass earlier turns as history for a follow-up.',
      inputSchema: z.object({
        question: questionText.describe('The question, in the words of the person who asks'),
        history: z
          .array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() }))
          .max(HISTORY_MESSAGES - 1)
          .optional()
          .describe('What was said before, oldest first'),
      }),
      outputSchema: answerOutput,
      annotations: READING,
    },
    ({ question, history = [] }) =>
      call.guard(async () => {
        const answer = await call.ask([...history, { role: 'user', content: question }]);
        return result(citedText(answer.segments), answer);
      }),
  );

  server.registerTool(
    'search_clauses',
    {
      title: '检索条文',
      description:
        'Rank clauses and their sentences for a query. For reading around; to answer a person, use ask_policy.',
      inputSchema: z.object({
        query: questionText,
        limit: z.int().min(1).max(MOST_RESULTS).default(5),
      }),
      outputSchema: searchOutput,
      annotations: READING,
    },
    ({ query, limit }) =>
      call.guard(() => {
        const found = searchOutput.parse({ results: assistant.search(query, limit) });
        const lines = found.results.map(
          ({ clause, title, sentences }) => `第${clause}条「${title}」：${sentences[0]?.text ?? ''}`,
        );
        return result(lines.join('\n'), found);
      }),
  );

  server.registerTool(
    'get_clause',
    {
      title: '取条文原文',
      description: `The text of one clause, 1 to ${policy.clauses.length}; 0 is the front matter (title, number, issuer, date).`,
      inputSchema: z.object({ number: z.int().describe('The clause’s number') }),
      outputSchema: clauseOutput,
      annotations: READING,
    },
    ({ number }) =>
      call.guard(() => {
        const clause = clauseOf(policy, number);
        if (clause === undefined)
          return failure(`There is no clause ${number}. They are numbered 0 to ${policy.clauses.length}.`);
        return result(`${clause.text}\n${sourceOf(policy, number)}`, clauseOutput.parse(clause));
      }),
  );

  server.registerTool(
    'list_targets',
    {
      title: '列出指标',
      description:
        'Every number and date the plan commits to, complete and in text order; a clause or a kind narrows it down.',
      inputSchema: z.object({ clause: z.int().min(0).optional(), kind: targetKind.optional() }),
      outputSchema: targetsOutput,
      annotations: READING,
    },
    ({ clause, kind }) =>
      call.guard(() => {
        const wanted = targets
          .filter((target) => clause === undefined || target.clause === clause)
          .filter((target) => kind === undefined || target.kind === kind);
        const lines = wanted.map(({ clause: number, quote }) => `第${number}条：${quote}`);
        return result(lines.join('\n'), targetsOutput.parse({ targets: wanted }));
      }),
  );
}

function result(text: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent };
}

/** What went wrong, for the agent to read and correct. */
export function failure(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
