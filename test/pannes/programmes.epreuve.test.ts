import { jouerDesProgrammes } from './programmes.ts';

jouerDesProgrammes(10_000, 500);
