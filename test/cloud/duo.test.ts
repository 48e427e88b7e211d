import { describeDuo } from '../hub/duo.ts';
import { startEmulated } from './emulated-hub.ts';

describeDuo(startEmulated);
