import { describeDuo } from '../hub/duo.ts';
import { startHub } from './hub-hulp.ts';

describeDuo(startHub);
