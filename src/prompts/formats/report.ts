import type { Diagnostic } from '../diagnostic.js';

/** Takes what is wrong, or worth knowing, while a prompt file is read. */
export type Report = (diagnostic: Diagnostic) => void;
