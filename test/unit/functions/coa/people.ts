import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { koppeling } from '../../domain/support.ts';
import { BSN, inbound, OTHER_BSN, V_NUMMER } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';

/** People whose BSNs are mixed up, and the messages that mix them up and correct them. */

export interface Person {
  readonly vNummer: Vnummer;
  readonly bsn?: Bsn | undefined;
}
export const FIRST: Person = { vNummer: V_NUMMER, bsn: BSN };
export const SECOND: Person = { vNummer: Vnummer.parse('2712504443'), bsn: OTHER_BSN };
export const OTHER: Person = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };

export const told = (
  versie: number,
  members: readonly Person[],
  by?: string,
  moment = versie,
  koppelingId = 'TVS-2025-993909',
): InboundBericht =>
  inbound(
    versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1',
    `2025-06-20T08:00:0${moment}Z`,
    {
      ...koppeling({ versie, koppelingId }),
      personen: members.flatMap((member) => koppeling({}, { ...member }).personen),
    },
    by,
  );

/** A person says on the zaak of somebody which BSN is theirs. */
export const herstelBy = (
  hub: HubInMemory,
  { vNummer, bsn }: Person,
  zaakId = hub.pseudonyms.zaakId(vNummer),
): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    '2025-07-20T08:00:00Z',
    { zaakId, reden: 'Verwisseld', bsn },
    'gemeente-0907',
  );

export const countQuarantaine = async (hub: HubInMemory) => (await hub.ontvangsten.countOpen()).quarantaine;
