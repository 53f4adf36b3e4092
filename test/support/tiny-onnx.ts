import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Protocol buffers, as far as a model of one node needs them: field number, then a number, bytes or a message. */
type Field = readonly [field: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function message(...fields: readonly Field[]): Buffer {
  const parts = fields.map(([field, value]) => {
    if (typeof value === 'number') return Buffer.from([...varint(field * 8), ...varint(value)]);
    const bytes = Buffer.from(value as Uint8Array);
    return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]);
  });
  return Buffer.concat(parts);
}

const FLOAT = 1;
const INT64 = 7;
const dimensions = (...names: readonly (string | number)[]) =>
  message(...names.map((one) => [1, message(typeof one === 'number' ? [1, one] : [2, one])] as const));
const value = (name: string, type: number, ...shape: readonly (string | number)[]) =>
  message([1, name], [2, message([1, message([1, type], [2, dimensions(...shape)])])]);

/** A model that looks each token up in a table: input_ids → last_hidden_state. */
function tableModel(rows: readonly (readonly number[])[]): Buffer {
  const width = rows[0]?.length ?? 0;
  const table = Buffer.from(Float32Array.from(rows.flat()).buffer);
  const graph = message(
    [1, message([1, 'table'], [1, 'input_ids'], [2, 'last_hidden_state'], [4, 'Gather'])],
    [2, 'tiny'],
    [5, message([1, rows.length], [1, width], [2, FLOAT], [8, 'table'], [9, table])],
    [11, value('input_ids', INT64, 'batch', 'sequence')],
    [12, value('last_hidden_state', FLOAT, 'batch', 'sequence', width)],
  );
  return message([1, 8], [2, 'test'], [7, graph], [8, message([1, ''], [2, 13])]);
}

/** The characters that the model knows, each with its direction; 落 and 户 mean much the same, as do 学 and 校. */
const KNOWN: readonly (readonly [string, readonly number[]])[] = [
  ['[PAD]', [9, 9, 9]],
  ['[UNK]', [0.1, 0.1, 0.1]],
  ['[CLS]', [0, 0, 0.5]],
  ['[SEP]', [0, 0, 0.5]],
  ['落', [1, 0.1, 0]],
  ['户', [0.9, 0, 0.1]],
  ['学', [0, 1, 0]],
  ['校', [0.1, 0.9, 0]],
];

/** Writes a directory as sentence-transformers exports it: a WordPiece tokenizer of Chinese characters, and a model. */
export function writeTinyModel(directory: string, { scale = 1, pooling = 'mean' } = {}): void {
  mkdirSync(join(directory, '1_Pooling'), { recursive: true });
  const vocab = Object.fromEntries(KNOWN.map(([token], id) => [token, id]));
  const special = (content: string) => ({ id: vocab[content], content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }); // prettier-ignore
  const piece = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const tokenizer = {
    version: '1.0',
    added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map(special),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, // prettier-ignore
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [piece('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]')],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [vocab['[CLS]']], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [vocab['[SEP]']], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab }, // prettier-ignore
  };
  const write = (name: string, content: unknown) =>
    writeFileSync(join(directory, name), JSON.stringify(content));
  write('tokenizer.json', tokenizer);
  write('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: 8 });
  write('1_Pooling/config.json', { pooling_mode_cls_token: pooling === 'cls' });
  writeFileSync(join(directory, 'model.onnx'), tableModel(KNOWN.map(([, row]) => row.map((number, i) => (i === 1 ? number * scale : number))))); // prettier-ignore
}
