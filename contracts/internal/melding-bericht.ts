import * as z from 'zod';
import {
  CasusGeopend,
  FeitHersteld,
  PlichtVastgesteld,
  TaallessenGestart,
  UitslagOntvangen,
} from '../gemeente.ts';
import { RegievoerderToegewezen } from '../regisseur.ts';
import { ROUTEMAP_TYPES } from '../routemap.ts';
import { acceptedEvent, acceptedFields } from './accepted-bericht.ts';
import { PipReported } from './pip-report.ts';
import { RoutemapReport } from './routemap-report.ts';

/** An event of the routemap. Its own contract found its data right when it was accepted (`routemap-data.ts`). */
const RoutemapBericht = z.object({
  ...acceptedFields,
  type: z.enum(ROUTEMAP_TYPES),
  data: RoutemapReport,
});
export type RoutemapBericht = z.infer<typeof RoutemapBericht>;

/**
 * Messages for functions/meldingen: what a gemeente or a partner reports itself. They hold personal data, and the archive
 * leaves them out.
 */
export const MeldingBericht = z.discriminatedUnion('type', [
  acceptedEvent('nl.inburgeringszaken.casus.geopend.v1', CasusGeopend),
  acceptedEvent('nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1', PlichtVastgesteld),
  acceptedEvent('nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1', UitslagOntvangen),
  acceptedEvent('nl.inburgeringszaken.pip.vastgesteld.v1', PipReported),
  acceptedEvent('nl.inburgeringszaken.pip.gewijzigd.v1', PipReported),
  acceptedEvent('nl.inburgeringszaken.pip.ingetrokken.v1', PipReported),
  acceptedEvent('nl.inburgeringszaken.taallessen.gestart.v1', TaallessenGestart),
  acceptedEvent('nl.inburgeringszaken.regievoerder.toegewezen.v1', RegievoerderToegewezen),
  acceptedEvent('nl.inburgeringszaken.feit.hersteld.v1', FeitHersteld),
  RoutemapBericht,
]);
export type MeldingBericht = z.infer<typeof MeldingBericht>;
