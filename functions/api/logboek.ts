import type { Fout } from '../../contracts/fouten.ts';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { isObject } from './media.ts';

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

let bekend: ReadonlySet<string> | undefined;

/** Names of all fields in the contract; collected at the first rejection, not at a cold start. */
const bekendeVelden = (): ReadonlySet<string> => {
  bekend ??= veldnamen(openapi.components.schemas, new Set(['bron', 'doel', 'berichtId']));
  return bekend;
};

/** The pointer up to its last known field: the name of an unknown one may itself be personal. */
export const veiligePointer = (pointer: string): string => {
  const delen = pointer.split('/').slice(1);
  const onbekend = delen.findIndex((deel) => !/^\d{1,3}$/.test(deel) && !bekendeVelden().has(deel));
  return (onbekend === -1 ? delen : delen.slice(0, onbekend)).map((deel) => `/${deel}`).join('');
};

export const veiligePointers = (fouten: readonly Fout[]): readonly string[] => [
  ...new Set(fouten.map(({ pointer }) => veiligePointer(pointer))),
];

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
