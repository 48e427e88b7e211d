import { v5 as uuidV5 } from 'uuid';
import * as z from 'zod';
import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { isObject } from '../../contracts/is-object.ts';
import { gemeldFor, partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import {
  aboutWhat,
  BERICHTTYPEN,
  type PartnerberichtSoort,
  type Partnerrol,
} from '../../contracts/partnerrollen.ts';
import { jsonSchema } from '../../contracts/publish/openapi/json-schema.ts';
import { findGemeente } from '../../domain/gemeenten/index.ts';
import { readExample } from '../contract-examples.ts';
import { largest } from './largest.ts';

/** Messages about invented people of the sandbox gemeente, as the hub would send them. */

/** The exact bytes of one message. */
export interface TrialMessage {
  readonly id: string;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly body: Buffer;
}

export interface Wish {
  readonly soort: PartnerberichtSoort;
  readonly zaakId: string;
  readonly volgnummer: number;
  readonly tijd: Date;
}

const Example = z.looseObject({ data: z.looseObject({}) });

/** The example of the contract, made into a message about this zaak. */
const bericht = (role: Partnerrol, { soort, zaakId, volgnummer, tijd }: Wish): Record<string, unknown> => {
  const example = Example.parse(readExample(BERICHTTYPEN[soort], role));
  const sandbox = findGemeente(OEFENGEMEENTE);
  return partnerberichtSchema(soort, role).parse({
    ...example,
    id: uuidV5(`${OEFENGEMEENTE}/${role}#${volgnummer}`, zaakId),
    subject: zaakId,
    time: tijd.toISOString(),
    data: {
      ...example.data,
      ...(aboutWhat(role) === 'zaak' ? { zaakId } : { huishoudenId: zaakId }),
      volgnummer,
      gemeentecode: OEFENGEMEENTE,
      ...(soort === 'vervallen' || soort === 'gewist' || sandbox === undefined
        ? {}
        : { contactTeamInburgering: sandbox.contactTeamInburgering }),
    },
  });
};

const toTrialMessage = (
  { id, zaakId, volgnummer }: { id: string; zaakId: string; volgnummer: number },
  text: string,
): TrialMessage => ({ id, zaakId, volgnummer, body: Buffer.from(text) });

const attributes = (event: Record<string, unknown>, { zaakId, volgnummer }: Wish) => ({
  id: String(event['id']),
  zaakId,
  volgnummer,
});

/** A message to this role as the contract has it, of the wished kind and zaak, about invented people. */
export const ordinaryBericht = (role: Partnerrol, wish: Wish): TrialMessage => {
  const event = bericht(role, wish);
  return toTrialMessage(attributes(event, wish), JSON.stringify(event));
};

/** With an attribute and a field that no contract has yet: a later version may add some. */
export const berichtWithUnknown = (role: Partnerrol, wish: Wish): TrialMessage => {
  const event = bericht(role, wish);
  const data = { ...z.looseObject({}).parse(event['data']), nogonbekendveld: 'dit kent u nog niet' };
  return toTrialMessage(
    attributes(event, wish),
    JSON.stringify({ ...event, nogonbekend: 'dit kent u nog niet', data }),
  );
};

/** Just under 64 kB, as large as a message of the hub can ever be. */
export const LARGEST_BYTES = 64 * 1024 - 1;

/** Every field at its longest, made up to the full size with white space, which is JSON too. */
export const largeBericht = (role: Partnerrol, wish: Wish): TrialMessage => {
  const event = bericht(role, wish);
  const schema = jsonSchema(gemeldFor(role), 'draft-07')['properties'];
  const largestData = largest(isObject(schema) ? schema['data'] : undefined);
  const { volgnummer, gemeentecode, contactTeamInburgering } = z.looseObject({}).parse(event['data']);
  const { zaakId } = wish;
  const full = partnerberichtSchema('gemeld', role).parse({
    ...event,
    data: {
      ...z.looseObject({}).parse(largestData),
      ...(aboutWhat(role) === 'zaak' ? { zaakId } : { huishoudenId: zaakId }),
      volgnummer,
      gemeentecode,
      contactTeamInburgering,
    },
  });
  const text = JSON.stringify(full);
  return toTrialMessage(
    attributes(event, wish),
    `${text}${' '.repeat(LARGEST_BYTES - Buffer.byteLength(text))}`,
  );
};
