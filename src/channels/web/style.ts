/** The one stylesheet: system fonts, no third party, readable on a phone. */
export const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.75 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; }
nav a { margin-right: 1rem; }
label { display: block; font-weight: 600; }
textarea { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
button { font: inherit; padding: .4rem 1.4rem; margin-top: .5rem; }
.answer p { white-space: pre-wrap; overflow-wrap: anywhere; }
q { quotes: none; } q a { text-decoration-thickness: 1px; text-underline-offset: .2em; }
span:target { background: Mark; color: MarkText; }
footer, .section { font-size: .9rem; opacity: .8; }
`;
