import { describeDuo } from '../../hub/duo.ts';
import { startHub } from './support.ts';

describeDuo(startHub);
