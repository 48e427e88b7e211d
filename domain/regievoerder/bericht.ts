import type { ZaakId } from '../../contracts/base-types.ts';
import { regievoerderType } from '../../contracts/hub-type.ts';
import { type RegievoerderBericht, regievoerderSchema } from '../../contracts/regievoerder.ts';
import { known } from '../known.ts';
import { berichtIdOf, envelopeOf, type Sender } from '../partners/bericht.ts';
import { regievoerderKanaal } from './kanaal.ts';
import type { RegievoerderNotice } from './notices.ts';

/** A notice that a gemeente gets as a message. */
export type OutgoingNotice = RegievoerderNotice & { readonly volgnummer: number };

/** Whether the gemeente gets a notice as a message. */
export const isOutgoing = (notice: RegievoerderNotice): notice is OutgoingNotice =>
  notice.volgnummer !== undefined;

/**
 * The message that a notice amounts to. The same notice always gives the same message, id included, so that a redelivery
 * repeats it. Throws when a field is not in the contract.
 */
export const regievoerderBericht = (
  sender: Sender,
  zaakId: ZaakId,
  { gemeentecode, volgnummer, vervangt, gebeurtenis, gegevens }: OutgoingNotice,
  time: string,
): RegievoerderBericht => {
  const type = regievoerderType(gebeurtenis);
  const id = berichtIdOf(zaakId, regievoerderKanaal(gemeentecode), volgnummer);
  return regievoerderSchema(gebeurtenis).parse({
    ...envelopeOf(sender, { id, type, zaakId, time }),
    data: {
      zaakId,
      gemeentecode,
      volgnummer,
      ...gegevens,
      ...known({ vervangt }),
    },
  });
};
