import { parseArgs } from 'node:util';
import type { Assistant } from '../../assistant.js';
import type { Config } from '../../config.js';
import { authorizedApiOf } from './channel.js';
import { menuBody, menuCommand } from './menu.js';
import { describeError, readWording } from './serve.js';
import { simulate } from './simulator/simulate.js';

export type CliContext = {
  readonly root: string;
  readonly config: Config;
  readonly openAssistant: () => Promise<Assistant>;
  readonly print: (text: string) => void;
};

const USAGE = `Usage: npm run wechat -- menu push|show
       npm run wechat -- simulate [https://…/wechat/official-account] [--port 8790] [--slow SECONDS] [--verified]
Without an address the simulator starts a webhook of its own. --slow pretends a model that takes so long, --verified an
account that may push.`;

/** `npm run wechat`. @returns what stops it, when it goes on @throws Error for the operator */
export async function wechatCommand(
  words: readonly string[],
  context: CliContext,
): Promise<(() => void) | undefined> {
  const [command, ...rest] = words;
  const { root, config, openAssistant, print } = context;
  const wording = readWording(root);
  if (command === 'menu') {
    print(await menuCommand(rest[0], authorizedApiOf(config), menuBody(wording, config.PUBLIC_URL)));
    return undefined;
  }
  if (command !== 'simulate') throw new Error(USAGE);
  const { values, positionals } = parseArgs({
    args: [...rest],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8790' },
      slow: { type: 'string' },
      verified: { type: 'boolean' },
    },
  });
  const simulator = await simulate({
    ...{ config, wording, assistant: await openAssistant(), url: positionals[0], port: Number(values.port) },
    modelSeconds: values.slow === undefined ? undefined : Number(values.slow),
    isVerified: values.verified === true,
    onError: (error) => print(`failed: ${describeError(error).error}`),
  });
  print(`Open ${simulator.url}\nIt speaks to ${simulator.target}. Ctrl+C ends it.`);
  return simulator.stop;
}
