import { defineConfig } from 'vitest/config';

/** Tests that start a browser or an emulator are told by their file names, long trials too. */
const INTEGRATION = 'test/**/*.integration.test.{ts,tsx}';
const EPREUVES = 'test/**/*.epreuve.test.{ts,tsx}';
/** Minutes, not seconds: these deploy, print and wait. */
const DELAIS = { testTimeout: 120_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Some runners ask for colours: what is asserted is words.
          env: { NO_COLOR: '1' },
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [INTEGRATION, EPREUVES, 'test/{infra,architecture,local}/**'],
          // Far above what any of them takes: a machine may be shared.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'infra', include: ['test/infra/**/*.test.ts'], isolate: false, ...DELAIS } },
      {
        test: {
          name: 'integration',
          include: [INTEGRATION, 'test/local/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          // Two cores: side by side they would only slow each other down.
          fileParallelism: false,
          ...DELAIS,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.integration.test.ts'],
          // The application, deployed once to a local cloud that these tests share.
          globalSetup: ['test/e2e/global.ts'],
          fileParallelism: false,
          ...DELAIS,
        },
      },
      { test: { name: 'epreuves', include: [EPREUVES], testTimeout: 1_800_000 } },
    ],
  },
});
