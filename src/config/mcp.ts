import { z } from 'zod';

/** host, host:port or an address: only the name is wanted, as it stands in the Host header. */
function isHostName(name: string): boolean {
  const isPlain = /^[\w.-]+$|^\[[\da-f:]+\]$/u.test(name);
  return isPlain && URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name;
}

/** The settings of /mcp. */
export const mcpSettings = {
  MCP_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((name) => name !== ''))
    .refine(
      (names) => names.every(isHostName),
      'must be names such as suwen.example.gov.cn, without scheme and port, separated by commas',
    )
    .describe(
      'Names by which /mcp is reached, besides localhost and that of PUBLIC_URL, separated by commas',
    ),
};

/** All of them. */
export function mcpHosts(config: {
  readonly MCP_HOSTS: readonly string[];
  readonly PUBLIC_URL?: string | undefined;
}): readonly string[] {
  const { MCP_HOSTS, PUBLIC_URL } = config;
  return PUBLIC_URL === undefined ? MCP_HOSTS : [...MCP_HOSTS, new URL(PUBLIC_URL).hostname];
}
