import type { Toestand } from '../../adapters/kanalen.ts';
import { GEZOND, type Gezondheid } from '../../domain/delivery/circuit.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { WebhookAfhankelijkheden } from './afhankelijkheden.ts';

/** What the lanes of one batch read together. */
export interface Baanafhankelijkheden extends WebhookAfhankelijkheden {
  /** How the receiver of an abonnement does: as this batch last wrote it, of others at most a moment old. */
  readonly gezondheid: (abonnementId: string) => Promise<Gezondheid>;
}

/** How long an answer serves. An order is sent after the change that it is about, and what is read here after that order. */
const HOUDBAAR_MS = 1000;

/** Reads once for everybody who asks within a second. A failure is everybody's too, and is not kept. */
const kort = <Waarde>(lees: (sleutel: string) => Promise<Waarde>, nu: () => Date) => {
  const bekend = new Map<string, { readonly tot: number; readonly waarde: Promise<Waarde> }>();
  return {
    lees: (sleutel: string): Promise<Waarde> => {
      const moment = nu().getTime();
      const eerder = bekend.get(sleutel);
      if (eerder !== undefined && eerder.tot > moment) return eerder.waarde;
      const waarde = lees(sleutel);
      bekend.set(sleutel, { tot: moment + HOUDBAAR_MS, waarde });
      waarde.catch(() => bekend.delete(sleutel));
      return waarde;
    },
    vergeet: (sleutel: string): void => {
      bekend.delete(sleutel);
    },
  };
};

/** The dependencies of one batch: its lanes read the doors of a gemeente and the state of a receiver together. */
export const voorBatch = (afhankelijkheden: WebhookAfhankelijkheden): Baanafhankelijkheden => {
  const { kanalen, nu } = afhankelijkheden;
  const perGemeente = kort((code) => kanalen.instellingen([`${code}/` as PartnerAdres]), nu);
  const gezondheid = kort(async (id) => {
    const gelezen: Toestand<Gezondheid> | undefined = await kanalen.toestand(id, 'GEZONDHEID');
    return gelezen?.waarde ?? GEZOND;
  }, nu);
  return {
    ...afhankelijkheden,
    gezondheid: gezondheid.lees,
    kanalen: {
      ...kanalen,
      instelling: async (partner) => (await perGemeente.lees(partner.slice(0, 4)))(partner),
      // Rest that a receiver asks for, or that it fails, holds for the other lanes from here on.
      async zetToestand(abonnementId, soort, waarde, gelezen) {
        const gelukt = await kanalen.zetToestand(abonnementId, soort, waarde, gelezen);
        if (soort === 'GEZONDHEID') gezondheid.vergeet(abonnementId);
        return gelukt;
      },
    },
  };
};
