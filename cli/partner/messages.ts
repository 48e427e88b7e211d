import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import * as z from 'zod';
import { OEFENGEMEENTE } from '../../contracts/basistypen.ts';
import { isJson, jsonSchema } from '../../contracts/openapi/jsonschema.ts';
import {
  BERICHTTYPEN,
  gemeldVoor,
  type PartnerberichtSoort,
  type Partnerrol,
  partnerberichtSchema,
} from '../../contracts/partnerberichten.ts';
import { oefengemeente } from '../../domain/gemeenten/9999-oefengemeente.ts';
import { grootste } from './largest.ts';

/** Messages about invented people of the sandbox gemeente, as the hub would send them. */

const VOORBEELDEN = join(import.meta.dirname, '../../contracts/voorbeelden');

/** The exact bytes of one message. */
export interface Proefbericht {
  readonly id: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly body: Buffer;
}

export interface Wens {
  readonly soort: PartnerberichtSoort;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly tijd: Date;
}

const Voorbeeld = z.looseObject({ data: z.looseObject({}) });

/** The example of the contract, made into a message about this zaak. */
const bericht = (rol: Partnerrol, { soort, zaakId, volgnummer, tijd }: Wens): Record<string, unknown> => {
  const voorbeeld = Voorbeeld.parse(
    JSON.parse(readFileSync(join(VOORBEELDEN, BERICHTTYPEN[soort], `goed-${rol}.json`), 'utf8')),
  );
  const { contactTeamInburgering } = oefengemeente;
  return partnerberichtSchema(soort, rol).parse({
    ...voorbeeld,
    id: uuidV5(`${OEFENGEMEENTE}/${rol}#${volgnummer}`, zaakId),
    subject: zaakId,
    time: tijd.toISOString(),
    data: {
      ...voorbeeld.data,
      zaakId,
      volgnummer,
      gemeentecode: OEFENGEMEENTE,
      ...(soort === 'vervallen' ? {} : { contactTeamInburgering }),
    },
  });
};

const alsProefbericht = (
  { id, zaakId, volgnummer }: { id: string; zaakId: string; volgnummer: number },
  tekst: string,
): Proefbericht => ({ id, zaakId, volgnummer, body: Buffer.from(tekst) });

const kenmerken = (event: Record<string, unknown>, { zaakId, volgnummer }: Wens) => ({
  id: String(event['id']),
  zaakId,
  volgnummer,
});

export const gewoonBericht = (rol: Partnerrol, wens: Wens): Proefbericht => {
  const event = bericht(rol, wens);
  return alsProefbericht(kenmerken(event, wens), JSON.stringify(event));
};

/** With an attribute and a field that no contract has yet: a later version may add some. */
export const berichtMetOnbekends = (rol: Partnerrol, wens: Wens): Proefbericht => {
  const event = bericht(rol, wens);
  const data = { ...z.looseObject({}).parse(event['data']), nogonbekendveld: 'dit kent u nog niet' };
  return alsProefbericht(
    kenmerken(event, wens),
    JSON.stringify({ ...event, nogonbekend: 'dit kent u nog niet', data }),
  );
};

/** Just under 64 kB, as large as a message of the hub can ever be. */
export const GROOTSTE_BYTES = 64 * 1024 - 1;

/** Every field at its longest, made up to the full size with white space, which is JSON too. */
export const grootBericht = (rol: Partnerrol, wens: Wens): Proefbericht => {
  const event = bericht(rol, wens);
  const schema = jsonSchema(gemeldVoor(rol), 'draft-07')['properties'];
  const grootsteData = grootste(isJson(schema) ? schema['data'] : undefined);
  const { zaakId, volgnummer, gemeentecode, contactTeamInburgering } = z.looseObject({}).parse(event['data']);
  const vol = partnerberichtSchema('gemeld', rol).parse({
    ...event,
    data: {
      ...z.looseObject({}).parse(grootsteData),
      zaakId,
      volgnummer,
      gemeentecode,
      contactTeamInburgering,
    },
  });
  const tekst = JSON.stringify(vol);
  return alsProefbericht(
    kenmerken(event, wens),
    `${tekst}${' '.repeat(GROOTSTE_BYTES - Buffer.byteLength(tekst))}`,
  );
};
