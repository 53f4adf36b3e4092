import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { mcpHosts } from '../../src/config/mcp.js';

test('the names of MCP_HOSTS and of PUBLIC_URL are those of /mcp', () => {
  const given = { MCP_HOSTS: 'a.example.gov.cn,[fd00::1]', PUBLIC_URL: 'https://suwen.example.gov.cn/x' };
  expect(mcpHosts(readConfig(given))).toEqual(['a.example.gov.cn', '[fd00::1]', 'suwen.example.gov.cn']);
  expect(mcpHosts(readConfig({}))).toEqual([]);
});

test.each(['https://a.example', 'a.example:8080', 'a.example, b.example', '*', 'a/b'])(
  '%s is no name',
  (name) => {
    expect(() => readConfig({ MCP_HOSTS: name })).toThrow(/MCP_HOSTS: must be names/u);
  },
);
