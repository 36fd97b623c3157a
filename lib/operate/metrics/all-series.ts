import { DESTINATIONS } from './destination-series.ts';
import { GENERAL } from './general-series.ts';
import { HOSTS } from './host-series.ts';
import type { Series } from './series.ts';
import { SOURCES } from './source-series.ts';

/** All metrics, in the order of the text. */
export const SERIES: readonly Series[] = [...GENERAL, ...SOURCES, ...DESTINATIONS, ...HOSTS];
