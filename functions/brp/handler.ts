import { BrpBericht } from '../../contracts/internal/brp-bericht.ts';
import { createMessageHandler } from '../shared/message-handler.ts';
import { processPersoon } from './process-persoon.ts';

/** Wiring of functions/brp: see README.md. */
export const handler = createMessageHandler('brp', BrpBericht, processPersoon);
