import { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { createMessageHandler } from '../shared/message-handler.ts';
import { processKoppeling } from './process-koppeling.ts';

/** Wiring of functions/coa: see README.md. */
export const handler = createMessageHandler('coa', CoaBericht, processKoppeling);
