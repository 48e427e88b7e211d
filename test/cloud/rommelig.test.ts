import { beschrijfRommelig } from '../hub/rommelig.ts';
import { startEmulated } from './emulated-hub.ts';

beschrijfRommelig(startEmulated, [1]);
