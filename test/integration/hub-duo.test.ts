import { beschrijfDuo } from '../hub/duo.ts';
import { startHub } from './hub-hulp.ts';

beschrijfDuo(startHub);
