import type { Waarschuwing } from '../../contracts/intern.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { WebhookAfhankelijkheden } from './afhankelijkheden.ts';

type Nodig = Pick<WebhookAfhankelijkheden, 'kanalen' | 'bus' | 'waarnemen' | 'nu'>;

/** Nothing happens to a receiver in silence: a line on the timeline of its abonnement, an event, and an alarm. */
export const waarschuw = async (
  { kanalen, bus, waarnemen, nu }: Nodig,
  kanaal: PartnerAdres,
  abonnementId: string,
  waarschuwing: Waarschuwing,
  reden: string,
): Promise<void> => {
  waarnemen.tel('AbonnementGewaarschuwd', 1);
  waarnemen.fout('abonnement gewaarschuwd', { partner: kanaal, abonnementId, waarschuwing, reden });
  await kanalen.noteer(abonnementId, {
    tijdstip: nu().toISOString(),
    naam: waarschuwing,
    door: 'hub',
    gegevens: { reden },
  });
  await bus.meldGewaarschuwd({ kanaal, abonnementId, waarschuwing });
};
