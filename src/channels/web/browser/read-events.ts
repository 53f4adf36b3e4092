/** Server-sent events of a response body, as they arrive. EventSource itself can only GET. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const messages = text.split(/\r?\n\r?\n/u);
      text = messages.pop() ?? '';
      for (const message of messages) {
        const lines = message.split(/\r?\n/u);
        const valueOf = (name: string) =>
          lines
            .filter((line) => line.startsWith(`${name}:`))
            .map((line) => line.slice(name.length + 1).trimStart())
            .join('\n');
        const data = valueOf('data');
        if (data !== '') yield { event: valueOf('event'), data };
      }
    }
  } finally {
    // Leaving early (the answer came, or the reader was stopped) must free the connection.
    reader.cancel().catch(() => undefined);
  }
}
