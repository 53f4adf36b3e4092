/** The widget's own look. It is set in the shadow root, where the site's styles do not reach. */
export const WIDGET_STYLE = `
:host { all: initial; position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; color-scheme: light dark;
  --sheet: #fff; --ink: #1b1f24; --soft: #555b64; --line: #d8d4c9; --accent: #1f4b7a; --on: #fff; --tint: #e9eff6;
  font: 16px/1.7 -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :host { --sheet: #1d2127; --ink: #ece9e2; --soft: #b0b6bf; --line: #3b424c;
  --accent: #9fc6ef; --on: #0f1d2b; --tint: #233143; } }
[hidden] { display: none !important; }
button { min-height: 44px; padding: 0 18px; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent);
  color: var(--on); font: inherit; font-weight: 600; cursor: pointer; }
.toggle { border-radius: 24px; box-shadow: 0 2px 10px rgba(0, 0, 0, .25); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.panel { display: flex; flex-direction: column; box-sizing: border-box; width: min(380px, calc(100vw - 32px));
  max-height: min(600px, calc(100vh - 32px)); padding: 12px 16px; border: 1px solid var(--line); border-top: 4px solid var(--accent);
  border-radius: 10px; background: var(--sheet); color: var(--ink); box-shadow: 0 4px 24px rgba(0, 0, 0, .25); overflow: auto; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 8px; }
.close { background: transparent; color: var(--accent); border-color: var(--line); font-weight: 400; padding: 0 12px; flex: none; }
label { display: block; font-weight: 600; margin-top: 8px; }
textarea { box-sizing: border-box; width: 100%; padding: 8px; border: 1px solid var(--soft); border-radius: 8px;
  background: var(--sheet); color: var(--ink); font: inherit; resize: vertical; }
.send { margin-top: 8px; }
.asked { margin: 10px 0 6px; padding: 6px 10px; border-radius: 8px; background: var(--tint); font-weight: 600; }
p { margin: 6px 0; overflow-wrap: anywhere; }
p.stated { margin: 4px 0 8px; padding-left: 10px; border-left: 3px dashed var(--soft); }
blockquote { margin: 4px 0 8px; padding-left: 10px; border-left: 3px solid var(--accent); overflow-wrap: anywhere; }
a { color: var(--accent); }
.foot { color: var(--soft); font-size: 14px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
