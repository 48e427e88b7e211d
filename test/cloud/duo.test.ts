import { beschrijfDuo } from '../hub/duo.ts';
import { startEmulated } from './emulated-hub.ts';

beschrijfDuo(startEmulated);
