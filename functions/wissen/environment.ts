import * as z from 'zod';
import { ProcessorEnvironment } from '../shared/environment.ts';

/** What functions/wissen finds in its environment; infra/ sets exactly this. */
export const WissenEnvironment = ProcessorEnvironment.extend({ LOGBOEK_TABEL_NAAM: z.string().min(1) });
