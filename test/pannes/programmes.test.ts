import { describe } from 'vitest';
import { jouerDesProgrammes, rejouerDesProgrammes } from './programmes.ts';

describe('drawn', () => jouerDesProgrammes(500));
// A correction under a new époque showed no date of the version in force.
describe('that failed', () => rejouerDesProgrammes([3959]));
