import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { clauseOf, type Policy } from '../../domain/policy.js';

const TEXT = 'text/plain; charset=utf-8';

/** The plan's text to read: whole at suwen://policy, and clause by clause. */
export function registerResources(server: McpServer, policy: Policy): void {
  const { title, documentNumber, frontMatter, clauses, text } = policy;
  const whole = { title, description: documentNumber, mimeType: TEXT };
  server.registerResource('policy', 'suwen://policy', whole, ({ href: uri }) => ({
    contents: [{ uri, mimeType: TEXT, text }],
  }));
  const listed = [frontMatter, ...clauses].map(({ number, title: name }) => ({
    ...{ name: `clause-${number}`, uri: `suwen://clauses/${number}`, mimeType: TEXT },
    title: number === 0 ? name : `第${number}条 ${name}`,
  }));
  const template = new ResourceTemplate('suwen://clauses/{number}', { list: () => ({ resources: listed }) });
  const described = { title: '条文', description: 'One clause; 0 is the front matter', mimeType: TEXT };
  server.registerResource('clause', template, described, ({ href: uri }, { number }) => {
    const clause = /^\d{1,4}$/u.test(String(number)) ? clauseOf(policy, Number(number)) : undefined;
    if (clause === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no such clause. They are numbered 0 to ${clauses.length}.`,
      );
    return { contents: [{ uri, mimeType: TEXT, text: clause.text }] };
  });
}
