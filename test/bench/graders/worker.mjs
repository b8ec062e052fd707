// A thread that grades, from the sources.
import { register } from 'tsx/esm/api';

register();
await import('./grading.ts');
