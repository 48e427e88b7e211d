import { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import { createMessageHandler } from '../shared/message-handler.ts';
import { processMelding } from './process-melding.ts';

/** Wiring of functions/meldingen: see README.md. */
export const handler = createMessageHandler('meldingen', MeldingBericht, processMelding);
