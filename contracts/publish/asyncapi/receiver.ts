import { regievoerderType, titleOf } from '../../hub-type.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from '../../partner-gebeurtenissen.ts';
import {
  BERICHTTYPEN,
  hasQueue,
  PARTNERROLLEN,
  type PartnerberichtSoort,
  REGIEVOERDER,
} from '../../partnerrollen.ts';
import { REGIEVOERDER_GEBEURTENISSEN } from '../../regievoerder.ts';
import { schemaName, stepSchemaName, withCapital } from '../openapi/partner-schemas.ts';
import { regievoerderSchemaName } from '../openapi/regievoerder-schemas.ts';

/** Who receives which messages: the roles of partners, and the gemeente about its own zaken. */

/** One kind of message to one receiver. */
export interface ReceivedMessage {
  /** By which a channel knows it. */
  readonly key: string;
  readonly type: string;
  /** Name of its schema. */
  readonly schema: string;
  readonly title: string;
  readonly summary: string;
  /** Name of its example, and of the file that holds it. */
  readonly example: string;
}

export interface Receiver {
  readonly rol: string;
  /** Key in the name of its queue. */
  readonly sleutel: string;
  readonly hasQueue: boolean;
  /** At least one: the first shows what a page looks like. */
  readonly messages: readonly [ReceivedMessage, ...ReceivedMessage[]];
}

const MEANING: Readonly<Record<PartnerberichtSoort, string>> = {
  gemeld: 'Er komt een nieuwe inburgeraar',
  gewijzigd: 'Een of meer van uw velden zijn veranderd; alle velden staan er weer in',
  vervallen: 'Deze inburgeraar komt toch niet',
  gewist: 'De hub wiste deze inburgeraar; wis wat u onder dit kenmerk bewaart, en bevestig dit bericht',
};

export const MESSAGE_KINDS = Object.keys(BERICHTTYPEN) as readonly PartnerberichtSoort[];

const atLeastOne = (messages: readonly ReceivedMessage[]): Receiver['messages'] => {
  const [first, ...rest] = messages;
  if (first === undefined) throw new Error('a receiver gets messages');
  return [first, ...rest];
};

const partners: readonly Receiver[] = PARTNERROLLEN.map((rol) => ({
  rol,
  sleutel: rol,
  hasQueue: hasQueue(rol),
  messages: atLeastOne([
    ...MESSAGE_KINDS.map((soort) => ({
      key: soort,
      type: BERICHTTYPEN[soort],
      schema: schemaName(soort, rol),
      title: `${withCapital(soort)} (${rol})`,
      summary: MEANING[soort],
      example: rol,
    })),
    ...gebeurtenissenOf(rol).map((gebeurtenis) => ({
      key: gebeurtenis,
      type: partnerGebeurtenisType(gebeurtenis),
      schema: stepSchemaName(gebeurtenis, rol),
      title: `${titleOf(gebeurtenis)} (${rol})`,
      summary: titleOf(gebeurtenis),
      example: rol,
    })),
  ]),
}));

const ROL = 'regievoerder';

const regievoerder: Receiver = {
  rol: ROL,
  sleutel: REGIEVOERDER,
  hasQueue: true,
  messages: atLeastOne(
    REGIEVOERDER_GEBEURTENISSEN.map((gebeurtenis) => ({
      key: gebeurtenis,
      type: regievoerderType(gebeurtenis),
      schema: regievoerderSchemaName(gebeurtenis),
      title: `${titleOf(gebeurtenis)} (${ROL})`,
      summary: titleOf(gebeurtenis),
      example: ROL,
    })),
  ),
};

/** Everybody that receives messages of the hub. */
export const EVERY_RECEIVER: readonly Receiver[] = [...partners, regievoerder];
