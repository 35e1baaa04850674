/** Reads `text/event-stream` from a fetch: EventSource cannot send an Authorization header. */

/**
 * Reads until the stream ends.
 * @param {ReadableStream} body
 * @param {(event: {type: string, data: string}) => void} hear
 * @param {() => void} onBytes called for anything that came, a comment too
 */
export async function readEvents(body, hear, onBytes) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let unread = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    unread += decoder.decode(value, { stream: true });
    const blocks = unread.split(/\r?\n\r?\n/);
    unread = blocks.pop();
    for (const event of blocks.map(parsed)) {
      if (event.data) hear(event);
    }
  }
}

function parsed(block) {
  const event = { type: "message", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) || [];
    if (field === "event") event.type = value;
    if (field === "data") event.data += event.data ? `\n${value}` : value;
  }
  return event;
}
