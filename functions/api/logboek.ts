import type { Fout } from '../../contracts/fouten.ts';
import { isObject } from './media.ts';
import { specificatie } from './specificatie.ts';

/** What may be written about a request: ids, the organisation, names of known fields. Never a value. */

const veldnamen = (schema: unknown, namen: Set<string>): Set<string> => {
  if (Array.isArray(schema)) for (const deel of schema) veldnamen(deel, namen);
  else if (isObject(schema)) {
    for (const [sleutel, waarde] of Object.entries(schema)) {
      if (sleutel === 'properties' && isObject(waarde))
        for (const naam of Object.keys(waarde)) namen.add(naam);
      veldnamen(waarde, namen);
    }
  }
  return namen;
};

let bekend: Promise<ReadonlySet<string>> | undefined;

/** Names of all fields in the contract; collected at the first rejection, not at a cold start. */
const bekendeVelden = (): Promise<ReadonlySet<string>> => {
  bekend ??= specificatie().then((document) => veldnamen(document, new Set(['bron', 'doel', 'berichtId'])));
  return bekend;
};

/** The pointer up to its last known field: the name of an unknown one may itself be personal. */
const veiligePointer = (pointer: string, velden: ReadonlySet<string>): string => {
  const delen = pointer.split('/').slice(1);
  const onbekend = delen.findIndex((deel) => !/^\d{1,3}$/.test(deel) && !velden.has(deel));
  return (onbekend === -1 ? delen : delen.slice(0, onbekend)).map((deel) => `/${deel}`).join('');
};

/** Where the faults are, each place once, as far as that can be said without naming what we do not know. */
export const veiligePointers = async (fouten: readonly Fout[]): Promise<readonly string[]> => {
  if (fouten.length === 0) return [];
  const velden = await bekendeVelden();
  return [...new Set(fouten.map(({ pointer }) => veiligePointer(pointer, velden)))];
};

/** Kind and place of an error; its message stays out, since it may repeat what it was about. */
export const veiligeFout = (
  fout: unknown,
): { readonly fout: string; readonly plaats: readonly string[] } => ({
  fout: fout instanceof Error ? fout.name : typeof fout,
  plaats:
    fout instanceof Error
      ? (fout.stack ?? '')
          .split('\n')
          .filter((regel) => /^\s+at /.test(regel))
          .slice(0, 8)
          .map((regel) => regel.trim())
      : [],
});
