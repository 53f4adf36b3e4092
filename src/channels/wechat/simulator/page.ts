/** The page of the simulator: a phone, and beside it what WeChat's server did. No third party, no framework. */
export const PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信模拟器 · 苏问</title><link rel="stylesheet" href="/page.css">
</head>
<body>
<main>
<section class="phone" aria-label="手机">
<header><h1>苏问</h1><p id="typing" role="status"></p></header>
<ol id="chat" aria-live="polite"></ol>
<nav id="menu" aria-label="公众号菜单"></nav>
<form id="form"><label for="text" class="hidden">消息</label><input id="text" autocomplete="off" maxlength="600" placeholder="发消息"><button>发送</button></form>
</section>
<aside><h2>微信服务器</h2><p id="target"></p><ol id="log"></ol>
<p><button data-event="subscribe">关注</button> <button data-event="unsubscribe">取消关注</button> <button data-type="voice">发语音</button></p></aside>
</main>
<script src="/page.js"></script>
</body></html>`;

export const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; background: #d9dde2; color: #191919; }
main { display: flex; gap: 24px; justify-content: center; padding: 16px; flex-wrap: wrap; }
.phone { width: 390px; height: min(844px, calc(100vh - 32px)); display: flex; flex-direction: column; background: #ededed; border: 8px solid #111; border-radius: 32px; overflow: hidden; }
header { text-align: center; background: #ededed; border-bottom: 1px solid #d5d5d5; padding: 8px; }
h1 { font-size: 17px; margin: 0; } #typing { margin: 0; font-size: 12px; min-height: 18px; color: #555; }
#chat { flex: 1; overflow-y: auto; list-style: none; margin: 0; padding: 12px; }
#chat li { display: flex; margin: 0 0 12px; }
#chat li.person { justify-content: flex-end; }
#chat li.wechat { justify-content: center; font-size: 12px; color: #555; text-align: center; }
#chat .bubble { max-width: 84%; padding: 8px 12px; border-radius: 6px; background: #fff; white-space: pre-wrap; overflow-wrap: anywhere; }
#chat .person .bubble { background: #95ec69; }
#chat a { color: #22578a; text-decoration: none; } #chat a:focus-visible { outline: 2px solid #22578a; }
#menu { display: flex; background: #f7f7f7; border-top: 1px solid #d5d5d5; }
#menu details { flex: 1; position: relative; text-align: center; } #menu summary { list-style: none; padding: 10px 0; cursor: pointer; }
#menu details div { position: absolute; bottom: 100%; left: 4px; right: 4px; background: #fff; border: 1px solid #d5d5d5; border-radius: 6px; }
#menu button { display: block; width: 100%; border: 0; background: none; font: inherit; padding: 8px 4px; cursor: pointer; }
form { display: flex; gap: 8px; padding: 8px; background: #f7f7f7; }
input { flex: 1; font: inherit; padding: 8px; border: 1px solid #ccc; border-radius: 6px; min-width: 0; }
form button { font: inherit; padding: 8px 16px; border: 0; border-radius: 6px; background: #087f45; color: #fff; }
aside { width: 420px; font-size: 13px; } aside ol { padding-left: 20px; font-family: ui-monospace, monospace; }
.hidden { position: absolute; left: -9999px; }
`;

export const SCRIPT = `
const $ = (id) => document.getElementById(id);
const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const LINK = /<a href="([^"]*)">([^<]*)<\\/a>/g;
// As WeChat shows a text: links are links, all else is text.
function fill(node, text) {
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    node.append(text.slice(at, found.index));
    const link = document.createElement('a');
    link.textContent = found[2];
    const words = /^weixin:\\/\\/bizmsgmenu\\?msgmenucontent=(.*)&msgmenuid=(.*)$/.exec(found[1]);
    link.href = words ? '#' : found[1];
    if (words) link.addEventListener('click', (event) => { event.preventDefault(); post('/send', { text: decodeURIComponent(words[1]), menuId: words[2] }); });
    else { link.target = '_blank'; link.rel = 'noreferrer'; }
    node.append(link);
    at = found.index + found[0].length;
  }
  node.append(text.slice(at));
}
function show(entry) {
  const item = document.createElement('li');
  item.className = entry.from;
  const bubble = document.createElement('div');
  bubble.className = entry.from === 'wechat' ? '' : 'bubble';
  fill(bubble, entry.text);
  item.append(bubble);
  $('chat').append(item);
  $('chat').scrollTop = $('chat').scrollHeight;
  const line = document.createElement('li');
  const bytes = new TextEncoder().encode(entry.text).length;
  const how = entry.by === 'push' ? '客服消息' : entry.by === 'reply' ? '被动回复 ' + entry.ms + ' ms' : entry.from === 'person' ? '用户消息' : '微信';
  line.textContent = new Date(entry.at).toLocaleTimeString('zh-CN') + ' ' + how + '，' + bytes + ' 字节';
  $('log').append(line);
}
let next = 0;
async function poll() {
  try {
    const state = await (await fetch('/state?from=' + next)).json();
    for (const entry of state.entries) { show(entry); next = entry.number + 1; }
    $('typing').textContent = state.isTyping ? '对方正在输入…' : '';
  } catch { $('typing').textContent = '模拟器已停止'; }
  setTimeout(poll, 300);
}
async function start() {
  const { menu, target } = await (await fetch('/setup')).json();
  $('target').textContent = target;
  for (const button of menu) {
    const group = document.createElement('details'), name = document.createElement('summary'), list = document.createElement('div');
    name.textContent = button.name;
    for (const item of button.sub_button) {
      const each = document.createElement('button');
      each.textContent = item.name;
      each.addEventListener('click', () => { group.open = false; post('/event', { event: item.type === 'click' ? 'CLICK' : 'VIEW', key: item.key || item.url, shown: '点击菜单：' + item.name }); });
      list.append(each);
    }
    group.append(name, list);
    $('menu').append(group);
  }
  $('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = $('text').value.trim();
    if (text) post('/send', { text });
    $('text').value = '';
  });
  for (const each of document.querySelectorAll('[data-event]')) each.addEventListener('click', () => post('/event', { event: each.dataset.event, key: '', shown: each.textContent }));
  document.querySelector('[data-type=voice]').addEventListener('click', () => post('/voice', {}));
  poll();
}
start();
`;
