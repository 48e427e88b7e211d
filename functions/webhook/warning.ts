import type { Warning } from '../../contracts/internal/bus-events.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import type { WebhookDependencies } from './dependencies.ts';

type Needed = Pick<WebhookDependencies, 'kanalen' | 'bus' | 'telemetry' | 'now'>;

/** Nothing happens to a receiver in silence: a line on the timeline of its abonnement, an event, and an alarm. */
export const warn = async (
  { kanalen, bus, telemetry, now }: Needed,
  kanaal: KanaalId,
  abonnementId: string,
  warning: Warning,
  reason: string,
): Promise<void> => {
  telemetry.count('AbonnementGewaarschuwd', 1);
  telemetry.fout('abonnement gewaarschuwd', {
    partner: kanaal,
    abonnementId,
    waarschuwing: warning,
    reden: reason,
  });
  await kanalen.record(abonnementId, {
    tijdstip: now().toISOString(),
    naam: warning,
    door: 'hub',
    gegevens: { reden: reason },
  });
  await bus.announceWarned({ kanaal, abonnementId, waarschuwing: warning });
};
