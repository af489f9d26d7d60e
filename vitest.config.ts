import { defineConfig } from 'vitest/config';

/** Tests that need the local cloud, Chromium or many seconds are told by their file names. */
const INTEGRATION = 'test/**/*.integration.test.{ts,tsx}';
const EPREUVES = 'test/**/*.epreuve.test.{ts,tsx}';
const COMMUN = { environment: 'node' as const };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...COMMUN,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [INTEGRATION, EPREUVES, 'test/infra/**', 'test/architecture/**', 'test/local/**'],
        },
      },
      { test: { ...COMMUN, name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...COMMUN,
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...COMMUN,
          name: 'integration',
          include: [INTEGRATION, 'test/local/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // One local cloud serves them: side by side they would only slow each other down.
          fileParallelism: false,
        },
      },
      { test: { ...COMMUN, name: 'epreuves', include: [EPREUVES], testTimeout: 1_800_000 } },
    ],
  },
});
