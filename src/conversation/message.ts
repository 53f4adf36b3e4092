/** One turn of a conversation as a channel received it. */
export type Message = { readonly role: 'user' | 'assistant'; readonly content: string };
