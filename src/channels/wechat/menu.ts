import type { AuthorizedApi } from './authorized-api.js';
import type { Wording } from './wording.js';

type MenuItem =
  | { readonly type: 'click'; readonly name: string; readonly key: string }
  | { readonly type: 'view'; readonly name: string; readonly url: string };

/** The body of menu/create. Pages are left out when it is not known where they are. */
export type MenuBody = {
  readonly button: readonly { readonly name: string; readonly sub_button: readonly MenuItem[] }[];
};

export function menuBody({ menu }: Pick<Wording, 'menu'>, publicUrl: string | undefined): MenuBody {
  return {
    button: menu.map(({ name, items }) => ({
      name,
      sub_button: items.flatMap((item): MenuItem[] => {
        if ('key' in item) return [{ type: 'click', name: item.name, key: item.key }];
        return publicUrl === undefined ? [] : [{ type: 'view', name: item.name, url: publicUrl + item.page }];
      }),
    })),
  };
}

/** `npm run wechat -- menu push|show`: sets the account's menu, or shows the one it has. @throws Error for operators */
export async function menuCommand(
  action: string | undefined,
  api: AuthorizedApi | undefined,
  body: MenuBody,
): Promise<string> {
  if (action !== 'push' && action !== 'show') throw new Error('Say what to do with the menu: push or show.');
  if (api === undefined) throw new Error('The menu needs WECHAT_OA_APPID and WECHAT_OA_SECRET. Set them.');
  if (action === 'show') return JSON.stringify(await api.get('/cgi-bin/menu/get'), null, 2);
  await api.post('/cgi-bin/menu/create', body);
  const names = body.button.map(({ name, sub_button }) => `${name}: ${sub_button.map((item) => item.name).join('、')}`); // prettier-ignore
  return `The menu is set; clients show it within five minutes.\n${names.join('\n')}`;
}
