import { isJson, type Json } from '../../contracts/openapi/jsonschema.ts';

/** A letter of two bytes: who counts characters where it should count bytes finds out. */
const LETTER = 'é';

const tekst = (schema: Json): unknown => {
  const { maxLength, pattern, format, examples } = schema;
  const [voorbeeld] = Array.isArray(examples) ? examples : [];
  if (typeof maxLength !== 'number' || format !== undefined) return voorbeeld;
  const langste = LETTER.repeat(maxLength);
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(langste) ? langste : voorbeeld;
};

/** The largest value that a JSON Schema of a partner's message allows: every field there, every text at its longest. */
export const grootste = (schema: unknown): unknown => {
  if (!isJson(schema)) throw new Error('not a schema');
  const { enum: keuzes, type, properties, items, maxItems, maximum } = schema;
  if (Array.isArray(keuzes)) return keuzes[0];
  if (type === 'boolean') return true;
  if (type === 'integer') return maximum;
  if (type === 'string') return tekst(schema);
  if (type === 'array') return Array.from({ length: Number(maxItems) }, () => grootste(items));
  return Object.fromEntries(
    Object.entries(isJson(properties) ? properties : {}).map(([naam, deel]) => [naam, grootste(deel)]),
  );
};
