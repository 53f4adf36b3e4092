/** Times are epoch milliseconds; lists and objects are JSON in text, so that both databases hold the same. */
export type Tables = {
  conversations: {
    owner: string;
    id: string;
    channel: string;
    title: string;
    next_position: number;
    updated_at: number;
  };
  turns: {
    owner: string;
    conversation_id: string;
    position: number;
    role: 'user' | 'assistant';
    content: string;
    data: string | null;
    at: number;
  };
  answers: {
    id: string;
    at: number;
    owner: string;
    channel: string;
    conversation_id: string | null;
    question: string;
    text: string;
    outcome: string;
    reason: string | null;
    missing: string;
    clauses: string;
    mode: string;
    ms: number;
  };
  feedback: { answer_id: string; owner: string; rating: 'up' | 'down'; comment: string | null; at: number };
  audit: {
    sequence: number;
    at: number;
    kind: string;
    request_id: string | null;
    owner: string | null;
    channel: string | null;
    status: string | null;
    clauses: string | null;
    ms: number | null;
    detail: string | null;
    previous: string;
    hash: string;
  };
  audit_head: { id: number; sequence: number; hash: string };
  settings: { key: string; value: string; reason: string; changed_by: string; changed_at: number };
  messages: {
    key: string;
    owner: string;
    state: 'received' | 'answered';
    reply: string | null;
    received_at: number;
  };
  quotas: { key: string; owner: string; window_ends: number; used: number };
  buckets: { key: string; full_at: number };
  pseudonym_keys: { epoch: number; secret: string };
};
