import { beschrijfRommelig } from '../hub/rommelig.ts';
import { startHub } from './hub-hulp.ts';

beschrijfRommelig(startHub, [1, 2, 3]);
